"""The public holidays of the office's land, Lower Saxony."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


@cache
def public_holidays(year: int) -> frozenset[date]:
    """Return the days of a year on which offices and the post rest, but for Sundays."""
    from holidays import country_holidays

    return frozenset(country_holidays("DE", subdiv="NI", years=year))
