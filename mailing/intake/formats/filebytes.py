"""A file's bytes, read once and weighed while they are read."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mailing.base.errors import InputError
from mailing.base.given_files import open_given
from mailing.base.messages import _, n_

if TYPE_CHECKING:
    from pathlib import Path

BLOCK = 1 << 22
MOST_BYTES = 1 << 31
LONGEST_LINE = 1 << 20
"""In bytes: a row of the widest list takes a hundredth of it."""
PROBE = 1 << 16
MOST_CONTROLS = 0.01

BINARY_MARKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"PAR1")
"""Workbooks and Parquet files have no lines."""
STRANGERS = (
    (b"%PDF", n_("ein PDF")),
    (b"\x89PNG", n_("ein Bild")),
    (b"\xff\xd8\xff", n_("ein Bild")),
    (b"GIF8", n_("ein Bild")),
    (b"\x1f\x8b", n_("ein gepacktes Archiv")),
    (b"7z\xbc\xaf", n_("ein gepacktes Archiv")),
    (b"Rar!", n_("ein gepacktes Archiv")),
    (b"SQLite format 3", n_("eine SQLite-Datenbank (zu lesen als sqlite:///… mit --table)")),
    (b"{\\rtf", n_("ein RTF-Text")),
    (b"<!DOCTYPE", n_("eine HTML- oder XML-Datei")),
    (b"<html", n_("eine HTML- oder XML-Datei")),
    (b"<?xml", n_("eine HTML- oder XML-Datei")),
    (b"\x7fELF", n_("ein Programm")),
    (b"MZ\x90", n_("ein Programm")),
)


@dataclass(slots=True)
class FileBytes:
    """A file that was read.

    Attributes:
        name: its name for messages.
        sha256: hex digest of its bytes.
        data: its bytes, as long as nobody has let go of them.
    """

    name: str
    sha256: str
    data: bytes

    def let_go(self) -> None:
        """Let go of the bytes when they are parsed: those of 600,000 households are a fifth of what reading takes."""
        self.data = b""


def read_bytes(path: Path) -> FileBytes:
    """Return the file's bytes."""
    digest, size, line, has_lines = hashlib.sha256(), 0, 0, True
    blocks: list[bytes] = []
    with open_given(path) as stream:
        while block := stream.read(BLOCK):
            if not blocks:
                _refuse_strangers(path.name, block)
                has_lines = not block.startswith(BINARY_MARKS)
            size += len(block)
            line = _length_of_last_line(line, block) if has_lines else 0
            if line > LONGEST_LINE:
                raise _refused(path.name, _("Eine Zeile ist länger als 1 MB: das ist keine Adressliste"))
            if size > MOST_BYTES:
                raise _refused(path.name, _("Die Datei ist größer als 2 GB: das ist keine Adressliste"))
            digest.update(block)
            blocks.append(block)
    return FileBytes(_name(path), digest.hexdigest(), b"".join(blocks))


def _name(path: Path) -> str:
    """Return the file's name for records and messages, which are UTF-8: bytes of it that aren't are replaced."""
    return os.fsencode(path.name).decode("utf-8", "replace")


def _length_of_last_line(before: int, block: bytes) -> int:
    """Return the length of the line that the block ends in, or of the first that is too long."""
    start, length = 0, before
    while start < len(block):
        end = block.rfind(b"\n", start, start + LONGEST_LINE)
        end = end if end >= 0 else block.rfind(b"\r", start, start + LONGEST_LINE)
        if end < 0:
            length += min(len(block) - start, LONGEST_LINE + 1)
            if length > LONGEST_LINE:
                return length
            start += LONGEST_LINE
        else:
            start, length = end + 1, 0
    return length


def _refuse_strangers(name: str, block: bytes) -> None:
    """Refuse what is no list at all, by its first bytes."""
    start = block.lstrip()[:32].lower()
    for mark, kind in STRANGERS:
        if block.startswith(mark) or start.startswith(mark.lower()):
            raise _refused(name, _("Die Datei ist {kind}, keine Adressliste").format(kind=_(kind)))
    if block.startswith(BINARY_MARKS) or block[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return
    probe = block[:PROBE]
    controls = sum(probe.count(bytes([code])) for code in range(1, 32) if code not in b"\t\n\r\x1a\x1b\x0b\x0c")
    if controls > MOST_CONTROLS * len(probe) or _is_mostly_nul(probe):
        raise _refused(name, _("Die Datei enthält keinen Text: das ist keine Adressliste"))


def _is_mostly_nul(probe: bytes) -> bool:
    """Whether NUL bytes are so many that the text isn't UTF-16 either."""
    return probe.count(0) > 0.6 * len(probe)


def _refused(name: str, what: str) -> InputError:
    return InputError(what, where=name, hint=_("Geben Sie die Liste als CSV, XLSX, ODS oder Parquet aus"))
