"""Lines of text as they lie on the sheet: shaped words, and the gaps in lines that letters share.

What there is many of in a letter is a named tuple: made in a fifth of a frozen dataclass's time (measured).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


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
