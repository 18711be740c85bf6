"""A folder on this machine, or one that is mounted here, as a place for packages."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from mailing.base.errors import SurroundingsError
from mailing.base.files import OWNER_ONLY_FOLDER, flush_folder
from mailing.base.messages import _
from mailing.delivery.place import AT_ONCE

if TYPE_CHECKING:
    from collections.abc import Callable

_NO_LINKS = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
_READ_AND_WRITE = 0o666


class FolderPlace:
    """A folder; who may read what is laid down there, its own rights say: a new one is its owner's only.

    Raises:
        SurroundingsError: neither it nor the folder that it lies in is there (a share that isn't mounted, say).
    """

    def __init__(self, folder: str) -> None:
        self._root = Path(folder).expanduser()
        try:
            self._root.mkdir(OWNER_ONLY_FOLDER, exist_ok=True)
            self._mode = self._root.stat().st_mode & _READ_AND_WRITE
        except (FileNotFoundError, FileExistsError, NotADirectoryError) as error:
            raise SurroundingsError(
                _("Den Ordner für die Lieferung gibt es nicht"),
                where=str(self._root),
                hint=_("Prüfen, ob das Laufwerk verbunden und der Name richtig ist"),
            ) from error

    @property
    def name(self) -> str:
        """The folder's path."""
        return str(self._root)

    def size(self, name: str) -> int | None:
        """Return a file's size; None where there is none."""
        try:
            return (self._root / name).stat().st_size
        except FileNotFoundError:
            return None

    def read(self, name: str, tell: Callable[[bytes], None]) -> None:
        """Read a file back."""
        with (self._root / name).open("rb") as stream:
            while some := stream.read(AT_ONCE):
                tell(some)

    def write(self, name: str, source: BinaryIO, offset: int, tell: Callable[[int], None]) -> None:
        """Write from `offset` on, and flush to the disk."""
        flags = os.O_WRONLY | os.O_CREAT | _NO_LINKS | (0 if offset else os.O_TRUNC)
        try:
            with os.fdopen(os.open(self._root / name, flags, self._mode), "wb") as stream:
                stream.seek(offset)
                while some := source.read(AT_ONCE):
                    stream.write(some)
                    tell(len(some))
                stream.flush()
                os.fsync(stream.fileno())
        except OSError as error:
            raise _refused(error, self._root / name) from error

    def rename(self, old: str, new: str) -> None:
        """Give a file its final name, and flush that to the disk."""
        (self._root / old).replace(self._root / new)
        flush_folder(self._root)


def _refused(error: OSError, path: Path) -> OSError | SurroundingsError:
    """Return the error of a full disk with its place, which a stream's own error doesn't have."""
    if error.errno not in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
        return error
    return SurroundingsError(
        _("Der Datenträger der Lieferung ist voll"),
        where=str(path),
        hint=_("Platz schaffen und den Aufruf wiederholen: er liefert den Rest"),
    )
