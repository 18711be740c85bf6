"""Addresses of which parts stand together in a cell, or twice in a row; and countries that aren't any."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from intake_lists import Taken, person, take_rows, take_text

from mailing.base.errors import InputError
from mailing.intake import SideLists, write_proposals
from mailing.intake.dispositions import NoHouseholdError
from mailing.intake.whole_addresses import read_address
from mailing.letters.text.addressing import address_lines

if TYPE_CHECKING:
    from pathlib import Path

BURGWEDEL = {"strasse": "Hauptstraße", "hausnummer": "5", "plz": "30938", "ort": "Burgwedel"}
WHOLE = 'bg_nummer;Anrede;Name, Vorname;Anschrift\r\n23702//0000001;Frau;"Meier, Anna";"{address}"\r\n'


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Musterstr. 5, 30159 Hannover", ("", "Musterstr.", "5", "30159", "Hannover")),
        ("Hauptstr. 5\n30938 Burgwedel", ("", "Hauptstr.", "5", "30938", "Burgwedel")),
        ("c/o Meier\nWeg 3 a\n30159 Hannover", ("c/o Meier", "Weg", "3 a", "30159", "Hannover")),
        ("Weg 5 D-30938 Burgwedel", ("", "Weg", "5", "30938", "Burgwedel")),
        ("Q7, 24, 68161 Mannheim", ("", "Q7, 24", "", "68161", "Mannheim")),
        ("Postfach 12 34, 30159 Hannover", ("", "Postfach 12 34", "", "30159", "Hannover")),
    ],
)
def test_whole_addresses_are_read(text: str, parts: tuple[str, ...]) -> None:
    """On one line or on several, and Mannheim's blocks keep their comma."""
    assert read_address(text) == parts


@pytest.mark.parametrize("text", ["30159 Hannover", "Hauptstr. 5", "Q7, 24", "", "Straße 12345"])
def test_what_is_no_whole_address_is_left(text: str) -> None:
    """A street alone, or a place alone."""
    assert read_address(text) is None


@pytest.mark.parametrize("address", ["Hauptstraße 5\n30938 Burgwedel", "Hauptstraße 5, 30938 Burgwedel"])
def test_a_whole_address_in_a_cell_waits_for_the_clerk(tmp_path: Path, address: str) -> None:
    """Its parts are proposed; accepted, the letter goes out."""
    path = tmp_path / "v.csv"
    with pytest.raises(NoHouseholdError) as caught:
        take_text(tmp_path, WHOLE.format(address=address), proposing=True)
    told = {finding.field: finding.proposal for finding in caught.value.findings}
    assert told == BURGWEDEL
    write_proposals(caught.value.proposals, path)
    path.write_text(path.read_text("utf-8-sig").replace("in-one-cell;", "in-one-cell;ja"), "utf-8")
    taken = take_text(tmp_path, WHOLE.format(address=address), side=SideLists(apply=path))
    assert address_lines(taken.households[0]) == ["Frau Anna Meier", "Hauptstraße 5", "30938 Burgwedel"]
    assert taken.codes == Counter()


def test_a_whole_address_that_is_assigned_is_taken_apart(tmp_path: Path) -> None:
    """The user's word settles how the column is read."""
    text = WHOLE.format(address="Hauptstraße 5\n30938 Burgwedel")
    taken = take_text(tmp_path, text, source={"columns": {"anschrift_komplett": "Anschrift"}})
    assert address_lines(taken.households[0])[1:] == ["Hauptstraße 5", "30938 Burgwedel"]
    assert taken.codes == Counter()


