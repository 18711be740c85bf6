"""Days, times, numbers and telephone numbers in German spelling, read and written.

What is written goes through Babel (Unicode CLDR) and is kept: a run writes few different days, and many times each.
"""

from __future__ import annotations

import re
from datetime import date, time
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from babel import Locale
from babel.dates import format_date, format_time
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

GERMAN: Final = Locale("de")
DATE_PATTERNS: Final[Mapping[str, str]] = {
    "voll": "EEEE, d. MMMM y",
    "lang": "d. MMMM y",
    "kurz": "dd.MM.y",
}
"""How a day can be written: with weekday, without, and in figures (DIN 5008)."""

_GERMAN_DATE: Final = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})\b")
_ISO_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_TIME: Final = re.compile(r"(?:^|[T\s,])(\d{1,2})[:.](\d{2})(?::\d{2})?(?:\s*Uhr)?$")
_NUMBER: Final = re.compile(r"([+-]?)(\d{1,3}(?:\.\d{3})+|\d+)(?:,(\d+))?")
_PLAIN_NUMBER: Final = re.compile(r"[+-]?\d+\.\d{1,2}")
_CURRENCY: Final = re.compile(r"\s*(?:€|EUR|Euro)\s*$")
_PHONE: Final = re.compile(r"(?:(?:\+|00)49\s*(?:\(0\)\s*)?)?(\(0?\d{2,5}\)|0?\d{2,5})[\s/-]+(\d[\d\s/-]*\d)")


@lru_cache(maxsize=4096)
def write_day(day: date, form: str = "voll") -> str:
    """Write a day in one of `DATE_PATTERNS`; another form raises a KeyError."""
    return str(format_date(day, DATE_PATTERNS[form], locale=GERMAN))


@lru_cache(maxsize=4096)
def write_weekday(day: date) -> str:
    """Name the day of the week."""
    return str(format_date(day, "EEEE", locale=GERMAN))


@lru_cache(maxsize=4096)
def write_time(moment: time) -> str:
    """Write a time of day: "9:30 Uhr"."""
    return f"{format_time(moment, 'H:mm', locale=GERMAN)} Uhr"


@lru_cache(maxsize=4096)
def write_amount(amount: Decimal) -> str:
    """Write an amount of euros: "1.234,50 €", the blank before the sign one that doesn't break.

    Half a cent is rounded up, as offices reckon (DIN 1333): 37.125 is "37,13 €".
    """
    cents = amount.quantize(Decimal("0.01"), ROUND_HALF_UP)
    return str(format_currency(cents, "EUR", locale=GERMAN))


@lru_cache(maxsize=4096)
def write_number(number: Decimal) -> str:
    """Write a number with points between thousands and a decimal comma."""
    return str(format_decimal(number, locale=GERMAN))


def write_list(items: Sequence[str]) -> str:
    """Write items with commas and "und"."""
    return str(format_list(items, locale=GERMAN))


@lru_cache(maxsize=4096)
def write_phone(text: str) -> str:
    """Write area code, blank and number (DIN 5008); a hyphen stays before the extension.

    A number without a visible area code, and what isn't understood, stays as it is.
    """
    found = _PHONE.fullmatch(text.strip())
    if not found:
        return text.strip()
    area, number = found.groups()
    main, *extension = re.sub(r"[\s/]+", "", number).rsplit("-", 1)
    return f"0{area.strip('()').lstrip('0')} " + "-".join([main.replace("-", ""), *extension])


def read_day(text: str) -> date:
    """Read "17.06.2020", "17. 6. 2020" or "2020-06-17", a time behind it allowed; else a ValueError."""
    german = _GERMAN_DATE.match(text.strip())
    if german:
        day, month, year = map(int, german.groups())
        return date(year, month, day)
    iso = _ISO_DATE.match(text.strip())
    if not iso:
        raise ValueError(text)
    return date.fromisoformat(iso[0])


def read_time(text: str) -> time:
    """Read "9:30", "9.30 Uhr" or the time behind a day; else a ValueError."""
    found = _TIME.search(text.strip())
    if not found:
        raise ValueError(text)
    return time(int(found[1]), int(found[2]))


def read_number(text: str) -> Decimal:
    """Read "1.234,50", "1.234,50 €" or "1234.5", as programs write it; else a ValueError.

    "1.234" is one thousand two hundred and thirty-four, as a German office writes it.
    """
    figures = _CURRENCY.sub("", text).strip()
    found = _NUMBER.fullmatch(figures)
    if found:
        sign, whole, fraction = found.groups(default="")
        return Decimal(f"{sign}{whole.replace('.', '')}.{fraction or 0}")
    if not _PLAIN_NUMBER.fullmatch(figures):
        raise ValueError(text)
    return Decimal(figures)
