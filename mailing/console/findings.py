"""What was understood of a list, and what checks found: by row, each with its column and value."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING

from mailing.base.figures import grouped
from mailing.base.messages import _, n_
from mailing.console.columns import on_one_line, show_assigned
from mailing.console.failures import error_as_json
from mailing.console.speech import say, say_json
from mailing.findings import Severity

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mailing.base.errors import MailingError
    from mailing.findings import Finding
    from mailing.model import InputRecord, ListColumn

MOST_SHOWN = 100
"""So many findings of a kind are told one by one; all of them are in the table that `--findings` writes."""
LONGEST_SHOWN = 60
"""Characters of a value."""
UNDERSTOOD = {
    "encoding": n_("Zeichensatz"),
    "delimiter": n_("Trennzeichen"),
    "header_row": n_("Überschriften in Zeile"),
    "sheet": n_("Blatt"),
    "table": n_("Tabelle"),
    "footer_rows": n_("übergangene Fußzeilen"),
}
"""What is shown of a list, by its name in the manifest."""


def show_findings(
    findings: Sequence[Finding],
    record: InputRecord | None = None,
    *,
    as_json: bool,
    date: str | None = None,
    error: MailingError | None = None,
) -> None:
    """Tell what was understood of a list, each finding with its place and value, and what to do about each kind.

    To programs, the `error` that ends the command belongs to it: they get one JSON.
    """
    severities = Counter(finding.severity.value for finding in findings)
    if as_json:
        listed = [finding_as_json(finding) for finding in findings]
        dated = {} if date is None else {"date": date}
        detected, columns = (record.detected, record.columns) if record else ({}, ())
        read = {"detected": dict(detected), "columns": [asdict(column) for column in columns]}
        ended = error_as_json(error) if error else {}
        say_json({**dated, **read, "counts": severities, "findings": listed, **ended})
        return
    if record is not None:
        show_understood(record.detected, record.columns)
    if date is not None:
        say(_("Datum der Briefe: {date}").format(date=german_day(date)))
    counts: Counter[str] = Counter()
    for finding in sorted(findings, key=lambda finding: finding.row or 0):
        counts[finding.code] += 1
        if counts[finding.code] <= MOST_SHOWN:
            say(f"{finding.severity.label:<8} {_place(finding)}{finding.message}{_proposal(finding)} [{finding.code}]")
    for code, count in counts.items():
        if count > MOST_SHOWN:
            say(_("… und {count} weitere: {code}").format(count=grouped(count - MOST_SHOWN), code=code))
    _show_remedies(findings, counts)
    counted = {severity.label: severities[severity.value] for severity in Severity if severities[severity.value]}
    say(_("Befunde: {figures}").format(figures=_listed(counted) or _("keine")))


def german_day(iso: str) -> str:
    """Return a day of ISO 8601 as German readers write it."""
    return ".".join(reversed(iso.split("-")))


def finding_as_json(finding: Finding) -> dict[str, object]:
    """Return a finding as programs take it; `found` is the cell where there is one."""
    return {
        "severity": finding.severity.value,
        "code": finding.code,
        "row": finding.row,
        "field": finding.field,
        "column": finding.column,
        "found": finding.seen,
        "proposal": finding.proposal,
        "message": finding.message,
        "hint": finding.hint,
    }


def _place(finding: Finding) -> str:
    """Return where a finding is and what stands there, as far as it says so."""
    row = _("Zeile {row}").format(row=finding.row) if finding.row is not None else ""
    column = _("Spalte {column}").format(column=on_one_line(finding.column)) if finding.column else finding.field
    value = _shown(finding.seen) if finding.row is not None else ""
    parts = [part for part in (row, column, value) if part]
    return ", ".join(parts) + ": " if parts else ""


def _proposal(finding: Finding) -> str:
    """Return what is proposed, and for which of our columns: one cell may hold several."""
    if not finding.proposal:
        return ""
    return _(" – Vorschlag für {field}: {text}").format(field=finding.field, text=_shown(finding.proposal))


def _shown(text: str) -> str:
    """Return a value in quotation marks, a long one with its beginning."""
    line = " / ".join(text.splitlines())
    short = line if len(line) <= LONGEST_SHOWN else line[:LONGEST_SHOWN] + "…"
    return f"„{short}“" if text else ""


def _show_remedies(findings: Sequence[Finding], counts: Mapping[str, int]) -> None:
    """Tell what to do, once for each kind, the gravest first."""
    kinds = {finding.code: finding for finding in findings}
    if kinds:
        say()
    for code, finding in sorted(kinds.items(), key=lambda item: [*Severity].index(item[1].severity)):
        remedy = _("Abhilfe: {hint}").format(hint=finding.hint)
        say(f"{finding.severity.label:<8} {code} ({grouped(counts[code])})  {remedy}")


def show_understood(detected: Mapping[str, str], columns: Sequence[ListColumn]) -> None:
    """Tell what was understood of the list: its encoding and delimiter, and whose columns are which."""
    plain = {_(UNDERSTOOD.get(name, name)): value for name, value in detected.items() if not name.startswith("column.")}
    say(_("Gelesen: {understood}").format(understood=_listed(plain)))
    show_assigned(columns)
    say()


def _listed(figures: Mapping[str, object]) -> str:
    return ", ".join(f"{name} {value}" for name, value in figures.items())
