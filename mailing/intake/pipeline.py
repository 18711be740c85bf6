"""The room's one way through: a list comes in; households in postal order and every row's fate go out."""

from __future__ import annotations

from array import array
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from mailing.base.errors import InputError
from mailing.base.messages import _
from mailing.intake.assembling import assemble
from mailing.intake.checks.checking import check_households, check_rows
from mailing.intake.checks.duplicates import exact_duplicates
from mailing.intake.cleaning import clean, cleaned
from mailing.intake.column_names import BLOCK_FLAG
from mailing.intake.columns import ALWAYS_REQUIRED, assign, require
from mailing.intake.decisions import Decisions
from mailing.intake.dispositions import (
    merge,
    name_routes,
    nothing_remains,
    reject_with_representative,
    settle_routes_without_letter,
    suppress,
)
from mailing.intake.formats.reading import read_source
from mailing.intake.households import Groups, bg_key, group
from mailing.intake.listtable import ListTable
from mailing.intake.proposals import apply_accepted, read_proposals
from mailing.intake.routes import format_numbers, route_numbers
from mailing.intake.seeds import read_seeds, refuse
from mailing.intake.split_columns import dissolved
from mailing.intake.suppression import read_suppressions
from mailing.intake.texts import Texts, packed
from mailing.model import InputRecord, Intake, RowLedger

if TYPE_CHECKING:
    from pathlib import Path

    from mailing.intake.formats.rawlist import RawList
    from mailing.intake.sources import Demands, ListSource, SideLists
    from mailing.intake.texts import Positions
    from mailing.model import AppliedChange


def take_in(source: ListSource, side: SideLists, demands: Demands) -> Intake:
    """Read a list and return its households in postal order, what was decided of every row, and all findings.

    Raises:
        InputError: the list can't be used at all, or no household remains (`NoHouseholdError`).
    """
    raw = read_source(source)
    table, record = as_table(raw, source, demands)
    table = first_households(table, source.limit)
    record = replace(record, rows=len(table.rows))
    decisions = Decisions(table.rows)
    decisions.note(finding for finding in raw.findings if finding.row is None or finding.row <= table.rows[-1])
    table = dissolved(cleaned(table, decisions))
    table, changes, applied = apply_proposals(table, side.apply, decisions)
    check_rows(table, decisions)
    copies, originals = exact_duplicates(table, decisions.is_open)
    groups = group_without(copies, table)
    suppressed = stop_suppressed(table, groups, side.suppress, demands, decisions)
    formats = format_numbers(table)
    routes = route_numbers(table, formats)
    settle_routes_without_letter(groups, routes, formats, demands, decisions)
    check_households(table, groups, demands, decisions)
    reject_with_representative(table, groups, decisions)
    name_routes(table, groups, routes, decisions)
    seeds, seed_records = take_seeds(side.seeds, demands)
    households, places = assemble(table, groups, (routes, formats), seeds, decisions)
    if not len(households) - len(seeds):
        raise nothing_remains(raw.name, decisions)
    merge(table, copies, originals, decisions)
    household_of = places[groups.household_of]
    household_of[copies] = household_of[originals]
    ledger = RowLedger(
        packed(table.rows),
        table["bg_nummer"].column(),
        array("i", np.where(decisions.has_letter, household_of, -1).astype("i").tobytes()),
        decisions.dispositions(),
        decisions.codes(),
    )
    inputs = (record, *suppressed, *seed_records, *applied)
    columns = tuple(name for name in table.columns if name != BLOCK_FLAG)
    return Intake(inputs, columns, households, ledger, tuple(decisions.findings), tuple(changes))


def as_table(raw: RawList, source: ListSource, demands: Demands) -> tuple[ListTable, InputRecord]:
    """Return the list under our column names, and the record of what was understood of it."""
    if not len(raw.rows):
        raise InputError(_("Die Liste hat keine Zeile unter der Kopfzeile"), where=raw.name)
    assignment = assign(raw.header, source.columns, raw.name)
    require((*ALWAYS_REQUIRED, *demands.required), assignment, raw.header, raw.name)
    columns = {name: raw.columns[position] for name, position in assignment.ours.items()}
    columns |= {name: raw.columns[position] for name, position in assignment.extra.items() if _counts(raw, position)}
    names = {f"column.{ours}": raw.header[position] for ours, position in assignment.ours.items()}
    record = InputRecord(raw.name, raw.sha256, len(raw.rows), {**raw.detected, **names})
    return ListTable.of(raw.rows, columns), record


def _counts(raw: RawList, position: int) -> bool:
    """Whether a column is more than what a trailing delimiter leaves."""
    return bool(raw.header[position]) or any(text.strip() for text in raw.columns[position].distinct)


def first_households(table: ListTable, limit: int | None) -> ListTable:
    """Return the rows up to the last one of the first `limit` households, and of these only theirs."""
    if limit is None:
        return table
    keys = table["bg_nummer"].changed(lambda text: bg_key(clean(text)))
    alone = keys.where(lambda key: not key)
    households = np.where(alone, len(keys.distinct) + np.arange(len(keys)), keys.codes)
    return table.taken(pd.factorize(households)[0] < limit)


def apply_proposals(
    table: ListTable, path: Path | None, decisions: Decisions
) -> tuple[ListTable, list[AppliedChange], list[InputRecord]]:
    """Apply what the clerk accepted."""
    if path is None:
        return table, [], []
    proposals, record = read_proposals(path)
    table, changes, findings = apply_accepted(table, proposals)
    decisions.note(findings)
    return table, changes, [record]


def group_without(copies: Positions, table: ListTable) -> Groups:
    """Return the households of all rows but the copies; rejected rows too, for one may be the representative's."""
    counts = np.ones(len(table), np.bool_)
    counts[copies] = False
    return group(table, counts)


def stop_suppressed(
    table: ListTable, groups: Groups, path: Path | None, demands: Demands, decisions: Decisions
) -> list[InputRecord]:
    """Settle the households of the suppression list, where there is one."""
    if path is None:
        return []
    entries, record = read_suppressions(path)
    suppress(table, groups, entries, demands, decisions)
    return [record]


def take_seeds(path: Path | None, demands: Demands) -> tuple[ListTable, list[InputRecord]]:
    """Return the seed addresses, checked like the list's rows; an error in one stops the run."""
    if path is None:
        return ListTable.of(np.zeros(0, np.int64), {}), []
    table, record = read_seeds(path, demands.required)
    decisions = Decisions(table.rows)
    table = dissolved(cleaned(table, decisions))
    numbered = table.with_columns({"bg_nummer": Texts.of(map(str, table.rows.tolist()))})
    groups = group(numbered, np.ones(len(table), np.bool_))
    check_households(table, groups, demands, decisions)
    refuse(decisions.findings, record.name)
    return table, [record]
