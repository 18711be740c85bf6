"""Column names as lists have them: recognised, settled by the user, or asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from intake_lists import person, take_rows, take_text

from mailing.base.errors import InputError
from mailing.intake.column_names import LIKELY_NAMES, SURE_NAMES, folded, template_name
from mailing.intake.split_columns import code_and_place
from mailing.intake.whole_addresses import street_and_number

if TYPE_CHECKING:
    from pathlib import Path

LINE = "23702//0012345;Weiß;Änne;Lindenweg;1;30159;Hannover"


@pytest.mark.parametrize(
    "header",
    [
        "BG-Nummer;Nachname;Vorname;Straße;Hausnummer;PLZ;Ort",
        "bg_nummer;nachname;vorname;strasse;hausnummer;plz;ort",
        "BG-Nr.;Familienname;Vornamen;Str.;Haus-Nr.;Postleitzahl;Wohnort",
        "BG Nr;NAME;VORNAME;STRASSE;HNR;PLZ;STADT",
        "Bedarfsgemeinschaft;Name;Vorname;Straße;Nr.;Postleitzahl;Gemeinde",
        "BG number;Last Name;First name;Street;House no.;ZIP code;City",
        "household_id;surname;given name;street name;house number;postcode;town",
        "bgNummer;familienname;vornamen;strasse;hausnummer;postleitzahl;wohnort",
    ],
)
def test_columns_are_recognised(tmp_path: Path, header: str) -> None:
    """German, English, abbreviated, shouted, and the names of XInneres."""
    (household,) = take_text(tmp_path, f"{header}\r\n{LINE}\r\n").households
    assert (household.bg_nummer, household.nachname, household.vorname) == ("23702//0012345", "Weiß", "Änne")
    assert (household.strasse, household.hausnummer) == ("Lindenweg", "1")
    assert (household.plz, household.ort) == ("30159", "Hannover")


def test_no_name_means_two_columns() -> None:
    """Each folded name stands for one column of ours only."""
    for names in (SURE_NAMES, LIKELY_NAMES):
        meanings: dict[str, set[str]] = {}
        for ours, aliases in names.items():
            for alias in aliases:
                meanings.setdefault(folded(alias), set()).add(ours)
        assert {alias: sorted(ours) for alias, ours in meanings.items() if len(ours) > 1} == {}


@pytest.mark.parametrize(
    ("text", "halves"),
    [
        ("Hauptstr. 5", ("Hauptstr.", "5")),
        ("Lindenstr.12 b", ("Lindenstr.", "12 b")),
        ("Straße des 17. Juni 135", ("Straße des 17. Juni", "135")),
        ("Am Markt 16 – 20", ("Am Markt", "16 – 20")),
        ("Weg 16/18", ("Weg", "16/18")),
        ("Kernberg 17 // W 236", ("Kernberg", "17 // W 236")),
        ("Weg 3 a-c", ("Weg", "3 a-c")),
        ("Postfach 12 34", ("Postfach 12 34", "")),
        ("Dorf", ("Dorf", "")),
        ("5. Straße", ("5. Straße", "")),
        ("Allee 3 Hinterhaus", ("Allee 3 Hinterhaus", "")),
    ],
)
def test_street_and_number_are_told_apart(text: str, halves: tuple[str, str]) -> None:
    """The number is what stands at the end; what can't be told apart stays together."""
    assert street_and_number(text) == halves


def test_code_and_place_are_told_apart() -> None:
    """What can't be told apart stays the place."""
    assert code_and_place("30159 Hannover") == ("30159", "Hannover")
    assert code_and_place("Hannover") == ("", "Hannover")


def test_combined_columns_are_dissolved(tmp_path: Path) -> None:
    """Street and number, PLZ and place, name and first name may share a column each."""
    text = (
        "BG-Nr.;Name, Vorname;Straße und Hausnummer;PLZ/Ort\r\n23702//0012345;Weiß, Änne;Am Weg 5 a;30159 Hannover\r\n"
    )
    (household,) = take_text(tmp_path, text).households
    assert (household.nachname, household.vorname) == ("Weiß", "Änne")
    assert (household.strasse, household.hausnummer) == ("Am Weg", "5 a")
    assert (household.plz, household.ort) == ("30159", "Hannover")


def test_a_house_number_in_the_street_is_taken_out(tmp_path: Path) -> None:
    """Where the number's column is empty, the street's end is the number: it sorts, and prints the same."""
    rows = [person(1, strasse="Weg 10", hausnummer=""), person(2, strasse="Weg 9", hausnummer="")]
    assert [each.hausnummer for each in take_rows(tmp_path, *rows).households] == ["9", "10"]


def test_a_house_numbers_letter_in_a_column_of_its_own(tmp_path: Path) -> None:
    """XInneres keeps number and letter apart."""
    text = (
        "BG-Nr.;familienname;strasse;hausnummer;hausnummerBuchstabeZusatzziffer;postleitzahl;wohnort\r\n"
        "23702//0012345;Weiß;Weg;5;a;30159;Hannover\r\n"
    )
    (household,) = take_text(tmp_path, text).households
    assert household.hausnummer == "5a"


def test_a_flat_goes_behind_the_house_number(tmp_path: Path) -> None:
    """With two slashes, as DIN 5008 writes it; a first name of many has its own column in registers."""
    text = (
        "BG-Nr.;familienname;vornamen;rufname;strasse;hausnummer;stockwerks.wohnungsnummer;postleitzahl;wohnort\r\n"
        "23702//0012345;Weiß;Änne Marie;Änne;Weg;5;12;30159;Hannover\r\n"
    )
    (household,) = take_text(tmp_path, text).households
    assert (household.hausnummer, household.vorname) == ("5 // 12", "Änne Marie")
    assert household.extra == {"rufname": "Änne"}


