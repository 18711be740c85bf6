"""The clerk's copy of her list opens in Excel, whole, with each finding at its cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl
from intake_lists import DEMANDS, person, take_rows, take_text

from mailing.intake import ListSource, SideLists, take_in, write_marked_copy

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

RED, YELLOW = "FFFFC7CE", "FFFFEB9C"
HEADER = "BG-Nr.;Vorname;Familienname;Anschrift;PLZ Ort;Notiz"


def marked(folder: Path) -> tuple[Worksheet, Worksheet]:
    """Write the copy of the list that was taken in last, and open it."""
    source = ListSource(path=folder / "liste.csv")
    taken = take_in(source, SideLists(), DEMANDS, proposing=True)
    path = folder / "kopie.xlsx"
    write_marked_copy(source, taken.findings, taken.proposals, path)
    sheets = openpyxl.load_workbook(path).worksheets
    return sheets[0], sheets[1]


def test_the_copy_holds_the_list_and_marks_its_cells(tmp_path: Path) -> None:
    """All columns and rows as they were, under their own row numbers; the cell's comment says what to do."""
    lines = [
        "Liste vom 1. Juni;;;;;",
        HEADER,
        "23702//0000001;Änne;Weiß;Lindenweg 1;30159 Hannover;=1+1",
        ";;;;;",
        "23702//0000002;Änne;Weiß;Lindenweg 2;1067 Dresden;0711",
        "NEU;Änne;Weiß;Lindenweg 3;30159 Hannover;",
    ]
    take_text(tmp_path, "\r\n".join(lines))
    sheet, findings = marked(tmp_path)
    for number in (2, 3, 5, 6):
        assert [cell.value or "" for cell in sheet[number]] == lines[number - 1].split(";")
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value} == {"s"}
    coloured = {
        cell.coordinate: cell for row in sheet.iter_rows() for cell in row if cell.fill.fgColor.rgb in {RED, YELLOW}
    }
    assert set(coloured) == {"E5", "A6"}
    assert coloured["E5"].comment is not None
    assert "nur vier Ziffern" in coloured["E5"].comment.text
    assert "Vorschlag: 01067" in coloured["E5"].comment.text
    table = list(findings.iter_rows(values_only=True))
    assert [(row[0], row[1], row[2]) for row in table if row[3] == "Fehler"] == [
        (5, "PLZ Ort", "1067 Dresden"),
        (6, "BG-Nr.", "NEU"),
    ]


def test_a_whole_row_is_marked_at_its_first_cell(tmp_path: Path) -> None:
    """There is no cell of its own to point at."""
    take_rows(tmp_path, person(1, plz=""), person(1, rolle="Mitglied", vorname="Kind"), person(2))
    sheet, _findings = marked(tmp_path)
    assert sheet["A3"].comment is not None
    assert "Vertreters" in sheet["A3"].comment.text


def test_odd_cells_stay_texts(tmp_path: Path) -> None:
    """What looks like a formula isn't one, in neither sheet; what no cell can hold is cut where it is seen."""
    formula = "=cmd|' /C calc'!A1"
    take_rows(
        tmp_path,
        person(1, zusatz=formula),
        person(2, notiz="x" * 40_000),
        person(3, notiz="a\x01b"),
        person(4, notiz="\ufffe"),
    )
    sheet, findings = marked(tmp_path)
    values = {cell.value: cell.data_type for each in (sheet, findings) for row in each.iter_rows() for cell in row}
    assert values[formula] == "s"
    assert "x" * 32_766 + "…" in values
    assert "f" not in values.values()
    assert sheet.max_row == 5
