"""Lists in workbooks: sheets, cells that aren't text, damage, and workbooks that mean harm."""

from __future__ import annotations

import io
import zipfile
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from intake_lists import Taken, take

from mailing.base.errors import InputError

HEADER = ("bg_nummer", "nachname", "strasse", "hausnummer", "plz", "ort", "termin")
ROW = ("23702//0012345", "Weiß", "Lindenweg", "1", "30159", "Hannover", "")


def write_workbook(path: Path, rows: list[tuple[Any, ...]], **sheets: list[tuple[Any, ...]]) -> Path:
    """Write a workbook whose first sheet holds `rows`; the others are hidden."""
    with xlsxwriter.Workbook(path) as workbook:
        moment = workbook.add_format({"num_format": "dd.mm.yyyy hh:mm"})
        for name, content in {**sheets, "Haushalte": rows}.items():
            sheet = workbook.add_worksheet(name)
            for number, cells in enumerate(content):
                for column, cell in enumerate(cells):
                    if isinstance(cell, datetime):
                        sheet.write_datetime(number, column, cell, moment)
                    else:
                        sheet.write(number, column, cell)
            if name == "Haushalte":
                sheet.activate()
                sheet.set_first_sheet()
            else:
                sheet.hide()
    return path


def take_workbook(folder: Path, *rows: tuple[Any, ...], **options: Any) -> Taken:
    """Take in a workbook of these rows."""
    return take(write_workbook(folder / "liste.xlsx", list(rows)), **options)


def test_the_first_visible_sheet_is_read(tmp_path: Path) -> None:
    """A hidden sheet before it isn't; rows count as the spreadsheet shows them."""
    path = write_workbook(tmp_path / "liste.xlsx", [("Liste",), (), HEADER, ROW], Notizen=[("intern",)])
    taken = take(path)
    assert [(each.row, each.nachname) for each in taken.households] == [(4, "Weiß")]
    assert taken.intake.inputs[0].detected["sheet"] == "Haushalte"


def test_another_sheet_can_be_asked_for(tmp_path: Path) -> None:
    """By its name, whatever its case; an unknown one is answered with the nearest."""
    path = write_workbook(tmp_path / "liste.xlsx", [("leer",)], Archiv=[HEADER, ROW])
    assert len(take(path, source={"sheet": "archiv"}).households) == 1
    with pytest.raises(InputError) as caught:
        take(path, source={"sheet": "Archv"})
    assert "Archiv" in caught.value.hint


def test_other_visible_sheets_are_told(tmp_path: Path) -> None:
    """So that nobody believes that all of them were read."""
    with xlsxwriter.Workbook(tmp_path / "liste.xlsx") as workbook:
        for name in ("Januar", "Februar"):
            sheet = workbook.add_worksheet(name)
            sheet.write_row(0, 0, HEADER)
            sheet.write_row(1, 0, ROW)
    assert "Februar" in str(take(tmp_path / "liste.xlsx").finding("list.other-sheets").details["others"])


def test_empty_sheets_are_no_others(tmp_path: Path) -> None:
    """Workbooks often have some."""
    with xlsxwriter.Workbook(tmp_path / "liste.xlsx") as workbook:
        sheet = workbook.add_worksheet("Tabelle1")
        sheet.write_row(0, 0, HEADER)
        sheet.write_row(1, 0, ROW)
        workbook.add_worksheet("Tabelle2")
    assert not take(tmp_path / "liste.xlsx").codes["list.other-sheets"]


def test_numbers_and_dates_are_read_as_people_read_them(tmp_path: Path) -> None:
    """A house number 12.0 is "12", a date cell an ISO moment."""
    row = ("23702//0012345", "Weiß", "Lindenweg", 12, 30159, "Hannover", datetime(2020, 6, 24, 9, 30))  # noqa: DTZ001 - local time
    (household,) = take_workbook(tmp_path, HEADER, row, required=("termin",)).households
    assert (household.hausnummer, household.plz) == ("12", "30159")
    assert household.termin == datetime(2020, 6, 24, 9, 30)  # noqa: DTZ001 - local time


def test_damage_by_the_spreadsheet_is_named(tmp_path: Path) -> None:
    """A PLZ without its zero, a house number that became a date, a running number, a BG number in powers of ten."""
    rows = (
        ("23702//0012345", "Weiß", "Weg", "1", 1067, "Dresden", ""),
        ("23702//0012346", "Weiß", "Weg", datetime(2020, 5, 3), 30159, "Hannover", ""),  # noqa: DTZ001 - local time
        ("23702//0012347", "Weiß", "Weg", "1", 30159, "Hannover", 44006.395833333),
        (2.3702001234567e16, "Weiß", "Weg", "1", 30159, "Hannover", ""),
        ("23702//0012349", *ROW[1:-1], "24.06.2020 9:30"),
    )
    taken = take_workbook(tmp_path, HEADER, *rows, required=("termin",))
    assert taken.finding("plz.four-digits").proposal == "01067"
    assert taken.finding("house-number.became-date").proposal == "3-5"
    assert taken.finding("appointment.serial-number").proposal == "24.06.2020 09:30"
    assert taken.codes["bg.damaged-number"] == 1


