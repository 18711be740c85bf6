"""Who is written to, as lists say it: understood whole, or greeted neutrally and told."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from intake_lists import Taken, person, take_rows, take_text

from mailing.intake import SideLists, write_proposals
from mailing.letters.text.addressing import address_lines
from mailing.letters.text.salutation import salutation

if TYPE_CHECKING:
    from pathlib import Path


def written(taken: Taken) -> tuple[str, str]:
    """Return the only letter's salutation and the first line of its address."""
    (household,) = taken.households
    return salutation(household), address_lines(household)[0]


@pytest.mark.parametrize(
    ("entries", "greeting", "line"),
    [
        ({"anrede": "Fr."}, "Sehr geehrte Frau Meier,", "Frau Anna Meier"),
        ({"anrede": "Hr."}, "Sehr geehrter Herr Meier,", "Herrn Anna Meier"),
        ({"anrede": "Frau Dr."}, "Sehr geehrte Frau Dr. Meier,", "Frau Dr. Anna Meier"),
        ({"titel": "Dr"}, "Sehr geehrte Frau Dr. Meier,", "Frau Dr Anna Meier"),
        ({"titel": "Prof.Dr."}, "Sehr geehrte Frau Prof. Dr. Meier,", "Frau Prof.Dr. Anna Meier"),
        ({"anrede": "w"}, "Sehr geehrte Frau Meier,", "Frau Anna Meier"),
        ({"anrede": "Fam.", "vorname": ""}, "Sehr geehrte Familie Meier,", "Familie"),
        ({"anrede": "Divers"}, "Guten Tag Anna Meier,", "Anna Meier"),
        (
            {"anrede": "Herr und Frau", "vorname": ""},
            "Sehr geehrter Herr Meier, sehr geehrte Frau Meier,",
            "Herrn und Frau",
        ),
        ({"nachname": "Dr. Meier"}, "Sehr geehrte Frau Dr. Meier,", "Frau Dr. Anna Meier"),
        ({"nachname": "Meier jun."}, "Sehr geehrte Frau Meier,", "Frau Anna Meier jun."),
        (
            {"vorname": "Anna von der", "nachname": "Heide"},
            "Sehr geehrte Frau von der Heide,",
            "Frau Anna von der Heide",
        ),
        (
            {"anrede": "", "vorname": "", "nachname": "Frau Dr. Carla Graf"},
            "Sehr geehrte Frau Dr. Graf,",
            "Frau Dr. Carla Graf",
        ),
        ({"titel": "Gräfin", "nachname": "Ott"}, "Sehr geehrte Frau Gräfin Ott,", "Frau Anna Gräfin Ott"),
        ({"nachname": "Heide, von der"}, "Sehr geehrte Frau von der Heide,", "Frau Anna von der Heide"),
        ({"anrede": "Herrn RA"}, "Sehr geehrter Herr Meier,", "Herrn RA Anna Meier"),
        ({"nachname": "O'Neil"}, "Sehr geehrte Frau O'Neil,", "Frau Anna O'Neil"),
        ({"nachname": "d'Angelo"}, "Sehr geehrte Frau d'Angelo,", "Frau Anna d'Angelo"),
        ({"nachname": "Garcia Lopez"}, "Sehr geehrte Frau Garcia Lopez,", "Frau Anna Garcia Lopez"),
        (
            {"anrede": "Firma", "vorname": "", "nachname": "Meier GmbH"},
            "Sehr geehrte Damen und Herren,",
            "Firma Meier GmbH",
        ),
        ({"anrede": "", "vorname": "", "nachname": "Meier GmbH"}, "Sehr geehrte Damen und Herren,", "Firma Meier GmbH"),
        ({"anrede": "Eheleute", "vorname": "Anna und Max"}, "Sehr geehrte Eheleute Meier,", "Eheleute"),
        ({"vorname": "Martin", "nachname": "Martin"}, "Sehr geehrte Frau Martin,", "Frau Martin Martin"),
    ],
)
def test_what_is_right_carries_no_finding(tmp_path: Path, entries: dict[str, str], greeting: str, line: str) -> None:
    """Forms of address, titles, prefixes and suffixes are understood wherever they stand."""
    whole = {"anrede": "Frau", "vorname": "Anna", "nachname": "Meier", **entries}
    taken = take_rows(tmp_path, person(1, **whole))
    assert taken.codes == Counter()
    assert written(taken) == (greeting, line)


