"""The frozen types that pass between the rooms.

Lengths are millimetres from the sheet's top left corner unless a name says pt. The fields of a household carry the
names of the list's own columns: list, template and code share one vocabulary. What there is many of in a letter is a
named tuple, made in a fifth of a frozen dataclass's time (measured).
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from itertools import count, repeat, starmap
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from mailing.findings import Finding

LIST_COLUMNS = (
    "bg_nummer",
    "kundennummer",
    "rolle",
    "anrede",
    "titel",
    "vorname",
    "nachname",
    "zusatz",
    "strasse",
    "hausnummer",
    "ortsteil",
    "plz",
    "ort",
    "land",
    "standort",
    "termin",
    "format",
    "empfaenger",
)
"""The list's own column names, in the order in which the program writes them."""


class Disposition(StrEnum):
    """What became of a row of the list; every row has exactly one."""

    PRINTED = "printed"
    MERGED = "merged"
    SUPPRESSED = "suppressed"
    REJECTED = "rejected"
    SPECIAL_ROUTE = "special_route"


class LetterFormat(StrEnum):
    """The accessible format that a household has chosen, as lists spell it."""

    STANDARD = "Standard"
    LARGE_PRINT = "Großdruck"
    EASY_LANGUAGE = "Leichte Sprache"
    ELECTRONIC = "elektronisch"


class Route(StrEnum):
    """The way a household's letter takes; every route but `BULK` gives its rows the disposition special_route."""

    BULK = "bulk"
    LARGE_PRINT = "large-print"
    EASY_LANGUAGE = "easy-language"
    ABROAD = "abroad"
    BLOCKED = "blocked"
    GENERAL_DELIVERY = "general-delivery"
    NO_ABODE = "no-abode"
    ELECTRONIC = "electronic"

    @property
    def is_printed(self) -> bool:
        """Whether a letter on paper is made: not for electronic delivery, nor without any address."""
        return self not in (Route.NO_ABODE, Route.ELECTRONIC)


@dataclass(frozen=True, slots=True)
class Person:
    """A member of a Bedarfsgemeinschaft."""

    anrede: str
    titel: str
    vorname: str
    nachname: str


@dataclass(frozen=True, slots=True)
class Household:
    """A Bedarfsgemeinschaft that gets a letter: its representative's entries and its members.

    Attributes:
        index: its place in postal order, from 0; the identity by which everything is joined.
        row: the representative's row as a spreadsheet shows it.
        termin: the appointment, where the list has one.
        mitglieder: all persons of the BG that the list names, the representative first.
        route: the way its letter takes.
        is_seed: a control letter to the office itself.
        extra: the list's other columns by their template names.
    """

    index: int
    row: int
    bg_nummer: str
    kundennummer: str
    anrede: str
    titel: str
    vorname: str
    nachname: str
    zusatz: str
    strasse: str
    hausnummer: str
    ortsteil: str
    plz: str
    ort: str
    land: str
    standort: str
    empfaenger: str
    termin: datetime | None
    format: LetterFormat
    mitglieder: tuple[Person, ...]
    route: Route = Route.BULK
    is_seed: bool = False
    extra: Mapping[str, str] = field(default_factory=dict)


class HouseholdTable(Protocol):
    """All households of a run in postal order, however they are kept."""

    def __len__(self) -> int:
        """Return how many households there are."""
        ...

    def chunks(self, size: int, only: Collection[str] | None = None) -> Iterator[HouseholdChunk]:
        """Give the households in postal order, `size` at a time; with `only`, just those columns of them."""
        ...

    def column(self, name: str) -> Sequence[Any]:
        """Return one column of the households' chunks, whole: a field of `Household`, or an extra column."""
        ...


