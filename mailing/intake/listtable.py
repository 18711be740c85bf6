"""The list under our own column names: every column of ours is there, empty where the list has none."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pandas as pd

from mailing.intake.texts import Texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mailing.intake.texts import Mask, Positions
    from mailing.model import TextColumn


@dataclass(frozen=True, slots=True)
class ListTable:
    """The list's rows under our names.

    Attributes:
        frame: what the list has, by our name or its template name. Columns are pandas categoricals; the index are the
            rows' numbers as a spreadsheet shows them.
    """

    frame: pd.DataFrame
    _looked_at: dict[str, Texts] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(cls, rows: Positions, columns: Mapping[str, Texts]) -> ListTable:
        """Make a table of columns."""
        values = {name: column.categorical for name, column in columns.items()}
        return cls(pd.DataFrame(values, index=rows, copy=False))

    @property
    def rows(self) -> Positions:
        """The rows' numbers as a spreadsheet shows them."""
        return self.frame.index.to_numpy()

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of what the list has."""
        return tuple(map(str, self.frame))

    def __len__(self) -> int:
        return len(self.frame)

    def __getitem__(self, name: str) -> Texts:
        """Return a column; checks ask for the same ones again and again, and pandas takes its time."""
        if name not in self._looked_at:
            self._looked_at[name] = (
                Texts(self.frame[name].array) if name in self.frame else Texts.repeated("", len(self))
            )
        return self._looked_at[name]

    def __contains__(self, name: str) -> bool:
        return name in self.frame

    def with_columns(self, columns: Mapping[str, Texts]) -> ListTable:
        """Return the table with some columns replaced or added."""
        return ListTable(self.frame.assign(**{name: column.categorical for name, column in columns.items()}))

    def without(self, *names: str) -> ListTable:
        """Return the table without some columns."""
        return ListTable(self.frame.drop(columns=[*names]))

    def taken(self, positions: Positions | Mask) -> ListTable:
        """Return the table of some of its rows."""
        return ListTable(self.frame.iloc[positions])

    def selected(self, names: Iterable[str], positions: Positions) -> dict[str, TextColumn]:
        """Return some columns of some rows as what other rooms take."""
        return {name: self[name].column(positions) for name in names}

    def followed_by(self, other: ListTable) -> ListTable:
        """Return the table with another's rows after its own; columns that one of them lacks are empty there."""
        if not len(other):
            return self
        names = dict.fromkeys((*self.columns, *other.columns))
        columns = {name: Texts.joined((self[name], other[name])) for name in names}
        return ListTable.of(self.frame.index.append(other.frame.index).to_numpy(), columns)
