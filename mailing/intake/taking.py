"""The room's one way through: a list comes in; households in postal order and every row's fate go out."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from mailing.errors import InputError
from mailing.findings import KINDS, Finding
from mailing.intake.appointments import read_appointment
from mailing.intake.checking import check_households, check_rows
from mailing.intake.cleaning import clean, cleaned
from mailing.intake.column_names import BLOCK_FLAG
from mailing.intake.columns import ALWAYS_REQUIRED, assign, require
from mailing.intake.combined import dissolved
from mailing.intake.countries import country_name
from mailing.intake.decisions import Decisions
from mailing.intake.duplicates import exact_duplicates
from mailing.intake.household_table import OrderedHouseholds
from mailing.intake.households import Groups, bg_key, first_seen, group
from mailing.intake.listtable import ListTable
from mailing.intake.postal_order import postal_order
from mailing.intake.proposals import apply_accepted, read_proposals
from mailing.intake.reading import read_source
from mailing.intake.routes import FORMATS, ROUTES, format_numbers, route_numbers
from mailing.intake.seeds import read_seeds, refuse
from mailing.intake.suppression import read_suppressions
from mailing.messages import _
from mailing.model import LIST_COLUMNS, Disposition, InputRecord, Intake, LetterFormat, Route, RowLedger

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import numpy.typing as npt

    from mailing.intake.rawlist import RawList
    from mailing.intake.routes import Numbers
    from mailing.intake.sources import Demands, ListSource, SideLists
    from mailing.intake.texts import Positions
    from mailing.model import AppliedChange


class NoHouseholdError(InputError):
    """No row of the list becomes a letter; `findings` tell why."""

    findings: Sequence[Finding] = ()


def take_in(source: ListSource, side: SideLists, demands: Demands) -> Intake:
    """Read a list and return its households in postal order, what was decided of every row, and all findings.

    Raises:
        InputError: the list can't be used at all, or no household remains (`NoHouseholdError`).
    """
    raw = read_source(source)
    table, record = as_table(raw, source, demands)
    table = first_households(table, source.limit)
    decisions = Decisions(table.rows)
    decisions.note(finding for finding in raw.findings if finding.row is None or finding.row <= table.rows[-1])
    table = dissolved(cleaned(table, decisions))
    table, changes, applied = apply_proposals(table, side.apply, decisions)
    check_rows(table, decisions)
    copies, originals = exact_duplicates(table, decisions.is_open)
    groups = group_without(copies, table)
    suppressed = suppress(groups, table, side.suppress, demands, decisions)
    formats = format_numbers(table)
    routes = route_numbers(table, formats)
    settle_routes_without_letter(groups, routes, formats, demands, decisions)
    check_households(table, groups, routes, demands, decisions)
    reject_with_representative(table, groups, decisions)
    name_routes(table, groups, routes, decisions)
    seeds, seed_records = take_seeds(side.seeds, demands)
    households, place = ordered(table, groups, routes, formats, seeds, decisions)
    if not len(households) - len(seeds):
        raise nothing_remains(raw.name, decisions)
    merge(table, copies, originals, decisions)
    household_of = place[groups.household_of]
    household_of[copies] = household_of[originals]
    ledger = RowLedger(
        table.rows.tolist(),
        table["bg_nummer"].to_list(),
        np.where(decisions.has_letter, household_of, -1).tolist(),
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
    return ListTable(raw.rows, columns), record


def _counts(raw: RawList, position: int) -> bool:
    """Whether a column is more than what a trailing delimiter leaves."""
    return bool(raw.header[position]) or any(text.strip() for text in raw.columns[position].distinct)


def first_households(table: ListTable, limit: int | None) -> ListTable:
    """Return the rows up to the last one of the first `limit` households, and of these only theirs."""
    if limit is None:
        return table
    keys = table["bg_nummer"].changed(lambda text: bg_key(clean(text)))
    alone = keys.where(lambda key: not key)
    codes = keys.codes.astype(np.int64)
    codes[alone] = len(keys.distinct) + np.flatnonzero(alone)
    return table.taken(first_seen(codes) < limit)


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


def suppress(
    groups: Groups, table: ListTable, path: Path | None, demands: Demands, decisions: Decisions
) -> list[InputRecord]:
    """Settle the households on the suppression list."""
    if path is None:
        return []
    entries, record = read_suppressions(path)
    keys = [bg_key(table["bg_nummer"][head]) for head in groups.heads.tolist()]
    stopped = np.zeros(len(groups), np.bool_)
    for household, key in enumerate(keys):
        entry = entries.get(key)
        if entry is None:
            continue
        row = int(table.rows[groups.heads[household]])
        if entry.counts_on(demands.date):
            stopped[household] = True
            decisions.note(
                [Finding("suppression.listed", row, "bg_nummer", entry.reason, details={"other": entry.row})]
            )
        elif entry.until is not None:
            details = {"until": entry.until.strftime("%d.%m.%Y"), "other": entry.row}
            decisions.note([Finding("suppression.expired", row, "bg_nummer", details=details)])
    unknown = [entry for key, entry in entries.items() if key not in set(keys)]
    decisions.note(
        Finding("suppression.unknown-number", None, "bg_nummer", entry.number, details={"other": entry.row})
        for entry in unknown
    )
    decisions.settle(groups.rows_of(stopped), Disposition.SUPPRESSED, "suppression.listed")
    return [record]


def settle_routes_without_letter(
    groups: Groups, routes: Numbers, formats: Numbers, demands: Demands, decisions: Decisions
) -> None:
    """Settle the households that get no letter on paper: no abode, electronic, or a format that isn't offered."""
    heads = groups.heads
    open_heads = decisions.is_open[heads]
    for route in (Route.NO_ABODE, Route.ELECTRONIC):
        rows = groups.rows_of(routes[heads] == ROUTES.index(route))
        decisions.settle(rows, Disposition.SPECIAL_ROUTE, f"route.{route}")
    offered = {LetterFormat.STANDARD, LetterFormat.ELECTRONIC, *demands.formats}
    for form in (form for form in FORMATS if form not in offered):
        lacking = (formats[heads] == FORMATS.index(form)) & open_heads & decisions.is_open[heads]
        decisions.note(
            Finding("format.not-offered", int(decisions.rows[head]), "format", details={"format": form.value})
            for head in heads[lacking].tolist()
        )
        decisions.settle(groups.rows_of(lacking), Disposition.SPECIAL_ROUTE, "format.not-offered")


