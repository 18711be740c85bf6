"""The table of proposals: it goes to the clerk, and comes back with `ja` in its last column."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mailing.base.errors import InputError
from mailing.base.figures import number_in
from mailing.base.messages import _
from mailing.base.tables import unguarded, write_table
from mailing.base.words import NO, YES
from mailing.intake.column_names import folded
from mailing.intake.formats.rawlist import record_of
from mailing.intake.side_lists import header_of, read_side_list

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from mailing.model import InputRecord, Proposal

HEADER = ("row", "field", "found", "proposal", "code", "übernehmen")
ACCEPTED = "ja"
_YES = YES | {"ok"}
_COLUMN_WIDTHS = (8, 14, 34, 34, 26, 14)


@dataclass(frozen=True, slots=True)
class Answer:
    """A line of the table as it comes back."""

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


def write_proposals(proposals: Iterable[Proposal], path: Path) -> None:
    """Write the proposals as a table for the clerk: CSV, or XLSX by the path's ending."""
    lines = [(each.row, each.field, each.found, each.proposal, each.code, "") for each in proposals]
    if path.suffix.casefold() == ".xlsx":
        _write_workbook(path, lines)
    else:
        write_table(path, HEADER, lines)


def write_accepted(proposals: Iterable[Proposal], path: Path) -> None:
    """Write proposals that the clerk accepted elsewhere as the table that comes back from her (CSV)."""
    lines = ((each.row, each.field, each.found, each.proposal, each.code, ACCEPTED) for each in proposals)
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


def read_answers(path: Path) -> tuple[list[Answer], InputRecord]:
    """Read the clerk's table, as CSV or workbook, however the office's program saved it."""
    names = {folded(name): name for name in HEADER} | {"uebernehmen": "übernehmen", "zeile": "row", "feld": "field"}
    raw = read_side_list(path, lambda name: folded(name) in names)
    columns = {names[key]: place for place, name in enumerate(raw.header) if (key := folded(name)) in names}
    missing = [name for name in HEADER if name not in columns]
    if missing:
        raise InputError(
            _("Der Tabelle der Vorschläge fehlt: {columns}").format(columns=", ".join(missing)),
            where=header_of(raw),
            hint=_("Lassen Sie sie mit mailing check --proposals neu schreiben"),
        )
    answers = []
    entries = (raw.columns[columns[name]].changed(lambda text: unguarded(text.strip())).to_list() for name in HEADER)
    for number, told, *texts in zip(raw.rows.tolist(), *entries, strict=True):
        row = number_in(told)
        if row is None:
            raise InputError(
                _("In der Spalte row steht keine Zeilennummer"),
                where=_("{name}, Zeile {row}").format(name=raw.name, row=number),
                hint=_("Ändern Sie in der Tabelle nur die letzten Spalten"),
            )
        answers.append(Answer(row, *texts))
    return answers, record_of(raw)
