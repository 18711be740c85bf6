"""A cell that isn't text becomes the German text that a person would write in its place.

A number is "37,125", a day "01.07.2020", a time "9:30 Uhr", a moment "01.07.2020, 9:30 Uhr", a yes "ja", a no "nein".
That text is the seam to the letters: it is printed where no filter says otherwise, and their readers
(`mailing.letters.text.german`) read it back as what it is. Nothing else tells a typed cell from one of a text file: a
letter is the same whichever of the two the office hands out.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Callable

EXACT_DIGITS: Final = 15
"""A spreadsheet's numbers have so many digits; what goes beyond is lost and shown as such."""
YES: Final = "ja"
NO: Final = "nein"
LOCAL: Final = "Europe/Berlin"
"""Where the office's clocks hang: moments that come with another offset are told in its time."""

_SPAN = re.compile(r"PT(\d+)H(\d\d)M[\d.]+S")


def as_text(value: object) -> str:
    """Return a cell's value as text: as a German office writes numbers, days, times, yes and no."""
    if isinstance(value, str):
        return value if not value.startswith("PT") else _span_text(value)
    for kinds, text in _READINGS:
        if isinstance(value, kinds):
            return text(value)
    return "" if value is None else str(value)


def _float_text(value: float) -> str:
    """Return a number without what binary fractions add (0.1 + 0.2); of a number that lost digits show that it did."""
    if value != value:  # noqa: PLR0124 - data frames write NaN where there is nothing
        return ""
    if value.is_integer() and abs(value) < 10**EXACT_DIGITS:
        return str(int(value))
    written = f"{value:.{EXACT_DIGITS}g}"
    is_tiny = "e-" in written
    return (f"{Decimal(written):f}" if is_tiny else written.upper()).replace(".", ",")


def _decimal_text(value: Decimal) -> str:
    return f"{value:f}".replace(".", ",") if value.is_finite() else ""


def _moment_text(value: datetime) -> str:
    local = value.astimezone(ZoneInfo(LOCAL)) if value.tzinfo else value
    day = _day_text(local.date())
    return day if local.time() == time() else f"{day}, {_time_text(local.time())}"


def _day_text(value: date) -> str:
    return f"{value.day:02d}.{value.month:02d}.{value.year:04d}"


def _time_text(value: time) -> str:
    seconds = f":{value.second:02d}" if value.second else ""
    return f"{value.hour}:{value.minute:02d}{seconds} Uhr"


def _duration_text(value: timedelta) -> str:
    minutes = round(abs(value).total_seconds() / 60)
    sign = "-" if value < timedelta() else ""
    return f"{sign}{minutes // 60}:{minutes % 60:02d}"


def _span_text(text: str) -> str:
    """Return a span of more than a day as ODS writes it, "PT38H30M00S", like any other; other texts as they are."""
    found = _SPAN.fullmatch(text)
    return f"{int(found[1])}:{found[2]}" if found else text


_READINGS: tuple[tuple[tuple[type, ...], Callable[[Any], str]], ...] = (
    ((bool,), lambda value: YES if value else NO),
    ((float,), _float_text),
    ((datetime,), _moment_text),
    ((date,), _day_text),
    ((time,), _time_text),
    ((timedelta,), _duration_text),
    ((bytes, memoryview), lambda value: bytes(value).decode("utf-8", "replace")),
    ((Decimal,), _decimal_text),
)
