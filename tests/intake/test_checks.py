"""The checks of entries: each finds its damage, proposes what it can, and lets the faultless pass."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from intake_lists import Taken, person, take_rows

from mailing.base.errors import InputError
from mailing.intake.checks.addresses import postcode_rule
from mailing.intake.checks.appointments import appointment_rule
from mailing.intake.checks.characters import DataType, entries, is_within, outside
from mailing.intake.checks.house_numbers import house_number_rule
from mailing.intake.checks.texts import in_mixed_case
from mailing.intake.checks.towns import is_same_place

NAUGHTY = Path(__file__).parents[1] / "data" / "intake" / "blns" / "blns.json"
OTHER = person(9)


def taken_beside_another(folder: Path, **entries_of_row: str) -> Taken:
    """Take in a row with these entries as row 2, and a faultless one."""
    return take_rows(folder, person(1, **entries_of_row), OTHER)


def test_a_faultless_row_has_no_finding(tmp_path: Path) -> None:
    """The control of all checks."""
    taken = take_rows(
        tmp_path, person(1), person(2, vorname="Gülşen", titel="Dr.", zusatz="Hinterhaus", hausnummer="2 a")
    )
    assert not taken.intake.findings


@pytest.mark.parametrize(
    ("entries_of_row", "code", "proposal"),
    [
        ({"plz": "1067", "ort": "Dresden"}, "plz.four-digits", "01067"),
        ({"plz": "30159.0"}, "plz.damaged-number", "30159"),
        ({"plz": "30.159"}, "plz.damaged-number", "30159"),
        ({"plz": "3.0159E+04"}, "plz.damaged-number", "30159"),
        ({"plz": "1067,0", "ort": "Dresden"}, "plz.damaged-number", "01067"),
        ({"plz": "D-30159"}, "plz.country-prefix", "30159"),
        ({"plz": "3O159"}, "plz.foreign-digits", "30159"),
        ({"plz": "３０１５９"}, "plz.foreign-digits", "30159"),
        ({"plz": "٣٠١٥٩"}, "plz.foreign-digits", "30159"),
        ({"plz": "30 159"}, "plz.invalid", "30159"),
        ({"plz": "301599"}, "plz.invalid", ""),
        ({"plz": "Hannover", "ort": "30159"}, "field.swapped", "30159"),
        ({"plz": ""}, "field.missing", ""),
        ({"ort": ""}, "field.missing", ""),
        ({"strasse": ""}, "field.missing", ""),
        ({"nachname": ""}, "field.missing", ""),
        ({"nachname": "MÃ¼ller"}, "text.double-encoded", "Müller"),
        ({"strasse": "LindenstraÃŸe"}, "text.double-encoded", "Lindenstraße"),
        ({"nachname": "Παπαδόπουλος"}, "text.outside-din91379", ""),
        ({"nachname": "Иванов"}, "text.outside-din91379", ""),
        ({"nachname": "محمد"}, "text.outside-din91379", ""),
        ({"vorname": "Änne 😀"}, "text.outside-din91379", ""),
        ({"hausnummer": "03.05.2020"}, "house-number.became-date", "3-5"),
        ({"hausnummer": "2020-05-03"}, "house-number.became-date", "3-5"),
        ({"hausnummer": "03. Mai"}, "house-number.became-date", "3-5"),
        ({"hausnummer": "05. Mrz"}, "house-number.became-date", "5-3"),
        ({"strasse": "12", "hausnummer": "Lindenweg"}, "field.swapped", "Lindenweg"),
        ({"zusatz": "(Hinterhaus)"}, "address.unreadable-line", "Hinterhaus)"),
        ({"strasse": "/ Lindenweg"}, "address.unreadable-line", "Lindenweg"),
        ({"zusatz": "***"}, "address.empty-line", ""),
        ({"format": "Braille"}, "format.unknown", ""),
        ({"bg_nummer": ""}, "field.missing", ""),
        ({"bg_nummer": "2,3702E+11"}, "bg.damaged-number", ""),
    ],
)
def test_an_error_costs_the_row_its_letter(
    tmp_path: Path, entries_of_row: dict[str, str], code: str, proposal: str
) -> None:
    """The row is rejected with its code, the other goes on; what can be proposed is, and nothing is repaired."""
    taken = taken_beside_another(tmp_path, **entries_of_row)
    assert taken.fates == {2: ("rejected", code), 3: ("", "")}
    finding = next(finding for finding in taken.intake.findings if finding.code == code)
    assert finding.row == 2
    assert finding.proposal == proposal
    assert finding.field in entries_of_row
    assert finding.found == entries_of_row[finding.field]
    assert finding.message
    assert finding.hint


@pytest.mark.parametrize(
    ("entries_of_row", "code", "proposal"),
    [
        ({"ort": "Hannofer"}, "plz.other-place", "Hannover"),
        ({"ort": "Garbsen"}, "plz.other-place", "Hannover"),
        ({"ort": "Barsinghausen"}, "plz.other-place", "30890"),
        ({"plz": "30001"}, "plz.unknown", ""),
        ({"nachname": "WEISS"}, "text.all-capitals", "Weiss"),
        ({"strasse": "LINDENWEG"}, "text.all-capitals", "Lindenweg"),
        ({"strasse": "Hauptstr."}, "street.abbreviated", "Hauptstraße"),
        ({"strasse": "Hauptstrasse"}, "street.abbreviated", "Hauptstraße"),
        ({"strasse": "Lange Str."}, "street.abbreviated", "Lange Straße"),
        ({"hausnummer": ""}, "house-number.missing", ""),
        ({"nachname": "Weiß 2"}, "text.outside-data-type", ""),
        ({"hausnummer": "16 – 20"}, "text.typographic", "16 - 20"),
        ({"bg_nummer": "4711"}, "bg.pattern", ""),
        ({"kundennummer": "A1"}, "customer.pattern", ""),
        ({"rolle": "Chef"}, "role.unknown", ""),
        ({"strasse": "Straße der Opfer des Faschismus und Krieges"}, "address.wide-line", ""),
    ],
)
def test_a_warning_leaves_the_letter(tmp_path: Path, entries_of_row: dict[str, str], code: str, proposal: str) -> None:
    """It names row and field, proposes what it can, and the letter is made as the list says."""
    taken = taken_beside_another(tmp_path, **entries_of_row)
    assert taken.fates[2] == ("", "")
    finding = taken.finding(code)
    assert (finding.row, finding.proposal) == (2, proposal)
    assert finding.message
    assert finding.hint


def test_a_character_that_the_font_lacks_is_named(tmp_path: Path) -> None:
    """With row, field and character; here a snowman, in a column that DIN 91379 doesn't forbid it."""
    taken = take_rows(tmp_path, person(1, nachname="Weiß\u2603"), OTHER)
    assert taken.fates[2][0] == "rejected"
    taken = take_rows(
        tmp_path, person(1, nachname="Ǻstrand"), OTHER, unsettable=lambda text: "Ǻ" if "Ǻ" in text else ""
    )
    finding = taken.finding("text.missing-glyph")
    assert (finding.row, finding.field, finding.details["characters"]) == (2, "nachname", "U+01FA")


