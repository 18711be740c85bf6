"""Millimetres from the top left corner become points from the bottom left one, as page content writes them."""

from __future__ import annotations

from functools import lru_cache

from mailing.model import PT_PER_MM

SHEET_HEIGHT = 297.0
PAGE_WIDTH, PAGE_HEIGHT = b"595.276", b"841.89"
"""A4 in points: 210 × 297 mm."""

HUNDREDTHS = 100
"""Positions are rounded to 1/100 pt (0.0035 mm), so that moves from one to the next add up without an error."""


def across(x: float) -> int:
    """Return how far from the left edge, in 1/100 pt."""
    return round(x * PT_PER_MM * HUNDREDTHS)


def above(y: float) -> int:
    """Return how far above the lower edge, in 1/100 pt."""
    return round((SHEET_HEIGHT - y) * PT_PER_MM * HUNDREDTHS)


@lru_cache(maxsize=100_000)
def number(hundredths: int) -> bytes:
    """Return 1/100 pt as the shortest number of points; exact below 10,000 pt."""
    return b"%g" % (hundredths / HUNDREDTHS)


def points(length: float) -> bytes:
    """Return a length in mm as a number of points."""
    return number(across(length))


def rectangle(x: float, y: float, width: float, height: float) -> bytes:
    """Return the path of a rectangle whose top left corner is (x, y)."""
    corner = (across(x), above(y + height))
    far = (across(x + width), above(y))
    return b"%b %b %b %b re" % (
        number(corner[0]),
        number(corner[1]),
        number(far[0] - corner[0]),
        number(far[1] - corner[1]),
    )
