"""Proposals go to the clerk and come back: exactly what she accepts is applied."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest
import python_calamine
import xlsxwriter
from intake_lists import Taken, person, take_rows

from mailing.base.errors import InputError
from mailing.intake import SideLists, write_proposals
from mailing.intake.proposal_table import HEADER
from mailing.model import AppliedChange

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from mailing.model import Proposal

ROWS = (
    person(1, plz="1067", ort="Dresden"),
    person(2, nachname="MÃ¼ller"),
    person(3, strasse="Lindenstr."),
    person(4, zusatz="=1+1"),
    person(5),
)


def proposals(folder: Path, *rows: dict[str, str]) -> tuple[Proposal, ...]:
    """Check a list and return what is proposed."""
    return take_rows(folder, *rows, proposing=True).intake.proposals


def proposed(folder: Path, name: str = "vorschlaege.csv") -> Path:
    """Write the proposals of a check."""
    path = folder / name
    write_proposals(proposals(folder, *ROWS), path)
    return path


def read_lines(path: Path) -> list[list[str]]:
    """Read the clerk's table as a spreadsheet does."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.reader(stream, delimiter=";"))


def answered(path: Path, answers: dict[str, str], encoding: str = "utf-8-sig", delimiter: str = ";") -> Path:
    """Write the clerk's answers into the last column, by code."""
    header, *lines = read_lines(path)
    with path.open("w", encoding=encoding, newline="") as stream:
        writer = csv.writer(stream, delimiter=delimiter)
        writer.writerow(header)
        writer.writerows([*line[:-1], answers.get(line[4], line[5])] for line in lines)
    return path


def applied(folder: Path, path: Path) -> Taken:
    """Take the list in with the clerk's table."""
    return take_rows(folder, *ROWS, side=SideLists(apply=path))


def accepted_all(folder: Path, found: Iterable[Proposal]) -> Path:
    """Write a table in which everything is accepted."""
    path = folder / "ja.csv"
    lines = [[each.row, each.field, each.found, each.proposal, each.code, "ja"] for each in found]
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream, delimiter=";").writerows([HEADER, *lines])
    return path


def test_the_table_is_one_that_excel_opens(tmp_path: Path) -> None:
    """UTF-8 with BOM, semicolons, CRLF, the promised columns, no cell that Excel would run."""
    path = proposed(tmp_path)
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbfrow;field;found;proposal;code;")
    assert data.count(b"\r\n") == data.count(b"\n")
    header, *lines = read_lines(path)
    assert tuple(header) == HEADER
    assert ["2", "plz", "1067", "01067", "plz.four-digits", ""] in lines
    assert ["5", "zusatz", "'=1+1", "1+1", "address.unreadable-line", ""] in lines


def test_nothing_is_applied_without_a_yes(tmp_path: Path) -> None:
    """The table as it came changes nothing."""
    taken = applied(tmp_path, proposed(tmp_path))
    assert taken.intake.changes == ()
    assert taken.fates[2] == ("rejected", "plz.four-digits")


def test_exactly_what_is_accepted_is_applied(tmp_path: Path) -> None:
    """The PLZ and the formula are, the umlaut isn't; every change is on record."""
    path = answered(
        proposed(tmp_path), {"plz.four-digits": "ja", "address.unreadable-line": " Ja ", "text.double-encoded": "nein"}
    )
    taken = applied(tmp_path, path)
    assert taken.fates == {2: ("", ""), 3: ("rejected", "text.double-encoded"), 4: ("", ""), 5: ("", ""), 6: ("", "")}
    assert set(taken.intake.changes) == {
        AppliedChange(2, "plz", "1067", "01067", "plz.four-digits"),
        AppliedChange(5, "zusatz", "=1+1", "1+1", "address.unreadable-line"),
    }
    assert next(each for each in taken.households if each.row == 2).plz == "01067"
    assert "vorschlaege.csv" in [record.name for record in taken.intake.inputs]


def test_the_clerks_own_wording_counts(tmp_path: Path) -> None:
    """She may write something better than the proposal."""
    path = proposed(tmp_path)
    path.write_text(path.read_text("utf-8-sig").replace("Müller", "Møller"), "utf-8-sig")
    taken = applied(tmp_path, answered(path, {"text.double-encoded": "ja"}))
    assert next(each for each in taken.households if each.row == 3).nachname == "Møller"


def test_excels_own_way_of_saving_is_understood(tmp_path: Path) -> None:
    """Saved as cp1252 with the PLZ's zero cut off again, or with commas and tabs."""
    path = answered(proposed(tmp_path), {"plz.four-digits": "ja"}, "cp1252")
    path.write_bytes(path.read_bytes().replace(b"01067", b"1067"))
    assert applied(tmp_path, path).fates[2] == ("", "")
    path = answered(proposed(tmp_path), {"plz.four-digits": "x"}, "utf-16", "\t")
    assert applied(tmp_path, path).fates[2] == ("", "")


def test_a_workbook_keeps_zeros_and_formulas_as_text(tmp_path: Path) -> None:
    """XLSX goes out and comes back."""
    path = proposed(tmp_path, "vorschlaege.xlsx")
    rows = python_calamine.CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    assert tuple(rows[0]) == HEADER
    assert [2.0, "plz", "1067", "01067", "plz.four-digits", ""] in rows
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False}) as workbook:
        sheet = workbook.add_worksheet()
        for number, cells in enumerate(rows):
            sheet.write_row(number, 0, [*cells[:-1], cells[-1] or "ja"])
    taken = applied(tmp_path, path)
    assert {fate[0] for fate in taken.fates.values()} == {""}
    assert len(taken.intake.changes) == 4


