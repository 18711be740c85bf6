"""Numbers, days and times as the pages show them, in the chosen language."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.numbers import format_currency, format_decimal

from mailing.base.messages import Language, chosen_language

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from decimal import Decimal

_LOCALES: Final = {Language.GERMAN: Locale("de", "DE"), Language.ENGLISH: Locale("en", "GB")}
"""Made once: to read a locale's name takes longer than to format a number, and a page has a hundred."""


def _locale() -> Locale:
    return _LOCALES[chosen_language()]


def number(value: float) -> str:
    """Return 1234 as 1.234."""
    return format_decimal(value, locale=_locale())


def euros(value: Decimal) -> str:
    """Return an amount with its sign."""
    return format_currency(value, "EUR", locale=_locale())


def day(value: dt.date | str) -> str:
    """Return a day, also one in ISO, as 15.06.2020."""
    return format_date(_day(value), "dd.MM.yyyy", locale=_locale())


def moment(value: dt.datetime | float | str) -> str:
    """Return a time, also one in seconds since 1970 or in ISO, as 15.06.2020, 14:05."""
    if isinstance(value, str):
        value = dt.datetime.fromisoformat(value)
    elif not isinstance(value, dt.datetime):
        value = dt.datetime.fromtimestamp(value).astimezone()
    return format_datetime(value, "dd.MM.yyyy, HH:mm", locale=_locale())


def _day(value: dt.date | str) -> dt.date:
    return dt.date.fromisoformat(value) if isinstance(value, str) else value


FILTERS: Final[Mapping[str, Callable[..., str]]] = {"number": number, "euros": euros, "day": day, "moment": moment}
