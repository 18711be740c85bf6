"""Letters as they lie on the sheet: pages with plates and texts, in mm from the top left corner, and their fonts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from mailing.model.lines import FilledForm, Form

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mailing.findings import Finding
    from mailing.model.artwork import Picture
    from mailing.model.enclosures import Enclosed
    from mailing.model.lines import Face, Line


MM_PER_PT = 25.4 / 72
PT_PER_MM = 72 / 25.4
"""A point (DTP, 1/72 inch) in mm, and a millimetre in points."""


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


@dataclass(frozen=True, slots=True)
class Rule:
    """A filled rectangle: a rule, a fold mark, a shaded cell; `gray` 0 is black, 1 white."""

    area: Rect
    gray: float = 0.0


class Symbol(NamedTuple):
    """A QR code: its top left module at (x, y), its rows from the top, "1" for each dark module of so many mm."""

    x: float
    y: float
    module: float
    rows: tuple[str, ...]

    def moved(self, y: float) -> Symbol:
        """Return the symbol so far further down."""
        return self._replace(y=self.y + y)


@dataclass(frozen=True, slots=True, eq=False)
class Plate:
    """What all letters of one make-up share on a page, known by identity: drawn once, placed everywhere."""

    lines: tuple[Line, ...]
    rules: tuple[Rule, ...] = ()
    symbols: tuple[Symbol, ...] = ()
    pictures: tuple[Picture, ...] = ()


class Page(NamedTuple):
    """One page of a letter: the plate it is printed on, the text and the symbols of its own."""

    plate: Plate
    texts: tuple[FilledForm, ...] = ()
    symbols: tuple[Symbol, ...] = ()

    @classmethod
    def of(cls, plate: Plate, lines: tuple[Line, ...] = (), symbols: tuple[Symbol, ...] = ()) -> Page:
        """Return a page with lines that no other letter has."""
        return cls(plate, (FilledForm(Form(lines)),) if lines else (), symbols)

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines of its own."""
        return tuple([line for text in self.texts for line in text.lines])


class Letter(NamedTuple):
    """A laid-out letter with what there is to decide on, or, without pages, the findings that forbid it.

    Attributes:
        branches: the conditions' branches that its text took.
        enclosed: what goes along with it; its pages are among the letter's.
    """

    household: int
    row: int
    pages: tuple[Page, ...]
    findings: tuple[Finding, ...] = ()
    branches: frozenset[str] = frozenset()
    enclosed: tuple[Enclosed, ...] = ()


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
