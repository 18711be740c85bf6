"""The room's one way through: a list comes in; households in postal order and every row's fate go out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mailing.errors import InputError
from mailing.intake.columns import ALWAYS_REQUIRED, assign, require
from mailing.intake.decisions import Decisions
from mailing.intake.household_table import OrderedHouseholds
from mailing.intake.households import group
from mailing.intake.listtable import ListTable
from mailing.intake.postal_order import postal_order
from mailing.intake.reading import read_source
from mailing.messages import _
from mailing.model import LIST_COLUMNS, InputRecord, Intake, RowLedger

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mailing.intake.rawlist import RawList
    from mailing.intake.sources import Demands, ListSource, SideLists


def take_in(source: ListSource, side: SideLists, demands: Demands) -> Intake:
    """Read a list and return its households in postal order, what was decided of every row, and all findings.

    Raises:
        InputError: the list can't be used at all, or no household remains.
    """
    raw = read_source(source)
    table, record = as_table(raw, source, demands.required)
    decisions = Decisions(table.rows)
    groups = group(table, decisions.is_open)
    order = postal_order(table, groups.heads)
    extra = tuple(name for name in table.columns if name not in LIST_COLUMNS)
    count = len(order)
    households = OrderedHouseholds(
        table,
        groups.heads[order],
        groups.members,
        groups.starts[:-1][order],
        groups.starts[1:][order],
        np.zeros(count, np.int8),
        np.zeros(count, np.int8),
        np.zeros(count, np.bool_),
        extra,
    )
    place = np.empty(count + 1, np.int64)
    place[order] = np.arange(count)
    place[-1] = -1
    ledger = RowLedger(
        table.rows.tolist(),
        table["bg_nummer"].to_list(),
        place[groups.household_of].tolist(),
        decisions.dispositions(),
        decisions.codes(),
    )
    return Intake((record,), tuple(table.columns), households, ledger, tuple(decisions.findings))


def as_table(raw: RawList, source: ListSource, required: Iterable[str]) -> tuple[ListTable, InputRecord]:
    """Return the list under our column names, and the record of what was understood of it."""
    if not len(raw.rows):
        raise InputError(_("Die Liste hat keine Zeile unter der Kopfzeile"), where=raw.name)
    assignment = assign(raw.header, source.columns, raw.name)
    require((*ALWAYS_REQUIRED, *required), assignment, raw.header, raw.name)
    columns = {name: raw.columns[position] for name, position in assignment.ours.items()}
    columns |= {name: raw.columns[position] for name, position in assignment.extra.items()}
    names = {f"column.{ours}": raw.header[position] for ours, position in assignment.ours.items()}
    record = InputRecord(raw.name, raw.sha256, len(raw.rows), {**raw.detected, **names})
    return ListTable(raw.rows, columns), record
