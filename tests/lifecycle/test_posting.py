"""When an act counts as notified: the law of the day on which it was posted."""

from __future__ import annotations

import datetime as dt

import pytest

from mailing.lifecycle.posting import kind_of_day, law_on, notified_on


@pytest.mark.parametrize(
    ("posted", "counts"),
    [
        ("2024-12-30", "2025-01-02"),
        ("2024-12-31", "2025-01-03"),
        ("2025-01-01", "2025-01-05"),
        ("2026-06-17", "2026-06-21"),
    ],
)
def test_the_law_of_the_day_of_posting_counts(posted: str, counts: str) -> None:
    """§ 37 (2) SGB X: the third day until 2024, the fourth from 2025 on; a Sunday doesn't move it."""
    assert notified_on(dt.date.fromisoformat(posted)) == dt.date.fromisoformat(counts)


@pytest.mark.parametrize(
    ("day", "kind"),
    [("2026-06-19", ""), ("2026-06-20", "Samstag"), ("2026-06-21", "Sonntag"), ("2026-10-31", "Feiertag")],
)
def test_what_is_no_working_day_is_told(day: str, kind: str) -> None:
    """Saturdays, Sundays, and the holidays of Lower Saxony."""
    found = kind_of_day(dt.date.fromisoformat(day), "NI")
    assert kind in found
    assert bool(found) == bool(kind)


def test_each_law_has_its_source() -> None:
    """For the note to name it."""
    assert "2025" in law_on(dt.date(2025, 1, 1)).source
    assert "2024" in law_on(dt.date(2024, 12, 31)).source
