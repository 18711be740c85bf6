"""Letters as they lie on the sheet: lines at places, in mm from the top left corner, and the fonts they are set in.

What there is many of in a letter is a named tuple: made in a fifth of a frozen dataclass's time (measured).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mailing.findings import Finding
    from mailing.model.artwork import Picture
    from mailing.model.enclosures import Enclosed


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


class Face(StrEnum):
    """The faces that letters are set in."""

    REGULAR = "regular"
    BOLD = "bold"
    ITALIC = "italic"
    BOLD_ITALIC = "bold-italic"
    ARABIC = "arabic"
    ARABIC_BOLD = "arabic-bold"


ARABIC_FACES = frozenset({Face.ARABIC, Face.ARABIC_BOLD})
LATIN_FACES = tuple(face for face in Face if face not in ARABIC_FACES)
"""The faces by their script; what is set in Arabic ones runs from right to left."""


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


@dataclass(frozen=True, slots=True, eq=False)
class Gap(Word):
    """The place of words that each letter has of its own, among the words of a line that letters share.

    Its face is that of the first of these words; it has neither glyphs nor width until it is filled.

    Attributes:
        number: which of a letter's fills stands there.
    """

    number: int

    @classmethod
    def of(cls, face: Face, number: int) -> Gap:
        """Return the gap of the letter's fill of that number."""
        return cls(face, "", (), (), (), 0, number)


Fills = tuple[tuple[Word, ...], ...]
"""What a letter has of its own in the gaps of lines, by their numbers."""


def filled(words: tuple[Word, ...], fills: Fills) -> tuple[Word, ...]:
    """Return words with a letter's own in their gaps."""
    each = [fills[word.number] if isinstance(word, Gap) else (word,) for word in words]
    return tuple([word for some in each for word in some])


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
    PAGE_NUMBER = "page-number"


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

    def filled(self, fills: Fills) -> Line:
        """Return the line with a letter's words in its gaps."""
        return self._replace(words=filled(self.words, fills))


@dataclass(frozen=True, slots=True, eq=False)
class Form:
    """Lines that letters share but for their gaps, known by identity: drawn once, filled for each of them.

    Attributes:
        measure: however its gaps are filled, no line is wider, in 1/1000 em; None where there are no gaps, which are
            lines of one letter's own.
    """

    lines: tuple[Line, ...]
    measure: float | None = None


class FilledForm(NamedTuple):
    """A form with a letter's words in its gaps."""

    form: Form
    fills: Fills = ()

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines as they stand on the letter."""
        lines, fills = self.form.lines, self.fills
        return lines if self.form.measure is None else tuple([line.filled(fills) for line in lines])


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


@dataclass(frozen=True, slots=True)
class Letter:
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