def test_a_running_number_is_no_house_number(tmp_path: Path) -> None:
    """Only right after the street "Nr." is the house number."""
    text = "Nr.;BG-Nr.;Nachname;Straße und Hausnummer;PLZ;Ort\r\n77;23702//0012345;Weiß;Weg 5;30159;Hannover\r\n"
    (household,) = take_text(tmp_path, text).households
    assert household.hausnummer == "5"
    assert household.extra == {"nr": "77"}


def test_day_and_time_in_columns_of_their_own(tmp_path: Path) -> None:
    """The appointment is both together."""
    taken = take_rows(tmp_path, person(1, Termindatum="24.06.2020", Uhrzeit="9:30"), required=("termin",))
    assert taken.households[0].termin is not None
    assert taken.households[0].termin.isoformat() == "2020-06-24T09:30:00"


def test_a_postbox_takes_the_streets_place(tmp_path: Path) -> None:
    """A column of post boxes counts where there is no street, and needs no house number."""
    taken = take_rows(tmp_path, person(1, strasse="", hausnummer="", Postfach="89 09 32"))
    assert taken.households[0].strasse == "Postfach 89 09 32"
    assert not taken.codes["house-number.missing"]


def test_a_missing_column_is_asked_for_by_the_nearest_name(tmp_path: Path) -> None:
    """The message names the column, the one that is likest it, and the option."""
    with pytest.raises(InputError) as caught:
        take_text(tmp_path, f"BG-Nr.;Nachname;Vorname;Straße;Nr.;Postleizahl;Ort\r\n{LINE}\r\n")
    assert "plz" in caught.value.what
    assert "--column plz=Postleizahl" in caught.value.hint


def test_a_column_that_the_template_needs_is_asked_for(tmp_path: Path) -> None:
    """So is one beyond the address."""
    with pytest.raises(InputError, match="termin"):
        take_rows(tmp_path, person(1), required=("termin",))
    taken = take_rows(tmp_path, person(1, Ansprechpartner="x"), required=("ansprechpartner",))
    assert len(taken.households) == 1


def test_the_user_settles_a_column(tmp_path: Path) -> None:
    """`--column plz=ZIP-Angabe` wins over every name."""
    text = f"BG-Nr.;Nachname;Vorname;Straße;Nr.;ZIP-Angabe;Ort\r\n{LINE}\r\n"
    taken = take_text(tmp_path, text, source={"columns": {"plz": "zip-angabe"}})
    assert taken.households[0].plz == "30159"
    assert taken.intake.inputs[0].detected["column.plz"] == "ZIP-Angabe"


def test_a_wrong_word_of_the_user_is_answered(tmp_path: Path) -> None:
    """With the nearest name that the list has."""
    with pytest.raises(InputError) as caught:
        take_rows(tmp_path, person(1), source={"columns": {"plz": "plzz"}})
    assert "--column plz=plz" in caught.value.hint


def test_two_columns_for_one_are_asked_for(tmp_path: Path) -> None:
    """Two equally good names: the user says which."""
    text = f"BG-Nr.;Nachname;Vorname;Straße;Nr.;Postleitzahl;Ort;PLZ\r\n{LINE};30161\r\n"
    with pytest.raises(InputError, match="mehrere Spalten"):
        take_text(tmp_path, text)
    taken = take_text(tmp_path, text, source={"columns": {"plz": "Postleitzahl"}})
    assert taken.households[0].plz == "30159"


def test_the_same_name_twice_is_refused(tmp_path: Path) -> None:
    """No option could tell them apart."""
    with pytest.raises(InputError, match="mehrmals"):
        take_text(tmp_path, f"BG-Nr.;Nachname;Vorname;Straße;Nr.;PLZ;Ort;PLZ\r\n{LINE};30161\r\n")


def test_a_sure_name_wins_over_a_likely_one(tmp_path: Path) -> None:
    """Beside "Nachname", "Name" is a column for the template."""
    text = f"BG-Nr.;Nachname;Vorname;Straße;Nr.;PLZ;Ort;Name\r\n{LINE};Anzeigename\r\n"
    (household,) = take_text(tmp_path, text).households
    assert (household.nachname, household.extra["name"]) == ("Weiß", "Anzeigename")


def test_unknown_columns_are_kept_for_templates(tmp_path: Path) -> None:
    """Under names that a template can write, told apart where they'd be the same."""
    taken = take_rows(tmp_path, person(1, **{"E-Mail 2": "a", "e mail 2": "b", "2. Kind": "c", "Größe (cm)": "d"}))
    assert taken.households[0].extra == {"e_mail_2": "a", "e_mail_2_2": "b", "spalte_2_kind": "c", "groesse_cm": "d"}
    assert set(taken.households[0].extra) <= set(taken.intake.columns)
    assert template_name("Straße/Ä") == "strasse_ae"


def test_a_list_without_a_header_shows_no_cell(tmp_path: Path) -> None:
    """Its first row is of a person: it isn't taken for names of columns, and stands in no message."""
    rows = ("1;237A000001;Frau;Elif;Geheim;Musterweg;1", "2;237A000002;Herr;Ali;Privat;Musterweg;2")
    text = "".join(f"23702//000000{cells};30159;Hannover\n" for cells in rows)
    with pytest.raises(InputError, match="keine Zeile mit Überschriften") as raised:
        take_text(tmp_path, text)
    assert not any(word in f"{raised.value.what} {raised.value.hint}" for word in ("Geheim", "Musterweg", "23702"))
