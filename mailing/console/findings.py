"""What was understood of a list, and what checks found: each kind once, with the rows concerned."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from mailing.base.messages import _, n_
from mailing.console.speech import say, say_json
from mailing.findings import Severity

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mailing.findings import Finding

ROWS_SHOWN = 12
SEVERITIES = {Severity.ERROR: n_("Fehler"), Severity.WARNING: n_("Warnung"), Severity.INFO: n_("Hinweis")}
UNDERSTOOD = {
    "encoding": n_("Zeichensatz"),
    "delimiter": n_("Trennzeichen"),
    "header_row": n_("Überschriften in Zeile"),
    "sheet": n_("Blatt"),
    "table": n_("Tabelle"),
}
"""What is shown of a list, by its name in the manifest."""


def severity_name(severity: Severity) -> str:
    """Return what users call a severity."""
    return _(SEVERITIES[severity])


def show_findings(findings: Sequence[Finding], detected: Mapping[str, str], *, as_json: bool) -> None:
    """Tell what was understood of a list and what its checks found: each kind once, with the rows concerned."""
    severities = Counter(finding.severity.value for finding in findings)
    if as_json:
        listed = [finding_as_json(finding) for finding in findings]
        say_json({"detected": dict(detected), "counts": severities, "findings": listed})
        return
    if detected:
        show_understood(detected)
    for code, alike in sorted(_by_code(findings).items(), key=lambda item: _urgency(item[1][0])):
        first = alike[0]
        say(f"{severity_name(first.severity):<8} {code}  ({len(alike)})")
        say("         " + first.message)
        say("         " + _("Zeilen: {rows}").format(rows=_rows_of(alike)))
        say("         " + _("Abhilfe: {hint}").format(hint=first.hint))
    figures = {severity_name(severity): severities[severity.value] for severity in Severity}
    counted = _listed({name: number for name, number in figures.items() if number})
    say(_("Befunde: {figures}").format(figures=counted or _("keine")))


def finding_as_json(finding: Finding) -> dict[str, str | int | None]:
    """Return a finding as programs read it."""
    return {
        "severity": finding.severity.value,
        "code": finding.code,
        "row": finding.row,
        "field": finding.field,
        "message": finding.message,
        "hint": finding.hint,
    }


def show_understood(detected: Mapping[str, str]) -> None:
    """Tell what was understood of the list: its encoding and delimiter, and whose columns are which."""
    plain = {_(UNDERSTOOD.get(name, name)): value for name, value in detected.items() if not name.startswith("column.")}
    renamed = {name.removeprefix("column."): value for name, value in detected.items() if name.startswith("column.")}
    say(_("Gelesen: {understood}").format(understood=_listed(plain)))
    if any(ours != theirs for ours, theirs in renamed.items()):
        say(_("Spalten: {columns}").format(columns=", ".join(f"{ours} = {theirs}" for ours, theirs in renamed.items())))
    say()


def _by_code(findings: Sequence[Finding]) -> dict[str, list[Finding]]:
    kinds: dict[str, list[Finding]] = {}
    for finding in findings:
        kinds.setdefault(finding.code, []).append(finding)
    return kinds


def _urgency(finding: Finding) -> int:
    return [*Severity].index(finding.severity)


def _rows_of(findings: Sequence[Finding]) -> str:
    rows = [str(finding.row) for finding in findings if finding.row is not None]
    more = ["…"] if len(rows) > ROWS_SHOWN else []
    return ", ".join(rows[:ROWS_SHOWN] + more) or "–"


def _listed(figures: Mapping[str, object]) -> str:
    return ", ".join(f"{name} {value}" for name, value in figures.items())
