"""The spool: drawn letters on their way from setting to pressing, on disk, so that memory stays that of a few chunks.

A record holds a letter's pages one after the other: 32 bytes of the plate's key, four bytes of length, the content.
Plates lie beside the records, each under its key.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, NamedTuple

from mailing.files import make_folder, write_whole, written_whole
from mailing.model import DrawnLetter, DrawnPage, PlateDrawing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

_PAGE_HEAD = struct.Struct("<32sI")


class Place(NamedTuple):
    """Where a letter lies in the spool: chunk file, first byte, number of bytes."""

    chunk: int
    offset: int
    length: int


def pack(letter: DrawnLetter) -> bytes:
    """Return the letter's record."""
    return b"".join(
        part
        for page in letter.pages
        for part in (_PAGE_HEAD.pack(bytes.fromhex(page.plate), len(page.content)), page.content)
    )


def unpack(household: int, record: bytes) -> DrawnLetter:
    """Return the letter that `record` holds."""
    pages = []
    at = 0
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
        return self._folder / f"plate-{key}"

    def keep(self, chunk: int, letters: Iterable[DrawnLetter]) -> list[int]:
        """Write a chunk's letters; return the length of each record in bytes."""
        make_folder(self._folder)
        with written_whole(self._chunk_path(chunk)) as stream:
            return [stream.write(pack(letter)) for letter in letters]

    def keep_plates(self, plates: Iterable[PlateDrawing]) -> None:
        """Write the plates that aren't there yet."""
        make_folder(self._folder)
        for plate in plates:
            path = self._plate_path(plate.key)
            if not path.exists():
                write_whole(path, plate.content)

    def plates(self, keys: Iterable[str]) -> dict[str, PlateDrawing]:
        """Return the plates of these keys."""
        return {key: PlateDrawing(key, self._plate_path(key).read_bytes()) for key in keys}

    def letters(self, households: Sequence[int], places: Sequence[Place]) -> Iterator[DrawnLetter]:
        """Give the letters that lie at `places`, in that order."""
        streams = {chunk: self._chunk_path(chunk).open("rb") for chunk in sorted({place.chunk for place in places})}
        try:
            for household, place in zip(households, places, strict=True):
                stream = streams[place.chunk]
                stream.seek(place.offset)
                yield unpack(household, stream.read(place.length))
        finally:
            for stream in streams.values():
                stream.close()
