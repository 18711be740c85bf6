"""The list under our own column names: every column of ours is there, empty where the list has none."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import numpy as np

from mailing.intake.texts import Texts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mailing.intake.texts import Mask, Positions


@dataclasses.dataclass(frozen=True, slots=True)
class ListTable:
    """The list's rows under our names.

    Attributes:
        rows: the rows' numbers as a spreadsheet shows them.
        columns: what the list has, by our name or its template name.
    """

    rows: Positions
    columns: Mapping[str, Texts]

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, name: str) -> Texts:
        return self.columns[name] if name in self.columns else Texts.repeated("", len(self.rows))

    def __contains__(self, name: str) -> bool:
        return name in self.columns

    def with_columns(self, columns: Mapping[str, Texts]) -> ListTable:
        """Return the table with some columns replaced or added."""
        return dataclasses.replace(self, columns={**self.columns, **columns})

    def without(self, *names: str) -> ListTable:
        """Return the table without some columns."""
        return dataclasses.replace(
            self, columns={name: column for name, column in self.columns.items() if name not in names}
        )

    def taken(self, positions: Positions | Mask) -> ListTable:
        """Return the table of some of its rows."""
        return ListTable(self.rows[positions], {name: column.taken(positions) for name, column in self.columns.items()})

    def followed_by(self, other: ListTable) -> ListTable:
        """Return the table with another's rows after its own; columns that one of them lacks are empty there."""
        if not len(other):
            return self
        names = dict.fromkeys((*self.columns, *other.columns))
        columns = {name: self[name].followed_by(other[name]) for name in names}
        return ListTable(np.concatenate([self.rows, other.rows]), columns)
