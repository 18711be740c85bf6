"""Numbers, days and times as the pages show them, in the chosen language."""

from __future__ import annotations

import datetime as dt
import re
from functools import cache
from typing import TYPE_CHECKING, Final

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.numbers import format_currency, format_decimal

from mailing.base.messages import Language, _, chosen_language, in_language, n_, plural
from mailing.findings import KINDS
from mailing.model import Disposition

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


_CONDITIONS: Final = (n_("Bedingung {place}"), n_("ohne Bedingung {place}"))
_PLACE: Final = re.compile(r"\{\w+\}")
_DISPOSITIONS: Final = {
    Disposition.SUPPRESSED: n_("steht auf der Sperrliste"),
    Disposition.REJECTED: n_("hat einen Fehler"),
    Disposition.SPECIAL_ROUTE: n_("geht einen anderen Weg"),
}


def reason(code: str) -> str:
    """Return what a finding's code, or a disposition, means, for many rows at once: what differs is left open."""
    if code in KINDS:
        return _PLACE.sub("…", _(KINDS[code].message))
    return _(_DISPOSITIONS[Disposition(code)]) if code in _DISPOSITIONS else code


def why(reasons: str) -> str:
    """Return why a letter was chosen for a proof; what tells places in a template's source is only counted."""
    parts = reasons.split(", ")
    told = [part for part in parts if not _conditions().fullmatch(part)]
    if left := len(parts) - len(told):
        told.append(plural("eine Bedingung im Text", "{number} Bedingungen im Text", left).format(number=left))
    return ", ".join(told)


@cache
def _conditions() -> re.Pattern[str]:
    """Return what finds the reasons that are a place in a template; they were said in either language."""
    texts: list[str] = []
    for each in Language:
        with in_language(each):
            texts += [re.escape(_(text)).replace(r"\{place\}", ".+") for text in _CONDITIONS]
    return re.compile("|".join(texts))


FILTERS: Final[Mapping[str, Callable[..., str]]] = {
    "number": number,
    "euros": euros,
    "day": day,
    "moment": moment,
    "reason": reason,
    "why": why,
}
