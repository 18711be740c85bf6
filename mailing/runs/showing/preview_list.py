"""The list whose households a letter is shown for while it is written: read once, whatever the text asks of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TYPE_CHECKING, Final

from mailing.runs.making.preparation import Preparation, take_in
from mailing.runs.offices.sample import write_sample

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from mailing.model import Household, Intake

AT_A_TIME: Final = 200
"""Households that are made at a time: the next one is there already."""
SAMPLE_HOUSEHOLDS: Final = 60
SAMPLE_SEED: Final = 1


@dataclass
class KeptList:
    """A list as it was taken in.

    Attributes:
        columns: those that it has, by template name.
    """

    _taken: Intake
    _first: int = -1
    _made: tuple[Household, ...] = field(default=())

    @classmethod
    def read(cls, preparation: Preparation) -> KeptList:
        """Read the preparation's list: a column that the letter demands may be missing, for its text is still written.

        Raises:
            InputError: it can't be used.
        """
        lenient = replace(preparation.template, required_columns=())
        return cls(take_in(replace(preparation, template=lenient)))

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that the list has, by template name."""
        return self._taken.columns

    @property
    def further_columns(self) -> tuple[str, ...]:
        """Those of them that aren't ours."""
        return tuple(self._taken.households.extra)

    def __len__(self) -> int:
        return len(self._taken.households)

    def household(self, place: int, examples: Mapping[str, str]) -> Household:
        """Return a household by its place in postal order; the nearest one where there is none of that place.

        Args:
            place: from 0.
            examples: entries for the columns that the list lacks.
        """
        place = min(max(place, 0), len(self) - 1)
        first = place - place % AT_A_TIME
        if first != self._first:
            chunk = next(islice(self._taken.households.chunks(AT_A_TIME), first // AT_A_TIME, None))
            self._first, self._made = first, tuple(chunk.households())
        found = self._made[place - first]
        lacking = {name: entry for name, entry in examples.items() if name not in found.extra}
        return replace(found, extra={**found.extra, **lacking}) if lacking else found

    def place_of_row(self, row: int) -> int | None:
        """Return the place of the household whose first person stands in that row; None where there is none."""
        rows = self._taken.households.column("row")
        return next((place for place, each in enumerate(rows) if each == row), None)


def sample_list(folder: Path) -> Path:
    """Write the invented list that letters are shown for where no other is chosen; return its file."""
    target = folder / "beispiel.csv"
    write_sample(SAMPLE_HOUSEHOLDS, SAMPLE_SEED, target, persons=False)
    return target