@pytest.mark.parametrize(
    ("entries", "field", "greeting"),
    [
        ({"anrede": "Mr."}, "anrede", "Guten Tag Anna Meier,"),
        ({"anrede": "Frau/Herr"}, "anrede", "Guten Tag Anna Meier,"),
        ({"anrede": "Herr Frau"}, "anrede", "Guten Tag Anna Meier,"),
        ({"vorname": "Anna und Max"}, "vorname", "Guten Tag Anna und Max Meier,"),
        ({"vorname": "", "nachname": "Maria Garcia Lopez"}, "nachname", "Sehr geehrte Damen und Herren,"),
        ({"vorname": "", "nachname": "Anna Meier"}, "nachname", "Sehr geehrte Damen und Herren,"),
        ({"vorname": "", "nachname": "Meier GmbH"}, "nachname", "Sehr geehrte Damen und Herren,"),
        ({"nachname": "Schulz, Berta"}, "nachname", "Guten Tag Anna Schulz, Berta,"),
        ({"empfaenger": "Rechtsanwältin Schulz"}, "empfaenger", "Sehr geehrte Damen und Herren,"),
        ({"empfaenger": "Frau"}, "empfaenger", "Sehr geehrte Damen und Herren,"),
    ],
)
def test_what_is_not_understood_is_greeted_neutrally_and_told(
    tmp_path: Path, entries: dict[str, str], field: str, greeting: str
) -> None:
    """With the name as it stands."""
    whole = {"anrede": "Frau", "vorname": "Anna", "nachname": "Meier", **entries}
    taken = take_rows(tmp_path, person(1, **whole))
    assert taken.finding("name.not-understood").field == field
    assert written(taken)[0] == greeting


def test_a_form_of_address_is_never_guessed_from_a_name(tmp_path: Path) -> None:
    """Even "Herr" before Anna is what the list says."""
    taken = take_rows(tmp_path, person(1, anrede="Herr", vorname="Anna", nachname="Meier"))
    assert written(taken)[0] == "Sehr geehrter Herr Meier,"


@pytest.mark.parametrize(
    ("entries", "field", "proposal", "greeting"),
    [
        ({"vorname": "Frau Anna"}, "vorname", "Anna", "Sehr geehrte Frau Meier,"),
        ({"titel": "Dr.", "nachname": "Dr. Meier"}, "nachname", "Meier", "Sehr geehrte Frau Dr. Meier,"),
        ({"vorname": "", "nachname": "Frau Meier"}, "nachname", "Meier", "Sehr geehrte Frau Meier,"),
        ({"anrede": "Frau Meier"}, "anrede", "Frau", "Sehr geehrte Frau Meier,"),
        ({"vorname": "Anna Meier"}, "vorname", "Anna", "Sehr geehrte Frau Meier,"),
        ({"nachname": "Anna Meier"}, "nachname", "Meier", "Sehr geehrte Frau Meier,"),
        ({"vorname": "Meier"}, "vorname", "leer", "Sehr geehrte Frau Meier,"),
        ({"nachname": "Meier, Anna"}, "nachname", "Meier", "Sehr geehrte Frau Meier,"),
        ({"titel": "Frau"}, "titel", "leer", "Sehr geehrte Frau Meier,"),
    ],
)
def test_the_same_part_in_two_columns_is_proposed_once(
    tmp_path: Path, entries: dict[str, str], field: str, proposal: str, greeting: str
) -> None:
    """It is printed once; accepting the proposal leaves nothing to tell."""
    row = person(1, **{"anrede": "Frau", "vorname": "Anna", "nachname": "Meier", **entries})
    taken = take_rows(tmp_path, row)
    found = taken.finding("field.twice")
    assert (found.field, found.proposal) == (field, proposal)
    assert written(taken)[0] == greeting
    assert "Meier Meier" not in written(taken)[1]


