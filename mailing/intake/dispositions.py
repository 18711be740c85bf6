"""What becomes of households: suppressed, on a way of their own, rejected with their representative, merged."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

import numpy as np

from mailing.base.errors import InputError
from mailing.base.messages import _
from mailing.findings import KINDS, Finding
from mailing.intake.households import bg_key
from mailing.intake.routes import FORMATS, ROUTES, field_of_route
from mailing.model import Disposition, LetterFormat, Route

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mailing.intake.decisions import Decisions
    from mailing.intake.households import Groups
    from mailing.intake.listtable import ListTable
    from mailing.intake.routes import Numbers
    from mailing.intake.sources import Demands
    from mailing.intake.suppression import Suppression
    from mailing.intake.texts import Positions
    from mailing.model import InputRecord, Proposal


FOLLOWS: Final = "household.representative-rejected"
"""That a row has no letter because of another: no reason by itself."""


class NoHouseholdError(InputError):
    """No row of the list becomes a letter.

    Attributes:
        record: what was understood of the list.
        findings: why no row does.
        proposals: what would settle them, where it was asked for.
    """

    record: InputRecord | None = None
    findings: Sequence[Finding] = ()
    proposals: Sequence[Proposal] = ()


def suppress(
    table: ListTable, groups: Groups, entries: Mapping[str, Suppression], demands: Demands, decisions: Decisions
) -> None:
    """Settle the households on the suppression list; entries that stop nothing are told."""
    keys = table["bg_nummer"].changed(bg_key).taken(groups.heads)
    listed = np.flatnonzero(keys.where(entries.__contains__)).tolist()
    stopped = np.zeros(len(groups), np.bool_)
    for household in listed:
        entry = entries[keys[household]]
        row = int(table.rows[groups.heads[household]])
        details: dict[str, str | int | float] = {"other": entry.row}
        if entry.counts_on(demands.date):
            stopped[household] = True
            decisions.note([Finding("suppression.listed", row, "bg_nummer", entry.reason, details=details)])
        else:
            details["until"] = f"{entry.until:%d.%m.%Y}"
            decisions.note([Finding("suppression.expired", row, "bg_nummer", details=details)])
    known = {keys[household] for household in listed}
    decisions.note(
        Finding("suppression.unknown-number", None, "bg_nummer", entry.number, details={"other": entry.row})
        for key, entry in entries.items()
        if key not in known
    )
    decisions.settle(groups.rows_of(stopped), Disposition.SUPPRESSED, "suppression.listed")


def settle_routes_without_letter(
    groups: Groups, routes: Numbers, formats: Numbers, demands: Demands, decisions: Decisions
) -> None:
    """Settle the households that get no letter: no abode, or a format that isn't offered."""
    heads = groups.heads
    open_heads = decisions.is_open[heads]
    without_abode = groups.rows_of(routes[heads] == ROUTES.index(Route.NO_ABODE))
    decisions.settle(without_abode, Disposition.SPECIAL_ROUTE, f"route.{Route.NO_ABODE}")
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
        decisions.note([Finding(FOLLOWS, int(table.rows[position]), details=details)])


def name_routes(table: ListTable, groups: Groups, routes: Numbers, decisions: Decisions) -> None:
    """Tell each special route, and keep its code with the household's rows."""
    for number, route in enumerate(ROUTES):
        if route is Route.BULK:
            continue
        code = f"route.{route}"
        chosen = (routes[groups.heads] == number) & decisions.carries(code)[groups.heads]
        decisions.note(
            Finding(code, int(table.rows[head]), field_of_route(table, head, route))
            for head in groups.heads[chosen].tolist()
        )
        decisions.settle(groups.rows_of(chosen), "", code)


def merge(table: ListTable, copies: Positions, originals: Positions, decisions: Decisions) -> None:
    """Let copies share the fate of their originals: merged where that has a letter."""
    settled = ~decisions.has_letter[originals]
    decisions.copy_to(copies[settled], originals[settled])
    for copy, original in zip(copies[~settled].tolist(), originals[~settled].tolist(), strict=True):
        details = {"other": int(table.rows[original])}
        decisions.note([Finding("duplicate.exact", int(table.rows[copy]), details=details)])
    decisions.settle(copies[~settled], Disposition.MERGED, "duplicate.exact")


def nothing_remains(
    record: InputRecord, decisions: Decisions, findings: Sequence[Finding], proposals: Sequence[Proposal]
) -> NoHouseholdError:
    """Return the error for a list of which no row becomes a letter, with the most frequent reason."""
    name = record.name
    codes = Counter(code for code in decisions.codes() if code not in ("", FOLLOWS))
    code, count = codes.most_common(1)[0] if codes else ("field.missing", 0)
    finding = next((finding for finding in findings if finding.code == code), None)
    reason = finding.message if finding else KINDS[code].message
    error = NoHouseholdError(
        _("Keine Zeile der Liste ergibt einen Brief; häufigster Grund ({count} Zeilen): {reason}").format(
            count=count, reason=reason
        ),
        where=_("{name}, Spalte {column}").format(name=name, column=finding.column or finding.field)
        if finding and finding.field
        else name,
        hint=_(KINDS[code].hint),
    )
    error.record, error.findings, error.proposals = record, findings, proposals
    return error
