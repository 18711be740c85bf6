"""Cells that are no texts: they become what a German office writes, and errors are seen in every format."""

from __future__ import annotations

import shutil
import sqlite3
import zipfile
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter
from intake_lists import DEMANDS, Taken, person, take, take_rows

from mailing.intake import ListSource, SideLists, take_in
from mailing.sandbox.cells import as_text
from mailing.sandbox.error_cells import is_error_word

NAMES = ("bg_nummer", "anrede", "vorname", "nachname", "zusatz", "strasse", "hausnummer", "plz", "ort")
ROW = ("23702//0000001", "Frau", "Anna", "Adam", "", "Lindenweg", 5, 30938, "Burgwedel")
OTHER = ("23702//0000002", "Frau", "Berta", "Bauer", "", "Lindenweg", 6, 30938, "Burgwedel")
DATA = Path(__file__).parents[1] / "data" / "intake"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (37.125, "37,125"),
        (1234.5, "1234,5"),
        (0.1 + 0.2, "0,3"),
        (12.0, "12"),
        (-3.5, "-3,5"),
        (1e-7, "0,0000001"),
        (1_000_000.0, "1000000"),
        (237020000001.0, "237020000001"),
        (2.3702e16, "2,3702E+16"),
        (float("nan"), ""),
        (5, "5"),
        (Decimal("1234.50"), "1234,50"),
        (True, "ja"),
        (False, "nein"),
        (date(2020, 7, 1), "01.07.2020"),
        (datetime(2020, 7, 1), "01.07.2020"),  # noqa: DTZ001 - local time
        (datetime(2020, 7, 1, 9, 30), "01.07.2020, 9:30 Uhr"),  # noqa: DTZ001 - local time
        (datetime(2020, 7, 1, 7, 30, tzinfo=UTC), "01.07.2020, 9:30 Uhr"),
        (date(999, 7, 1), "01.07.0999"),
        (time(9, 30), "9:30 Uhr"),
        (time(14, 5, 9), "14:05:09 Uhr"),
        (timedelta(hours=38, minutes=30), "38:30"),
        (timedelta(minutes=-90), "-1:30"),
        ("PT38H30M00S", "38:30"),
        ("PTA", "PTA"),
        (b"Stra\xc3\x9fe", "Straße"),
        (None, ""),
    ],
)
def test_a_value_is_written_as_an_office_writes_it(value: object, text: str) -> None:
    """Decimal comma, German days and times, yes and no; a number that lost digits shows that it did."""
    assert as_text(value) == text


def typed_workbook(path: Path) -> Path:
    """Write a workbook with a number, days, times, yes and no, formulas and an error."""
    with xlsxwriter.Workbook(path) as workbook:
        day, moment = workbook.add_format({"num_format": "dd.mm.yyyy"}), workbook.add_format({"num_format": "hh:mm"})
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, (*NAMES, "betrag", "frist", "zeit", "kind", "summe"))
        sheet.write_row(1, 0, ROW)
        sheet.write_number(1, 9, 37.125)
        sheet.write_datetime(1, 10, date(2020, 7, 1), day)
        sheet.write_datetime(1, 11, time(9, 30), moment)
        sheet.write_boolean(1, 12, False)  # noqa: FBT003 - the cell's value
        sheet.write_formula(1, 13, "=J2*2", None, 74.25)
    return path


def test_a_workbooks_cells_are_read_as_what_they_are(tmp_path: Path) -> None:
    """Numbers, days, times, booleans and a formula's result."""
    taken = take(typed_workbook(tmp_path / "liste.xlsx"))
    assert taken.households[0].extra == {
        "betrag": "37,125",
        "frist": "01.07.2020",
        "zeit": "9:30 Uhr",
        "kind": "nein",
        "summe": "74,25",
    }
    assert not taken.intake.findings


def test_an_open_documents_cells_are_read_as_what_they_are(tmp_path: Path) -> None:
    """ODS keeps times as spans; those of more than a day stay spans."""
    path = write_document(
        tmp_path / "liste.ods",
        [*NAMES, "betrag", "frist", "zeit", "kind", "dauer"],
        [
            *ROW,
            {"valuetype": "currency", "value": "37.125"},
            {"valuetype": "date", "datevalue": "2020-07-01"},
            {"valuetype": "time", "timevalue": "PT09H30M00S"},
            {"valuetype": "boolean", "booleanvalue": "false"},
            {"valuetype": "time", "timevalue": "PT38H30M00S"},
        ],
    )
    assert take(path).households[0].extra == {
        "betrag": "37,125",
        "frist": "01.07.2020",
        "zeit": "9:30 Uhr",
        "kind": "nein",
        "dauer": "38:30",
    }


