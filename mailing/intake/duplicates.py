"""Rows that are the same and rows that might be: the first are merged, the second listed for decision."""

from __future__ import annotations

import re
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from mailing.findings import Finding
from mailing.intake.judging import MOST_LISTED
from mailing.intake.postal_order import street_key
from mailing.intake.texts import joined_codes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy.typing as npt

    from mailing.intake.listtable import ListTable
    from mailing.intake.texts import Mask, Positions

ALIKE_NAMES = 88
"""In percent: "Meier, Anna" and "Maier, Anna" are 91, "Meier" and "Müller" less than 60."""
ALIKE_STREETS = 85
CROWD = 200
"""More people at one address, as in a shelter, aren't all compared with each other."""
NEIGHBOURS = 30
"""But each with so many that follow in the alphabet."""
_MIXER = np.uint64(0x9E3779B97F4A7C15)
_FOLDING = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "é": "e", "è": "e", "ç": "c", "ş": "s", "ı": "i"})


def exact_duplicates(table: ListTable, rows: Mask) -> tuple[Positions, Positions]:
    """Return the positions of rows that are the same in every column as an earlier one, and of the earlier ones."""
    positions = np.flatnonzero(rows)
    columns = [column.codes[positions] for column in table.columns.values()]
    marks = _row_marks(columns, len(positions))
    order = np.argsort(marks, kind="stable")
    is_repeat = np.zeros(len(order), np.bool_)
    is_repeat[1:] = marks[order][1:] == marks[order][:-1]
    firsts = order[np.maximum.accumulate(np.where(is_repeat, 0, np.arange(len(order))))]
    copies, originals = order[is_repeat], firsts[is_repeat]
    same = np.ones(len(copies), np.bool_)
    for codes in columns:
        same &= codes[copies] == codes[originals]
    by_row = np.argsort(copies[same])
    return positions[copies[same]][by_row], positions[originals[same]][by_row]


def _row_marks(columns: Sequence[npt.NDArray[np.int32]], count: int) -> npt.NDArray[np.uint64]:
    """Return a 64-bit mark for each row: the same for the same rows, and hardly ever for others."""
    marks = np.zeros(count, np.uint64)
    for codes in columns:
        marks = (marks ^ codes.astype(np.uint64)) * _MIXER
        marks ^= marks >> np.uint64(29)
    return marks


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
        self.surname = table["nachname"].changed(_folded_name).taken(heads)
        self.first_name = table["vorname"].changed(_folded_name).taken(heads)
        self.street = table["strasse"].changed(street_key).taken(heads)
        self.number = table["hausnummer"].changed(_figures).taken(heads)
        self.plz = table["plz"].taken(heads)
        self.name = joined_codes((self.surname, self.first_name))

    def full_name(self, place: int) -> str:
        """Return the folded name of one of them; surname and first name may have changed places."""
        return " ".join(sorted((self.surname[place], self.first_name[place])))

    def same_at_one_number(self) -> Iterator[tuple[int, int]]:
        """Give those of the same name in the same street, each with the first of them."""
        for group in _groups(self.plz.codes, self.number.codes, self.street.codes, self.name):
            yield from ((group[0], other) for other in group[1:])

    def alike_at_one_number(self) -> Iterator[tuple[tuple[int, int], float]]:
        """Give those of the same PLZ and house number whose names and streets are alike but not the same."""
        from rapidfuzz import fuzz

        initial = self.street.changed(lambda text: text[:1])
        for group in _groups(self.plz.codes, self.number.codes, initial.codes):
            for first, second in self._comparable(group):
                street = fuzz.ratio(self.street[first], self.street[second], score_cutoff=ALIKE_STREETS)
                if not street:
                    continue
                score = fuzz.ratio(self.full_name(first), self.full_name(second), score_cutoff=ALIKE_NAMES)
                if score:
                    yield (first, second), score

    def _comparable(self, group: list[int]) -> Iterator[tuple[int, int]]:
        """Give the pairs of a group, the same names once; in a crowd only those near each other in the alphabet."""
        distinct = list(
            {(int(self.name[place]), int(self.street.codes[place])): place for place in reversed(group)}.values()
        )
        if len(distinct) <= CROWD:
            yield from combinations(sorted(distinct), 2)
            return
        by_name = sorted(distinct, key=self.full_name)
        for rank, place in enumerate(by_name):
            yield from ((min(place, other), max(place, other)) for other in by_name[rank + 1 : rank + 1 + NEIGHBOURS])


def _folded_name(name: str) -> str:
    return re.sub(r"[\W_]+", " ", name.casefold().translate(_FOLDING)).strip()


def _figures(number: str) -> str:
    """Return a house number without letters and blanks."""
    return re.sub(r"[^0-9]+", " ", number).strip()


def _groups(*keys: npt.NDArray[np.integer]) -> Iterator[list[int]]:
    """Give the places that agree in all keys, where there are at least two."""
    order = np.lexsort(keys[::-1])
    if not len(order):
        return
    changes = np.logical_or.reduce([np.diff(key[order], prepend=-1) != 0 for key in keys])
    starts = np.flatnonzero(changes)
    ends = np.append(starts[1:], len(order))
    several = ends - starts > 1
    for start, end in zip(starts[several].tolist(), ends[several].tolist(), strict=True):
        yield sorted(order[start:end].tolist())
