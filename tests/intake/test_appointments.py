"""Appointments are read whole or not at all, and a letter that may print one needs all of it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from intake_lists import person, take_rows

from mailing.findings import KINDS
from mailing.intake.checks.appointments import appointment_rule, day_and_time, from_serial, read_appointment

if TYPE_CHECKING:
    from pathlib import Path

ASKED = frozenset({"termin"})


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2020-06-24T09:30", "2020-06-24T09:30"),
        ("2020-06-24 09:30", "2020-06-24T09:30"),
        ("2020-06-24 09:30:00", "2020-06-24T09:30"),
        ("24.06.2020 09:30", "2020-06-24T09:30"),
        ("24.6.20, 9.30 Uhr", "2020-06-24T09:30"),
        ("24.06.2020 um 9 Uhr", "2020-06-24T09:00"),
        ("24.06.2020 9 Uhr 30", "2020-06-24T09:30"),
        ("Mittwoch, 24. Juni 2020, 9:30 Uhr", "2020-06-24T09:30"),
        ("Mi., den 24.06.2020, 9:30", "2020-06-24T09:30"),
        ("24. Juni 2020 09:30", "2020-06-24T09:30"),
        ("am Mittwoch, dem 24.06.2020, um 9.10 Uhr", "2020-06-24T09:10"),
        ("24.06.2020 9h30", "2020-06-24T09:30"),
        ("24.06.2020 09:30:00.000", "2020-06-24T09:30"),
        ("2020-06-24T07:30:00Z", "2020-06-24T09:30"),
        ("2020-01-24T07:30:00+00:00", "2020-01-24T08:30"),
        ("2020-06-24T09:30:00.000+0200", "2020-06-24T09:30"),
        ("20200624T0930", "2020-06-24T09:30"),
        ("202006240930", "2020-06-24T09:30"),
        ("20200624 9:30", "2020-06-24T09:30"),
        ("24.06.2020 00:00:00", "2020-06-24"),
        ("20200624", "2020-06-24"),
    ],
)
def test_appointments_are_read_in_iso_and_german(text: str, iso: str) -> None:
    """As offices write them."""
    said = read_appointment(text)
    assert said is not None
    assert said.iso == iso


@pytest.mark.parametrize(
    "text",
    [
        *("", "bald", "31.02.2020 9:00", "24.06.2020 25:00", "06/24/2020", "24.06.", "2020", "20201345"),
        *("17.06. bis 19.06.2020", "17.06.2020 - 19.06.", "17.06.2020, 18.06", "2020-06-17 09:30 bis 10:00"),
        *("2020-06-17 09:30-10:15", "17.06.2020 9:30 oder 10:30", "17.06.2020 ab 9 Uhr", "17.06.2020 oder später"),
        *("17.06.2020 9:30 AM", "17.06.2020 9.10", "2020-06-171", "24. Juniper 2020 9:30", "9999-12-31 23:59Z"),
        *("Montag, 17.06.2020 9:30", "Dienststelle 17.06.2020 9:30", "17.06.2020 9:30 Raum 12"),
    ],
)
def test_what_is_no_appointment(text: str) -> None:
    """Nothing is guessed of it: no range, no half, no weekday that isn't the date's."""
    assert read_appointment(text) is None


@pytest.mark.parametrize(
    ("termin", "code"),
    [
        ("", "field.missing"),
        ("bald", "appointment.unreadable"),
        ("24.06.2020", "appointment.without-time"),
        ("43999,395833", "appointment.serial-number"),
        ("12.06.2020 9:30", "appointment.past"),
        ("27.06.2020 9:30", "appointment.weekend"),
        ("03.10.2022 9:30", "appointment.holiday"),
        ("31.10.2022 9:30", "appointment.holiday"),
        ("24.06.2020 00:00", "appointment.without-time"),
        ("24.06.2020 bis 26.06.2020", "appointment.unreadable"),
        ("24.06.2020 22:15", "appointment.odd-hour"),
        ("24.06.2020 5:59", "appointment.odd-hour"),
        ("24.06.2020 20:00", ""),
        ("15.06.2020 9:30", ""),
        ("24.06.2020 9:30", ""),
    ],
)
def test_an_appointment_that_the_letter_needs_is_checked(tmp_path: Path, termin: str, code: str) -> None:
    """Strictly; the Day of Reformation is a public holiday in Lower Saxony."""
    other = person(2, termin="24.06.2020 10:00")
    taken = take_rows(tmp_path, person(1, termin=termin), other, required=("termin",))
    assert set(taken.codes) == ({code} if code else set())
    is_error = code and KINDS[code].severity == "error"
    assert taken.fates[2] == (("rejected", code) if is_error else ("", ""))


@pytest.mark.parametrize("termin", ["bald", "12.06.2020 9:30"])
def test_an_appointment_that_the_letter_does_not_need_costs_nothing(tmp_path: Path, termin: str) -> None:
    """At most a warning."""
    taken = take_rows(tmp_path, person(1, termin=termin))
    assert set(taken.codes) == {"appointment.doubtful"}


def test_running_numbers_of_spreadsheets() -> None:
    """Day 43983 is 1 June 2020."""
    assert from_serial("43983") == "2020-06-01T00:00"
    assert from_serial("43983,5") == "2020-06-01T12:00"
    assert from_serial("123") == ""


@pytest.mark.parametrize(
    ("termin", "code"),
    [
        ("bald", "appointment.unreadable"),
        ("24.06.2020 00:00", "appointment.without-time"),
        ("", ""),
        ("24.06.2020 9:30", ""),
    ],
)
def test_an_appointment_inside_a_condition_is_whole_or_absent(tmp_path: Path, termin: str, code: str) -> None:
    """The template uses it where it is filled: half of one costs the letter, none doesn't."""
    taken = take_rows(tmp_path, person(1, termin=termin), person(2, termin=""), placeholders=ASKED)
    assert set(taken.codes) == ({code} if code else set())
    assert taken.fates[2] == (("rejected", code) if code else ("", ""))


