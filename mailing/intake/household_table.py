"""The households of a run in postal order, kept as columns and handed out in chunks."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from operator import eq
from typing import TYPE_CHECKING, Any

import numpy as np

from mailing.model import LIST_COLUMNS, HouseholdChunk, TextColumn

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from mailing.intake.texts import Positions

PERSON_FIELDS = ("anrede", "titel", "vorname", "nachname")
PLAIN_FIELDS = tuple(name for name in LIST_COLUMNS if name not in ("rolle", "format"))
MEMBERS = "mitglieder"
ALL_COLUMNS = ("row", *PLAIN_FIELDS, "format", MEMBERS, "route", "is_seed")


@dataclass(frozen=True, slots=True)
class OrderedHouseholds:
    """All households that get a letter, in postal order.

    Attributes:
        columns: for each household what its chunks hand out.
        extra: likewise the columns beyond our own.
        members: the members' names, household after household in the list's order.
        ends, sizes: where each household's members end in `members`, and how many they are.
    """

    columns: Mapping[str, Sequence[Any]]
    extra: Mapping[str, TextColumn]
    members: Mapping[str, TextColumn]
    ends: Positions
    sizes: Positions

    def __len__(self) -> int:
        return len(self.sizes)

    def chunks(self, size: int, only: Collection[str] | None = None) -> Iterator[HouseholdChunk]:
        """Give the households in postal order, `size` at a time; with `only`, just those columns of them."""
        names = ALL_COLUMNS if only is None else only
        extra = self.extra if only is None else {}
        for first in range(0, len(self), size):
            part = slice(first, first + size)
            columns = {name: self._members(part) if name == MEMBERS else self.column(name)[part] for name in names}
            yield HouseholdChunk(first, columns, {name: column[part] for name, column in extra.items()})

    def column(self, name: str) -> Sequence[Any]:
        """Return one column of the households' chunks, whole."""
        if name == MEMBERS:
            return self._members(slice(None))
        return self.extra[name] if name in self.extra else self.columns[name]

    def taken(self, households: Sequence[int], names: Iterable[str]) -> Iterator[Iterable[Any]]:
        """Give some columns of some households, one after the other; the work is theirs, not the whole table's."""
        part = _side_by_side(households)
        for name in names:
            if name == MEMBERS:
                yield self._members(part or np.asarray(households, dtype=np.intp))
                continue
            column = self.column(name)
            if part:
                yield column[part]
            elif isinstance(column, TextColumn):
                yield column.taken(households)
            else:
                yield map(column.__getitem__, households)

    def _members(self, part: slice | Positions) -> list[tuple[tuple[str, ...], ...]]:
        sizes, ends = self.sizes[part], self.ends[part]
        stops = np.cumsum(sizes)
        places = (np.arange(sizes.sum()) + np.repeat(ends - stops, sizes)).tolist()
        people = list(zip(*(self.members[name].taken(places) for name in PERSON_FIELDS), strict=True))
        return [tuple(people[start:stop]) for start, stop in pairwise([0, *stops.tolist()])]


def _side_by_side(households: Sequence[int]) -> slice | None:
    """Return households that follow each other as a slice, which is read in half the time; None for others."""
    if not len(households) or households[-1] - households[0] != len(households) - 1:
        return None
    part = range(households[0], households[-1] + 1)
    return slice(part.start, part.stop) if all(map(eq, households, part)) else None