@pytest.mark.parametrize(
    ("written", "official"),
    [
        ("Neustadt a. Rbge.", "Neustadt am Rübenberge"),
        ("Neustadt am Rbge.", "Neustadt am Rübenberge"),
        ("Wennigsen", "Wennigsen (Deister)"),
        ("HANNOVER", "Hannover"),
        ("Hannover-Linden", "Hannover"),
        ("Halle/Saale", "Halle (Saale)"),
        ("Muehlheim", "Mühlheim"),
        ("Ostseebad Binz", "Binz"),
        ("Hansestadt Rostock", "Rostock"),
    ],
)
def test_other_spellings_of_a_place_are_it(written: str, official: str) -> None:
    """Abbreviations, brackets, districts and case."""
    assert is_same_place(written, official)


@pytest.mark.parametrize(
    ("written", "official"),
    [
        ("Hanover", "Hannover"),
        ("Burg", "Burgdorf"),
        ("Hameln", "Hannover"),
        ("Frankfurt (Oder)", "Frankfurt am Main"),
    ],
)
def test_another_place_is_another(written: str, official: str) -> None:
    """A slip is no abbreviation, and what follows a name tells towns apart."""
    assert not is_same_place(written, official)


def test_characters_are_those_of_the_standard() -> None:
    """667, 727 and 737 entries; sequences only as such."""
    groups = [group for group, _text in entries()]
    sizes = {kind: sum(group in kind.value for group in groups) for kind in DataType}
    assert sizes == {DataType.NAMES: 667, DataType.PLACES: 727, DataType.GENERAL: 737}
    for group, text in entries():
        assert is_within(text, DataType.GENERAL) == (group in DataType.GENERAL.value)
    assert outside("Muller\u0301", DataType.NAMES) == "r\u0301"
    assert outside("M\u0302ller", DataType.NAMES) == ""