def test_a_day_without_time_never_becomes_midnight(tmp_path: Path) -> None:
    """Where the letter doesn't use it, it has no appointment."""
    (household,) = take_rows(tmp_path, person(1, termin="24.06.2020 00:00:00")).households
    assert household.termin is None


@pytest.mark.parametrize(
    ("day", "at", "joined"),
    [
        ("24.06.2020", "9:30 Uhr", "2020-06-24T09:30"),
        ("24.06.2020 00:00:00", "09:30:00", "2020-06-24T09:30"),
        ("Mi, 24.06.2020", "9 Uhr", "2020-06-24T09:00"),
        ("24.06.2020 9:30", "09:30", "2020-06-24T09:30"),
        ("24.06.2020 9:30", "", "2020-06-24T09:30"),
        ("24.06.2020 9:30", "10:00", ""),
        ("24.06.2020", "9:30 - 10:00", ""),
        ("", "9:30", ""),
    ],
)
def test_a_day_and_a_time_make_an_appointment(day: str, at: str, joined: str) -> None:
    """The time may stand in both cells; two different ones are none."""
    said = read_appointment(day_and_time(day, at))
    assert (said.iso if said else "") == joined


@pytest.mark.parametrize("name", ["uhrzeit", "Zeit"])
def test_a_column_for_the_time_belongs_to_the_day_beside_it(tmp_path: Path, name: str) -> None:
    """However it is called."""
    rows = [person(1, termin="24.06.2020", **{name: "9:30"}), person(2, termin="", **{name: ""})]
    taken = take_rows(tmp_path, *rows, placeholders=ASKED)
    assert not taken.codes
    assert [str(each.termin or "") for each in taken.households] == ["2020-06-24 09:30:00", ""]


def test_an_appointment_of_another_year_is_told() -> None:
    """Years ahead, it is more likely a slip."""
    verdict = appointment_rule("15.06.2120 09:30", date(2020, 6, 15))
    assert verdict is not None
    assert verdict.code == "appointment.far"
    assert appointment_rule("17.06.2022 09:30", date(2020, 6, 15)) is None
