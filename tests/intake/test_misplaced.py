"""What speaks against a letter: a phone number in its address, a note that somebody has died or isn't reached."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from intake_lists import person, take_rows, take_text

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("street", "number", "field"),
    [
        ("Lindenweg", "0511/4455", "hausnummer"),
        ("Lindenweg", "0511 4455", "hausnummer"),
        ("Lindenweg", "05114455", "hausnummer"),
        ("Lindenweg", "0171-5556677", "hausnummer"),
        ("Lindenweg", "+49 511 4455", "hausnummer"),
        ("Lindenweg", "5 (0511 4455)", "hausnummer"),
        ("Lindenweg", "5 Tel. 4455", "hausnummer"),
        ("Lindenweg 0511", "4455", "strasse"),
        ("Lindenweg 5 (0511 4455)", "", "strasse"),
    ],
)
def test_a_phone_number_in_an_address_costs_the_letter(tmp_path: Path, street: str, number: str, field: str) -> None:
    """It stands where the house number belongs, and the postman would read it."""
    taken = take_rows(tmp_path, person(1, strasse=street, hausnummer=number), person(2))
    assert taken.fates == {2: ("rejected", "address.phone"), 3: ("", "")}
    assert taken.finding("address.phone").field == field


@pytest.mark.parametrize(
    "address", ["Lindenweg 5, Tel. 0511 4455", "Lindenweg 5 0511 4455", "Lindenweg 0511 4455", "Lindenweg +49 511 4455"]
)
def test_a_phone_behind_the_street_proposes_no_house_number(tmp_path: Path, address: str) -> None:
    """In a column of both, its last figures were taken for the house: accepted, "Lindenweg 5 4455" was printed."""
    head = "bg_nummer;anrede;vorname;nachname;Straße und Hausnummer;plz;ort\n"
    row = f"23702//0000001;Frau;Änne;Weiß;{address};30159;Hannover\n"
    other = "23702//0000002;Frau;Eva;Rot;Am Ufer 5;30159;Hannover\n"
    taken = take_text(tmp_path, head + row + other, proposing=True)
    assert taken.fates[2] == ("rejected", "address.phone")
    assert not taken.intake.proposals


@pytest.mark.parametrize(
    ("street", "number"),
    [
        ("Straße 12", "5"),
        ("Tel-Aviv-Straße", "100"),
        ("Telefonweg", "123"),
        ("Lindenweg", "0012"),
        ("Lindenweg", "12-14"),
        ("Postfach 01 02 03 04", ""),
        ("Packstation", "0123456789"),
    ],
)
def test_other_figures_are_no_phone_number(tmp_path: Path, street: str, number: str) -> None:
    """House numbers with zeros in front, and the post's own numbers."""
    assert not take_rows(tmp_path, person(1, strasse=street, hausnummer=number)).codes["address.phone"]


def test_a_dialling_code_is_an_odd_house_number(tmp_path: Path) -> None:
    """It may be the rest of a number."""
    assert take_rows(tmp_path, person(1, hausnummer="0511")).finding("house-number.odd").row == 2


@pytest.mark.parametrize(
    ("field", "entry"),
    [
        ("zusatz", "verstorben am 3.5.2020"),
        ("nachname", "Adam (verst.)"),
        ("nachname", "Adam †"),
        ("vorname", "Otto verstorben"),
        ("anrede", "Verstorbener"),
    ],
)
def test_a_note_that_somebody_has_died_is_never_printed(tmp_path: Path, field: str, entry: str) -> None:
    """It would stand in the window."""
    taken = take_rows(tmp_path, person(1, **{field: entry}), person(2))
    assert taken.fates == {2: ("rejected", "person.deceased"), 3: ("", "")}


def test_heirs_get_their_letter(tmp_path: Path) -> None:
    """They are written to because somebody has died."""
    assert take_rows(tmp_path, person(1, zusatz="Erben des verstorbenen Otto Meier")).fates == {2: ("", "")}


@pytest.mark.parametrize(
    "remark",
    ["verstorben 05/2020", "Unbekannt verzogen!", "bitte nicht mehr anschreiben", "keine Post", "Brief unzustellbar"],
)
def test_a_remark_against_the_letter_is_told(tmp_path: Path, remark: str) -> None:
    """Its column is not one of ours: the letter is made, and the office is asked."""
    taken = take_rows(tmp_path, person(1, Bemerkung=remark), person(2, Bemerkung="Ehefrau verzieht im Mai"))
    found = taken.finding("row.remark")
    assert (found.row, found.column, found.seen) == (2, "Bemerkung", remark)
    assert taken.fates == {2: ("", ""), 3: ("", "")}
