"""A whole address in one cell: "Musterstr. 5, 30159 Hannover", on one line or on several."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

_NUMBER_AT_END = re.compile(
    r"(?P<street>.*?[^\W\d_].*?[.)]?)\s*,?\s*"
    r"(?P<number>\d+\s?[a-zA-Z]?(\s?[-–/+]\s?(\d+\s?[a-zA-Z]?|[a-zA-Z]))*(\s?//\s?\S.*)?)$"
)
_NO_STREET = re.compile(r"postfach|postlagernd|p\. ?o\. ?box|po box", re.IGNORECASE)
"""The figures behind these words are no house number."""
_BLOCK_AND_HOUSE = re.compile(r"[A-Z] ?\d{1,2}, ?\d+ ?[a-z]?(?:\s?[-–]\s?\d+ ?[a-z]?)?$")
"""Mannheim's blocks: "Q7, 24" is the street's name and the house in one, with its comma."""
_PLACE = re.compile(r"(?:D ?- ?)?(?P<code>\d{5})\s+(?P<place>[^\W\d_][^\d\n]*)$")
_PARTS = re.compile(r"\s*[\n;,]\s*")
_BEFORE_CODE = re.compile(r"\s+(?=(?:D ?- ?)?\d{5}\s+[^\W\d_])")


class Address(NamedTuple):
    """The parts of an address."""

    zusatz: str
    strasse: str
    hausnummer: str
    plz: str
    ort: str


@lru_cache(maxsize=1 << 16)
def read_address(text: str) -> Address | None:
    """Return the parts of a whole address; None where the text isn't street, PLZ and place."""
    *parts, last = _PARTS.split(text.strip().rstrip(",;"))
    if not (place := _PLACE.fullmatch(last)):
        *before, last = [piece for part in (*parts, last) for piece in _BEFORE_CODE.split(part)]
        parts = before
        place = _PLACE.fullmatch(last)
    if place is None or not parts or not parts[-1]:
        return None
    if len(parts) > 1 and re.fullmatch(r"\d+ ?[a-zA-Z]?", parts[-1]):
        parts[-2:] = [f"{parts[-2]}, {parts[-1]}"]
    street, number = street_and_number(parts[-1])
    return Address("; ".join(parts[:-1]), street, number, place["code"], place["place"].strip())


def street_and_number(text: str) -> tuple[str, str]:
    """Return street and house number of "Kernberg 17 // W 236"; without a number all of it is the street."""
    found = None if _NO_STREET.match(text) or _BLOCK_AND_HOUSE.fullmatch(text) else _NUMBER_AT_END.match(text)
    return (found["street"].rstrip(" ,"), found["number"].strip()) if found else (text, "")