def test_a_proposal_for_another_list_is_not_applied(tmp_path: Path) -> None:
    """The row has something else now: it is told, and the entry stays."""
    path = answered(proposed(tmp_path), {"plz.four-digits": "ja"})
    path.write_text(path.read_text("utf-8-sig").replace(";1067;", ";1069;"), "utf-8-sig")
    taken = applied(tmp_path, path)
    assert taken.codes["proposal.stale"] == 1
    assert taken.intake.changes == ()


def test_an_unclear_answer_is_told(tmp_path: Path) -> None:
    """Perhaps is neither yes nor no."""
    taken = applied(tmp_path, answered(proposed(tmp_path), {"plz.four-digits": "vielleicht"}))
    assert taken.finding("proposal.unclear-answer").row == 2
    assert taken.fates[2] == ("rejected", "plz.four-digits")


def test_a_table_that_is_something_else_is_refused(tmp_path: Path) -> None:
    """The message names what it lacks, or the line without a number."""
    path = tmp_path / "anderes.csv"
    path.write_text("row;field;found\r\n2;plz;1067\r\n")
    with pytest.raises(InputError, match="proposal"):
        applied(tmp_path, path)
    path.write_text(";".join(HEADER) + "\r\nzwei;plz;1067;01067;plz.four-digits;ja\r\n")
    with pytest.raises(InputError, match="Zeilennummer"):
        applied(tmp_path, path)


def test_an_applied_change_can_join_a_household(tmp_path: Path) -> None:
    """What is applied counts for all that follows: here the swapped columns of a row."""
    rows = (person(1, plz="Hannover", ort="30159"), person(2))
    path = tmp_path / "v.csv"
    write_proposals(proposals(tmp_path, *rows), path)
    taken = take_rows(tmp_path, *rows, side=SideLists(apply=answered(path, {"field.swapped": "ja"})))
    assert taken.fates[2] == ("", "")
    assert not taken.intake.findings


def test_a_proposal_reaches_every_row_of_the_household(tmp_path: Path) -> None:
    """Its other members and its doubled rows have the same damage: they don't contradict each other afterwards."""
    child = person(1, plz="1067", ort="Dresden", strasse="Lindenstr.", rolle="Mitglied", vorname="Kind")
    rows = (person(1, plz="1067", ort="Dresden", strasse="Lindenstr."), child, child, person(2))
    assert sorted((each.row, each.field) for each in proposals(tmp_path, *rows)) == [
        *((2, "plz"), (2, "strasse"), (3, "plz"), (3, "strasse"), (4, "plz"), (4, "strasse")),
    ]
    path = accepted_all(tmp_path, proposals(tmp_path, *rows))
    taken = take_rows(tmp_path, *rows, side=SideLists(apply=path))
    assert set(taken.codes) == {"duplicate.exact"}
    assert taken.households[0].plz == "01067"


@pytest.mark.parametrize(
    ("entries", "proposal"),
    [
        ({"nachname": "MÃœLLER"}, "Müller"),
        ({"strasse": "LINDENSTR."}, "Lindenstraße"),
        ({"plz": "30159.0"}, "30159"),
        ({"ort": "Hannofer"}, "Hannover"),
        ({"hausnummer": "03. Mai"}, "3-5"),
        ({"termin": "43999,395833"}, "17.06.2020 09:30"),
        ({"plz": "Hannover", "ort": "30159"}, "30159"),
    ],
)
def test_a_proposal_makes_no_finding_of_its_own(tmp_path: Path, entries: dict[str, str], proposal: str) -> None:
    """What it would make is mended in it at once; once applied, there is nothing left to tell."""
    rows = (person(1, **entries), person(2))
    found = take_rows(tmp_path, *rows, proposing=True, placeholders=frozenset({"termin"})).intake.proposals
    assert proposal in {each.proposal for each in found}
    side = SideLists(apply=accepted_all(tmp_path, found))
    taken = take_rows(tmp_path, *rows, side=side, placeholders=frozenset({"termin"}))
    assert not taken.codes
    assert {change.how for change in taken.intake.changes} == {"proposed"}


@pytest.mark.parametrize(
    "entries", [{"plz": "1067"}, {"termin": "43000,395833"}, {"termin": "43999"}], ids=["place", "past", "no time"]
)
def test_what_would_only_be_another_finding_is_not_proposed(tmp_path: Path, entries: dict[str, str]) -> None:
    """A PLZ of Dresden for Hannover, an appointment that is over or has no time."""
    taken = take_rows(tmp_path, person(1, **entries), person(2), proposing=True, placeholders=frozenset({"termin"}))
    assert taken.fates[2][0] == "rejected"
    assert taken.intake.proposals == ()


def test_changes_tell_how_they_came_about(tmp_path: Path) -> None:
    """Taken as proposed or edited by the clerk; what nobody asked about isn't changed."""
    path = tmp_path / "v.csv"
    lines = [
        ["2", "plz", "1067", "01067", "plz.four-digits", "ja"],
        ["3", "nachname", "MÃ¼ller", "Møller", "text.double-encoded", "ja"],
        ["6", "vorname", "Änne", "Anne", "", "ja"],
    ]
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream, delimiter=";").writerows([HEADER, *lines])
    changes = applied(tmp_path, path).intake.changes
    assert [(each.row, each.how) for each in changes] == [(2, "proposed"), (3, "edited")]
