"""Days and times as shops tell them in their tables: in ISO 8601, or as German people and spreadsheets write them."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final, NamedTuple

from mailing.model.days import read_day

_GERMAN: Final = re.compile(
    r"(?P<day>\d{1,2})\. ?(?P<month>\d{1,2})\. ?(?P<year>\d{4}|\d\d)"
    r"(?:,? +(?:um +)?(?P<hour>\d{1,2})[:.](?P<minute>\d\d)(?::(?P<second>\d\d))?(?: *Uhr)?)?"
)
_CENTURY: Final = 2000
"""Of years that are told with two figures."""


class ToldTime(NamedTuple):
    """A time as far as it is told: its day, and the moment where the hour is told too."""

    day: dt.date
    moment: dt.datetime | None = None


def read_told_time(text: str) -> ToldTime | None:
    """Return the time that a text tells, None where it is none; one without a zone is this machine's."""
    text = text.strip()
    try:
        found = dt.datetime.fromisoformat(text) if ":" in text else _german(text)
    except ValueError:
        found = _german(text)
    if found is not None:
        return ToldTime(found.date(), found.astimezone() if ":" in text or found.time() != dt.time() else None)
    day = read_day(text)
    return ToldTime(day) if day is not None else None


def _german(text: str) -> dt.datetime | None:
    """Return the time of "27.11.2026, 7:00 Uhr", "27.11.26 07:00" or "27.11.2026"."""
    told = _GERMAN.fullmatch(text)
    if told is None:
        return None
    year, month, day = (int(told[name]) for name in ("year", "month", "day"))
    hour, minute, second = (int(told[name] or 0) for name in ("hour", "minute", "second"))
    if len(told["year"]) == 2:  # noqa: PLR2004 - two figures
        year += _CENTURY
    try:
        return dt.datetime(year, month, day, hour, minute, second)  # noqa: DTZ001 - this machine's
    except ValueError:
        return None