def test_formulas_count_by_their_results(tmp_path: Path) -> None:
    """What a formula last came to is the cell's text."""
    with xlsxwriter.Workbook(tmp_path / "liste.xlsx") as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, HEADER)
        sheet.write_row(1, 0, ROW)
        sheet.write_formula(1, 1, '=CONCATENATE("We";"iß")', None, "Weiß")
    assert [each.nachname for each in take(tmp_path / "liste.xlsx").households] == ["Weiß"]


def test_hidden_rows_are_read_and_told(tmp_path: Path) -> None:
    """A filter hides rows from people only."""
    with xlsxwriter.Workbook(tmp_path / "liste.xlsx") as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, HEADER)
        sheet.write_row(1, 0, ROW)
        sheet.write_row(2, 0, ("23702//0012346", *ROW[1:]))
        sheet.set_row(2, None, None, {"hidden": True})
    taken = take(tmp_path / "liste.xlsx")
    assert len(taken.households) == 2
    assert "1 Zeilen" in taken.finding("list.hidden-rows").message
    assert taken.finding("list.hidden-rows").message.endswith(": 3")


def test_of_many_hidden_rows_the_first_are_named(tmp_path: Path) -> None:
    """They are to be found in the workbook, and all are counted."""
    with xlsxwriter.Workbook(tmp_path / "liste.xlsx") as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, HEADER)
        for number in range(1, 61):
            sheet.write_row(number, 0, (f"23702//{number:07d}", *ROW[1:]))
            sheet.set_row(number, None, None, {"hidden": number not in {3, 4}})
    told = take(tmp_path / "liste.xlsx").finding("list.hidden-rows").message
    assert told.startswith("58 Zeilen")
    assert told.endswith(": 2–3, 6–23 …")


def test_merged_cells_are_named(tmp_path: Path) -> None:
    """Only the first of them has a content: the other row lacks its place."""
    with xlsxwriter.Workbook(tmp_path / "liste.xlsx") as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, HEADER)
        sheet.write_row(1, 0, ROW[:5])
        sheet.write_row(2, 0, ("23702//0012346", *ROW[1:5]))
        sheet.merge_range("F2:F3", "Hannover")
    taken = take(tmp_path / "liste.xlsx")
    assert taken.finding("list.merged-cells").details["area"] == "F2:F3"
    assert taken.fates == {2: ("", ""), 3: ("rejected", "field.missing")}


def test_a_million_empty_rows_cost_nothing(tmp_path: Path) -> None:
    """Formatting down to the sheet's last row makes no rows, and takes no memory."""
    with xlsxwriter.Workbook(tmp_path / "liste.xlsx", {"constant_memory": True}) as workbook:
        bold = workbook.add_format({"bold": True})
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, HEADER)
        sheet.write_row(1, 0, ROW)
        sheet.write_blank(1_048_575, 0, None, bold)
    taken = take(tmp_path / "liste.xlsx")
    assert taken.fates == {2: ("", "")}
    assert set(taken.codes) == {"name.no-form-of-address"}


def test_an_open_document_is_read(tmp_path: Path) -> None:
    """ODS, with the rows that LibreOffice repeats to the sheet's end."""
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.table import Table, TableCell, TableRow
    from odf.text import P

    document = OpenDocumentSpreadsheet()
    table = Table(name="Haushalte")
    for cells in (HEADER, ROW):
        line = TableRow()
        for cell in cells:
            made = TableCell(valuetype="string")
            made.addElement(P(text=cell))
            line.addElement(made)
        table.addElement(line)
    rest = TableRow(numberrowsrepeated=1_048_574)
    rest.addElement(TableCell(numbercolumnsrepeated=1_024))
    table.addElement(rest)
    document.spreadsheet.addElement(table)
    document.save(tmp_path / "liste.ods")
    taken = take(tmp_path / "liste.ods")
    assert [(each.row, each.nachname) for each in taken.households] == [(2, "Weiß")]


def test_the_old_format_is_read() -> None:
    """XLS: titles, dates, a number in place of a PLZ, the surname Null."""
    taken = take(Path(__file__).parents[1] / "data" / "intake" / "liste.xls", required=("termin",))
    assert [(each.row, each.vorname, each.termin) for each in taken.households] == [
        (4, "Gülşen", datetime(2020, 6, 24, 9, 30))  # noqa: DTZ001 - local time
    ]
    assert taken.finding("plz.four-digits").row == 5


@pytest.mark.parametrize(("place", "junk"), [(1793, b"\xff\x1c"), (512, b"\x80" * 8), (2000, b"\xff" * 40)])
def test_a_damaged_old_workbook_costs_no_memory(tmp_path: Path, place: int, junk: bytes) -> None:
    """Its reader runs apart, within limits: the first of these damages makes it ask for a terabyte."""
    data = bytearray((Path(__file__).parents[2] / "sample_data" / "listen" / "mappe.xls").read_bytes())
    data[place : place + len(junk)] = junk
    (tmp_path / "liste.xls").write_bytes(data)
    with suppress(InputError):
        take(tmp_path / "liste.xls")


