"""A bag as one file: a ZIP archive that has the same bytes each time, and holds only what was sealed."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, BinaryIO
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from mailing.base.errors import VerificationError
from mailing.base.messages import _
from mailing.delivery.place import AT_ONCE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

UNIX = 3
READABLE = 0o644 << 16
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The first moment that ZIP knows: the archive doesn't tell the clock."""


def write_archive(
    stream: BinaryIO, folder: Path, files: Mapping[str, str], top: str, tell: Callable[[int], None]
) -> None:
    """Write files below one folder into an archive, in order of their paths; they are compressed already.

    Args:
        stream: where to.
        folder: the bag.
        files: path in the bag -> hex SHA-256: what was sealed, and so what the file must be.
        top: the name of the folder that the archive unpacks into.
        tell: is told how many bytes were read.

    Raises:
        VerificationError: a file is missing, or isn't what was sealed.
    """
    with ZipFile(stream, "w", ZIP_STORED) as archive:
        for path, sealed in sorted(files.items()):
            entry = ZipInfo(f"{top}/{path}", EPOCH)
            entry.create_system, entry.external_attr = UNIX, READABLE
            if _copied(archive, entry, folder / path, tell) != sealed:
                raise VerificationError(
                    _("Eine Datei des Pakets ist nicht, was freigegeben wurde: geliefert ist nichts"),
                    where=str(folder / path),
                    hint=_("mailing verify nennt alle Abweichungen; den Vorfall klären"),
                )


def _copied(archive: ZipFile, entry: ZipInfo, path: Path, tell: Callable[[int], None]) -> str:
    """Add a file and return the hex SHA-256 of what was added; "" where there is none."""
    if not path.is_file() or path.is_symlink():
        return ""
    digest = hashlib.sha256()
    entry.file_size = path.stat().st_size
    with path.open("rb") as source, archive.open(entry, "w") as target:
        while some := source.read(AT_ONCE):
            digest.update(some)
            target.write(some)
            tell(len(some))
    return digest.hexdigest()
