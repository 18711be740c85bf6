"""Working days: Monday to Friday without public holidays, by the state whose holidays they are."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import Final, Literal

State = Literal["BB", "BE", "BW", "BY", "HB", "HE", "HH", "MV", "NI", "NW", "RP", "SH", "SL", "SN", "ST", "TH"]
"""The German states (ISO 3166-2:DE)."""
DEFAULT_STATE: Final[State] = "NI"
SATURDAY: Final = 5
_DAY: Final = timedelta(days=1)


@cache
def public_holidays(year: int, state: str) -> frozenset[date]:
    """Return the public holidays of a German state."""
    from holidays import country_holidays

    return frozenset(country_holidays("DE", subdiv=state, years=year))


def is_working_day(day: date, state: str) -> bool:
    """Whether it is neither Saturday nor Sunday nor a public holiday of that state."""
    return day.weekday() < SATURDAY and day not in public_holidays(day.year, state)


def plus_working_days(day: date, days: int, state: str) -> date:
    """Return the working day that comes so many working days later; below 0 earlier, with 0 the day itself."""
    step = _DAY if days > 0 else -_DAY
    for _number in range(abs(days)):
        day += step
        while not is_working_day(day, state):
            day += step
    return day