def test_a_sheet_of_an_old_workbook_that_is_not_there() -> None:
    """The answer is that of the new format."""
    with pytest.raises(InputError) as caught:
        take(Path(__file__).parents[1] / "data" / "intake" / "liste.xls", source={"sheet": "Haushalt"})
    assert "Haushalte" in caught.value.hint


def test_a_password_is_named(tmp_path: Path) -> None:
    """An encrypted workbook is an OLE container with one stream; an ODS says so in its manifest."""
    path = tmp_path / "liste.xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1016 + "EncryptedPackage".encode("utf-16-le"))
    with pytest.raises(InputError, match="Kennwort"):
        take(path)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("content.xml", b"\x8f\x01")
        archive.writestr("META-INF/manifest.xml", "<m><manifest:encryption-data/></m>")
    with pytest.raises(InputError, match="Kennwort"):
        take(path)


def test_a_zip_bomb_is_weighed_before_it_is_opened(tmp_path: Path) -> None:
    """A sheet of more cells than any list has is given up while it is unpacked: a thousandth of them is packed."""
    rows = b"<row><c/>" + b"<c/>" * 1_000_000 + b"</row>"
    sheet = b"<worksheet><sheetData>" + rows * 45 + b"</sheetData></worksheet>"
    path = _workbook_with(tmp_path, {"xl/worksheets/sheet1.xml": sheet.replace(b"<c/>", b"<c></c>", 1)})
    assert path.stat().st_size < len(sheet) / 500
    with pytest.raises(InputError, match="viel zu groß"):
        take(path)


def test_an_archive_without_end_is_refused(tmp_path: Path) -> None:
    """What says that it unpacks to gigabytes isn't even begun; nor is one of endless entries."""
    path = write_workbook(tmp_path / "liste.xlsx", [HEADER, ROW])
    data = bytearray(path.read_bytes())
    entry = data.index(b"PK\x01\x02")
    data[entry + 24 : entry + 28] = (0xFFFFFFF0).to_bytes(4, "little")
    path.write_bytes(data)
    with pytest.raises(InputError, match="viel zu groß"):
        take(path)
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(10_001):
            archive.writestr(f"xl/{number}.xml", "")
    with pytest.raises(InputError, match="viel zu groß"):
        take(path)


def test_a_sheet_of_endless_cells_is_refused(tmp_path: Path) -> None:
    """A cell in the last corner would span a matrix of billions."""
    with xlsxwriter.Workbook(tmp_path / "liste.xlsx") as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, HEADER)
        sheet.write_row(1, 0, ROW)
        sheet.write(1_048_575, 700, "x")
    with pytest.raises(InputError, match="viel zu groß"):
        take(tmp_path / "liste.xlsx")
    with xlsxwriter.Workbook(tmp_path / "breit.xlsx") as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, HEADER)
        sheet.write(0, 16_000, "x")
    with pytest.raises(InputError, match="Spalten"):
        take(tmp_path / "breit.xlsx")


def test_a_workbook_with_entities_is_refused(tmp_path: Path) -> None:
    """Workbooks have no DTD: who writes one means harm."""
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet>&b;</worksheet>'
    with pytest.raises(InputError, match="beschädigt"):
        take(_workbook_with(tmp_path, {"xl/worksheets/sheet1.xml": bomb}))


@pytest.mark.parametrize(
    "junk", [b"", b"<worksheet", b"<worksheet><sheetData><row><c><v>9</v></row></sheetData></worksheet>", b"\xff" * 99]
)
def test_a_damaged_sheet_ends_in_one_message(tmp_path: Path, junk: bytes) -> None:
    """Whatever stands in a sheet's place: no traceback."""
    with pytest.raises(InputError):
        take(_workbook_with(tmp_path, {"xl/worksheets/sheet1.xml": junk}))


def test_a_truncated_workbook_ends_in_one_message(tmp_path: Path) -> None:
    """As a broken download leaves it."""
    path = write_workbook(tmp_path / "liste.xlsx", [HEADER, ROW])
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(InputError, match="beschädigt"):
        take(path)


def test_an_archive_that_is_no_workbook(tmp_path: Path) -> None:
    """A zip of something else is called an archive."""
    with zipfile.ZipFile(tmp_path / "liste.xlsx", "w") as archive:
        archive.writestr("liste.csv", "a;b")
    with pytest.raises(InputError, match="Archiv"):
        take(tmp_path / "liste.xlsx")


def _workbook_with(folder: Path, entries: dict[str, bytes]) -> Path:
    """Return a workbook some of whose entries were replaced."""
    path = write_workbook(folder / "liste.xlsx", [HEADER, ROW])
    buffer = io.BytesIO(path.read_bytes())
    with zipfile.ZipFile(buffer) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, entries.get(name, old.read(name)))
    return path
