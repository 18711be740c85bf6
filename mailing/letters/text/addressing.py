"""The postal address: which lines it has, in which order.

Sources: DIN 5008:2020 and Deutsche Post's rules for addresses, as several secondary sources give them.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from mailing.letters.blocks import ADDRESS_FORMS
from mailing.model.names import AND, DEGREES, read_form

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mailing.model import Household

COUPLES = {
    "Eheleute": "Eheleute",
    "Ehepaar": "Ehepaar",
    "Familie": "Familie",
    "Frau und Herr": "Frau und Herrn",
    "Herr und Frau": "Herrn und Frau",
}
"""Forms that mean more than one person; they stand on a line of their own."""

AT_HOME = frozenset({"", "Deutschland"})
"""What intake makes of all spellings of the own country; other countries come by their German names."""

POSTCODE_BEHIND_TOWN = frozenset({"Australien", "Irland", "Kanada", "Neuseeland", "Vereinigte Staaten"})
"""Countries whose postcode follows the town [common knowledge]; in the United Kingdom it has a line of its own."""
POSTCODE_BELOW_TOWN = frozenset({"Vereinigtes Königreich"})

_HERR = re.compile(r"^herr\b", re.IGNORECASE)
_POST_BOX = re.compile(r"(?:postfach|pf\.?)\s*(\d[\d ]*)", re.IGNORECASE)
_NUMBER_RANGE = re.compile(r"(?<=\d)\s*-\s*(?=\d)")


def address_lines(household: Household) -> list[str]:
    """Return the lines of the address from the name to the town, or to the country abroad."""
    lines = recipient_lines(household.empfaenger) if household.empfaenger else name_lines(household)
    if household.zusatz:
        lines += addition_lines(household.zusatz)
    if household.ortsteil:
        lines.append(household.ortsteil)
    if household.strasse:
        lines.append(street_line(household.strasse, household.hausnummer))
    lines += town_lines(household.plz, household.ort, household.land)
    return lines


def name_lines(household: Household) -> list[str]:
    """Return the lines with the household's own name: one, or two for a couple."""
    read = read_form(household.anrede)
    form = "" if read.rest else read.form
    before, behind = placed_titles(_joined(read.titles, household.titel))
    parts = (before, household.vorname, household.nachname, behind)
    if form in COUPLES:
        couple = _two_names(household.vorname, household.nachname)
        return [COUPLES[form], *(couple or (_joined(*parts),))]
    return [_joined(ADDRESS_FORMS.get(form, ""), *parts)]


def _two_names(first_names: str, surnames: str) -> tuple[str, ...]:
    """Return the lines of a couple with two surnames: "Anna und Max", "Meier und Schulz"."""
    given, family = AND.split(first_names), AND.split(surnames)
    if len(family) == 1 or len(given) != len(family):
        return ()
    return tuple(map(" ".join, zip(given, family, strict=True)))


def recipient_lines(recipient: str) -> list[str]:
    """Return the lines of a guardian or another authorised recipient, who takes the household's place."""
    return [_HERR.sub("Herrn", line) for line in _split(recipient)]


def addition_lines(zusatz: str) -> list[str]:
    """Return the further designations: "c/o Meier", "bei Schulz", "Wohnung 5"; a semicolon begins another line."""
    return list(_split(zusatz))


@lru_cache(maxsize=1_000)
def placed_titles(titel: str) -> tuple[str, str]:
    """Return the titles before the name and the degrees behind it: "Dr." and "M.A."."""
    return _joined(*DEGREES.sub(" ", titel).split()), " ".join(DEGREES.findall(titel))


@lru_cache(maxsize=10_000)
def street_line(street: str, number: str) -> str:
    """Return street and number, "16 – 20" for a range, or the post box: "Postfach 89 09 32"."""
    whole = _joined(street, _NUMBER_RANGE.sub(" – ", number))
    box = _POST_BOX.fullmatch(whole)
    return f"Postfach {in_twos(box[1].replace(' ', ''))}" if box else whole


def in_twos(digits: str) -> str:
    """Return digits in groups of two from the right: "8 90 93"."""
    odd = len(digits) % 2
    return _joined(digits[:odd], *(digits[start : start + 2] for start in range(odd, len(digits), 2)))


@lru_cache(maxsize=10_000)
def town_lines(postcode: str, town: str, country: str) -> tuple[str, ...]:
    """Return postcode and town; abroad the town and the country's German name in capitals, the country last."""
    if country in AT_HOME:
        return (_joined(postcode, town),)
    town, postcode = town.upper(), postcode.upper()
    if country in POSTCODE_BELOW_TOWN:
        lines: tuple[str, ...] = (town, postcode)
    elif country in POSTCODE_BEHIND_TOWN:
        lines = (_joined(town, postcode),)
    else:
        lines = (_joined(postcode, town),)
    return (*filter(None, lines), country.upper())


def _split(entry: str) -> Iterator[str]:
    return (line.strip() for line in entry.replace(";", "\n").splitlines() if line.strip())


def _joined(*parts: str) -> str:
    return " ".join([part for part in parts if part])
