"""Text files that people edit: read whole, as UTF-8 with or without a BOM, whatever lies under their name."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING, Final

from mailing.base.errors import InputError
from mailing.base.messages import _

if TYPE_CHECKING:
    from pathlib import Path

LARGEST: Final = 200_000
"""Bytes: a letter of sixty pages; no settings come near."""
_UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")


def read_text(path: Path, name: str, kind: type[InputError] = InputError) -> str:
    r"""Return the file's text with lines that end in `\n`; `name` is what messages call it.

    Raises:
        InputError: of the kind asked for: it can't be read, is no ordinary file, too large or not in UTF-8.
    """
    try:
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode):
            raise kind(
                _("Das ist ein Ordner, keine Datei") if stat.S_ISDIR(mode) else _("Das ist keine gewöhnliche Datei"),
                where=name,
                hint=_("Eine Textdatei nennen"),
            )
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except FileNotFoundError as error:
        raise kind(_("Die Datei gibt es nicht"), where=name, hint=_("Namen und Ordner prüfen")) from error
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise kind(
            _("Die Datei ist nicht lesbar: {reason}").format(reason=reason),
            where=name,
            hint=_("Pfad und Leserechte prüfen"),
        ) from error
    if len(content) > LARGEST:
        raise kind(_("Die Datei ist größer als {limit} Bytes").format(limit=LARGEST), where=name)
    return _decoded(content, name, kind).replace("\r\n", "\n").replace("\r", "\n")


def _decoded(content: bytes, name: str, kind: type[InputError]) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise kind(
            _("Die Datei ist nicht in UTF-8 gespeichert{found}").format(found=_other_encoding(content, error.start)),
            where=f"{name}:{line}",
            hint=_("Speichern Sie sie im Editor mit der Codierung UTF-8"),
        ) from error


def _other_encoding(content: bytes, place: int) -> str:
    """Say what the content is likely to be instead."""
    if content.startswith(_UTF_16):
        return _(", sondern in UTF-16")
    try:
        found = content[place : place + 1].decode("cp1252")
    except UnicodeDecodeError:
        return ""
    return _(", sondern wohl in Windows-1252 (ANSI): hier steht „{character}“").format(character=found)
