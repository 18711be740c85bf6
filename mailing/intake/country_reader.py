"""Reading a row's country beside its PLZ and place: no foreign letter goes out as a German one, nor the reverse."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np

from mailing.intake.checks.countries import (
    LICENCE_PLATES,
    country_name,
    german_names,
    is_home,
    is_known_country,
    is_state,
    is_state_only,
)
from mailing.intake.checks.placeholders import EMPTY
from mailing.intake.checks.rule_runner import Verdict
from mailing.intake.checks.towns import directory, folded_place, is_at_home, is_german_place, official_names
from mailing.intake.row_readings import Reader, Reading

if TYPE_CHECKING:
    from mailing.intake.listtable import ListTable
    from mailing.intake.texts import Mask

_PREFIXED: Final = re.compile(r"(?P<plate>[A-Z]{1,3})\s*[-–]\s*(?P<code>\d{3,6}(?: ?[A-Z]{2})?)")
_SHAPES: Final = (
    (re.compile(r"\d{4} ?[A-Z]{2}"), "NL"),
    (re.compile(r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}"), "GB"),
    (re.compile(r"\d{2}-\d{3}"), "PL"),
    (re.compile(r"[A-Z]\d[A-Z] ?\d[A-Z]\d"), "CA"),
    (re.compile(r"\d{3} \d{2}"), ""),
)
"""Postcodes that no German one looks like, and their country where only one has them."""
_OF_FOUR: Final = ("AT", "CH", "NL", "BE", "LU", "DK")
_OF_FIVE: Final = ("FR", "IT", "ES", "TR")
"""Countries in whose directories a place is looked up, by the length of their postcodes."""


@lru_cache(maxsize=1 << 16)
def _read_row(land: str, plz: str, ort: str) -> Reading:
    verdicts = tuple(_of_home(plz, ort) if is_home(land) else _of_abroad(land, plz, ort))
    return Reading((country_name(land), plz, ort), verdicts)


def _of_abroad(land: str, plz: str, ort: str) -> list[Verdict]:
    """Return what is wrong with a country beside an address that may be German."""
    at_home = is_at_home(plz, ort)
    if is_state_only(land) or (at_home and is_state(land)):
        return [Verdict("land.state", EMPTY, field="land")]
    if not at_home:
        return []
    if is_known_country(country_name(land)):
        return [Verdict("land.contradiction", field="land")]
    return [Verdict("land.not-a-country", EMPTY, field="land")]


def _of_home(plz: str, ort: str) -> list[Verdict]:
    """Return what is wrong with an address without a country that isn't German."""
    if prefixed := _PREFIXED.fullmatch(plz):
        return _of_prefix(prefixed["plate"], prefixed["code"])
    if not any(map(str.isdigit, plz)) or not any(map(str.isalpha, ort)) or is_german_place(ort):
        return []
    for shape, iso in _SHAPES:
        if shape.fullmatch(plz):
            return [_missing(iso)]
    if re.fullmatch(r"\d{4}", plz) and is_at_home(f"0{plz}", ort):
        return []
    iso = _country_of(plz, ort, _OF_FIVE if re.fullmatch(r"\d{5}", plz) else _OF_FOUR)
    return [_missing(iso)] if iso or plz not in directory() else []


def _of_prefix(plate: str, code: str) -> list[Verdict]:
    """Return the country that a prefix names: "A-1010"."""
    iso = LICENCE_PLATES.get(plate.casefold(), plate)
    if is_home(plate) or iso not in german_names():
        return []
    return [_missing(iso), Verdict("land.missing", code, field="plz")]


def _missing(iso: str) -> Verdict:
    return Verdict("land.missing", german_names().get(iso, ""), field="land")


def _country_of(plz: str, ort: str, countries: tuple[str, ...]) -> str:
    """Return the one country in which the postcode has the place; "" where none or several do."""
    place = folded_place(ort)
    found = [
        iso for iso in countries if any(folded_place(name).startswith(place) for name in directory(iso).get(plz, ()))
    ]
    return found[0] if len(found) == 1 else ""


def _odd(table: ListTable) -> Mask:
    """Return the rows that name a country, or whose PLZ or place isn't known at home."""
    known = directory()
    odd: Mask = np.logical_or.reduce(
        [
            table["land"].where(bool),
            table["plz"].where(lambda text: text not in known),
            table["ort"].where(lambda text: bool(text) and text.casefold() not in official_names()),
        ]
    )
    return odd


COUNTRIES = Reader(("land", "plz", "ort"), _read_row, _odd)
"""How a row's country is read."""
