"""The households of a run in postal order, kept as columns and handed out in chunks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mailing.model import LIST_COLUMNS, HouseholdChunk, LetterFormat, Person, Route

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy.typing as npt

    from mailing.intake.listtable import ListTable
    from mailing.intake.texts import Positions

ROUTES = tuple(Route)
FORMATS = tuple(LetterFormat)
PERSON_FIELDS = ("anrede", "titel", "vorname", "nachname")
PLAIN_FIELDS = tuple(name for name in LIST_COLUMNS if name not in ("rolle", "format"))


@dataclass(frozen=True, slots=True)
class OrderedHouseholds:
    """All households that get a letter, in postal order.

    Attributes:
        table: the list's rows and, after them, those of the seed addresses; `termin` as ISO texts.
        heads: the representatives' positions in `table`.
        members: positions of all members, household after household.
        starts, ends: where each household's members stand in `members`.
        routes, formats: numbers into `ROUTES` and `FORMATS`.
        is_seed: which households are control letters.
        extra: the names of the columns beyond our own.
    """

    table: ListTable
    heads: Positions
    members: Positions
    starts: Positions
    ends: Positions
    routes: npt.NDArray[np.int8]
    formats: npt.NDArray[np.int8]
    is_seed: npt.NDArray[np.bool_]
    extra: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.heads)

    def chunks(self, size: int) -> Iterator[HouseholdChunk]:
        """Give the households in postal order, `size` at a time."""
        for first in range(0, len(self), size):
            yield self._chunk(first, min(first + size, len(self)))

    def _chunk(self, first: int, end: int) -> HouseholdChunk:
        heads = self.heads[first:end]
        columns: dict[str, Sequence[object]] = {"row": self.table.rows[heads].tolist()}
        for name in PLAIN_FIELDS:
            columns[name] = self.table[name].taken(heads).to_list()
        columns["format"] = [FORMATS[number].value for number in self.formats[first:end].tolist()]
        columns["mitglieder"] = self._members(first, end)
        columns["route"] = [ROUTES[number].value for number in self.routes[first:end].tolist()]
        columns["is_seed"] = self.is_seed[first:end].tolist()
        extra = {name: self.table[name].taken(heads).to_list() for name in self.extra}
        return HouseholdChunk(first, columns, extra)

    def _members(self, first: int, end: int) -> list[tuple[Person, ...]]:
        sizes = self.ends[first:end] - self.starts[first:end]
        stops = np.cumsum(sizes)
        within = np.arange(sizes.sum()) - np.repeat(stops - sizes, sizes)
        positions = self.members[np.repeat(self.starts[first:end], sizes) + within]
        fields = (self.table[name].taken(positions).to_list() for name in PERSON_FIELDS)
        people = [Person(*entries) for entries in zip(*fields, strict=True)]
        bounds = [0, *stops.tolist()]
        return [tuple(people[start:stop]) for start, stop in zip(bounds, bounds[1:], strict=False)]
