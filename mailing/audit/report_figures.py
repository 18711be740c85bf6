"""Figures and dates as the report writes them, for inside and for outside."""

from __future__ import annotations

from datetime import date

SMALL = 5
"""Figures below this aren't given outside; the others are, in steps of this."""


def given(number: int, *, redacted: bool) -> int:
    """Return a number as far as it is given: outside in steps of five, and a small one not at all."""
    if not redacted:
        return number
    return 0 if number < SMALL else SMALL * round(number / SMALL)


def figure(number: int, *, redacted: bool) -> str:
    """Return a number as the report writes it: outside, a small one isn't given, and no other one exactly."""
    if not redacted or not number:
        return grouped(number)
    return f"unter {SMALL}" if number < SMALL else f"rund {grouped(given(number, redacted=True))}"


def grouped(number: int) -> str:
    """Return a number with a narrow no-break space between thousands, as German print has it."""
    return f"{number:,}".replace(",", "\u202f")


def german_date(iso: str) -> str:
    """Return an ISO date as German readers write it."""
    return f"{date.fromisoformat(iso):%d.%m.%Y}"
