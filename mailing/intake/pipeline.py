"""The room's one way through: a list comes in; households in postal order and every row's fate go out."""

from __future__ import annotations

from array import array
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from mailing.base.errors import InputError
from mailing.base.memory import give_back
from mailing.base.messages import _
from mailing.intake.addressees import check_salutation_column
from mailing.intake.assembling import assemble
from mailing.intake.checks.checking import check_households, check_rows
from mailing.intake.checks.duplicates import exact_duplicates
from mailing.intake.cleaning import clean, cleaned
from mailing.intake.column_accounts import column_entries
from mailing.intake.column_names import BLOCK_FLAG
from mailing.intake.columns import ALWAYS_REQUIRED, assign_list, require
from mailing.intake.decisions import Decisions
from mailing.intake.dispositions import (
    merge,
    name_routes,
    nothing_remains,
    reject_with_representative,
    settle_routes_without_letter,
    suppress,
)
from mailing.intake.formats.rawlist import record_of
from mailing.intake.formats.reading import read_source
from mailing.intake.households import Groups, group, household_numbers
from mailing.intake.listtable import ListTable
from mailing.intake.locating import located, their_columns
from mailing.intake.proposal_table import read_answers
from mailing.intake.proposals import apply_accepted, proposals_for
from mailing.intake.routes import format_numbers, route_numbers
from mailing.intake.saved_mappings import with_words, without_footer
from mailing.intake.seeds import read_seeds
from mailing.intake.side_lists import refuse
from mailing.intake.split_columns import dissolved
from mailing.intake.suppression import read_suppressions
from mailing.intake.texts import Texts, packed
from mailing.model import LIST_COLUMNS, Intake, RowLedger

if TYPE_CHECKING:
    from pathlib import Path

    from mailing.intake.columns import Assignment
    from mailing.intake.formats.rawlist import RawList
    from mailing.intake.sources import Demands, ListSource, SideLists
    from mailing.intake.texts import Positions
    from mailing.model import AppliedChange, InputRecord


def take_in(source: ListSource, side: SideLists, demands: Demands, *, proposing: bool = False) -> Intake:
    """Read a list and return its households in postal order, what was decided of every row, and all findings.

    With `proposing`, it works out too what would settle them.

    Raises:
        InputError: the list can't be used at all, or no household remains (`NoHouseholdError`).
    """
    raw = without_footer(read_source(source), source.mapping)
    table, record, assignment = as_table(raw, source, demands)
    give_back()  # here and below: what was looked at on the way lies in pieces that no allocator returns unasked
    table = first_households(table, source.limit)
    record = record.limited_to(len(table.rows))
    read, theirs = table, assignment.names(raw.header)
    decisions = Decisions(table.rows)
    decisions.note(finding for finding in raw.findings if finding.row is None or finding.row <= table.rows[-1])
    decisions.note(assignment.findings)
    table = dissolved(cleaned(table, decisions), asks_first=assignment.needs_consent)
    decisions.note(check_salutation_column(table))
    table, changes, applied = apply_proposals(table, side.apply, demands, decisions)
    check_rows(table, demands, decisions)
    copies, originals = exact_duplicates(table, decisions.is_open)
    groups = group_without(copies, table)
    suppressed = stop_suppressed(table, groups, side.suppress, demands, decisions)
    formats = format_numbers(table)
    routes = route_numbers(table, formats)
    settle_routes_without_letter(groups, routes, formats, demands, decisions)
    give_back()
    check_households(table, groups, demands, decisions)
    give_back()
    reject_with_representative(table, groups, decisions)
    name_routes(table, groups, routes, decisions)
    seeds, seed_records = take_seeds(side.seeds, demands)
    households, places = assemble(table, groups, (routes, formats), seeds, decisions)
    if len(households) > len(seeds):
        merge(table, copies, originals, decisions)
    findings = tuple(located(decisions.findings, read, theirs))
    proposals = proposals_for(table, decisions.findings, demands) if proposing else ()
    if len(households) == len(seeds):
        raise nothing_remains(record, decisions, findings, proposals)
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
    names = their_columns(LIST_COLUMNS + columns, read, theirs)
    return Intake(inputs, columns, households, ledger, findings, tuple(changes), proposals, names)


def as_table(raw: RawList, source: ListSource, demands: Demands) -> tuple[ListTable, InputRecord, Assignment]:
    """Return the list under our column names, the record of what was understood of it, and which column is which."""
    if not len(raw.rows):
        raise InputError(_("Die Liste hat keine Zeile unter der Kopfzeile"), where=raw.name)
    assignment = assign_list(raw, source, demands)
    require((*ALWAYS_REQUIRED, *demands.required), assignment, raw.header, raw.name)
    positions = {**assignment.ours, **assignment.extra}
    columns = {name: raw.columns[position] for name, position in positions.items()}
    names = {f"column.{ours}": raw.header[position] for ours, position in assignment.ours.items()}
    told = column_entries(raw, assignment.ours, assignment.extra, demands)
    record = replace(record_of(raw, names), columns=told)
    return with_words(ListTable.of(raw.rows, columns), source.mapping), record, assignment


def first_households(table: ListTable, limit: int | None) -> ListTable:
    """Return the rows up to the last one of the first `limit` households, and of these only theirs."""
    if limit is None:
        return table
    numbers = household_numbers(table.with_columns({"bg_nummer": table["bg_nummer"].changed(clean)}))
    households = np.where(numbers < 0, numbers.max(initial=0) + 1 + np.arange(len(table)), numbers)
    return table.taken(pd.factorize(households)[0] < limit)


def apply_proposals(
    table: ListTable, path: Path | None, demands: Demands, decisions: Decisions
) -> tuple[ListTable, list[AppliedChange], list[InputRecord]]:
    """Apply what the clerk accepted."""
    if path is None:
        return table, [], []
    answers, record = read_answers(path)
    table, changes, findings = apply_accepted(table, answers, demands)
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
