"""Days, times, numbers and telephone numbers in German spelling, or in that of a translation, written.

What is written goes through Babel (Unicode CLDR) and is kept: a run writes few different days, and many times each.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal

from mailing.model.languages import GERMAN_TAG, is_german

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, time

GERMAN: Final = Locale("de")
DATE_PATTERNS: Final[Mapping[str, str]] = {
    "voll": "EEEE, d. MMMM y",
    "lang": "d. MMMM y",
    "kurz": "dd.MM.y",
}
"""How a day can be written: with weekday, without, and in figures (DIN 5008)."""

_CLDR_FORMS: Final[Mapping[str, str]] = {"voll": "full", "lang": "long", "kurz": "short"}
"""The same forms by CLDR's names, for languages that order a day's parts their own way."""

_PHONE: Final = re.compile(
    r"(?:(?:\+|00)49 ?(?:\(0\) ?)?(?P<after_country>\([1-9][0-9]{1,4}\)|[1-9][0-9]{1,4})"
    r"|(?P<area>\(0[1-9][0-9]{1,4}\)|0[1-9][0-9]{1,4}))"
    r" ?[ /-] ?(?P<main>[0-9]+(?: [0-9]+)*)(?:-(?P<extension>[0-9]{1,5}|[0-9]{2}(?: [0-9]{2})+))?"
)
"""One number: country or a leading 0, area code, number, and at most one extension behind a hyphen."""
LONGEST_PHONE: Final = 13
"""Figures of a German number without its leading 0, at most (E.164, less the country code); more are two numbers."""
WHOLE_NUMBER: Final = 5
"""So many figures in a row are a number by themselves [common knowledge]; two such groups may be two numbers."""


@lru_cache(maxsize=256)
def locale_of(language: str) -> Locale:
    """Return CLDR's locale for a tag, or the nearest that there is."""
    parts = language.split("-")
    while len(parts) > 1:
        try:
            return Locale.parse("-".join(parts), sep="-")
        except UnknownLocaleError:
            parts.pop()
    return Locale(parts[0])


@lru_cache(maxsize=4096)
def write_day(day: date, form: str = "voll", language: str = GERMAN_TAG) -> str:
    """Write a day in one of `DATE_PATTERNS`, or as CLDR has it in another language; another form raises a KeyError."""
    pattern = DATE_PATTERNS[form]
    if is_german(language):
        return str(format_date(day, pattern, locale=GERMAN))
    return str(format_date(day, _CLDR_FORMS[form], locale=locale_of(language)))


@lru_cache(maxsize=4096)
def write_weekday(day: date, language: str = GERMAN_TAG) -> str:
    """Name the day of the week."""
    return str(format_date(day, "EEEE", locale=locale_of(language)))


@lru_cache(maxsize=4096)
def write_time(moment: time, language: str = GERMAN_TAG) -> str:
    """Write a time of day: "9:30 Uhr"; in other languages by 24 hours too, as the doors' signs have it: "9:30"."""
    if not is_german(language):
        return str(format_time(moment, "H:mm", locale=locale_of(language)))
    return f"{format_time(moment, 'H:mm', locale=GERMAN)} Uhr"


@lru_cache(maxsize=4096)
def write_amount(amount: Decimal, language: str = GERMAN_TAG) -> str:
    """Write an amount of euros: "1.234,50 €", the blank before the sign one that doesn't break.

    Half a cent is rounded up, as offices reckon (DIN 1333): 37.125 is "37,13 €".
    """
    cents = amount.quantize(Decimal("0.01"), ROUND_HALF_UP)
    return str(format_currency(cents, "EUR", locale=locale_of(language)))


@lru_cache(maxsize=4096)
def write_number(number: Decimal, language: str = GERMAN_TAG) -> str:
    """Write a number with points between thousands and a decimal comma."""
    return str(format_decimal(number, locale=locale_of(language)))


def write_list(items: Sequence[str], language: str = GERMAN_TAG) -> str:
    """Write items with commas and "und"."""
    return str(format_list(items, locale=locale_of(language)))


@lru_cache(maxsize=4096)
def write_phone(text: str) -> str:
    """Write area code, blank and number (DIN 5008); a hyphen stays before the extension.

    What has no visible area code, what could be two numbers ("6559-2299/2300") or a foreign one, and what isn't
    understood stay as they are.
    """
    found = _PHONE.fullmatch(" ".join(text.split()))
    if not found:
        return text.strip()
    area = (found["after_country"] or found["area"]).strip("()").lstrip("0")
    groups = found["main"].split(" ")
    main, extension = "".join(groups), (found["extension"] or "").replace(" ", "")
    could_be_two = sum(len(group) >= WHOLE_NUMBER for group in groups) > 1
    if could_be_two or len(area + main + extension) > LONGEST_PHONE:
        return text.strip()
    return f"0{area} {main}" + (f"-{extension}" if extension else "")
