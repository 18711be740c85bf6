"""Lists as text: delimiters, quotes, titles, damaged rows, and rows counted as a spreadsheet counts them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from intake_lists import person, take, take_rows, take_text

from mailing.base.errors import InputError
from mailing.intake.column_names import is_known
from mailing.intake.formats.delimited import read_delimited
from mailing.intake.formats.filebytes import FileBytes

SPECTRUM = Path(__file__).parents[1] / "data" / "intake" / "csv-spectrum"
HEADER = "BG-Nr.;Nachname;Straße;Hausnummer;PLZ;Ort"
LINE = "23702//0012345;Weiß;Lindenweg;1;30159;Hannover"
OTHER = "23702//0012346;Bär;Lindenweg;2;30159;Hannover"


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_every_delimiter_is_found(tmp_path: Path, delimiter: str) -> None:
    """Semicolon, comma, tab and bar split the cells, and the record says which it was."""
    text = f"{HEADER}\r\n{LINE}\r\n{OTHER}".replace(";", delimiter)
    taken = take_text(tmp_path, text)
    assert [each.nachname for each in taken.households] == ["Weiß", "Bär"]
    assert taken.intake.inputs[0].detected["delimiter"] == {"\t": "Tab"}.get(delimiter, delimiter)


def test_quotes_keep_delimiters_and_line_breaks(tmp_path: Path) -> None:
    """A quoted cell may hold the delimiter, quotes and a line break; it stays one row."""
    text = f'{HEADER};Notiz\n{LINE};"a;b ""c""\nd"\n{OTHER};x\n'
    taken = take_text(tmp_path, text)
    assert [each.extra["notiz"] for each in taken.households] == ['a;b "c"\nd', "x"]
    assert [each.row for each in taken.households] == [2, 3]


def test_a_title_above_the_header_is_skipped(tmp_path: Path) -> None:
    """Rows count from the file's first line, titles and blank lines included."""
    taken = take_text(tmp_path, f"Liste vom 12.06.2020;;\r\n\r\n{HEADER}\r\n{LINE}\r\n;;;;;\r\n\r\n{OTHER}\r\n")
    assert taken.intake.inputs[0].detected["header_row"] == "3"
    assert [each.row for each in taken.households] == [4, 7]
    assert taken.finding("list.blank-rows").details["count"] == 2


def test_excels_sep_line_is_no_header(tmp_path: Path) -> None:
    """Excel's own line that names the delimiter is one more title."""
    taken = take_text(tmp_path, f"sep=;\r\n{HEADER}\r\n{LINE}\r\n")
    assert [each.row for each in taken.households] == [3]


def test_trailing_delimiters_change_nothing(tmp_path: Path) -> None:
    """An unnamed empty column at the end is no column."""
    taken = take_text(tmp_path, f"{HEADER};;\r\n{LINE};;\r\n{OTHER};\r\n")
    assert [each.extra for each in taken.households] == [{}, {}]


def test_a_row_with_more_cells_than_the_header_is_rejected(tmp_path: Path) -> None:
    """Its entries stand in wrong columns; the other rows go on."""
    taken = take_text(tmp_path, f"{HEADER}\r\n{LINE};zu;viel\r\n{OTHER}\r\n")
    assert taken.fates == {2: ("rejected", "row.too-many-cells"), 3: ("", "")}


def test_a_row_with_fewer_cells_is_told(tmp_path: Path) -> None:
    """What is missing counts as empty; here it is the place, so the row has no letter."""
    taken = take_text(tmp_path, f"{HEADER}\r\n23702//0012345;Weiß;Lindenweg;1;30159\r\n{OTHER}\r\n")
    assert taken.codes["row.too-few-cells"] == 1
    assert taken.fates[2] == ("rejected", "field.missing")


def test_broken_utf8_costs_just_the_row(tmp_path: Path) -> None:
    """A row in another encoding is rejected by name of the column; the others keep their umlauts."""
    path = tmp_path / "liste.csv"
    third = LINE.replace("0012345", "0012347")
    path.write_bytes(f"{HEADER}\r\n{LINE}\r\n".encode() + f"{OTHER}\r\n".encode("cp1252") + third.encode())
    taken = take(path)
    assert taken.fates == {2: ("", ""), 3: ("rejected", "text.broken-encoding"), 4: ("", "")}
    assert taken.finding("text.broken-encoding").field == "nachname"
    assert [each.nachname for each in taken.households] == ["Weiß", "Weiß"]


