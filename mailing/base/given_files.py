"""Files that somebody names: ordinary ones only, for a pipe or a device may give bytes for ever, or never any."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING, BinaryIO, Final, cast

from mailing.base.errors import InputError, SurroundingsError, UsageError
from mailing.base.messages import _
from mailing.base.stores import is_on_store

if TYPE_CHECKING:
    from pathlib import Path

_FLAGS: Final = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
"""Not waiting: between a look and the opening, a pipe may have come."""


def open_given(path: Path) -> BinaryIO:
    """Open an ordinary file to be read.

    Raises:
        InputError: there is none, or it is a folder, a pipe, a socket or a device.
        SurroundingsError: it may not be read.
    """
    try:
        if is_on_store(path):
            return cast("BinaryIO", path.open("rb"))
        _refuse_others(path, path.stat().st_mode)
        stream = os.fdopen(os.open(path, _FLAGS), "rb")
        _refuse_others(path, os.fstat(stream.fileno()).st_mode)
    except PermissionError as error:
        raise SurroundingsError(_("Die Datei darf nicht gelesen werden"), where=str(path)) from error
    except FileNotFoundError as error:
        raise InputError(_("Die Datei gibt es nicht"), where=str(path), hint=_("Prüfen Sie den Pfad")) from error
    except IsADirectoryError as error:  # as a store tells it
        raise _folder(path) from error
    except OSError as error:
        what = _("Die Datei lässt sich nicht lesen ({reason})").format(reason=error.strerror)
        raise InputError(what, where=str(path)) from error
    except ValueError as error:  # a path with NUL
        raise InputError(_("Einen solchen Pfad kann es nicht geben"), where=repr(str(path))) from error
    return stream


def read_given(path: Path) -> bytes:
    """Return an ordinary file's bytes; errors as of `open_given`."""
    with open_given(path) as stream:
        return stream.read()


def _refuse_others(path: Path, mode: int) -> None:
    if stat.S_ISDIR(mode):
        raise _folder(path)
    if not stat.S_ISREG(mode):
        raise InputError(
            _("Das ist keine gewöhnliche Datei, sondern {kind}").format(kind=kind_of(mode)),
            where=str(path),
            hint=_("Nennen Sie eine Datei, die auf dem Datenträger liegt"),
        )


def _folder(path: Path) -> InputError:
    return InputError(_("Das ist ein Ordner, keine Datei"), where=str(path))


def kind_of(mode: int) -> str:
    """Return what lies there that is neither a file nor a folder, in the user's language."""
    if stat.S_ISFIFO(mode):
        return _("eine Pipe")
    return _("ein Socket") if stat.S_ISSOCK(mode) else _("ein Gerät")


def refuse_to_replace(path: Path) -> None:
    """Refuse to write in the place of what is neither a file nor a folder: as root, one would remove `/dev/null`.

    Raises:
        UsageError: a pipe, a socket or a device lies there.
    """
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):
        return
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        raise UsageError(
            _("Das ist keine gewöhnliche Datei, sondern {kind}").format(kind=kind_of(mode)),
            where=str(path),
            hint=_("Nennen Sie eine neue Datei"),
        )
