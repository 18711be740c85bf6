"""Columns that hold several of ours, or half of one: "Straße und Hausnummer", "PLZ Ort", a house number's letter."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import numpy as np

from mailing.intake.checks.appointments import day_and_time
from mailing.intake.column_names import (
    CODE_AND_PLACE,
    FIRST_NAME_FIRST,
    FLAT,
    GENDER,
    NAME_2,
    NAME_ADDITION,
    NUMBER_PART,
    NUMBER_SUFFIX,
    POSTBOX,
    STREET_2,
    STREET_AND_NUMBER,
    SURNAME_FIRST,
    TIME_OF_DAY,
    WHOLE_ADDRESS,
)
from mailing.intake.texts import Texts
from mailing.intake.whole_addresses import read_address, street_and_number
from mailing.model.full_names import FullName, given_name_first, surname_first
from mailing.model.names import is_prefix, leading_titles, read_form, without_suffix

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mailing.intake.listtable import ListTable

NAME_FIELDS: Final = ("titel", "vorname", "nachname")
ADDRESS_FIELDS: Final = ("zusatz", "strasse", "hausnummer", "plz", "ort")
PLACES_OF_ADDITIONS: Final = (
    ("nachname", False, " "),
    ("nachname", True, " "),
    ("titel", True, " "),
    ("zusatz", True, "; "),
)
"""The fields that name additions go to, whether behind what stands there, and what joins them."""
FORMS_OF_GENDER: Final = {"w": "Frau", "f": "Frau", "female": "Frau", "m": "Herr", "male": "Herr", "d": "Divers"}
_LINES_BELOW: Final = ("c/o", "bei ", "z.")
"""How additions begin that are a line of the address."""
_CODE_FIRST = re.compile(r"(?P<code>(?:[A-Z]{1,3}-)?[\d.,E+]+)\s+(?P<place>.*)$")


def dissolved(table: ListTable, *, asks_first: bool = False) -> ListTable:
    """Return the table with combined columns dissolved into ours.

    With `asks_first`, whole addresses stay in one piece: how they would be taken apart is proposed row by row.
    """
    for name, fields, rule in (
        (WHOLE_ADDRESS, ADDRESS_FIELDS, _kept_whole if asks_first else _address_parts),
        (STREET_AND_NUMBER, ("strasse", "hausnummer"), street_and_number),
        (CODE_AND_PLACE, ("plz", "ort"), code_and_place),
        (SURNAME_FIRST, NAME_FIELDS, lambda text: _name_parts(surname_first(text))),
        (FIRST_NAME_FIRST, NAME_FIELDS, lambda text: _name_parts(given_name_first(text))),
    ):
        if name in table:
            table = _split(table, name, fields, rule)
    if POSTBOX in table:
        table = _with_postbox(table)
    if GENDER in table:
        table = _with_gender(table)
    if NAME_ADDITION in table:
        table = _with_name_addition(table)
    for name, field, joint in (
        (NUMBER_PART, "hausnummer", ""),
        (NUMBER_SUFFIX, "hausnummer", ""),
        (FLAT, "hausnummer", " // "),
        (NAME_2, "zusatz", "; "),
        (STREET_2, "zusatz", "; "),
    ):
        if name in table:
            table = _appended(table, field, name, joint)
    if TIME_OF_DAY in table and "termin" in table:
        table = _with_time(table)
    return _numbers_out_of_streets(table)


def _split(table: ListTable, name: str, fields: Sequence[str], rule: Callable[[str], tuple[str, ...]]) -> ListTable:
    """Fill several of our columns from one; what a column of their own says counts first."""
    column = table[name]
    rows = [rule(text) for text in column.distinct]
    parts = zip(fields, zip(*rows, strict=True), strict=True) if rows else ()
    filled = {
        field: _first_filled(table[field], column.recoded(list(texts)))
        for field, texts in parts
        if field in table or any(texts) or field not in ("titel", "zusatz")
    }
    return table.without(name).with_columns(filled)


def _name_parts(name: FullName) -> tuple[str, str, str]:
    """Return title, given and surname; a form of address stays in front of the given name, to be read with the row."""
    form = "" if name.form in ("", "Firma") else f"{name.form} "
    given, surname = (name.given, name.surname) if name.given else ("", f"{form}{name.surname}")
    return name.titles, f"{form}{given}" if given else "", surname


def _address_parts(text: str) -> tuple[str, ...]:
    """Return the parts of a whole address; what isn't one stays in the street's place."""
    address = read_address(text)
    return tuple(address) if address else _kept_whole(text)


def _kept_whole(text: str) -> tuple[str, ...]:
    return ("", ", ".join(text.split("\n")), "", "", "")


def _with_gender(table: ListTable) -> ListTable:
    """Fill empty forms of address by the gender; where both say something else, the entry names both."""

    def form(text: str) -> str:
        return FORMS_OF_GENDER.get(text.casefold().strip(" ."), "") or read_form(text).form or text

    meant, own = table[GENDER].changed(form), table["anrede"]
    told, said = (np.array(column.to_list(), np.object_) for column in (own, meant))
    addressed = own.looked_up([read_form(text).form for text in own.distinct], np.object_)
    differ = np.isin(addressed, ("Frau", "Herr")) & np.isin(said, ("Frau", "Herr")) & (said != addressed)
    whole = np.where(told == "", said, np.where(differ, told + " / " + said, told))
    return table.without(GENDER).with_columns({"anrede": Texts.of(whole)})


def _with_name_addition(table: ListTable) -> ListTable:
    """Put each name addition where it belongs: "von" before the surname, "jun." behind it, "c/o Meier" below."""
    column = table[NAME_ADDITION]
    places = [_place_of_addition(text) for text in column.distinct]
    table = table.without(NAME_ADDITION)
    for field, behind, joint in PLACES_OF_ADDITIONS:
        texts = [text if place == (field, behind) else "" for text, place in zip(column.distinct, places, strict=True)]
        if any(texts):
            table = _joined(table, field, column.recoded(texts), joint, behind=behind)
    return table


def _place_of_addition(text: str) -> tuple[str, bool]:
    """Return the field that a name addition belongs to, and whether behind what stands there."""
    words = text.split()
    if words and all(map(is_prefix, words)):
        return "nachname", False
    if words and leading_titles(words) == len(words):
        return "titel", True
    if text.casefold().startswith(_LINES_BELOW):
        return "zusatz", True
    return ("nachname", True) if without_suffix(f"X {text}")[1] else ("zusatz", True)


def _first_filled(own: Texts, other: Texts) -> Texts:
    """Return the column's texts, the other's where it is empty."""
    return own.chosen(own.where(lambda text: not text), other)


def _with_postbox(table: ListTable) -> ListTable:
    """A Postfach takes the street's place where there is no street."""
    boxes = table[POSTBOX].changed(lambda text: f"Postfach {text}" if text[:1].isdigit() else text)
    return table.without(POSTBOX).with_columns({"strasse": _first_filled(table["strasse"], boxes)})