def test_nul_bytes_cost_nothing_but_a_warning(tmp_path: Path) -> None:
    """A NUL in a cell is an invisible character: removed, and told with its row."""
    damaged = LINE.replace("Weiß", "We\0iß")
    taken = take_text(tmp_path, f"{HEADER}\r\n{damaged}\r\n")
    assert [each.nachname for each in taken.households] == ["Weiß"]
    assert taken.finding("text.hidden-characters").details["characters"] == "U+0000"


def test_a_quote_that_never_closes_is_named_by_its_row(tmp_path: Path) -> None:
    """It would swallow the rest of the list: the message says where it begins."""
    with pytest.raises(InputError) as caught:
        take_text(tmp_path, f'{HEADER}\r\n{LINE}\r\n"{OTHER}\r\n{LINE}\r\n')
    assert "3" in caught.value.where


def test_a_cell_without_end_is_refused(tmp_path: Path) -> None:
    """Megabytes within one cell are no address, quoted or not."""
    with pytest.raises(InputError):
        take_text(tmp_path, f'{HEADER}\r\n"{"x" * (1 << 18)}";b;c;d;e;f\r\n')


@pytest.mark.parametrize(
    "name", ["null", "Null", "NULL", "NA", "N/A", "nan", "NaN", "None", "none", "True", "-", "1e5"]
)
def test_nothing_is_read_as_missing_or_as_a_number(tmp_path: Path, name: str) -> None:
    """Null, NA, None and nan are surnames."""
    taken = take_rows(tmp_path, person(1, nachname=name, vorname="Änne"), person(2))
    assert name in {each.nachname for each in taken.households} or name == "-"


def test_old_line_ends_are_read(tmp_path: Path) -> None:
    """Lists of old Macintoshes end their lines with CR alone."""
    taken = take_text(tmp_path, f"{HEADER}\r{LINE}\r{OTHER}\r")
    assert [each.row for each in taken.households] == [2, 3]


@pytest.mark.parametrize("case", sorted(path.stem for path in (SPECTRUM / "csvs").glob("*.csv")))
def test_the_spectrum_of_csv_is_read_as_it_says(case: str) -> None:
    """Each case of csv-spectrum gives the cells that it is said to mean."""
    data = (SPECTRUM / "csvs" / f"{case}.csv").read_bytes()
    said = json.loads((SPECTRUM / "json" / f"{case}.json").read_text("utf-8"))
    records = said if isinstance(said, list) else [said]
    raw = read_delimited(FileBytes(f"{case}.csv", "", data), is_known)
    found = [
        dict(zip(raw.header, cells, strict=True))
        for cells in zip(*(column.to_list() for column in raw.columns), strict=True)
    ]
    if case == "location_coordinates":  # its JSON gives another phone number than its CSV, and one column less
        records = [{**found[0], **records[0], "Contact Phone Number": "2095257564"}]
    assert found == records


def test_a_delimiter_too_many_is_told_where_few_rows_have_it(tmp_path: Path) -> None:
    """Within a row it shifts the cells behind it; at the end of all rows it is a habit."""
    taken = take_text(tmp_path, f"{HEADER}\r\n{LINE};\r\n{OTHER}\r\n")
    assert taken.finding("row.more-delimiters").row == 2
    assert not take_text(tmp_path, f"{HEADER}\r\n{LINE};\r\n{OTHER};\r\n").codes["row.more-delimiters"]


def test_a_blank_row_of_many_delimiters_costs_no_letter(tmp_path: Path) -> None:
    """It is no row, and what it might be told of isn't told of the one behind it."""
    taken = take_text(tmp_path, f"{HEADER}\r\n{LINE}\r\n{';' * 40}\r\n{OTHER}\r\n")
    assert taken.fates == {2: ("", ""), 4: ("", "")}
