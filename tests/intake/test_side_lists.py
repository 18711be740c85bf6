"""The lists beside the list: read by its rules, and never quietly empty."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import xlsxwriter
from intake_lists import Taken, as_csv, person, take_rows

from mailing.base.errors import ExitCode, InputError
from mailing.intake import SideLists

if TYPE_CHECKING:
    from pathlib import Path

ROWS = tuple(person(number) for number in range(1, 9))


def beside(folder: Path, role: str, content: bytes, name: str = "neben.csv") -> Taken:
    """Take eight households in with a side list of this content."""
    path = folder / name
    path.write_bytes(content)
    return take_rows(folder, *ROWS, side=SideLists(**{role: path}))


def refused(folder: Path, role: str, text: str) -> InputError:
    """Return the error with which a side list stops the run."""
    with pytest.raises(InputError) as caught:
        beside(folder, role, text.encode())
    assert caught.value.exit_code is ExitCode.INPUT_UNUSABLE
    assert "neben.csv, Zeile" in caught.value.where
    assert caught.value.hint
    return caught.value


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("bg_nummer;grund;bis\r\n", 1),
        ("23702//0000001;verstorben;\r\n", 1),
        ("23702//0000001;verstorben;\r\n23702//0000002;verstorben;\r\n", 1),
        ("Aktenzeichen;Grund\r\n23702//0000001;x\r\n", 1),
        ("bg_nummer;BG-Nr.;grund\r\n23702//0000001;23702//0000002;x\r\n", 1),
        ("bg_nummer;Sperrfrist\r\n23702//0000001;31.12.2020\r\n", 1),
        ("bg_nummer;grund;bis\r\n23702//0000001;x;\r\n23702//7;x;\r\n", 3),
        ("bg_nummer;grund;bis\r\n2,37020E+11;x;\r\n", 2),
        ("bg_nummer;grund;bis\r\nunbekannt;x;\r\n", 2),
        ("bg_nummer;grund;bis\r\n23702//000\ufffd001;x;\r\n", 2),
        ("bg_nummer;grund;bis\r\n23702//0000001;x;irgendwann\r\n", 2),
        ("bg_nummer;grund;bis\r\n23702//0000001;x;#NV\r\n", 2),
        ("bg_nummer;grund;bis\r\n23702//0000001;x;;y\r\n", 2),
        ('bg_nummer;grund;bis\r\n23702//0000001;"x;\r\n23702//0000002;y";\r\n', 2),
    ],
)
def test_a_suppression_list_that_is_not_understood_stops_the_run(tmp_path: Path, text: str, row: int) -> None:
    """A household that it means would get its letter."""
    assert f"Zeile {row}" in refused(tmp_path, "suppress", text).where


@pytest.mark.parametrize(
    "number", ["237020000001", "BG 23702//0000001", "23702-0000001", " 23702//0000001 ", "23702BG0000001"]
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp850"])
def test_a_suppression_list_counts_however_it_is_written(tmp_path: Path, number: str, encoding: str) -> None:
    """In any spelling of the number and any encoding."""
    taken = beside(tmp_path, "suppress", f"BG-Nummer\tGrund\r\n{number}\tPrüfung läuft, Straße\r\n".encode(encoding))
    assert taken.fates[2] == ("suppressed", "suppression.listed")
    assert taken.finding("suppression.listed").found == "Prüfung läuft, Straße"


def test_a_workbook_can_be_a_suppression_list(tmp_path: Path) -> None:
    """With numbers and days as a spreadsheet has them; a whole address list is one too."""
    with xlsxwriter.Workbook(tmp_path / "sperre.xlsx") as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, ("bg_nummer", "nachname", "bis"))
        sheet.write_row(1, 0, (237020000001, "Adam"))
        sheet.write_number(1, 2, 44196, workbook.add_format({"num_format": "dd.mm.yyyy"}))
    taken = take_rows(tmp_path, *ROWS, side=SideLists(suppress=tmp_path / "sperre.xlsx"))
    assert taken.fates[2][0] == "suppressed"


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("vorname;nachname;strasse;plz;ort\r\n", 1),
        ("Anna;Adam;Lindenweg 1;30159;Hannover\r\nBert;Bauer;Lindenweg 2;30159;Hannover\r\n", 0),
        ("vorname;nachname;strasse;plz;ort\r\nAnna;Adam;Lindenweg 1;30159;Hannover;x\r\n", 2),
        ("vorname;nachname;strasse;plz;ort\r\nAnna;;Lindenweg 1;30159;Hannover\r\n", 2),
        ("vorname;nachname;strasse;plz;ort\r\nAnna;A?am;Lindenweg 1;30159;Hannover\r\n", 2),
    ],
)
def test_seeds_that_are_not_understood_stop_the_run(tmp_path: Path, text: str, row: int) -> None:
    """The office would wait for a control letter that never comes."""
    path = tmp_path / "neben.csv"
    path.write_bytes(text.encode())
    with pytest.raises(InputError) as caught:
        take_rows(tmp_path, *ROWS, side=SideLists(seeds=path))
    assert caught.value.where.startswith("neben.csv")
    assert not row or f"Zeile {row}" in caught.value.where


def test_seeds_in_the_encoding_of_ms_dos(tmp_path: Path) -> None:
    """By the list's own rules."""
    seeds = as_csv([person(1, nachname="Jäger", strasse="Hauptstraße")]).replace("Änne", "Anna")
    taken = beside(tmp_path, "seeds", seeds.encode("cp850"))
    assert [each.nachname for each in taken.households if each.is_seed] == ["Jäger"]


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("row;field;found;proposal;code;übernehmen\r\n", 1),
        ("2;plz;1067;01067;plz.four-digits;ja\r\n", 1),
        ("row;field;found;proposal;code\r\n2;plz;1067;01067;plz.four-digits\r\n", 1),
        ("row;field;found;proposal;code;übernehmen\r\nzwei;plz;1067;01067;plz.four-digits;ja\r\n", 2),
        ("row;field;found;proposal;code;übernehmen\r\n2;plz;1067;01067;plz.four-digits;ja;x\r\n", 2),
    ],
)
def test_proposals_that_are_not_understood_stop_the_run(tmp_path: Path, text: str, row: int) -> None:
    """The clerk believes that they were applied."""
    assert f"Zeile {row}" in refused(tmp_path, "apply", text).where


def test_an_accepted_empty_entry_empties_the_cell(tmp_path: Path) -> None:
    """What says nothing is proposed as "leer"; Leer as a town is a town."""
    path = tmp_path / "vorschlaege.csv"
    path.write_text(
        "row;field;found;proposal;code;übernehmen\r\n2;zusatz;k.A.;leer;text.nothing;ja\r\n3;ort;Lehr;Leer;x;ja\r\n",
        "utf-8",
    )
    rows = (person(1, zusatz="k.A."), person(2, ort="Lehr", plz="26789"))
    taken = take_rows(tmp_path, *rows, side=SideLists(apply=path))
    assert {(each.row, each.zusatz, each.ort) for each in taken.households} == {(2, "", "Hannover"), (3, "", "Leer")}
    assert not taken.intake.findings