@dataclass(frozen=True, slots=True)
class HouseholdChunk:
    """Consecutive households as plain columns: small to pickle, made into households where they are used.

    Attributes:
        first: the index of the first household.
        columns: one sequence for each field of `Household` but `index` and `extra`; `mitglieder` holds for each
            household tuples of a `Person`'s entries, `termin` ISO texts or "".
        extra: the list's other columns by their template names.
    """

    first: int
    columns: Mapping[str, Sequence[Any]]
    extra: Mapping[str, Sequence[str]]

    def __len__(self) -> int:
        return len(next(iter(self.columns.values())))

    def households(self) -> Iterator[Household]:
        """Give the chunk's households in order."""
        made = {
            **self.columns,
            "termin": _each_once(_moment, self.columns["termin"]),
            "format": _each_once(LetterFormat, self.columns["format"]),
            "route": _each_once(Route, self.columns["route"]),
            "mitglieder": [tuple(starmap(Person, members)) for members in self.columns["mitglieder"]],
        }
        rows = zip(*self.extra.values(), strict=True) if self.extra else repeat(())
        extra = (dict(zip(self.extra, row, strict=True)) for row in rows)
        return map(Household, count(self.first), *(made[name] for name in _CHUNK_FIELDS), extra)


_CHUNK_FIELDS = tuple(field.name for field in dataclasses.fields(Household) if field.name not in {"index", "extra"})


def _moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _each_once(make: Callable[[Any], object], texts: Sequence[Any]) -> list[object]:
    """Return `make` of each text, made once for each distinct one."""
    made = {text: make(text) for text in set(texts)}
    return [made[text] for text in texts]


@dataclass(frozen=True, slots=True)
class RowLedger:
    """What intake decided of every row of the list, as columns of equal length in the list's order.

    Attributes:
        rows: row numbers as a spreadsheet shows them.
        bg_numbers: the BG-Nummer as the row has it.
        households: the index of the household whose letter answers the row, or -1.
        dispositions: merged, suppressed, rejected or special_route where intake settled the row; "" where the
            household's letter settles it (printed, special_route or rejected). Merged rows keep the index of
            their household.
        codes: the code of the finding that settled it, or "".
    """

    rows: Sequence[int]
    bg_numbers: Sequence[str]
    households: Sequence[int]
    dispositions: Sequence[str]
    codes: Sequence[str]


@dataclass(frozen=True, slots=True)
class InputRecord:
    """One file (or query) that determined the run.

    Attributes:
        name: its name without folders.
        sha256: hex digest of its bytes.
        rows: data rows taken in, where it is a table.
        detected: what intake understood: `encoding`, `delimiter`, `header_row`, `sheet`, `column.<ours>` = theirs.
    """

    name: str
    sha256: str
    rows: int
    detected: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AppliedChange:
    """A proposal that the clerk accepted and intake applied."""

    row: int
    field: str
    found: str
    applied: str
    code: str


@dataclass(frozen=True, slots=True)
class Intake:
    """What the room `intake` hands on.

    Attributes:
        inputs: the list first, then suppression, seed and proposal files.
        columns: the canonical and extra columns that the list has, by template name.
    """

    inputs: tuple[InputRecord, ...]
    columns: tuple[str, ...]
    households: HouseholdTable
    ledger: RowLedger
    findings: tuple[Finding, ...]
    changes: tuple[AppliedChange, ...] = ()


@dataclass(frozen=True, slots=True)
class RunIdentity:
    """What names a run: everything that determined it, in one digest.

    Attributes:
        run_id: the run's folder name, `<date>_<template>_<first eight digits of digest>`.
        digest: hex SHA-256 over list, template, organisation, profile, fonts, settings and program version.
        date: the letters' date; dates inside the PDFs come from it, never from the clock.
        template: the template's folder name; `title` its title for people.
        program: name and version, as in "mailing 0.1.0".
    """

    run_id: str
    digest: str
    date: date
    template: str
    title: str
    program: str

    @property
    def job_number(self) -> int:
        """Eight decimal digits that stand for the run in control codes."""
        return int(self.digest[:12], 16) % 100_000_000


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle in mm from the top left corner of the sheet."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.y + self.height

    def contains(self, other: Rect, tolerance: float = 0.0) -> bool:
        """Whether `other` lies inside, `tolerance` mm allowed on each side."""
        return (
            other.x >= self.x - tolerance
            and other.y >= self.y - tolerance
            and other.right <= self.right + tolerance
            and other.bottom <= self.bottom + tolerance
        )

    def overlaps(self, other: Rect) -> bool:
        """Whether the two share any area."""
        return self.x < other.right and other.x < self.right and self.y < other.bottom and other.y < self.bottom