def test_rules_let_the_faultless_pass() -> None:
    """The controls of the rules for single texts."""
    assert postcode_rule("30159") is None
    assert house_number_rule("12-14") is None
    assert appointment_rule("2020-06-24T09:30", date(2020, 6, 15)) is None


def test_capitals_are_taken_back_by_rule() -> None:
    """Particles stay small, both halves of a double name get their capital."""
    assert in_mixed_case("VON DER HEIDE-MEYER") == "von der Heide-Meyer"
    assert in_mixed_case("ÖZTÜRK") == "Öztürk"


def test_columns_swapped_in_all_rows_are_told_by_the_option(tmp_path: Path) -> None:
    """No row remains: the message names the columns and `--column`."""
    with pytest.raises(InputError) as caught:
        take_rows(tmp_path, *(person(number, plz="Hannover", ort="30159") for number in range(5)))
    assert "vertauscht" in caught.value.what
    assert "--column" in caught.value.hint
    assert len(caught.value.findings) >= 10


def test_case_numbers_of_another_office_have_any_form(tmp_path: Path) -> None:
    """Nothing is said of their form, and findings call them what the letters do."""
    rows = [person(1, bg_nummer="III/2020-17"), person(2, bg_nummer="NEU")]
    taken = take_rows(tmp_path, *rows, number_label="Aktenzeichen", has_bg_numbers=False)
    assert "bg.pattern" not in taken.codes
    assert taken.finding("bg.placeholder").message.startswith("Aktenzeichen:")


def test_ten_thousand_warnings_are_summed_up(tmp_path: Path) -> None:
    """A fault of the whole list isn't told row by row without end; errors always are."""
    rows = [person(number, bg_nummer=f"BG-{number}", hausnummer=str(number)) for number in range(1, 10_051)]
    taken = take_rows(tmp_path, *rows)
    assert taken.codes["bg.pattern"] == 10_000
    summed = [each for each in taken.intake.findings if each.code == "list.more-findings"]
    assert [(each.details["code"], each.details["count"]) for each in summed] == [("bg.pattern", 50)]


def test_naughty_strings_cost_at_most_their_row(tmp_path: Path) -> None:
    """Every string of the big list, as surname and as street: no traceback, and each row has a fate."""
    naughty = json.loads(NAUGHTY.read_text("utf-8"))
    rows = [person(number, nachname=text, hausnummer=str(number)) for number, text in enumerate(naughty)]
    rows += [person(5000 + number, strasse=text, hausnummer=str(number)) for number, text in enumerate(naughty)]
    taken = take_rows(tmp_path, *rows)
    assert len(taken.fates) == len(rows)
    assert {fate[0] for fate in taken.fates.values()} <= {"", "rejected", "merged", "special_route"}
    rejected = sum(fate[0] == "rejected" for fate in taken.fates.values())
    assert len(taken.households) + rejected <= len(rows)
    for finding in taken.intake.findings:
        assert finding.message
