"""Some columns read together, row by row where they aren't plain: each combination of entries once."""

from __future__ import annotations

from collections.abc import Callable  # noqa: TC003 - a NamedTuple's types are looked up
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from mailing.intake.checks.rule_runner import findings_of
from mailing.intake.texts import Texts, joined_codes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mailing.findings import Finding
    from mailing.intake.checks.rule_runner import Verdict
    from mailing.intake.listtable import ListTable
    from mailing.intake.texts import Mask


class Reading(NamedTuple):
    """The entries as they are handed on, and what there is to tell of them."""

    entries: tuple[str, ...]
    verdicts: tuple[Verdict, ...]


class Reader(NamedTuple):
    """How some columns are read together.

    Attributes:
        fields: the columns.
        read: gives the reading of one row's entries.
        odd: gives the rows that need reading; all others say plainly what they mean.
    """

    fields: tuple[str, ...]
    read: Callable[..., Reading]
    odd: Callable[[ListTable], Mask]

    def applied(self, table: ListTable) -> ListTable:
        """Return the table with the entries as they were understood."""
        rows = np.flatnonzero(self.odd(table))
        before = [table[field].taken(rows).to_list() for field in self.fields]
        after = zip(*(self.read(*entries).entries for entries in zip(*before, strict=True)), strict=True)
        changed = {}
        for field, old, new in zip(self.fields, before, after, strict=False):
            if list(new) != old:
                whole = np.array(table[field].to_list(), np.object_)
                whole[rows] = new
                changed[field] = Texts.of(whole)
        return table.with_columns(changed) if changed else table

    def findings(self, table: ListTable, rows: Mask) -> Iterator[Finding]:
        """Tell of the rows what isn't plain in them."""
        odd = rows & self.odd(table)
        if not odd.any():
            return
        looked_at = np.flatnonzero(odd)
        codes = np.full(len(table), -1, np.int64)
        codes[looked_at] = joined_codes(table[field].codes[looked_at] for field in self.fields)
        first = looked_at[~pd.Series(codes[looked_at]).duplicated()]
        entries = zip(*(table[field].taken(first).to_list() for field in self.fields), strict=True)
        told: dict[tuple[str, str], dict[int, Verdict]] = {}
        for code, row in zip(codes[first].tolist(), entries, strict=True):
            for verdict in self.read(*row).verdicts:
                told.setdefault((verdict.field, verdict.code), {})[code] = verdict
        for (field, _code), verdicts in told.items():
            yield from findings_of(table, field, codes, verdicts, odd)