class Face(StrEnum):
    """The faces that letters are set in."""

    REGULAR = "regular"
    BOLD = "bold"
    ITALIC = "italic"
    BOLD_ITALIC = "bold-italic"


@dataclass(frozen=True, slots=True, eq=False)
class Word:
    """A shaped piece of text, known by identity: its glyphs as the font program of its face codes them.

    Attributes:
        codes: one two-byte code for each glyph.
        kerns: what is added after each glyph's own width, in 1/1000 em.
        offsets: (dx, dy) of each glyph in 1/1000 em; empty where no glyph is moved.
        advance: the whole width in 1/1000 em, kerning included.
    """

    face: Face
    text: str
    codes: tuple[int, ...]
    kerns: tuple[int, ...]
    offsets: tuple[tuple[int, int], ...]
    advance: int


class Role(StrEnum):
    """What a line is on the letter; profiles and checks speak of lines by it."""

    RETURN_LINE = "return-line"
    ENDORSEMENT = "endorsement"
    ADDRESS = "address"
    LETTERHEAD = "letterhead"
    INFORMATION = "information"
    SUBJECT = "subject"
    BODY = "body"
    FOOTER = "footer"


class Line(NamedTuple):
    """One line of text: its words follow each other from `x` on the baseline `y` (mm), at `size` pt.

    `stretch` narrows the line to that share of its width (1.0: as designed).
    """

    x: float
    y: float
    size: float
    words: tuple[Word, ...]
    role: Role = Role.BODY
    stretch: float = 1.0


@dataclass(frozen=True, slots=True)
class Rule:
    """A filled rectangle: a rule, a fold mark, a shaded cell; `gray` 0 is black, 1 white."""

    area: Rect
    gray: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Plate:
    """What all letters of one make-up share on a page, known by identity: drawn once, placed everywhere."""

    lines: tuple[Line, ...]
    rules: tuple[Rule, ...] = ()


class Page(NamedTuple):
    """One page of a letter: the plate it is printed on and the lines of its own."""

    plate: Plate
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Letter:
    """A laid-out letter, or, without pages, the findings that forbid it."""

    household: int
    row: int
    pages: tuple[Page, ...]
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class EmbeddedFont:
    """A subset of a face as it is embedded, and what its codes mean.

    Attributes:
        name: PostScript name with its subset tag.
        program: the TrueType program of the subset.
        glyph_ids: code -> glyph in `program`.
        widths: code -> advance in 1/1000 em.
        texts: code -> the text it stands for.
        bbox: the font's box in 1/1000 em; likewise ascent, descent, cap_height.
    """

    face: Face
    name: str
    program: bytes
    glyph_ids: Mapping[int, int]
    widths: Mapping[int, int]
    texts: Mapping[int, str]
    bbox: tuple[int, int, int, int]
    ascent: int
    descent: int
    cap_height: int
    italic_angle: float
    is_bold: bool


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
        content_sha256: hex digest of its pages' content, as `docs/print.md` defines it.
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


@dataclass(frozen=True, slots=True)
class PressedFile:
    """A finished batch: one PDF.

    Attributes:
        path: below `shop/`, as in `data/…pdf`.
        sheet_class: sheets of each of its letters.
        grams: weight of one piece with its envelope.
        product: the postal product, as in "Standardbrief".
    """

    path: str
    sha256: str
    bytes: int
    pages: int
    pieces: tuple[PressedPiece, ...]
    route: Route
    sheet_class: int
    grams: float
    product: str
