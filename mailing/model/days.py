"""Days and times as people and machines write them in reports."""

from __future__ import annotations

import datetime as dt


def read_day(text: str) -> dt.date | None:
    """Return the day of a time in ISO 8601 or as it is written in German; None where it is no time."""
    text = text.strip()
    try:
        return dt.datetime.fromisoformat(text).date()
    except ValueError:
        pass
    try:
        return dt.datetime.strptime(text.split()[0], "%d.%m.%Y").replace(tzinfo=dt.UTC).date()
    except (ValueError, IndexError):
        return None
