"""The spool: drawn letters on their way from setting to pressing, on disk, so that memory stays that of a few chunks.

A record holds its own SHA-256 and a letter's pages one after the other: 32 bytes of the plate's key, four bytes of
length, the content. Plates lie beside the records, each under its key, which is its SHA-256. Nothing is taken out of
the spool but what its hash vouches for: a disk that lost power gives back files of the right length, full of zeros.
"""

from __future__ import annotations

import hashlib
import struct
from array import array
from dataclasses import dataclass
from itertools import accumulate, groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from mailing.base.errors import SurroundingsError
from mailing.base.files import make_folder, sha256_of, write_whole, written_whole
from mailing.base.messages import _
from mailing.model import DrawnLetter, DrawnPage, PlateDrawing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

_PAGE_HEAD = struct.Struct("<32sI")
_PLATE = "plate-"
_DIGEST_SIZE = hashlib.sha256().digest_size


@dataclass(frozen=True, slots=True)
class Places:
    """Where letters lie in the spool, as columns: chunk file, first byte, number of bytes."""

    chunks: array[int]
    offsets: array[int]
    lengths: array[int]

    @classmethod
    def of_none(cls, households: int) -> Places:
        """Return room for so many households' letters, by index."""
        return cls(
            array("I", bytes(4 * households)), array("Q", bytes(8 * households)), array("I", bytes(4 * households))
        )

    def enter(self, chunk: int, households: Sequence[int], lengths: Sequence[int]) -> None:
        """Enter the letters of a chunk in the order in which they were kept."""
        for household, length, offset in zip(households, lengths, accumulate(lengths, initial=0), strict=False):
            self.chunks[household], self.offsets[household], self.lengths[household] = chunk, offset, length

    def of(self, households: Sequence[int]) -> Places:
        """Return the places of some households' letters, in that order."""
        return Places(
            *(
                array(column.typecode, map(column.__getitem__, households))
                for column in (self.chunks, self.offsets, self.lengths)
            )
        )


def pack(letter: DrawnLetter) -> bytes:
    """Return the letter's record."""
    heads = [_PAGE_HEAD.pack(bytes.fromhex(page.plate), len(page.content)) for page in letter.pages]
    pages = b"".join([part for head, page in zip(heads, letter.pages, strict=True) for part in (head, page.content)])
    return hashlib.sha256(pages).digest() + pages


def unpack(household: int, record: bytes) -> DrawnLetter:
    """Return the letter that `record` holds.

    Raises:
        ValueError: its bytes aren't those that were kept.
    """
    pages = []
    at = _DIGEST_SIZE
    if hashlib.sha256(record[at:]).digest() != record[:at]:
        raise ValueError(household)
    while at < len(record):
        key, length = _PAGE_HEAD.unpack_from(record, at)
        at += _PAGE_HEAD.size + length
        pages.append(DrawnPage(key.hex(), record[at - length : at]))
    return DrawnLetter(household, tuple(pages))


class Spool:
    """The spool's folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def _chunk_path(self, chunk: int) -> Path:
        return self._folder / f"chunk-{chunk:06d}"

    def _plate_path(self, key: str) -> Path:
        return self._folder / f"{_PLATE}{key}"

    def keep(self, chunk: int, letters: Iterable[DrawnLetter]) -> list[int]:
        """Write a chunk's letters; return the length of each record in bytes."""
        make_folder(self._folder)
        with written_whole(self._chunk_path(chunk), lasting=False) as stream:
            return [stream.write(pack(letter)) for letter in letters]

    def keep_plates(self, plates: Iterable[PlateDrawing]) -> None:
        """Write the plates that aren't there yet."""
        make_folder(self._folder)
        for plate in plates:
            path = self._plate_path(plate.key)
            if not path.exists():
                write_whole(path, plate.content)

    def mend(self) -> int:
        """Remove the plates of an earlier attempt that aren't what their names say; return how many.

        Its chunks aren't looked at: each is written anew.
        """
        harmed = [path for path in self._folder.glob(f"{_PLATE}*") if sha256_of(path) != path.name.removeprefix(_PLATE)]
        for path in harmed:
            path.unlink()
        return len(harmed)

    def plates(self, keys: Iterable[str]) -> dict[str, PlateDrawing]:
        """Return the plates of these keys.

        Raises:
            SurroundingsError: the disk gives back something else than was written.
        """
        plates = {key: PlateDrawing(key, self._plate_path(key).read_bytes()) for key in keys}
        for key, plate in plates.items():
            if hashlib.sha256(plate.content).hexdigest() != key:
                raise _harmed(self._plate_path(key))
        return plates

    def letters(self, households: Sequence[int], places: Places) -> Iterator[DrawnLetter]:
        """Give the letters that lie at `places`, in that order; one file is open at a time, however many there are.

        Raises:
            SurroundingsError: the disk gives back something else than was written.
        """
        entries = zip(households, places.chunks, places.offsets, places.lengths, strict=True)
        for chunk, letters in groupby(entries, key=itemgetter(1)):
            with self._chunk_path(chunk).open("rb") as stream:
                for household, _chunk, offset, length in letters:
                    stream.seek(offset)
                    record = stream.read(length)
                    try:
                        letter = unpack(household, record)
                    except ValueError as error:
                        raise _harmed(self._chunk_path(chunk)) from error
                    yield letter


def _harmed(path: Path) -> SurroundingsError:
    return SurroundingsError(
        _("Der Datenträger gibt etwas anderes zurück, als geschrieben wurde"),
        where=str(path),
        hint=_("Denselben Aufruf wiederholen: er macht die Datei neu; sonst den Datenträger prüfen lassen"),
    )
