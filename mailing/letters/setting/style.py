"""Sizes and distances of the page, all from one figure: the size of the body's type."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mailing.letters.blocks import LARGE_PRINT_SIZE
from mailing.letters.setting.breaking import TOLERATED_SLACK
from mailing.letters.setting.fonts import EM
from mailing.model import MM_PER_PT

if TYPE_CHECKING:
    from collections.abc import Sequence

HEADING_SHARES = (1.1, 1.15, 1.0, 1.0)
"""Sizes of subject and headings as shares of the body's."""

ROUNDING = 0.05
"""mm by which a column is wider than its text: widths are rounded to 1/1000 em."""

ASCENT = 0.905
DESCENT = 0.212
HIGHEST_INK = 1.043
"""Arimo's ascent, descent and the top of its highest accent, as shares of the size."""


@dataclass(frozen=True, slots=True)
class Style:
    """How a letter is set. Sizes are pt, distances mm.

    Attributes:
        size: of the body.
        leading: from line to line of the body.
        small: of footer, labels and page numbers; the return line's too.
        information: of the information block's entries.
        address: of the address.
        field_height: of a line with a field to fill in by hand, at least; 0 where it is as high as any other.
        tolerated_slack: the share of a line that may stay empty before words are hyphenated; 1 is never.
    """

    size: float
    leading: float
    small: float = 7.5
    information: float = 9.0
    address: float = 10.5
    field_height: float = 0.0
    tolerated_slack: float = TOLERATED_SLACK

    @classmethod
    def of(cls, size: float) -> Style:
        """Return the style for a body of `size` pt.

        In large print what stands around the text grows too, and words aren't hyphenated (a rule of easy language).
        """
        if size < LARGE_PRINT_SIZE:
            return cls(size, leading=size * MM_PER_PT * 1.26)
        return cls(
            size, leading=size * MM_PER_PT * 1.35, small=10.0, information=12.0, address=11.5, tolerated_slack=1.0
        )

    @property
    def blank(self) -> float:
        """A blank line."""
        return self.leading

    @property
    def indent(self) -> float:
        """How far a list's text stands in."""
        return self.size * MM_PER_PT * 1.35

    def heading(self, level: int) -> float:
        """Return the size of a heading of the level: 0 is the subject, 1 to 3 the text's own."""
        return self.size * HEADING_SHARES[min(level, len(HEADING_SHARES) - 1)]


def baseline(leading: float, size: float) -> float:
    """Return how far below its top a line of `leading` mm has its baseline: the type stands in the middle."""
    return (leading + (ASCENT - DESCENT) * size * MM_PER_PT) / 2


def measure(width: float, size: float) -> int:
    """Return `width` mm in 1/1000 em of `size` pt."""
    return int(width * EM / (size * MM_PER_PT))


def shared_widths(natural: Sequence[float], room: float) -> list[float]:
    """Share `room` mm among columns: each as wide as its text; where that is too much, the wide ones share the rest."""
    widths = [0.0] * len(natural)
    for done, column in enumerate(sorted(range(len(natural)), key=natural.__getitem__)):
        widths[column] = min(natural[column] + ROUNDING, room / (len(natural) - done))
        room -= widths[column]
    return widths