def write_document(path: Path, *rows: list[object]) -> Path:
    """Write an ODS; a dictionary is a cell's attributes, with what it shows as `shown`."""
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.table import Table, TableCell, TableRow
    from odf.text import P

    document = OpenDocumentSpreadsheet()
    table = Table(name="Haushalte")
    for cells in rows:
        line = TableRow()
        for cell in cells:
            told = dict(cell) if isinstance(cell, dict) else {"valuetype": "string", "shown": str(cell)}
            shown = told.pop("shown", "")
            made = TableCell(**told)
            if shown:
                made.addElement(P(text=shown))
            line.addElement(made)
        table.addElement(line)
    document.spreadsheet.addElement(table)
    document.save(path)
    return path


def test_parquets_columns_are_read_as_what_they_are(tmp_path: Path) -> None:
    """Also a moment with an offset, which becomes local time."""
    columns = {name: [cell] for name, cell in zip(NAMES, ROW, strict=True)}
    typed = {
        "betrag": [37.125],
        "frist": [date(2020, 7, 1)],
        "zeit": [time(9, 30)],
        "kind": [False],
        "moment": pa.array([datetime(2020, 7, 1, 7, 30, tzinfo=UTC)], pa.timestamp("us", "UTC")),
    }
    pq.write_table(pa.table(columns | typed), tmp_path / "liste.parquet")
    assert take(tmp_path / "liste.parquet").households[0].extra == {
        "betrag": "37,125",
        "frist": "01.07.2020",
        "zeit": "9:30 Uhr",
        "kind": "nein",
        "moment": "01.07.2020, 9:30 Uhr",
    }


@pytest.mark.parametrize("source", [{"table": "haushalte"}, {"query": "SELECT * FROM haushalte"}])
def test_a_databases_columns_are_read_as_they_are_declared(tmp_path: Path, source: dict[str, str]) -> None:
    """SQLite keeps days and booleans as texts and numbers; what the column is declared to be counts, if it can."""
    with sqlite3.connect(tmp_path / "amt.db") as connection:
        declared = "betrag REAL, frist DATE, zeit TIME, kind BOOLEAN, seit DATE"
        connection.execute(f"CREATE TABLE haushalte ({', '.join(NAMES)}, {declared})")
        row = (*ROW, 37.125, "2020-07-01", "09:30:00", 0, "früher")
        connection.execute("INSERT INTO haushalte VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
    connection.close()
    url = f"sqlite:///{tmp_path / 'amt.db'}"
    taken = Taken(take_in(ListSource(url=url, **source), SideLists(), DEMANDS))
    assert taken.households[0].extra == {
        "betrag": "37,125",
        "frist": "01.07.2020",
        "zeit": "9:30 Uhr",
        "kind": "nein",
        "seit": "früher",
    }


def faulty_workbook(path: Path, calculated: str = "") -> Path:
    """Write a workbook with an error in an address, one in the list's own column, a formula's result or none."""
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, (*NAMES, "betrag"))
        for number, row in enumerate((ROW, OTHER, ("23702//0000003", *OTHER[1:])), 1):
            sheet.write_row(number, 0, row)
        sheet.write_formula(1, 4, "=NA()", None, "#N/A")
        sheet.write_formula(2, 9, "=1/0", None, "#DIV/0!")
        sheet.write_formula(3, 3, "=A9", None, calculated)
    return path


def test_errors_of_a_workbook_cost_the_letter_that_uses_them(tmp_path: Path) -> None:
    """The reader of workbooks gives them as empty: they are looked for in the sheet itself."""
    path = faulty_workbook(tmp_path / "liste.xlsx")
    taken = take(path)
    assert taken.fates == {2: ("rejected", "cell.error"), 3: ("", ""), 4: ("rejected", "cell.error")}
    assert {(each.row, each.field, each.found) for each in taken.intake.findings if each.code == "cell.error"} == {
        (2, "zusatz", "#N/A"),
        (4, "nachname", "#FORMEL!"),
    }
    unused = taken.finding("cell.error-unused")
    assert (unused.row, unused.field, unused.found) == (3, "betrag", "#DIV/0!")
    faulty_workbook(path, calculated="Conrad")
    assert take(path, placeholders=frozenset({"betrag"})).fates[3] == ("rejected", "cell.error")


def test_a_formula_that_comes_to_nothing_is_no_error(tmp_path: Path) -> None:
    """Excel stores an empty text as a formula's result."""
    path = faulty_workbook(tmp_path / "liste.xlsx")
    with zipfile.ZipFile(path) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    sheet = entries["xl/worksheets/sheet1.xml"]
    entries["xl/worksheets/sheet1.xml"] = sheet.replace(b'<c r="D4"><f>', b'<c r="D4" t="str"><f>')
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    assert take(path).fates[4] == ("rejected", "field.missing")


