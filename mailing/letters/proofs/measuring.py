"""What a proof set is chosen by: the measures of one laid-out letter."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from mailing.model import MM_PER_PT, Role

if TYPE_CHECKING:
    from mailing.model import Form, Household, Letter, LetterFormat, Line


FORMS_KEPT: Final = 1_000
"""More than there are patterns of lines in a run; what is one letter's own passes through."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured of one letter.

    Attributes:
        household: its index.
        format: the variant that it was set in.
        name_width: of the first line of the address, as designed (not narrowed), in mm.
        address_lines: how many lines the address has.
        branches: the conditions' branches that its text took.
        characters: those of the text that only this letter has.
    """

    household: int
    format: LetterFormat
    name_width: float
    address_lines: int
    pages: int
    branches: frozenset[str]
    characters: frozenset[str]


def measure(household: Household, letter: Letter) -> Measured:
    """Measure a laid-out letter."""
    texts = [text for page in letter.pages for text in page.texts]
    addresses = [(text.fills, *_address_lines(text.form)) for text in texts]
    names = [first.filled(fills) for fills, first, _count in addresses if first is not None]
    own = [word.text for text in texts for fill in text.fills for word in fill]
    return Measured(
        household=household.index,
        format=household.format,
        name_width=_width(names[0]) if names else 0.0,
        address_lines=sum([count for _fills, _first, count in addresses]),
        pages=len(letter.pages),
        branches=letter.branches,
        characters=frozenset().union("".join(own), *[_characters(text.form) for text in texts]),
    )


def _width(line: Line) -> float:
    return sum([word.advance for word in line.words]) / 1000 * line.size * MM_PER_PT


@lru_cache(maxsize=FORMS_KEPT)
def _address_lines(form: Form) -> tuple[Line | None, int]:
    """Return the first line of the address that stands in a form, and how many there are."""
    lines = [line for line in form.lines if line.role is Role.ADDRESS]
    return (lines[0] if lines else None), len(lines)


@lru_cache(maxsize=FORMS_KEPT)
def _characters(form: Form) -> frozenset[str]:
    """Return the characters of all words that stand in the form itself."""
    return frozenset("".join([word.text for line in form.lines for word in line.words]))
