"""Filters: days, times, amounts and telephone numbers as a German office writes them."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailing.letters.text import filters, german, readers
from mailing.letters.text.filters import FILTERS, ValueUnreadable
from mailing.letters.text.values import Appointment
from mailing.model import Person

WEDNESDAY = datetime(2020, 6, 17, 9, 30)  # noqa: DTZ001 - lists name local times


@pytest.mark.parametrize(
    "value",
    [WEDNESDAY, WEDNESDAY.date(), Appointment(WEDNESDAY), "2020-06-17", "17.06.2020", "17. 6. 2020", "17.6.2020 9:30"],
)
def test_a_day_whatever_it_comes_as(value: object) -> None:
    """From the appointment, the date, or a column's text."""
    assert filters.datum(value) == "Mittwoch, 17. Juni 2020"
    assert filters.datum(value, "lang") == "17. Juni 2020"
    assert filters.datum(value, "kurz") == "17.06.2020"
    assert filters.wochentag(value) == "Mittwoch"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (WEDNESDAY, "9:30 Uhr"),
        (Appointment(WEDNESDAY), "9:30 Uhr"),
        ("2020-06-17T14:00:00", "14:00 Uhr"),
        ("17.06.2020 08:05", "8:05 Uhr"),
        ("9.30 Uhr", "9:30 Uhr"),
        ("00:15", "0:15 Uhr"),
    ],
)
def test_a_time_of_day(value: object, written: str) -> None:
    """Without a leading zero, with "Uhr"."""
    assert filters.uhrzeit(value) == written


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("1234,5", "1.234,50 €"),
        ("1.234,50 €", "1.234,50 €"),
        ("1234.5", "1.234,50 €"),
        ("1.234", "1.234,00 €"),
        ("-12", "-12,00 €"),
        (7, "7,00 €"),
        ("37,125", "37,13 €"),
        ("-0,005", "-0,01 €"),
        (Decimal("0.5"), "0,50 €"),
    ],
)
def test_an_amount(value: object, written: str) -> None:
    """The sign stays with its number: the blank between them doesn't break."""
    assert filters.betrag(value) == written.replace(" €", "\u00a0€")


@pytest.mark.parametrize(("value", "written"), [("58624", "58.624"), (58624, "58.624"), ("2,50", "2,5"), ("0", "0")])
def test_a_number(value: object, written: str) -> None:
    """Points between thousands, a decimal comma."""
    assert filters.zahl(value) == written


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("(0511) 6559-2299", "0511 6559-2299"),
        ("0511/6559 2299", "0511 65592299"),
        ("+49 511 6559-2299", "0511 6559-2299"),
        ("+49 (0)511 6559-2299", "0511 6559-2299"),
        ("0049 511 65592299", "0511 65592299"),
        ("05101 123 45", "05101 12345"),
        ("051165592299", "051165592299"),
        ("Nebenstelle 7", "Nebenstelle 7"),
    ],
)
def test_a_telephone_number(value: str, written: str) -> None:
    """By DIN 5008; what isn't understood stays as it is."""
    assert filters.telefon(value) == written


def test_capitals_and_small_letters() -> None:
    """The letter "ß" has a capital since 2017."""
    assert filters.gross("Straße") == "STRAẞE"
    assert filters.klein("STRAẞE") == "straße"


def test_lists() -> None:
    """Counted, named in a sentence, written line by line."""
    persons = (Person("", "Dr.", "Anna", "Müller"), Person("", "", "Ben", "Müller"), Person("", "", "Chris", "Weiß"))
    assert filters.anzahl(persons) == 3
    assert filters.aufzaehlung(persons) == "Dr. Anna Müller, Ben Müller und Chris Weiß"
    assert filters.aufzaehlung(persons[:1]) == "Dr. Anna Müller"
    assert filters.zeilen(persons[1:]) == "Ben Müller\nChris Weiß"


def test_something_else_where_nothing_is() -> None:
    """`sonst` steps in for what is empty only."""
    assert filters.sonst("", "ohne") == "ohne"
    assert filters.sonst("mit", "ohne") == "mit"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("datum", "32.01.2020"),
        ("datum", "morgen"),
        ("datum", ""),
        ("wochentag", "2020-13-01"),
        ("uhrzeit", "25:00"),
        ("uhrzeit", "früh"),
        ("betrag", "zwölf"),
        ("betrag", "1,2,3"),
        ("zahl", "1.23.4"),
    ],
)
def test_what_cant_be_read_is_told_with_the_filter(name: str, value: str) -> None:
    """The row's finding says which filter, and what was found."""
    with pytest.raises(ValueUnreadable) as error:
        FILTERS[name][0](value)
    assert (error.value.filter_name, error.value.found) == (name, value)


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2199, 12, 31)))
def test_written_days_are_read_back(day: date) -> None:
    """What the short form writes is the day again."""
    assert readers.read_day(german.write_day(day, "kurz")) == day


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2))
def test_written_amounts_are_read_back(amount: Decimal) -> None:
    """What `betrag` writes is the amount again."""
    assert readers.read_number(german.write_amount(amount).replace("\u00a0", " ")) == amount


@given(st.text())
def test_no_text_breaks_a_filter(text: str) -> None:
    """It is written or told, whatever it is."""
    for name in ("datum", "wochentag", "uhrzeit", "betrag", "zahl", "telefon", "gross", "klein"):
        with suppress(ValueUnreadable):
            assert isinstance(FILTERS[name][0](text), str)
