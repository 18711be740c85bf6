"""Columns that hold two of ours, or half of one: "Straße und Hausnummer", "PLZ Ort", a house number's letter."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mailing.intake.checks.appointments import day_and_time
from mailing.intake.column_names import (
    CODE_AND_PLACE,
    FIRST_NAME_FIRST,
    FLAT,
    NUMBER_PART,
    NUMBER_SUFFIX,
    POSTBOX,
    STREET_AND_NUMBER,
    SURNAME_FIRST,
    TIME_OF_DAY,
)
from mailing.intake.texts import Texts

if TYPE_CHECKING:
    from collections.abc import Callable

    from mailing.intake.listtable import ListTable

_NUMBER_AT_END = re.compile(
    r"(?P<street>.*?[^\W\d_].*?[.)]?)\s*,?\s*"
    r"(?P<number>\d+\s?[a-zA-Z]?(\s?[-–/+]\s?(\d+\s?[a-zA-Z]?|[a-zA-Z]))*(\s?//\s?\S.*)?)$"
)
_CODE_FIRST = re.compile(r"(?P<code>(?:[A-Z]{1,3}-)?[\d.,E+]+)\s+(?P<place>.*)$")
_NO_STREET = re.compile(r"postfach|postlagernd|p\. ?o\. ?box|po box", re.IGNORECASE)
"""The figures behind these words are no house number."""
_PARTICLES = frozenset(
    [
        "von",
        "vom",
        "van",
        "de",
        "der",
        "den",
        "del",
        "della",
        "di",
        "da",
        "dos",
        "du",
        "el",
        "al",
        "bin",
        "ben",
        "zu",
        "zur",
        "zum",
        "la",
        "le",
        "te",
        "ter",
    ]
)


def dissolved(table: ListTable) -> ListTable:
    """Return the table with combined columns dissolved into ours."""
    for name, fields, rule in (
        (STREET_AND_NUMBER, ("strasse", "hausnummer"), street_and_number),
        (CODE_AND_PLACE, ("plz", "ort"), code_and_place),
        (SURNAME_FIRST, ("nachname", "vorname"), surname_first),
        (FIRST_NAME_FIRST, ("nachname", "vorname"), first_name_first),
    ):
        if name in table:
            table = _split(table, name, fields, rule)
    if POSTBOX in table:
        table = _with_postbox(table)
    for name, field, joint in (
        (NUMBER_PART, "hausnummer", ""),
        (NUMBER_SUFFIX, "hausnummer", ""),
        (FLAT, "hausnummer", " // "),
    ):
        if name in table:
            table = _appended(table, field, name, joint)
    if TIME_OF_DAY in table and "termin" in table:
        table = _combined(table, "termin", TIME_OF_DAY, day_and_time)
    return _numbers_out_of_streets(table)


def _split(table: ListTable, name: str, fields: tuple[str, str], rule: Callable[[str], tuple[str, str]]) -> ListTable:
    """Fill two of our columns from one; what a column of their own says counts first."""
    column = table[name]
    pairs = [rule(text) for text in column.distinct]
    halves = (column.recoded([pair[side] for pair in pairs]) for side in (0, 1))
    filled = {field: _first_filled(table[field], half) for field, half in zip(fields, halves, strict=True)}
    return table.without(name).with_columns(filled)


def _first_filled(own: Texts, other: Texts) -> Texts:
    """Return the column's texts, the other's where it is empty."""
    return own.chosen(own.where(lambda text: not text), other)


def _with_postbox(table: ListTable) -> ListTable:
    """A Postfach takes the street's place where there is no street."""
    boxes = table[POSTBOX].changed(lambda text: f"Postfach {text}" if text[:1].isdigit() else text)
    return table.without(POSTBOX).with_columns({"strasse": _first_filled(table["strasse"], boxes)})


def _appended(table: ListTable, field: str, name: str, joint: str) -> ListTable:
    """Append a column's texts to another's, as XInneres keeps a house number's letter apart."""
    return _combined(table, field, name, lambda *pair: joint.join(filter(None, pair)))


def _combined(table: ListTable, field: str, name: str, rule: Callable[[str, str], str]) -> ListTable:
    """Make one column of two, row by row."""
    whole = Texts.of(map(rule, table[field].to_list(), table[name].to_list()))
    return table.without(name).with_columns({field: whole})


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


def street_and_number(text: str) -> tuple[str, str]:
    """Return street and house number of "Kernberg 17 // W 236"; without a number all of it is the street."""
    found = None if _NO_STREET.match(text) else _NUMBER_AT_END.match(text)
    return (found["street"].rstrip(" ,"), found["number"].strip()) if found else (text, "")


def code_and_place(text: str) -> tuple[str, str]:
    """Return PLZ and place of "30159 Hannover"."""
    found = _CODE_FIRST.match(text)
    return (found["code"], found["place"]) if found else ("", text)


def surname_first(text: str) -> tuple[str, str]:
    """Return surname and first name of "Müller, Änne" or "Müller Änne"."""
    if "," in text:
        surname, _comma, first = text.partition(",")
        return surname.strip(), first.strip()
    words = text.split()
    count = 1 + next((place for place, word in enumerate(words) if word.casefold() not in _PARTICLES), 0)
    return " ".join(words[:count]), " ".join(words[count:])


def first_name_first(text: str) -> tuple[str, str]:
    """Return surname and first name of "Änne von der Müller"; "Müller, Änne" is read by its comma."""
    if "," in text:
        return surname_first(text)
    words = text.split()
    start = next((place for place, word in enumerate(words) if place and word.casefold() in _PARTICLES), len(words) - 1)
    return " ".join(words[start:]), " ".join(words[:start])
