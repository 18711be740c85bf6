"""What a proof set is chosen by: the measures of one laid-out letter."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from mailing.model import MM_PER_PT, Gap, Role

if TYPE_CHECKING:
    from mailing.model import Fills, Form, Household, Letter, LetterFormat, Line


FORMS_KEPT: Final = 1_000
"""More than there are patterns of lines in a run; what is one letter's own passes through."""


class Measured(NamedTuple):
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
    forms = [_measure_form(text.form) for text in texts]
    names = [form.name.width(text.fills) for form, text in zip(forms, texts, strict=True) if form.name is not None]
    own = "".join([word.text for text in texts for fill in text.fills for word in fill])
    return Measured(
        household=household.index,
        format=household.format,
        name_width=names[0] if names else 0.0,
        address_lines=sum([form.address_lines for form in forms]),
        pages=len(letter.pages),
        branches=letter.branches,
        characters=_together(*[form.characters for form in forms]).union(own),
    )


@lru_cache(maxsize=FORMS_KEPT)
def _together(*characters: frozenset[str]) -> frozenset[str]:
    """Return the characters of forms that stand in one letter: a paragraph's forms mostly have the same."""
    return frozenset().union(*characters)


class _NameLine(NamedTuple):
    """The first line of an address: its gaps, how wide the rest of it is in 1/1000 em, and its size in pt."""

    gaps: tuple[int, ...]
    advance: int
    size: float

    @classmethod
    def of(cls, line: Line) -> _NameLine:
        gaps = tuple(word.number for word in line.words if isinstance(word, Gap))
        return cls(gaps, sum(word.advance for word in line.words if not isinstance(word, Gap)), line.size)

    def width(self, fills: Fills) -> float:
        """Return how wide it is with a letter's words in its gaps, as designed, in mm."""
        advance = self.advance + sum([word.advance for gap in self.gaps for word in fills[gap]])
        return advance / 1000 * self.size * MM_PER_PT


class _MeasuredForm(NamedTuple):
    """What was measured of a form: the first line of the address in it, how many it has, all characters."""

    name: _NameLine | None
    address_lines: int
    characters: frozenset[str]


@lru_cache(maxsize=FORMS_KEPT)
def _measure_form(form: Form) -> _MeasuredForm:
    address = [line for line in form.lines if line.role is Role.ADDRESS]
    characters = frozenset("".join([word.text for line in form.lines for word in line.words]))
    return _MeasuredForm(_NameLine.of(address[0]) if address else None, len(address), _first_such(characters))


@lru_cache(maxsize=FORMS_KEPT)
def _first_such(characters: frozenset[str]) -> frozenset[str]:
    """Return the first set of these characters: forms' sets are looked up, and equal ones that are two take long."""
    return characters
