"""What is drawn and pressed: page contents, pieces and files, and the name of the run that they belong to."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from sys import intern
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from mailing.model.columns import Rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from mailing.model.enclosures import Enclosed
    from mailing.model.households import Route


@dataclass(frozen=True, slots=True)
class RunIdentity:
    """What names a run: everything that determined it, in one digest.

    Attributes:
        run_id: the run's folder name, `<date>_<template>_<first eight digits of digest>`.
        digest: hex SHA-256 over list, template, organisation, profile, fonts, settings and program version.
        date: the letters' date; dates inside the PDFs come from it, never from the clock.
        template: the template's folder name; `title` its title for people.
        program: name and version, as in "mailing 0.1.0".
        forms: the forms of DIN 5008 that its letters have, sorted: names of `din5008.FORMS`.
    """

    run_id: str
    digest: str
    date: date
    template: str
    title: str
    program: str
    forms: tuple[str, ...] = ("B",)

    @property
    def job_number(self) -> int:
        """Eight decimal digits that stand for the run in control codes."""
        return int(self.digest[:12], 16) % 100_000_000


@dataclass(frozen=True, slots=True)
class PlateDrawing:
    """A plate as page content. `key` is the SHA-256 (hex) of `content`."""

    key: str
    content: bytes


class DrawnPage(NamedTuple):
    """A page's own content, before its control code; `plate` is the key of the drawing that it stands on."""

    plate: str
    content: bytes


class DrawnLetter(NamedTuple):
    """A letter as page contents: all of it but what depends on its place in the run."""

    household: int
    pages: tuple[DrawnPage, ...]


class PressedPiece(NamedTuple):
    """A letter in its file: the sidecar's line and the manifest's.

    Attributes:
        piece: its number in the run, from 1.
        household: the index of its household; nobody outside the house sees it.
        file: the path below `shop/`, as in `data/…pdf`.
        first_page: from 1 within the file; blank backs count.
        leitregion: the first two digits of the PLZ, or "" abroad.
        content_sha256: hex digest of its pages' content under the run's key, as `docs/audit.md` defines it.
    """

    piece: int
    household: int
    file: str
    first_page: int
    last_page: int
    pages: int
    sheets: int
    leitregion: str
    content_sha256: str


DIGEST_BYTES = 32


class Pieces(Rows[PressedPiece]):
    """The pieces of a file, kept as columns: 60 bytes each instead of 400, and there are millions.

    Attributes:
        numbers, households, first_pages, pages, sheets, regions: what `PressedPiece` calls them.
        digests: of the pieces' content, 32 bytes each.
    """

    __slots__ = ("digests", "file", "first_pages", "households", "numbers", "pages", "regions", "sheets")

    def __init__(self, file: str, pieces: Iterable[PressedPiece]) -> None:
        self.file = file
        self.numbers, self.households, self.first_pages = array("I"), array("I"), array("I")
        self.pages, self.sheets = array("H"), array("H")
        self.regions: list[str] = []
        digests = bytearray()
        for piece in pieces:
            self.numbers.append(piece.piece)
            self.households.append(piece.household)
            self.first_pages.append(piece.first_page)
            self.pages.append(piece.pages)
            self.sheets.append(piece.sheets)
            self.regions.append(intern(piece.leitregion))
            digests += bytes.fromhex(piece.content_sha256)
        self.digests = bytes(digests)

    @classmethod
    def of_columns(cls, file: str, *, regions: Iterable[str], digests: bytes, **figures: Iterable[int]) -> Self:
        """Return the pieces whose columns are given, each under its name."""
        made = cls(file, ())
        for name, column in figures.items():
            getattr(made, name).extend(column)
        made.regions.extend(map(intern, regions))
        made.digests = digests
        return made

    @property
    def columns(self) -> dict[str, Any]:
        """What `of_columns` makes the pieces of again."""
        return {name: getattr(self, name) for name in self.__slots__ if name != "file"}

    def __len__(self) -> int:
        return len(self.regions)

    def _row(self, place: int) -> PressedPiece:
        return self._piece(
            self.numbers[place],
            self.households[place],
            self.first_pages[place],
            self.pages[place],
            self.sheets[place],
            self.regions[place],
            DIGEST_BYTES * place,
        )

    def __iter__(self) -> Iterator[PressedPiece]:
        starts = range(0, len(self.digests), DIGEST_BYTES)
        columns = (self.numbers, self.households, self.first_pages, self.pages, self.sheets, self.regions)
        return map(self._piece, *columns, starts)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Pieces) and list(self) == list(other)

    def __hash__(self) -> int:
        return hash((self.file, self.digests))

    def _piece(  # noqa: PLR0913, PLR0917 - the columns
        self, piece: int, household: int, first_page: int, pages: int, sheets: int, region: str, start: int
    ) -> PressedPiece:
        digest = self.digests[start : start + DIGEST_BYTES].hex()
        return PressedPiece(
            piece, household, self.file, first_page, first_page + pages - 1, pages, sheets, region, digest
        )


@dataclass(frozen=True, slots=True)
class PressedFile:
    """A finished batch: one PDF.

    Attributes:
        path: below `shop/`, as in `data/…pdf`.
        sheet_class: sheets of each of its letters.
        grams: weight of one piece with its envelope.
        product: the postal product, as in "Standardbrief".
        enclosed: what each of its pieces encloses.
    """

    path: str
    sha256: str
    bytes: int
    pages: int
    pieces: Pieces
    route: Route
    sheet_class: int
    grams: float
    product: str
    enclosed: tuple[Enclosed, ...] = ()