def reject_with_representative(table: ListTable, groups: Groups, decisions: Decisions) -> None:
    """Reject the rows whose representative's row was rejected: nobody else is guessed to speak for the BG."""
    rejected = decisions.is_rejected[groups.heads]
    rows = groups.rows_of(rejected) & decisions.is_open
    for position in np.flatnonzero(rows).tolist():
        head = groups.heads[groups.household_of[position]]
        details = {"other": int(table.rows[head])}
        decisions.note([Finding("household.representative-rejected", int(table.rows[position]), details=details)])


def name_routes(table: ListTable, groups: Groups, routes: Numbers, decisions: Decisions) -> None:
    """Tell each special route, and keep its code with the household's rows."""
    for number, route in enumerate(ROUTES):
        if route is Route.BULK:
            continue
        code = f"route.{route}"
        chosen = (routes[groups.heads] == number) & decisions.carries(code)[groups.heads]
        decisions.note(Finding(code, int(table.rows[head])) for head in groups.heads[chosen].tolist())
        decisions.settle(groups.rows_of(chosen), "", code)


def take_seeds(path: Path | None, demands: Demands) -> tuple[ListTable, list[InputRecord]]:
    """Return the seed addresses, checked like the list's rows; an error in one stops the run."""
    if path is None:
        return ListTable(np.zeros(0, np.int64), {}), []
    table, record = read_seeds(path, demands.required)
    decisions = Decisions(table.rows)
    table = dissolved(cleaned(table, decisions))
    numbered = table.with_columns({"bg_nummer": table["bg_nummer"].numbered()})
    groups = group(numbered, np.ones(len(table), np.bool_))
    check_households(table, groups, route_numbers(table, format_numbers(table)), demands, decisions)
    refuse(decisions.findings, record.name)
    return table, [record]