def test_surname_and_given_name_in_one_cell_are_proposed(tmp_path: Path) -> None:
    """The entry "Adam, Anna" is understood, and the clerk is shown how."""
    taken = take_rows(tmp_path, person(1, vorname="", nachname="Adam, Anna"))
    told = {finding.field: finding.proposal for finding in taken.intake.findings}
    assert told == {"nachname": "Adam", "vorname": "Anna"}
    assert written(taken) == ("Sehr geehrte Frau Adam,", "Frau Anna Adam")


def test_two_forms_of_address_are_told(tmp_path: Path) -> None:
    """Neither is believed."""
    taken = take_rows(tmp_path, person(1, anrede="Herr", vorname="Frau Anna", nachname="Meier"))
    assert taken.finding("name.contradiction").field == "vorname"
    assert written(taken)[0] == "Guten Tag Frau Anna Meier,"


def test_no_column_for_the_form_of_address_is_told_once(tmp_path: Path) -> None:
    """One finding for the run, whatever the number of rows."""
    text = "bg_nummer;vorname;nachname;strasse;hausnummer;plz;ort\r\n" + "".join(
        f"23702//000000{number};Anna;Meier{letter};Weg;{number};30159;Hannover\r\n"
        for number, letter in enumerate("abc", 1)
    )
    assert take_text(tmp_path, text).codes == {"name.no-form-of-address": 1}


@pytest.mark.parametrize(
    ("gender", "greeting"),
    [("m", "Herr Meier"), ("w", "Frau Meier"), ("männlich", "Herr Meier"), ("F", "Frau Meier")],
)
def test_gender_gives_the_form_of_address(tmp_path: Path, gender: str, greeting: str) -> None:
    """A column with m, w and d stands for one with Herr and Frau."""
    header = "bg_nummer;Geschlecht;Vorname;Nachname;strasse;hausnummer;plz;ort"
    text = f"{header}\r\n23702//0000001;{gender};Max;Meier;Weg;1;30159;Hannover\r\n"
    taken = take_text(tmp_path, text)
    assert taken.codes == Counter()
    assert written(taken)[0].endswith(f"{greeting},")


def test_gender_that_contradicts_is_told(tmp_path: Path) -> None:
    """Frau and m: greeted neutrally."""
    taken = take_rows(tmp_path, person(1, anrede="Frau", Geschlecht="m", vorname="Anna", nachname="Meier"))
    assert taken.finding("name.not-understood").found == "Frau / Herr"
    assert written(taken)[0] == "Guten Tag Anna Meier,"


@pytest.mark.parametrize(
    ("addition", "surname", "zusatz", "titel"),
    [
        ("von", "von Bismarck", "", ""),
        ("Gräfin", "Gräfin Bismarck", "", ""),
        ("jun.", "Bismarck jun.", "", ""),
        ("M.A.", "Bismarck M.A.", "", ""),
        ("Dr.", "Bismarck", "", "Dr."),
        ("c/o Schulz", "Bismarck", "c/o Schulz", ""),
    ],
)
def test_a_name_addition_goes_where_it_belongs(
    tmp_path: Path, addition: str, surname: str, zusatz: str, titel: str
) -> None:
    """Before the surname, behind it, to the titles, or below the name."""
    taken = take_rows(tmp_path, person(1, vorname="Otto", Namenszusatz=addition, nachname="Bismarck"))
    (household,) = taken.households
    assert (household.nachname, household.zusatz, household.titel) == (surname, zusatz, titel)
    assert taken.codes == Counter()


def test_name_1_and_name_2(tmp_path: Path) -> None:
    """The first is the whole name, the second a line below it; so is a second street."""
    text = (
        "bg_nummer;Anrede;Name 1;Name 2;Straße;Straße 2;PLZ;Ort\r\n"
        "23702//0000001;Herr;Otto Meier;c/o Schulz;Weg 5;Hinterhaus;30938;Burgwedel\r\n"
        "23702//0000002;Firma;Meier GmbH;z. Hd. Frau Ott;Weg 7;;30938;Burgwedel\r\n"
    )
    taken = take_text(tmp_path, text)
    first, second = taken.households
    assert address_lines(first) == ["Herrn Otto Meier", "c/o Schulz", "Hinterhaus", "Weg 5", "30938 Burgwedel"]
    assert address_lines(second)[:2] == ["Firma Meier GmbH", "z. Hd. Frau Ott"]
    assert (salutation(first), salutation(second)) == ("Sehr geehrter Herr Meier,", "Sehr geehrte Damen und Herren,")
    assert taken.codes == Counter()


