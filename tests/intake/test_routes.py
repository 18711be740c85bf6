"""Ways of their own: special routes, suppression, control letters."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from intake_lists import Taken, person, take_rows

from mailing.base.errors import InputError
from mailing.intake import SideLists
from mailing.intake.checks.countries import country_name
from mailing.intake.dispositions import NoHouseholdError
from mailing.intake.routes import is_blocked, letter_format
from mailing.model import LetterFormat, Route

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("entries", "route"),
    [
        ({}, Route.BULK),
        ({"format": "Standard"}, Route.BULK),
        ({"format": "Großdruck"}, Route.LARGE_PRINT),
        ({"format": "Leichte Sprache"}, Route.EASY_LANGUAGE),
        ({"format": "elektronisch"}, Route.ELECTRONIC),
        ({"format": "elektronisch", "auskunftssperre": "ja"}, Route.BLOCKED),
        ({"land": "Österreich", "plz": "1010", "ort": "Wien"}, Route.ABROAD),
        ({"land": "Deutschland"}, Route.BULK),
        ({"strasse": "Postlagernd", "hausnummer": ""}, Route.GENERAL_DELIVERY),
        ({"zusatz": "c/o Fachstelle für Wohnungslose"}, Route.GENERAL_DELIVERY),
        ({"zusatz": "c/o Schmidt"}, Route.BULK),
        ({"auskunftssperre": "ja"}, Route.BLOCKED),
        ({"auskunftssperre": "nein"}, Route.BULK),
        ({"Sperrvermerk": "x", "format": "Großdruck", "land": "Polen"}, Route.BLOCKED),
        ({"format": "Großdruck", "land": "Polen", "plz": "00-001", "ort": "Warschau"}, Route.ABROAD),
    ],
)
def test_a_letter_takes_its_way(tmp_path: Path, entries: dict[str, str], route: Route) -> None:
    """The gravest reason counts; the code stands with the row, the letter is printed."""
    taken = take_rows(tmp_path, person(1, **entries), person(2))
    household = next(each for each in taken.households if each.row == 2)
    assert household.route == route
    assert taken.fates[2] == ("", "" if route is Route.BULK else f"route.{route}")
    assert taken.codes[f"route.{route}"] == (route is not Route.BULK)


@pytest.mark.parametrize(
    ("entries", "code"),
    [
        ({"strasse": "ohne festen Wohnsitz", "hausnummer": "", "plz": "", "ort": ""}, "route.no-abode"),
        ({"strasse": "o.f.W.", "hausnummer": ""}, "route.no-abode"),
        ({"zusatz": "obdachlos"}, "route.no-abode"),
    ],
)
def test_who_gets_no_paper_has_a_special_route(tmp_path: Path, entries: dict[str, str], code: str) -> None:
    """No letter is made, all rows of the household say why, and an address isn't asked for."""
    taken = take_rows(tmp_path, person(1, **entries), person(1, rolle="Mitglied", vorname="Kind"), person(2))
    assert taken.fates == {2: ("special_route", code), 3: ("special_route", code), 4: ("", "")}
    assert list(taken.intake.ledger.households) == [-1, -1, 0]
    assert taken.finding(code).row == 2


def test_an_electronic_letter_needs_no_address(tmp_path: Path) -> None:
    """It isn't posted; on paper the same row has none."""
    nowhere = {"strasse": "", "hausnummer": "", "plz": "", "ort": ""}
    taken = take_rows(tmp_path, person(1, format="elektronisch", **nowhere), person(2, **nowhere), person(3))
    assert taken.fates == {2: ("", "route.electronic"), 3: ("rejected", "field.missing"), 4: ("", "")}


