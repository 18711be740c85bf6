"""What a proof set is chosen by: the measures of one laid-out letter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mailing.model import MM_PER_PT, Role

if TYPE_CHECKING:
    from mailing.model import Household, Letter, LetterFormat


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
    own = [line for page in letter.pages for line in page.lines]
    address = [line for line in own if line.role is Role.ADDRESS]
    first = address[0] if address else None
    return Measured(
        household=household.index,
        format=household.format,
        name_width=sum([word.advance for word in first.words]) / 1000 * first.size * MM_PER_PT if first else 0.0,
        address_lines=len(address),
        pages=len(letter.pages),
        branches=letter.branches,
        characters=frozenset("".join([word.text for line in own for word in line.words])),
    )
