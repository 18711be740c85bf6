"""The clerk's copy of her list: every row and column as it was, the cells with a finding coloured and commented."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from mailing.base.errors import UsageError
from mailing.base.files import written_whole
from mailing.base.messages import _
from mailing.findings import Severity
from mailing.intake.formats.reading import read_source

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from mailing.findings import Finding
    from mailing.intake.formats.rawlist import RawList
    from mailing.intake.sources import ListSource
    from mailing.model import Proposal

    Cell = tuple[int, int]
    """Row and column of the sheet, from 0."""

MOST_ROWS = 1_048_576
MOST_CHARACTERS = 32_767
"""What a sheet and its cells can hold."""
WIDEST = 40
"""Characters that a column shows at most."""
COLOURS = {Severity.ERROR: "#FFC7CE", Severity.WARNING: "#FFEB9C", Severity.INFO: "#DDEBF7"}
TEXT_ONLY = {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
"""Every cell stays the text that it is: no PLZ loses its zero, nothing is run as a formula."""


def write_marked_copy(
    source: ListSource, findings: Sequence[Finding], proposals: Iterable[Proposal], path: Path
) -> None:
    """Write the list as a workbook, each row under its own number, with the findings where they belong.

    A finding of a whole row marks its first cell, one of a column the header; a second sheet lists them all.

    Raises:
        InputError: the list can't be read.
        UsageError: it has more rows than a sheet.
    """
    import xlsxwriter

    raw = read_source(source)
    if len(raw.rows) and raw.rows[-1] > MOST_ROWS:
        raise UsageError(
            _("Die Liste hat mehr Zeilen als ein Tabellenblatt"),
            where=raw.name,
            hint=_("Lassen Sie die Befunde mit --findings als Tabelle schreiben"),
        )
    proposed = {(each.row, each.field): each.proposal for each in proposals}
    with written_whole(path) as stream, xlsxwriter.Workbook(stream, TEXT_ONLY) as workbook:
        workbook.set_properties({"created": None})
        _write_list(workbook, raw, _by_cell(findings, raw), proposed)
        _write_findings(workbook, findings, proposed)


def _by_cell(findings: Iterable[Finding], raw: RawList) -> Mapping[Cell, list[Finding]]:
    """Return the findings of each cell; those of no cell are left to the second sheet."""
    columns = {name: place for place, name in reversed(list(enumerate(raw.header)))}
    marked: dict[Cell, list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.row is not None or finding.column in columns:
            row = finding.row - 1 if finding.row is not None else _header_row(raw)
            marked[row, columns.get(finding.column, 0)].append(finding)
    return marked


def _header_row(raw: RawList) -> int:
    return int(raw.detected.get("header_row", "1")) - 1


def _write_list(
    workbook: Workbook,
    raw: RawList,
    marked: Mapping[Cell, Sequence[Finding]],
    proposed: Mapping[tuple[int, str], str],
) -> None:
    sheet = workbook.add_worksheet(_("Liste"))
    plain, bold = workbook.add_format({"num_format": "@"}), workbook.add_format({"num_format": "@", "bold": True})
    filled = {
        severity: workbook.add_format({"num_format": "@", "bg_color": colour}) for severity, colour in COLOURS.items()
    }
    formats = {cell: filled[_gravest(alike)] for cell, alike in marked.items()}
    header, rows = _header_row(raw), (raw.rows - 1).tolist()
    for place, (name, column) in enumerate(zip(raw.header, raw.columns, strict=True)):
        texts = column.to_list()
        sheet.set_column(place, place, min(WIDEST, max(map(len, (name, *texts[:100]))) + 2))
        _write_text(sheet, (header, place), name, formats.get((header, place), bold))
        for row, text in zip(rows, texts, strict=True):
            _write_text(sheet, (row, place), text, formats.get((row, place), plain))
    for (row, place), alike in marked.items():
        sheet.write_comment(row, place, _comment(alike, proposed), {"x_scale": 2.5, "y_scale": 1 + len(alike)})
    sheet.freeze_panes(header + 1, 0)


def _gravest(findings: Sequence[Finding]) -> Severity:
    return min((finding.severity for finding in findings), key=[*Severity].index)


def _write_text(sheet: Worksheet, cell: Cell, text: str, form: Format) -> None:
    whole = text.encode("utf-8", "replace").decode()
    shown = whole if len(whole) <= MOST_CHARACTERS else whole[: MOST_CHARACTERS - 1] + "…"
    if shown:
        sheet.write_string(*cell, shown, form)
    else:
        sheet.write_blank(*cell, None, form)


def _comment(findings: Sequence[Finding], proposed: Mapping[tuple[int, str], str]) -> str:
    lines = []
    for finding in findings:
        lines.append(f"{finding.severity.label}: {finding.message}")
        lines.append(_("Abhilfe: {hint}").format(hint=finding.hint))
        if proposal := proposed.get((finding.row or 0, finding.field)):
            lines.append(_("Vorschlag: {text}").format(text=proposal))
    return "\n".join(lines)[:MOST_CHARACTERS]


def _write_findings(workbook: Workbook, findings: Sequence[Finding], proposed: Mapping[tuple[int, str], str]) -> None:
    """Write the sheet that lists all findings by row."""
    sheet = workbook.add_worksheet(_("Befunde"))
    plain, bold = workbook.add_format({"num_format": "@"}), workbook.add_format({"bold": True})
    names = (_("Zeile"), _("Spalte"), _("Eintrag"), _("Schwere"), _("Befund"), _("Abhilfe"), _("Vorschlag"), _("Code"))
    for place, (name, width) in enumerate(zip(names, (8, 18, 30, 10, 60, 60, 30, 26), strict=True)):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, name, bold)
    for line, finding in enumerate(sorted(findings, key=lambda each: each.row or 0)[: MOST_ROWS - 1], start=1):
        if finding.row is not None:
            sheet.write_number(line, 0, finding.row)
        texts = (
            *(finding.column or finding.field, finding.seen, finding.severity.label),
            *(finding.message, finding.hint, proposed.get((finding.row or 0, finding.field), ""), finding.code),
        )
        for place, text in enumerate(texts, start=1):
            _write_text(sheet, (line, place), text, plain)
    sheet.freeze_panes(1, 0)