def test_errors_of_an_open_document_cost_the_letter(tmp_path: Path) -> None:
    """A formula's error is shown in the cell, its value is empty; one without a value was never calculated."""
    error = {"valuetype": "string", "stringvalue": "", "formula": "of:=NA()", "shown": "#NV"}
    rows = (
        [*ROW[:4], error, *ROW[5:]],
        [*OTHER[:3], {"formula": "of:=A9"}, *OTHER[4:]],
        ["23702//0000003", *OTHER[1:]],
    )
    taken = take(write_document(tmp_path / "liste.ods", [*NAMES], *rows))
    assert taken.fates == {2: ("rejected", "cell.error"), 3: ("rejected", "cell.error"), 4: ("", "")}


def test_errors_of_the_old_format_cost_the_letter(tmp_path: Path) -> None:
    """XLS: a cell that holds an error, and a formula's."""
    shutil.copy(DATA / "fehler.xls", tmp_path / "liste.xls")
    taken = take(tmp_path / "liste.xls")
    assert {(each.row, each.field, each.found) for each in taken.intake.findings if each.code == "cell.error"} == {
        (2, "zusatz", "#N/A"),
        (3, "nachname", "#DIV/0!"),
    }


@pytest.mark.parametrize(
    "word",
    [
        "#NV",
        "#N/A",
        "#WERT!",
        "#VALUE!",
        "#BEZUG!",
        "#REF!",
        "#DIV/0!",
        "#NAME?",
        "#ZAHL!",
        "#NUM!",
        "#NULL!",
        "Err:502",
    ],
)
def test_the_same_words_in_a_text_are_errors(tmp_path: Path, word: str) -> None:
    """German and English; where the letter uses the cell it waits, elsewhere it is a warning."""
    assert is_error_word(word)
    taken = take_rows(tmp_path, person(1, ort=word), person(2, betrag=word), person(3))
    assert taken.fates == {2: ("rejected", "cell.error"), 3: ("", ""), 4: ("", "")}
    assert taken.finding("cell.error-unused").row == 3
    assert taken.codes == {"cell.error": 1, "cell.error-unused": 1}


@pytest.mark.parametrize("word", ["#1", "# 5", "Nr. #7", "#", "Err", "#wohnung"])
def test_a_hash_is_no_error(word: str) -> None:
    """Flats are numbered so."""
    assert not is_error_word(word)


@pytest.mark.parametrize("field", ["titel", "zusatz", "ortsteil", "empfaenger"])
@pytest.mark.parametrize("word", ["0", "NULL", r"\N", "k.A.", "./.", "-", "None", "nan", "keine", "."])
def test_a_word_for_nothing_is_told_and_can_be_emptied(tmp_path: Path, field: str, word: str) -> None:
    """The letter is made as the list says; the proposal empties the cell."""
    taken = take_rows(tmp_path, person(1, **{field: word}))
    assert taken.finding("text.nothing").proposal == "leer"
    assert taken.fates[2] == ("", "")


@pytest.mark.parametrize("word", ["0", r"\N", "k.A.", "./.", "-", "unbekannt"])
@pytest.mark.parametrize("field", ["nachname", "strasse", "ort"])
def test_a_word_for_nothing_is_no_entry_that_must_be_there(tmp_path: Path, field: str, word: str) -> None:
    """Nobody is called so, and no street or town: the letter waits."""
    assert take_rows(tmp_path, person(1, **{field: word}), person(2)).fates[2] == ("rejected", "field.placeholder")


@pytest.mark.parametrize("name", ["Null", "NULL", "NA", "None", "nan", "Kein", "Leer"])
def test_people_are_called_so(tmp_path: Path, name: str) -> None:
    """These are surnames, and Leer is a town."""
    taken = take_rows(tmp_path, person(1, nachname=name), person(2, ort="Leer", plz="26789", ortsteil="Ohne"))
    assert {"text.nothing", "field.placeholder"}.isdisjoint(taken.codes)
    assert taken.fates[3] == ("", "")


def test_a_number_that_is_zero_is_a_number(tmp_path: Path) -> None:
    """In columns of the list's own "0" says how many; "k.A." says nothing."""
    taken = take_rows(tmp_path, person(1, kinder="0"), person(2, kinder="k.A."), placeholders=frozenset({"kinder"}))
    assert [(each.row, each.field) for each in taken.intake.findings] == [(3, "kinder")]


@pytest.mark.parametrize("field", ["zusatz", "hausnummer", "nachname", "aktenzeichen"])
@pytest.mark.parametrize("number", ["2,3702E+11", "2.3702e16", "4E+12"])
def test_a_number_that_lost_its_digits_is_never_printed(tmp_path: Path, field: str, number: str) -> None:
    """A spreadsheet made it of what was no number."""
    rows = (person(1, **{field: number}), person(2))
    assert take_rows(tmp_path, *rows, placeholders=frozenset({"aktenzeichen"})).fates[2][0] == "rejected"