@pytest.mark.parametrize(
    ("entries", "field", "proposal"),
    [
        ({"strasse": "Hauptstraße 5"}, "strasse", "Hauptstraße"),
        ({"ort": "30938 Burgwedel"}, "ort", "Burgwedel"),
        ({"plz": "30938 Burgwedel"}, "plz", "30938"),
        ({"strasse": "Hauptstraße 5, 30938 Burgwedel", "hausnummer": ""}, "strasse", "Hauptstraße 5"),
        ({"zusatz": "Hauptstraße 5"}, "zusatz", "leer"),
        ({"hausnummer": "5a", "zusatz": "a"}, "zusatz", "leer"),
        ({"ortsteil": "Burgwedel"}, "ortsteil", "leer"),
    ],
)
def test_the_same_part_in_two_columns_is_printed_once(
    tmp_path: Path, entries: dict[str, str], field: str, proposal: str
) -> None:
    """A warning with a proposal, and nothing beside it."""
    taken = take_rows(tmp_path, person(1, **{**BURGWEDEL, **entries}))
    found = taken.finding("field.twice")
    assert (found.field, found.proposal) == (field, proposal)
    assert taken.codes == {"field.twice": 1}
    street = "Hauptstraße 5a" if "a" in entries.get("hausnummer", "") else "Hauptstraße 5"
    assert address_lines(taken.households[0])[1:] == [street, "30938 Burgwedel"]


@pytest.mark.parametrize(
    "entries",
    [
        {"strasse": "Hauptstraße 5", "hausnummer": "5a"},
        {"strasse": "Hauptstraße 5", "hausnummer": "7"},
        {"ort": "30159 Hannover"},
        {"strasse": "Hauptstraße 5, 30159 Hannover", "hausnummer": ""},
    ],
)
def test_parts_that_contradict_each_other_cost_the_letter(tmp_path: Path, entries: dict[str, str]) -> None:
    """Nobody knows where the person lives."""
    taken = take_rows(tmp_path, person(1, **{**BURGWEDEL, **entries}), person(2))
    assert taken.fates[2] == ("rejected", "address.contradiction")


@pytest.mark.parametrize(
    "entries",
    [
        {"strasse": "Straße des 17. Juni", "hausnummer": "135"},
        {"strasse": "Straße 12", "hausnummer": "12"},
        {"strasse": "Kolonie Abendruh Weg 7", "hausnummer": "3"},
        {"strasse": "Q7", "hausnummer": "24", "plz": "68161", "ort": "Mannheim"},
        {"strasse": "Q7, 24", "hausnummer": "", "plz": "68161", "ort": "Mannheim"},
        {"hausnummer": "5-7"},
        {"hausnummer": "5 1/2"},
        {"zusatz": "Hinterhaus"},
        {"land": "Deutschland (D)"},
        {"land": "de-DE"},
        {"land": "BRD"},
        {"land": "Dtl."},
    ],
)
def test_right_addresses_carry_no_finding(tmp_path: Path, entries: dict[str, str]) -> None:
    """Numbered streets, Mannheim's blocks, ranges, all spellings of home."""
    assert take_rows(tmp_path, person(1, **{**BURGWEDEL, **entries})).codes == Counter()


@pytest.mark.parametrize(
    ("number", "code", "proposal"),
    [
        ("5.0", "house-number.damaged-number", "5"),
        ("05. Mai", "house-number.became-date", "5-5"),
        ("Mai 05", "house-number.became-date", "5-5"),
        ("43956", "house-number.became-date", "5-5"),
    ],
)
def test_house_numbers_that_a_spreadsheet_changed(tmp_path: Path, number: str, code: str, proposal: str) -> None:
    """They cost the letter, and what was meant is proposed."""
    taken = take_rows(tmp_path, person(1, **{**BURGWEDEL, "hausnummer": number}), person(2))
    assert taken.fates[2] == ("rejected", code)
    assert taken.finding(code).proposal == proposal


def test_mannheims_comma_is_printed(tmp_path: Path) -> None:
    """It belongs to the address there."""
    taken = take_rows(tmp_path, person(1, strasse="Q7, 24", hausnummer="", plz="68161", ort="Mannheim"))
    assert address_lines(taken.households[0])[1] == "Q7, 24"


