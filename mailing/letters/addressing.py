"""The postal address: which lines it has, in which order (DIN 5008:2020, Deutsche Post's rules for addresses)."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from mailing.letters.salutation import COUPLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mailing.model import Household

AT_HOME = frozenset({"", "deutschland", "germany", "allemagne", "de", "d", "deu", "brd", "bundesrepublik deutschland"})

FORBIDDEN_FIRST = frozenset('@()=[]"\\/,<>~')
"""No line of an address begins with these (experience of a public letter service's printers)."""

LINES_THAT_IDENTIFY = 2
"""So many first lines need a letter or a digit."""

TITLES_BEHIND = re.compile(r"^(?:B|M|LL|Mag|Dipl|MBA|MPH|MSc|BSc|BA|MA)(?:\.[A-Z]|\.?$|\.\s?[A-Z])")
"""Degrees that follow the name: B.A., M.Sc., LL.M., MBA."""

_FORMS = {"frau": "Frau", "herr": "Herrn", "herrn": "Herrn", **COUPLES}
_POST_BOX = re.compile(r"(?i)^(postfach|pf\.?)\s*([\d ]+)$")
_LOWER_RANGE = re.compile(r"(?<=\d)\s*-\s*(?=\d)")


def address_lines(household: Household) -> tuple[str, ...]:
    """Return the lines of the address from the name to the place, or to the country abroad."""
    return (*_names(household), *_additions(household.zusatz), *_place(household))


def _names(household: Household) -> Iterator[str]:
    """Give the lines of the recipient: an authorised one takes the household's place."""
    if household.empfaenger:
        for line in household.empfaenger.splitlines():
            first, _, rest = line.strip().partition(" ")
            yield f"{_FORMS.get(first.casefold(), first)} {rest}".strip()
        return
    form = _FORMS.get(household.anrede.strip().casefold(), "")
    name = " ".join(filter(None, (*_titled(household.titel, household.vorname, household.nachname),)))
    if household.anrede.strip().casefold() in COUPLES:
        yield form
        yield name
    else:
        yield f"{form} {name}".strip()


def _titled(titel: str, vorname: str, nachname: str) -> tuple[str, ...]:
    behind = tuple(title for title in titel.split() if TITLES_BEHIND.match(title))
    before = tuple(title for title in titel.split() if title not in behind)
    return (*before, vorname, nachname, *behind)


def _additions(zusatz: str) -> Iterator[str]:
    return (line.strip() for line in zusatz.replace(";", "\n").splitlines() if line.strip())


def _place(household: Household) -> Iterator[str]:
    """Give district, street or post box, and town; abroad town and country in capitals."""
    is_abroad = household.land.strip().casefold() not in AT_HOME
    if household.ortsteil:
        yield household.ortsteil
    if household.strasse:
        yield street_line(household.strasse, household.hausnummer)
    town = f"{household.plz} {household.ort}".strip()
    yield town.upper() if is_abroad else town
    if is_abroad:
        yield country_name(household.land).upper()


@lru_cache(maxsize=10_000)
def street_line(street: str, number: str) -> str:
    """Return street and number, or the post box in groups of two from the right: `Postfach 89 09 32`."""
    whole = f"{street} {_LOWER_RANGE.sub(' – ', number)}".strip()
    box = _POST_BOX.match(whole)
    return f"Postfach {in_twos(box[2].replace(' ', ''))}" if box else whole


def in_twos(digits: str) -> str:
    """Return digits in groups of two from the right: `8 90 93`."""
    head = len(digits) % 2
    groups = [digits[:head], *(digits[place : place + 2] for place in range(head, len(digits), 2))]
    return " ".join(filter(None, groups))


def country_name(entry: str) -> str:
    """Return the German name of a country given by code or by its German or English name; else the entry itself."""
    return _countries().get(entry.strip().casefold(), entry.strip())


@cache
def _countries() -> Mapping[str, str]:
    """German names of countries by code, German and English name (Unicode CLDR)."""
    from babel import Locale

    german, english = Locale("de").territories, Locale("en").territories
    names: dict[str, str] = {}
    for code, name in german.items():
        if isinstance(code, str) and len(code) == len("DE"):
            names |= dict.fromkeys((code.casefold(), str(english[code]).casefold(), str(name).casefold()), str(name))
    return names
