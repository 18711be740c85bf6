"""Rows that are the same and rows that might be: the first are merged, the second listed for decision."""

from __future__ import annotations

import re
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from mailing.base.words import UMLAUTS
from mailing.findings import Finding
from mailing.intake.checks.rule_runner import MOST_LISTED
from mailing.intake.postal_order import street_key
from mailing.intake.texts import joined_codes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy.typing as npt

    from mailing.intake.listtable import ListTable
    from mailing.intake.texts import Codes, Mask, Positions

ALIKE_NAMES = 88
"""In percent: "Meier, Anna" and "Maier, Anna" are 91, "Meier" and "Müller" less than 60."""
ALIKE_STREETS = 85
CROWD = 200
"""More people at one address, as in a shelter, aren't all compared with each other."""
NEIGHBOURS = 30
"""But each with so many that follow in the alphabet."""
MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
"""An odd number without a pattern: 2**64 by the golden ratio (Knuth, The Art of Computer Programming, 6.4)."""
_FOLDING = str.maketrans({**UMLAUTS, "é": "e", "è": "e", "ç": "c", "ş": "s", "ı": "i"})


def exact_duplicates(table: ListTable, rows: Mask) -> tuple[Positions, Positions]:
    """Return the positions of rows that are the same in every column as an earlier one, and of the earlier ones."""
    columns = [table[name].codes for name in table.columns]
    positions = np.flatnonzero(rows)
    likely = positions[pd.Series(_sums(columns)[positions]).duplicated(keep=False)]
    marks = pd.Series(joined_codes(codes[likely] for codes in columns), likely)
    copies = marks[marks.duplicated()]
    firsts = marks.drop_duplicates()
    return copies.index.to_numpy(), firsts.index.to_numpy()[copies]


def _sums(columns: Sequence[Codes]) -> npt.NDArray[np.uint64]:
    """Return a number for each row: the same for rows that are the same, and for others hardly ever.

    Few rows have to be compared in full then; comparing all takes six times the memory of the list (measured).
    """
    sums = np.zeros(len(columns[0]), np.uint64)
    for codes in columns:
        sums = sums * MULTIPLIER + codes.astype(np.uint64)
    return sums


def check_near_duplicates(table: ListTable, heads: Positions) -> Iterator[Finding]:
    """List households of nearly the same name at nearly the same address.

    Compared are representatives of the same PLZ with the same house number, its letter left aside.
    """
    heads = np.sort(heads)
    people = _People(table, heads)
    pairs = dict.fromkeys(people.same_at_one_number(), 100.0)
    pairs |= dict(people.alike_at_one_number())
    by_row = sorted(pairs.items(), key=lambda item: (item[0][1], item[0][0]))
    for (first, second), score in by_row[:MOST_LISTED]:
        other, row = int(table.rows[heads[first]]), int(table.rows[heads[second]])
        yield Finding("duplicate.near", row, "nachname", details={"other": other, "score": round(score)})
    if len(by_row) > MOST_LISTED:
        left = len(by_row) - MOST_LISTED
        yield Finding("list.more-findings", None, "nachname", details={"count": left, "code": "duplicate.near"})


class _People:
    """The representatives with names and streets as they sound, so that spellings can be compared."""

    def __init__(self, table: ListTable, heads: Positions) -> None:
        names = [table[field].changed(_folded_name).taken(heads) for field in ("nachname", "vorname")]
        street = table["strasse"].changed(street_key).taken(heads)
        self.place = (table["plz"].codes[heads], table["hausnummer"].changed(_figures).codes[heads])
        self.initial = street.changed(lambda text: text[:1]).codes
        self.street = street.codes
        self.streets = street.to_list()
        self.name = joined_codes(name.codes for name in names)
        self._names = [name.to_list() for name in names]

    def same_at_one_number(self) -> Iterator[tuple[int, int]]:
        """Give those of the same name in the same street, each with the first of them."""
        for group in _groups(*self.place, self.street, self.name):
            yield from ((group[0], other) for other in group[1:])

    def alike_at_one_number(self) -> Iterator[tuple[tuple[int, int], float]]:
        """Give those of the same PLZ and house number whose names and streets are alike but not the same."""
        from rapidfuzz import fuzz

        for group in _groups(*self.place, self.initial):
            for first, second in self._comparable(group):
                street = fuzz.ratio(self.streets[first], self.streets[second], score_cutoff=ALIKE_STREETS)
                if not street:
                    continue
                score = fuzz.ratio(self._name(first), self._name(second), score_cutoff=ALIKE_NAMES)
                if score:
                    yield (first, second), score

    def _name(self, place: int) -> str:
        """Return a name for comparing: surname and first name may have changed places."""
        return " ".join(sorted([names[place] for names in self._names]))

    def _comparable(self, group: list[int]) -> Iterator[tuple[int, int]]:
        """Give the pairs of a group, the same names once; in a crowd only those near each other in the alphabet."""
        distinct = list({(self.name[place], self.street[place]): place for place in reversed(group)}.values())
        if len(distinct) <= CROWD:
            yield from combinations(sorted(distinct), 2)
            return
        by_name = sorted(distinct, key=self._name)
        for rank, place in enumerate(by_name):
            yield from ((min(place, other), max(place, other)) for other in by_name[rank + 1 : rank + 1 + NEIGHBOURS])


def _folded_name(name: str) -> str:
    return re.sub(r"[\W_]+", " ", name.casefold().translate(_FOLDING)).strip()


def _figures(number: str) -> str:
    """Return a house number without letters and blanks."""
    return re.sub(r"[^0-9]+", " ", number).strip()


def _groups(*keys: Codes) -> Iterator[list[int]]:
    """Give the places that agree in all keys, where there are at least two."""
    frame = pd.DataFrame(dict(enumerate(keys)))
    several = frame[frame.duplicated(keep=False)]
    places = several.index.to_numpy()
    for group in several.groupby([*several], sort=False).indices.values():
        yield places[group].tolist()