def test_a_format_that_the_template_lacks_makes_no_letter(tmp_path: Path) -> None:
    """The choice is honoured: never silently a standard letter."""
    rows = (person(1, format="Großdruck"), person(2, format="Leichte Sprache"), person(3))
    taken = take_rows(tmp_path, *rows, formats=frozenset({LetterFormat.LARGE_PRINT}))
    assert taken.fates == {2: ("", "route.large-print"), 3: ("special_route", "format.not-offered"), 4: ("", "")}
    assert taken.finding("format.not-offered").details["format"] == "Leichte Sprache"


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("", LetterFormat.STANDARD),
        ("standard", LetterFormat.STANDARD),
        ("GROSSDRUCK", LetterFormat.LARGE_PRINT),
        ("Grossdruck", LetterFormat.LARGE_PRINT),
        ("Groß-Druck", LetterFormat.LARGE_PRINT),
        ("leichte sprache", LetterFormat.EASY_LANGUAGE),
        ("LS", LetterFormat.EASY_LANGUAGE),
        ("Elektronisch", LetterFormat.ELECTRONIC),
        ("E-Mail", LetterFormat.ELECTRONIC),
        ("Braille", None),
    ],
)
def test_formats_are_read_loosely(text: str, form: LetterFormat | None) -> None:
    """Case, umlauts and hyphens don't matter; the unknown isn't guessed."""
    assert letter_format(text) == form


def test_block_flags_are_read_carefully() -> None:
    """A yes in any form sets it, and so does whatever isn't a plain no."""
    assert all(map(is_blocked, ("ja", "X", "1", "true", "S", "§ 51 BMG", "bis 31.12.2021")))
    assert not any(map(is_blocked, ("", "nein", "0", "-", "false", "N")))


def test_countries_are_called_by_their_german_names(tmp_path: Path) -> None:
    """Codes and English names too; home has none; the unknown stays and is told."""
    assert [country_name(text) for text in ("AT", "A", "Austria", "österreich")] == ["Österreich"] * 4
    assert [country_name(text) for text in ("", "DE", "Deutschland", "Germany")] == [""] * 4
    taken = take_rows(tmp_path, person(1, land="Phantasien", plz="1234", ort="Lummerland"), person(2))
    assert taken.finding("land.unknown").found == "Phantasien"


def test_addresses_abroad_have_no_german_postcode(tmp_path: Path) -> None:
    """Four digits are right in Austria, letters in the Netherlands; a PLZ may lack."""
    rows = (
        person(1, land="AT", plz="1010", ort="Wien"),
        person(2, land="Niederlande", plz="1012 AB", ort="Amsterdam"),
        person(3, land="Irland", plz="", ort="Dublin"),
    )
    taken = take_rows(tmp_path, *rows)
    assert set(taken.codes) == {"route.abroad"}
    assert {each.land for each in taken.households} == {"Österreich", "Niederlande", "Irland"}


def suppressed(folder: Path, text: str, encoding: str = "utf-8-sig") -> Taken:
    """Take in three households, one of two persons, with this suppression list."""
    path = folder / "sperre.csv"
    path.write_bytes(text.encode(encoding))
    rows = (person(1), person(1, rolle="Mitglied", vorname="Kind"), person(2), person(3))
    return take_rows(folder, *rows, side=SideLists(suppress=path))


def test_suppressed_households_get_no_letter(tmp_path: Path) -> None:
    """All rows of the BG; the reason stays in the house's findings."""
    taken = suppressed(tmp_path, "bg_nummer;grund;bis\r\n23702BG0000001;Widerspruch;\r\n")
    assert taken.fates[2] == taken.fates[3] == ("suppressed", "suppression.listed")
    assert list(taken.intake.ledger.households) == [-1, -1, 0, 1]
    assert taken.finding("suppression.listed").found == "Widerspruch"
    assert [record.name for record in taken.intake.inputs] == ["liste.csv", "sperre.csv"]


@pytest.mark.parametrize(
    ("until", "is_stopped"),
    [("", True), ("15.06.2020", True), ("2020-06-15", True), ("31.12.2020", True), ("14.06.2020", False)],
)
def test_a_suppression_lasts_to_its_last_day(tmp_path: Path, until: str, is_stopped: bool) -> None:  # noqa: FBT001
    """The letter is of 15 June 2020: that day counts, the day before doesn't."""
    taken = suppressed(tmp_path, f"bg_nummer;grund;bis\r\n23702//0000002;x;{until}\r\n")
    assert (taken.fates[4][0] == "suppressed") is is_stopped
    assert taken.codes["suppression.expired"] == (not is_stopped)


