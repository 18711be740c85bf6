"""The order of the post: Leitregion and PLZ, street, house number as people count."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from mailing.base.words import folded

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy.typing as npt

    from mailing.intake.listtable import ListTable
    from mailing.intake.texts import Positions, Texts

_DIGITS = re.compile(r"([0-9]+)")


def postal_order(table: ListTable, heads: Positions) -> Positions:
    """Return the order of the households whose representatives' rows are `heads`; ties keep the list's order."""
    rules: dict[str, Callable[[str], object]] = {"plz": str, "strasse": street_key, "hausnummer": natural}
    keys = pd.DataFrame({field: _ranks(table[field], rule)[heads] for field, rule in rules.items()})
    return keys.assign(row=heads).sort_values([*rules, "row"], kind="stable").index.to_numpy()


def _ranks(column: Texts, key: Callable[[str], object]) -> npt.NDArray[np.int32]:
    """Return for every row the rank of its text in the order of `key`; equal keys have equal ranks."""
    keys: list[object] = [key(text) for text in column.distinct]
    rank = {each: number for number, each in enumerate(sorted(set(keys)))}  # type: ignore[type-var]
    return column.looked_up([rank[each] for each in keys], np.int32)


def street_key(street: str) -> str:
    """Return a street's place in the alphabet (DIN 5007-2), "Str." and "straße" alike."""
    plain = folded(street)
    plain = re.sub(r"str(\.|asse)?(?=\s|$|-)", "strasse", plain)
    return re.sub(r"[^a-z0-9]+", " ", plain).strip()


def natural(number: str) -> tuple[tuple[int, str], ...]:
    """Return a house number's place: "9" before "10", "10" before "10 a"."""
    parts = _DIGITS.split(number.casefold().replace(" ", ""))
    return tuple(_place_of(part) for part in parts if part)


def _place_of(part: str) -> tuple[int, str]:
    """Return the place of figures or of other signs: figures by their length first, for there may be thousands."""
    if not part.isdecimal():
        return -1, part
    figures = part.lstrip("0")
    return len(figures), figures