def ordered(  # noqa: PLR0913 - what a household consists of
    table: ListTable,
    groups: Groups,
    routes: Numbers,
    formats: Numbers,
    seeds: ListTable,
    decisions: Decisions,
) -> tuple[OrderedHouseholds, npt.NDArray[np.int64]]:
    """Return the households that get a letter in postal order, seeds among them, and each group's place or -1."""
    alive = np.flatnonzero(decisions.is_open[groups.heads])
    members = groups.members[decisions.is_open[groups.members]]
    sizes = np.bincount(groups.household_of[members], minlength=len(groups))
    ends = np.cumsum(sizes)
    seed_rows = np.arange(len(table), len(table) + len(seeds))
    whole = with_meanings(table.followed_by(seeds))
    heads = np.concatenate([groups.heads[alive], seed_rows])
    order = postal_order(whole, heads)
    seed_ends = len(members) + 1 + np.arange(len(seeds))
    is_seed = np.arange(len(heads)) >= len(alive)
    bulk, standard = np.full(len(seeds), ROUTES.index(Route.BULK), np.int8), np.zeros(len(seeds), np.int8)
    households = OrderedHouseholds.of(
        whole,
        heads[order],
        np.concatenate([members, seed_rows]),
        np.concatenate([ends[alive], seed_ends])[order],
        np.concatenate([sizes[alive], np.ones(len(seeds), np.int64)])[order],
        np.concatenate([routes[groups.heads[alive]], bulk])[order],
        np.concatenate([formats[groups.heads[alive]], standard])[order],
        is_seed[order],
        tuple(name for name in whole.columns if name not in LIST_COLUMNS and name != BLOCK_FLAG),
    )
    place = np.full(len(groups) + 1, -1, np.int64)
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    place[alive] = rank[: len(alive)]
    return households, place


def with_meanings(table: ListTable) -> ListTable:
    """Return the table with appointments as ISO texts and countries by their German names."""

    def moment(text: str) -> str:
        said = read_appointment(text)
        return said.iso if said else ""

    return table.with_columns({"termin": table["termin"].changed(moment), "land": table["land"].changed(country_name)})


def merge(table: ListTable, copies: Positions, originals: Positions, decisions: Decisions) -> None:
    """Let copies share the fate of their originals: merged where that has a letter."""
    settled = ~decisions.has_letter[originals]
    decisions.copy_to(copies[settled], originals[settled])
    for copy, original in zip(copies[~settled].tolist(), originals[~settled].tolist(), strict=True):
        details = {"other": int(table.rows[original])}
        decisions.note([Finding("duplicate.exact", int(table.rows[copy]), details=details)])
    decisions.settle(copies[~settled], Disposition.MERGED, "duplicate.exact")


def nothing_remains(name: str, decisions: Decisions) -> NoHouseholdError:
    """Return the error for a list of which no row becomes a letter, with the most frequent reason."""
    codes = Counter(code for code in decisions.codes() if code)
    code, count = codes.most_common(1)[0] if codes else ("field.missing", 0)
    finding = next((finding for finding in decisions.findings if finding.code == code), None)
    reason = finding.message if finding else KINDS[code].message
    error = NoHouseholdError(
        _("Keine Zeile der Liste ergibt einen Brief; häufigster Grund ({count} Zeilen): {reason}").format(
            count=count, reason=reason
        ),
        where=_("{name}, Spalte {column}").format(name=name, column=finding.field)
        if finding and finding.field
        else name,
        hint=_(KINDS[code].hint),
    )
    error.findings = tuple(decisions.findings)
    return error