def _appended(table: ListTable, field: str, name: str, joint: str) -> ListTable:
    """Append a column's texts to another's, as XInneres keeps a house number's letter apart."""
    column = table[name]
    return _joined(table.without(name), field, column, joint, behind=True)


def _joined(table: ListTable, field: str, column: Texts, joint: str, *, behind: bool) -> ListTable:
    """Return the table with a column's texts joined to a field's."""
    pairs = zip(table[field].to_list(), column.to_list(), strict=True)
    whole = Texts.of(_together(*(pair if behind else pair[::-1]), joint) for pair in pairs)
    return table.with_columns({field: whole})


def _together(first: str, second: str, joint: str) -> str:
    """Join two texts; figures never run into each other: 7 and 1/2 aren't 71/2."""
    meet = not joint and first[-1:].isdigit() and second[:1].isdigit()
    return (" " if meet else joint).join(filter(None, (first, second)))


def _with_time(table: ListTable) -> ListTable:
    """Join the appointment's day and its time."""
    pairs = zip(table["termin"].to_list(), table[TIME_OF_DAY].to_list(), strict=True)
    whole = Texts.of(day_and_time(day, at) for day, at in pairs)
    return table.without(TIME_OF_DAY).with_columns({"termin": whole})


def _numbers_out_of_streets(table: ListTable) -> ListTable:
    """Take the house number out of the street where the list has it there: it prints the same."""
    street, number = table["strasse"], table["hausnummer"]
    empty = number.where(lambda text: not text)
    ends_in_number = street.where(lambda text: text[-1:].isdigit() or any(map(str.isdigit, text[-6:])))
    rows = empty & ends_in_number
    if not rows.any():
        return table
    pairs = [street_and_number(text) for text in street.distinct]
    streets = street.recoded([pair[0] for pair in pairs])
    numbers = street.recoded([pair[1] for pair in pairs])
    return table.with_columns({"strasse": street.chosen(rows, streets), "hausnummer": number.chosen(rows, numbers)})


def code_and_place(text: str) -> tuple[str, str]:
    """Return PLZ and place of "30159 Hannover"."""
    found = _CODE_FIRST.match(text)
    return (found["code"], found["place"]) if found else ("", text)