@pytest.mark.parametrize("land", ["Niedersachsen", "NI", "NDS", "Bundesland Bayern", "BY", "BE"])
def test_a_federal_state_is_no_country(tmp_path: Path, land: str) -> None:
    """Though BY is Belarus and BE is Belgium elsewhere; to leave the cell empty is proposed."""
    taken = take_rows(tmp_path, person(1, **BURGWEDEL, land=land), person(2))
    assert taken.fates[2] == ("rejected", "land.state")
    assert taken.finding("land.state").proposal == "leer"


@pytest.mark.parametrize("land", ["Deutschlang", "0", "NULL", "Hannover"])
def test_what_is_no_country_costs_the_letter_at_home(tmp_path: Path, land: str) -> None:
    """PLZ and place are German."""
    taken = take_rows(tmp_path, person(1, **BURGWEDEL, land=land), person(2))
    assert taken.fates[2] == ("rejected", "land.not-a-country")


def test_a_country_beside_a_german_address_is_told(tmp_path: Path) -> None:
    """The letter lies with those that go abroad."""
    taken = take_rows(tmp_path, person(1, **BURGWEDEL, land="Polen"))
    assert taken.codes == {"land.contradiction": 1, "route.abroad": 1}


@pytest.mark.parametrize(
    ("plz", "ort", "land"),
    [
        ("1010", "Wien", "Österreich"),
        ("8001", "Zürich", "Schweiz"),
        ("A-1010", "Wien", "Österreich"),
        ("CH-8001", "Zürich", "Schweiz"),
        ("1012 AB", "Amsterdam", "Niederlande"),
        ("SW1A 2AA", "London", "Vereinigtes Königreich"),
        ("00-950", "Warszawa", "Polen"),
        ("75001", "Paris", "Frankreich"),
        ("34000", "Istanbul", ""),
    ],
)
def test_a_foreign_address_without_a_country_costs_the_letter(tmp_path: Path, plz: str, ort: str, land: str) -> None:
    """It mustn't go out as a German one; the country is proposed where it is certain."""
    taken = take_rows(tmp_path, person(1, **{**BURGWEDEL, "plz": plz, "ort": ort}, land=""), person(2))
    assert taken.fates[2] == ("rejected", "land.missing")
    told = [finding.proposal for finding in taken.intake.findings if finding.field == "land"]
    assert land in told or not land


@pytest.mark.parametrize(
    ("plz", "ort", "land", "last"),
    [
        ("1010", "Wien", "A", ["1010 WIEN", "ÖSTERREICH"]),
        ("75001", "Paris", "F", ["75001 PARIS", "FRANKREICH"]),
        ("10001", "New York", "USA", ["NEW YORK 10001", "VEREINIGTE STAATEN"]),
        ("", "Dublin", "IRL", ["DUBLIN", "IRLAND"]),
        ("220000", "Minsk", "BY", ["220000 MINSK", "BELARUS"]),
    ],
)
def test_codes_of_countries_are_understood_abroad(
    tmp_path: Path, plz: str, ort: str, land: str, last: list[str]
) -> None:
    """By licence plate, by ISO; nothing is told but the way."""
    taken: Taken = take_rows(tmp_path, person(1, **{**BURGWEDEL, "plz": plz, "ort": ort}, land=land))
    assert address_lines(taken.households[0])[-2:] == last
    assert taken.codes == {"route.abroad": 1}


def test_a_plz_that_lost_its_zero_stays_german(tmp_path: Path) -> None:
    """1067 Dresden is no Austrian place."""
    taken = take_rows(tmp_path, person(1, **{**BURGWEDEL, "plz": "1067", "ort": "Dresden"}), person(2))
    assert taken.fates[2] == ("rejected", "plz.four-digits")


def test_a_list_without_any_place_is_refused(tmp_path: Path) -> None:
    """Streets alone aren't whole addresses."""
    with pytest.raises(InputError, match="plz, ort"):
        take_text(tmp_path, WHOLE.format(address="Hauptstraße 5"))
