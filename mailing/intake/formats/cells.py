"""A cell that isn't text becomes the text that a person would read in it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

EXACT_DIGITS = 15
"""A spreadsheet's numbers have so many digits; what goes beyond is lost and shown as such."""


def as_text(value: object) -> str:
    """Return a cell's value as text: whole numbers without a decimal point, dates and times in ISO."""
    if isinstance(value, str):
        return value
    for kinds, text in _READINGS:
        if isinstance(value, kinds):
            return text(value)
    return "" if value is None else str(value)


def _float_text(value: float) -> str:
    if value.is_integer() and abs(value) < 10**EXACT_DIGITS:
        return str(int(value))
    return f"{value:.{EXACT_DIGITS}g}".replace("e", "E")


def _moment_text(value: date | time | timedelta) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(timespec="minutes")
    if isinstance(value, time):
        return value.isoformat(timespec="minutes")
    if isinstance(value, timedelta):
        minutes = round(value.total_seconds() / 60)
        return f"{minutes // 60:02d}:{minutes % 60:02d}"
    return value.isoformat()


_READINGS: tuple[tuple[tuple[type, ...], Callable[[Any], str]], ...] = (
    ((bool,), lambda value: "WAHR" if value else "FALSCH"),
    ((float,), _float_text),
    ((datetime, date, time, timedelta), _moment_text),
    ((bytes, memoryview), lambda value: bytes(value).decode("utf-8", "replace")),
    ((Decimal,), lambda value: f"{value:f}"),
)
