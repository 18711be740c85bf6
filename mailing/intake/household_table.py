"""The households of a run in postal order, kept as columns and handed out in chunks."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from mailing.intake.routes import FORMATS, ROUTES
from mailing.model import LIST_COLUMNS, HouseholdChunk

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    import numpy.typing as npt

    from mailing.intake.texts import Codes, Positions

PERSON_FIELDS = ("anrede", "titel", "vorname", "nachname")
PLAIN_FIELDS = tuple(name for name in LIST_COLUMNS if name not in ("rolle", "format"))
ALL_COLUMNS = ("row", *PLAIN_FIELDS, "format", "mitglieder", "route", "is_seed")


@dataclass(frozen=True, slots=True)
class OrderedHouseholds:
    """All households that get a letter, in postal order.

    Attributes:
        rows: the representatives' rows as a spreadsheet shows them.
        heads: for each plain field and extra column the code of the representative's text.
        members: likewise for the members' names, household after household in the list's order.
        texts: the distinct texts that the codes stand for.
        ends, sizes: where each household's members end in `members`, and how many they are.
        routes, formats: numbers into `ROUTES` and `FORMATS`.
        is_seed: which households are control letters.
        extra: the names of the columns beyond our own.
    """

    rows: Positions
    heads: Mapping[str, Codes]
    members: Mapping[str, Codes]
    texts: Mapping[str, npt.NDArray[np.object_]]
    ends: Positions
    sizes: Positions
    routes: npt.NDArray[np.int8]
    formats: npt.NDArray[np.int8]
    is_seed: npt.NDArray[np.bool_]
    extra: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.rows)

    def chunks(self, size: int, only: Collection[str] | None = None) -> Iterator[HouseholdChunk]:
        """Give the households in postal order, `size` at a time; with `only`, just those columns of them."""
        names = ALL_COLUMNS if only is None else only
        extra_names = self.extra if only is None else ()
        for first in range(0, len(self), size):
            part = slice(first, min(first + size, len(self)))
            extra = {name: self._texts(name, part) for name in extra_names}
            yield HouseholdChunk(first, {name: self._column(name, part) for name in names}, extra)

    def column(self, name: str) -> Sequence[Any]:
        """Return one column of the households' chunks, whole."""
        return self._column(name, slice(0, len(self)))

    def _column(self, name: str, part: slice) -> Sequence[Any]:
        match name:
            case "row":
                return list(self.rows[part].tolist())
            case "format":
                return [FORMATS[number].value for number in self.formats[part].tolist()]
            case "route":
                return [ROUTES[number].value for number in self.routes[part].tolist()]
            case "is_seed":
                return list(self.is_seed[part].tolist())
            case "mitglieder":
                return self._members(part)
            case _:
                return self._texts(name, part)

    def _texts(self, name: str, part: slice) -> list[str]:
        texts: list[str] = self.texts[name][self.heads[name][part]].tolist()
        return texts

    def _members(self, part: slice) -> list[tuple[tuple[str, ...], ...]]:
        sizes, ends = self.sizes[part], self.ends[part]
        stops = np.cumsum(sizes)
        places = np.arange(sizes.sum()) + np.repeat(ends - stops, sizes)
        fields = (self.texts[name][self.members[name][places]].tolist() for name in PERSON_FIELDS)
        people = list(zip(*fields, strict=True))
        bounds = [0, *stops.tolist()]
        return [tuple(people[start:stop]) for start, stop in pairwise(bounds)]
