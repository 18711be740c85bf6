"""The households of a run in postal order, kept as columns and handed out in chunks."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from mailing.model import LIST_COLUMNS, HouseholdChunk

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    import pandas as pd

    from mailing.intake.texts import Positions

PERSON_FIELDS = ("anrede", "titel", "vorname", "nachname")
PLAIN_FIELDS = tuple(name for name in LIST_COLUMNS if name not in ("rolle", "format"))
ALL_COLUMNS = ("row", *PLAIN_FIELDS, "format", "mitglieder", "route", "is_seed")


@dataclass(frozen=True, slots=True)
class OrderedHouseholds:
    """All households that get a letter, in postal order.

    Attributes:
        columns: a row for each household with what its chunks hand out; texts are pandas categoricals.
        extra: likewise the columns beyond our own.
        members: the members' names, household after household in the list's order.
        ends, sizes: where each household's members end in `members`, and how many they are.
    """

    columns: pd.DataFrame
    extra: pd.DataFrame
    members: pd.DataFrame
    ends: Positions
    sizes: Positions

    def __len__(self) -> int:
        return len(self.columns)

    def chunks(self, size: int, only: Collection[str] | None = None) -> Iterator[HouseholdChunk]:
        """Give the households in postal order, `size` at a time; with `only`, just those columns of them."""
        names = ALL_COLUMNS if only is None else only
        extra_names = tuple(map(str, self.extra)) if only is None else ()
        for first in range(0, len(self), size):
            part = slice(first, first + size)
            extra = {name: _plain(self.extra[name], part) for name in extra_names}
            yield HouseholdChunk(first, {name: self._column(name, part) for name in names}, extra)

    def column(self, name: str) -> Sequence[Any]:
        """Return one column of the households' chunks, whole."""
        return self._column(name, slice(None))

    def _column(self, name: str, part: slice) -> Sequence[Any]:
        if name == "mitglieder":
            return self._members(part)
        return _plain((self.extra if name in self.extra else self.columns)[name], part)

    def _members(self, part: slice) -> list[tuple[tuple[str, ...], ...]]:
        sizes, ends = self.sizes[part], self.ends[part]
        stops = np.cumsum(sizes)
        places = np.arange(sizes.sum()) + np.repeat(ends - stops, sizes)
        people = list(zip(*(_plain(self.members[name], places) for name in PERSON_FIELDS), strict=True))
        bounds = [0, *stops.tolist()]
        return [tuple(people[start:stop]) for start, stop in pairwise(bounds)]


def _plain(column: pd.Series[Any], part: slice | Positions) -> list[Any]:
    """Return some of a column's values as Python's own."""
    plain: list[Any] = np.asarray(column.array[part]).tolist()
    return plain
