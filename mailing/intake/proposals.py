"""Proposals go out as a table, the clerk writes `ja` into its last column, and exactly those are applied."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mailing.base.errors import InputError
from mailing.base.messages import _
from mailing.base.tables import unguarded, write_table
from mailing.base.words import NO, YES
from mailing.findings import Finding
from mailing.intake.column_names import folded
from mailing.intake.formats.reading import read_file
from mailing.intake.texts import Texts
from mailing.model import AppliedChange, InputRecord

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from mailing.intake.listtable import ListTable

HEADER = ("row", "field", "found", "proposal", "code", "übernehmen")
_YES = YES | {"ok"}
_COLUMN_WIDTHS = (8, 14, 34, 34, 26, 14)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A line of the proposals' table."""

    row: int
    field: str
    found: str
    proposal: str
    code: str
    answer: str

    @property
    def is_accepted(self) -> bool:
        """Whether the clerk wrote `ja`."""
        return folded(self.answer) in _YES

    @property
    def is_unclear(self) -> bool:
        """Whether the answer is neither yes nor no."""
        return folded(self.answer) not in _YES | NO


def write_proposals(findings: Iterable[Finding], path: Path) -> None:
    """Write the findings that have a proposal as a table for the clerk: CSV, or XLSX by the path's ending."""
    lines = [
        (finding.row, finding.field, finding.found, finding.proposal, finding.code, "")
        for finding in findings
        if finding.proposal and finding.row is not None
    ]
    if path.suffix.casefold() == ".xlsx":
        _write_workbook(path, lines)
    else:
        write_table(path, HEADER, lines)


def _write_workbook(path: Path, lines: Iterable[tuple[object, ...]]) -> None:
    """Write the table as a workbook in which every text is a text, so that no PLZ loses its zero."""
    import xlsxwriter

    from mailing.base.files import written_whole

    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    with written_whole(path) as stream, xlsxwriter.Workbook(stream, options) as workbook:
        workbook.set_properties({"created": None})
        as_text, bold = workbook.add_format({"num_format": "@"}), workbook.add_format({"bold": True})
        sheet = workbook.add_worksheet(_("Vorschläge"))
        for column, (name, width) in enumerate(zip(HEADER, _COLUMN_WIDTHS, strict=True)):
            sheet.set_column(column, column, width, as_text if column else None)
            sheet.write_string(0, column, name, bold)
        sheet.freeze_panes(1, 0)
        for number, (row, *texts) in enumerate(lines, start=1):
            sheet.write_number(number, 0, row)
            for column, text in enumerate(texts, start=1):
                sheet.write_string(number, column, str(text), as_text)


def read_proposals(path: Path) -> tuple[list[Proposal], InputRecord]:
    """Read the clerk's table, as CSV or workbook, however the office's program saved it."""
    names = {folded(name): name for name in HEADER} | {"uebernehmen": "übernehmen", "zeile": "row", "feld": "field"}
    raw = read_file(path, lambda name: folded(name) in names)
    columns = {names[key]: place for place, name in enumerate(raw.header) if (key := folded(name)) in names}
    missing = [name for name in HEADER if name not in columns]
    if missing:
        raise InputError(
            _("Der Tabelle der Vorschläge fehlt: {columns}").format(columns=", ".join(missing)),
            where=raw.name,
            hint=_("Lassen Sie sie mit mailing check --proposals neu schreiben"),
        )
    proposals = []
    entries = (raw.columns[columns[name]].changed(lambda text: unguarded(text.strip())).to_list() for name in HEADER)
    for number, row, *texts in zip(raw.rows.tolist(), *entries, strict=True):
        if not row.isdecimal():
            raise InputError(
                _("In der Spalte row steht keine Zeilennummer"),
                where=_("{name}, Zeile {row}").format(name=raw.name, row=number),
                hint=_("Ändern Sie in der Tabelle nur die letzten Spalten"),
            )
        proposals.append(Proposal(int(row), *texts))
    return proposals, InputRecord(raw.name, raw.sha256, len(raw.rows), raw.detected)


def apply_accepted(
    table: ListTable, proposals: Iterable[Proposal]
) -> tuple[ListTable, list[AppliedChange], list[Finding]]:
    """Return the table with exactly the accepted proposals applied, what was changed, and what couldn't be."""
    changes: list[AppliedChange] = []
    findings: list[Finding] = []
    texts: dict[str, dict[int, str]] = defaultdict(dict)
    for proposal in proposals:
        if proposal.is_unclear:
            findings.append(Finding("proposal.unclear-answer", proposal.row, proposal.field, proposal.answer))
        if not proposal.is_accepted:
            continue
        position = _position(table, proposal)
        if position is None:
            findings.append(Finding("proposal.stale", None, proposal.field, proposal.found))
            continue
        meant = _meant(proposal)
        texts[proposal.field][position] = meant
        changes.append(AppliedChange(proposal.row, proposal.field, proposal.found, meant, proposal.code))
    columns = {field: _with_texts(table[field], by_position) for field, by_position in texts.items()}
    return table.with_columns(columns), changes, findings


def _with_texts(column: Texts, texts: Mapping[int, str]) -> Texts:
    """Return the column with other texts at some positions."""
    whole = np.array(column.to_list(), np.object_)
    whole[[*texts]] = [*texts.values()]
    return Texts.of(whole)


def _position(table: ListTable, proposal: Proposal) -> int | None:
    """Return where the proposal belongs, or None where the list has something else there now."""
    position = int(np.searchsorted(table.rows, proposal.row))
    if position >= len(table) or int(table.rows[position]) != proposal.row or proposal.field not in table:
        return None
    found = table[proposal.field][position]
    return position if found in _readings(proposal.found, proposal.field) else None


def _meant(proposal: Proposal) -> str:
    """Return what the clerk accepted: a spreadsheet that saved the table may have cut a PLZ's zero again."""
    if proposal.field == "plz" and proposal.proposal.isdecimal():
        return proposal.proposal.zfill(5)
    return proposal.proposal


def _readings(found: str, field: str) -> Iterator[str]:
    yield found
    if field == "plz":
        yield found.removesuffix(".0")
