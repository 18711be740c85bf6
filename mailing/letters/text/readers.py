"""Days, times and numbers in German spelling, read whole or not at all: what else stands in an entry is a fault.

A range, two days, a remark behind a number, "1,234.50" or an American time have no one meaning in a German letter.
Each reader gives the same for the same text, and is asked once for each different text of a list.
"""

from __future__ import annotations

import re
from datetime import date, time
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from babel import Locale

if TYPE_CHECKING:
    from collections.abc import Iterator

TEXTS_KEPT: Final = 1 << 16
MOST_FIGURES: Final = 20
"""So many figures a number has at most: decimals carry 28, and what writes them needs some for cents."""
FIRST_YEAR, LAST_YEAR = 1900, 2199
"""Days of other years are slips: 17.06.1020."""

_LOCALE: Final = Locale("de")


def _names(kind: str, widths: tuple[str, ...]) -> Iterator[tuple[str, int]]:
    named = _LOCALE.months if kind == "months" else _LOCALE.days
    for form in ("format", "stand-alone"):
        for width in widths:
            yield from ((str(name).casefold().rstrip("."), number) for number, name in named[form][width].items())


_MONTHS: Final = dict(_names("months", ("wide", "abbreviated")))
_WEEKDAYS: Final = dict(_names("days", ("wide", "abbreviated")))
_TIME_BEHIND: Final = r"(?:[T ]|,? (?:um )?)(?P<time>[0-9]{1,2}[:.].*)"
_DAYS: Final = tuple(
    re.compile(rf"{pattern}(?:{_TIME_BEHIND})?")
    for pattern in (
        r"(?P<day>[0-9]{1,2})\. ?(?P<month>[0-9]{1,2})\. ?(?P<year>[0-9]{4})",
        r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})",
        r"(?:(?P<weekday>[^\W\d_]+)\.?, )?(?P<day>[0-9]{1,2})\. ?(?P<month>[^\W\d_]+)\.? (?P<year>[0-9]{4})",
    )
)
_TIME: Final = re.compile(
    r"(?P<hour>[0-9]{1,2})(?:[:.](?P<minute>[0-9]{2})(?::00(?:\.0+)?)?(?: ?Uhr)?|(?P<full> ?Uhr))"
)
_NUMBER: Final = re.compile(r"([+-]?)([1-9][0-9]{0,2}(?:\.[0-9]{3})+|[0-9]+)(?:,([0-9]+))?")
_PLAIN_NUMBER: Final = re.compile(r"[+-]?[0-9]+\.[0-9]{1,2}")
_CURRENCY: Final = re.compile(r"\s*(?:€|EUR|Euro)$")


@lru_cache(maxsize=TEXTS_KEPT)
def read_day(text: str) -> date:
    """Read "17.06.2020", "17. 6. 2020", "2020-06-17" or "Mittwoch, 17. Juni 2020", a time behind it allowed.

    Raises:
        ValueError: it is anything else: a range, two days, a year of two figures, another weekday than the day's.
    """
    text = _plain(text)
    found = next((found for form in _DAYS if (found := form.fullmatch(text))), None)
    if not found:
        raise ValueError(text)
    month = found["month"]
    day = date(int(found["year"]), int(month) if month.isdecimal() else _named(month, _MONTHS), int(found["day"]))
    weekday = found.groupdict().get("weekday")
    if not FIRST_YEAR <= day.year <= LAST_YEAR or (weekday and day.weekday() != _named(weekday, _WEEKDAYS)):
        raise ValueError(text)
    if found["time"]:
        _time_of_day(found["time"])
    return day


@lru_cache(maxsize=TEXTS_KEPT)
def read_time(text: str) -> time:
    """Read "9:30", "9.30 Uhr", "9 Uhr" or the time behind a day.

    Raises:
        ValueError: it is anything else: a range, two times, one with seconds, or a day's midnight, by which
            spreadsheets and databases say that it has no time.
    """
    text = _plain(text)
    behind = next((found["time"] for form in _DAYS if (found := form.fullmatch(text)) and found["time"]), None)
    if behind is None:
        return _time_of_day(text)
    read_day(text)
    moment = _time_of_day(behind)
    if moment == time():
        raise ValueError(text)
    return moment


@lru_cache(maxsize=TEXTS_KEPT)
def read_number(text: str) -> Decimal:
    """Read "1.234,50", "1.234,50 €" or "1234.5", as programs write it.

    "1.234" is one thousand two hundred and thirty-four and "1,234" a little more than one, as a German office writes
    them.

    Raises:
        ValueError: it is anything else: "1,234.50", "0.500", two numbers, a number with a remark, or longer than any.
    """
    figures = _CURRENCY.sub("", _plain(text)).replace("\u2212", "-")
    if len(figures) > MOST_FIGURES and sum(map(str.isdecimal, figures)) > MOST_FIGURES:
        raise ValueError(text)
    found = _NUMBER.fullmatch(figures)
    if found:
        sign, whole, fraction = found.groups(default="")
        return Decimal(f"{sign}{whole.replace('.', '')}.{fraction or 0}")
    if not _PLAIN_NUMBER.fullmatch(figures):
        raise ValueError(text)
    return Decimal(figures)


def _time_of_day(text: str) -> time:
    found = _TIME.fullmatch(text)
    if not found:
        raise ValueError(text)
    return time(int(found["hour"]), int(found["minute"] or 0))


def _named(name: str, numbers: dict[str, int]) -> int:
    number = numbers.get(name.casefold())
    if number is None:
        raise ValueError(name)
    return number


def _plain(text: str) -> str:
    """Return the text with plain blanks, none at its ends."""
    return text.replace("\u00a0", " ").replace("\u202f", " ").strip()