def test_of_two_suppressions_the_longer_counts(tmp_path: Path) -> None:
    """An expired line doesn't undo one that lasts."""
    text = "bg_nummer;grund;bis\r\n23702//0000002;a;\r\n23702//0000002;b;01.01.2020\r\n"
    assert suppressed(tmp_path, text).fates[4][0] == "suppressed"


def test_a_suppression_of_nobody_is_told(tmp_path: Path) -> None:
    """Perhaps the number is misspelled."""
    taken = suppressed(tmp_path, "bg_nummer;grund;bis\r\n23702//9999999;x;\r\n")
    assert taken.finding("suppression.unknown-number").found == "23702//9999999"


@pytest.mark.parametrize(
    "text", ["grund;bis\r\nx;\r\n", "bg_nummer;grund;bis\r\n;x;\r\n", "bg_nummer;grund;bis\r\n23702//1;x;bald\r\n"]
)
def test_an_unclear_suppression_list_stops_the_run(tmp_path: Path, text: str) -> None:
    """A letter too many can't be called back."""
    with pytest.raises(InputError) as caught:
        suppressed(tmp_path, text)
    assert "sperre.csv" in caught.value.where


def test_all_households_suppressed_leave_nothing_to_do(tmp_path: Path) -> None:
    """That ends with a message, and the findings at hand."""
    text = "bg_nummer;grund;bis\r\n" + "".join(f"23702//000000{number};x;\r\n" for number in (1, 2, 3))
    with pytest.raises(NoHouseholdError) as caught:
        suppressed(tmp_path, text)
    assert {finding.code for finding in caught.value.findings} == {"suppression.listed"}


def seeded(folder: Path, text: str, **demands: object) -> Taken:
    """Take in two households with these control letters."""
    path = folder / "kontrolle.csv"
    path.write_bytes(text.encode())
    rows = (person(1, termin="24.06.2020 9:30"), person(2, plz="30161", termin="24.06.2020 9:30"))
    return take_rows(folder, *rows, side=SideLists(seeds=path), **demands)


SEEDS = "Anrede;Vorname;Nachname;Straße;Hausnummer;PLZ;Ort\r\n;Jobcenter;Poststelle;Amtsweg;1;30160;Hannover\r\n"


def test_control_letters_go_along(tmp_path: Path) -> None:
    """They sort among the others, are marked, and are no rows of the list."""
    taken = seeded(tmp_path, SEEDS.replace("30160", "30159"))
    assert [(each.is_seed, each.nachname, each.route) for each in taken.households] == [
        (True, "Poststelle", Route.BULK),
        (False, "Weißb", Route.BULK),
        (False, "Weißc", Route.BULK),
    ]
    assert list(taken.intake.ledger.households) == [1, 2]
    assert list(taken.fates) == [2, 3]
    assert [record.name for record in taken.intake.inputs] == ["liste.csv", "kontrolle.csv"]
    assert [len(each.mitglieder) for each in taken.households] == [1, 1, 1]


def test_a_faulty_control_letter_stops_the_run(tmp_path: Path) -> None:
    """The office's own address must be right; so must what the template needs."""
    with pytest.raises(InputError) as caught:
        seeded(tmp_path, SEEDS.replace("30160", "3016"))
    assert "kontrolle.csv" in caught.value.where
    with pytest.raises(InputError, match="termin"):
        seeded(tmp_path, SEEDS, required=("termin",))


def test_the_letters_date_counts(tmp_path: Path) -> None:
    """Not today's."""
    taken = take_rows(tmp_path, person(1, termin="24.06.2020 9:30"), required=("termin",), date=date(2020, 6, 24))
    assert not taken.intake.findings


def test_a_question_mark_is_no_answer(tmp_path: Path) -> None:
    """Whether a block holds is not known: it does; which format, neither: the letter waits."""
    rows = (person(1, auskunftssperre="?"), person(2, format="?"), person(3))
    taken = take_rows(tmp_path, *rows)
    assert taken.finding("route.blocked").row == 2
    assert taken.fates[3] == ("rejected", "format.unknown")
