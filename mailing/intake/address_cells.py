"""What the entries of a row for its address mean together."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from mailing.intake.address_reader import AddressReader
from mailing.intake.row_readings import Reader, Reading

if TYPE_CHECKING:
    from mailing.intake.listtable import ListTable
    from mailing.intake.texts import Mask

_HOLDS_CODE = re.compile(r"\d{5}")


@lru_cache(maxsize=1 << 16)
def _read_row(*entries: str) -> Reading:
    reader = AddressReader(entries)
    reader.read()
    read = (reader.zusatz, reader.strasse, reader.hausnummer, reader.ortsteil, reader.plz, reader.ort)
    return Reading(read, tuple(reader.verdicts))


def _odd(table: ListTable) -> Mask:
    """Return the rows whose address may hold a part twice, or several parts in one cell."""
    street, district, place = table["strasse"], table["ortsteil"], table["ort"]
    places = {text.casefold() for text in place.distinct} - {""}
    numbered = street.where(lambda text: any(map(str.isdigit, text[-8:]))) & table["hausnummer"].where(bool)
    odd: Mask = np.logical_or.reduce(
        [
            numbered,
            street.where(lambda text: _HOLDS_CODE.search(text) is not None),
            table["plz"].where(lambda text: len(text) > 5 and any(map(str.isalpha, text))),  # noqa: PLR2004 - a PLZ's length
            place.where(lambda text: _HOLDS_CODE.search(text) is not None),
            table["zusatz"].where(bool),
            district.where(lambda text: text.casefold() in places),
        ]
    )
    return odd


ADDRESSES = Reader(("zusatz", "strasse", "hausnummer", "ortsteil", "plz", "ort"), _read_row, _odd)
"""How a row's address is read."""