def test_an_accepted_proposal_empties_a_cell(tmp_path: Path) -> None:
    """The word "leer" means that nothing is to stand there."""
    row = person(1, anrede="Frau", vorname="Meier", nachname="Meier")
    path = tmp_path / "v.csv"
    write_proposals(take_rows(tmp_path, row, proposing=True).intake.proposals, path)
    path.write_text(path.read_text("utf-8-sig").replace("field.twice;", "field.twice;ja"), "utf-8")
    taken = take_rows(tmp_path, row, side=SideLists(apply=path))
    assert taken.households[0].vorname == ""
    assert taken.codes == Counter()


@pytest.mark.parametrize(
    "surname",
    [
        "von und zu Aufseß", "aus der Fünten", "in der Beek", "Freiherr v. Stein", "Ortega y Gasset", "Souza e Silva",
        "Meier gen. Müller", "Meier - Schulz", "St. Clair", "Nguyễn T.", "Ó hEachairn", "van 't Hoff", "Dell'Aquila",
        "Meier (geb. Schulz)", "Meier c/o Schulz", "al-Hasan", "Əliyev Vüqar oğlu",
    ],
)  # fmt: skip
def test_surnames_of_many_words_carry_no_finding(tmp_path: Path, surname: str) -> None:
    """Prefixes, particles, what follows them."""
    assert {
        code for code in take_rows(tmp_path, person(1, nachname=surname)).codes if code != "address.wide-line"
    } == set()


@pytest.mark.parametrize(
    "surname",
    [
        "Meier Dr.",
        "Meier für Otto Kurz",
        "Meier z. Hd. Otto Kurz",
        "Meier siehe Akte",
    ],
)
def test_a_surname_with_more_than_a_name_is_greeted_neutrally(tmp_path: Path, surname: str) -> None:
    """And told; the address has it as it stands."""
    taken = take_rows(tmp_path, person(1, vorname="Anna", nachname=surname))
    assert taken.finding("name.not-understood").field == "nachname"
    assert written(taken)[0] == f"Guten Tag Anna {surname},"


@pytest.mark.parametrize(
    "titel", ["Dr.", "Prof.Dr.", "Dr. med. dent.", "Dipl.-Ing. (FH)", "M. Sc.", "Magister", "PhD", "StR", "Jun.-Prof."]
)
def test_titles_carry_no_finding(tmp_path: Path, titel: str) -> None:
    """Spoken or not."""
    assert not take_rows(tmp_path, person(1, titel=titel)).codes


@pytest.mark.parametrize(("titel", "code"), [("Herr", "name.contradiction"), ("Gesperrt", "name.not-understood")])
def test_what_is_no_title_is_told(tmp_path: Path, titel: str, code: str) -> None:
    """Another form of address, or any other word: the greeting is neutral."""
    taken = take_rows(tmp_path, person(1, vorname="Anna", nachname="Ott", titel=titel))
    assert taken.finding(code).field == "titel"
    assert written(taken)[0].startswith("Guten Tag ")


def test_a_prefix_behind_the_title_belongs_to_the_surname(tmp_path: Path) -> None:
    """As registers have it."""
    taken = take_rows(tmp_path, person(1, vorname="Anna", nachname="Heide", titel="Dr. von der"))
    assert written(taken) == ("Sehr geehrte Frau Dr. von der Heide,", "Frau Dr. Anna von der Heide")
    assert not taken.codes


def test_a_couple_joined_by_a_sign_carries_no_finding(tmp_path: Path) -> None:
    """Two given names, one surname."""
    row = person(1, anrede="Herr und Frau", vorname="Otto & Anna", nachname="Meier")
    taken = take_rows(tmp_path, row)
    assert written(taken)[0] == "Sehr geehrter Herr Meier, sehr geehrte Frau Meier,"
    assert not taken.codes
