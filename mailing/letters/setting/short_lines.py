"""Short texts that stand on one line, and the rules beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailing.letters.setting.shaping import shaper, width
from mailing.model import Face, Line

if TYPE_CHECKING:
    from mailing.model import Role, Word

HAIRLINE, HAIRLINE_GRAY = 0.15, 0.45
"""Thickness in mm and gray of a rule that separates."""


def flush_right(text: str, right: float, y: float, size: float, role: Role) -> Line:
    """Return a line that ends at `right`."""
    words = words_of(text)
    return Line(right - width(words, size), y, size, words, role)


def words_of(text: str, face: Face = Face.REGULAR) -> tuple[Word, ...]:
    """Return a short text as one word."""
    return (shaper(face)(text),)
