"""Days, times and numbers are read whole or not at all; a telephone number is written anew only where it is one."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailing.letters.text import german
from mailing.letters.text.filters import FILTERS, ValueUnreadable
from mailing.letters.text.readers import read_day, read_number, read_time

if TYPE_CHECKING:
    from collections.abc import Callable


def refuses(reader: Callable[[str], object], text: str) -> bool:
    """Whether the reader takes the text for nothing of its kind."""
    try:
        reader(text)
    except ValueError:
        return True
    return False


THE_DAY, THE_TIME = date(2020, 6, 17), time(9, 30)


@pytest.mark.parametrize(
    "text",
    [
        "17.06.2020", "17. 6. 2020", "2020-06-17", "17. Juni 2020", "17. Jun. 2020", "Mittwoch, 17. Juni 2020",
        "17.06.2020 9:30", "2020-06-17T00:00:00", "17.06.2020, 9:30 Uhr", " 17.06.2020 ",
    ],
)  # fmt: skip
def test_a_day(text: str) -> None:
    """As offices and programs write it, a time behind it or not."""
    assert read_day(text) == THE_DAY


@pytest.mark.parametrize(
    "text",
    [
        "17.06.2020 bis 19.06.2020", "17.06.2020 oder später", "2020-06-17 bis 2020-06-30", "2020-06-171", "01.13.2020",
        "17.06.2020 (verlängert bis 30.06.2020)", "17.06.20", "31.06.2020", "nicht vor 17.06.2020", "17.06.1020",
        "17.06.2020, 30.06.2020", "17/06/2020", "Montag, 17. Juni 2020", "17.06.2020 9:30 - 10:15", "17.06.2020 25:00",
        "17.06.", "Juni 2020", "44000", "", "17.06.2020.", "17..06.2020",
    ],
)  # fmt: skip
def test_no_day(text: str) -> None:
    """Ranges, two days, remarks, days that there aren't."""
    assert refuses(read_day, text)


@pytest.mark.parametrize("text", ["9:30", "09:30", "9.30", "9:30 Uhr", "9.30 Uhr", "09:30:00", "17.06.2020 9:30"])
def test_a_time(text: str) -> None:
    """With or without "Uhr", behind a day or alone."""
    assert read_time(text) == THE_TIME


def test_a_full_hour() -> None:
    """As people say it."""
    assert read_time("9 Uhr") == time(9)
    assert read_time("0:00") == time()


@pytest.mark.parametrize(
    "text",
    [
        "9:30 - 10:15 Uhr", "9:30 Uhr bis 10:15 Uhr", "von 8:00 bis 12:00", "9:30, 14:00", "25:00", "9:30 AM",
        "07:30:59", "14:30 Uhr oder 15:30", "9:30-10:15", "Uhrzeit: 08:05", "9", "9:3", "17.06.2020",
        "2020-06-17 00:00:00", "",
    ],
)  # fmt: skip
def test_no_time(text: str) -> None:
    """Ranges, two times, seconds, a day's midnight."""
    assert refuses(read_time, text)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1.234,50", "1234.50"), ("1.234", "1234"), ("1,234", "1.234"), ("12,5", "12.5"), ("12.5", "12.5"), ("0", "0"),
        ("12.50 EUR", "12.50"), ("1.234,50 €", "1234.50"), ("-12", "-12"), ("\u221212", "-12"), ("37,125", "37.125"),
        ("1.234.567", "1234567"),
    ],
)  # fmt: skip
def test_a_number(text: str, number: str) -> None:
    """A point is between thousands, a comma before decimals; only programs write 12.5."""
    assert read_number(text) == Decimal(number)


@pytest.mark.parametrize(
    "text",
    [
        "1,234.50", "1'234.50", "1 234,50", "- 12,50", "12,50-", "12,50 €uro", "12,00 € monatlich", "12,-", "€ 12,50",
        "1.23.4", "1.2345", "0.500", "1,2,3", "", "zwölf", "2 bis 3", "1e5", "٣", "NaN",
    ],
)  # fmt: skip
def test_no_number(text: str) -> None:
    """Another language's spelling, two numbers, remarks."""
    assert refuses(read_number, text)


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)), st.sampled_from(sorted(german.DATE_PATTERNS)))
def test_written_days_are_read_back(day: date, form: str) -> None:
    """In every form that letters have."""
    assert read_day(german.write_day(day, form)) == day
    assert read_day(day.isoformat()) == day


@given(st.times().map(lambda moment: moment.replace(second=0, microsecond=0)))
def test_written_times_are_read_back(moment: time) -> None:
    """What `uhrzeit` writes is the time again."""
    assert read_time(german.write_time(moment)) == moment


GOOD = {read_day: "17.06.2020", read_time: "9:30", read_number: "1.234,50"}


@given(st.sampled_from(list(GOOD)), st.text(alphabet="abzÄß/;()[]*#|?!", min_size=1, max_size=4), st.integers(0, 10))
def test_anything_more_makes_it_unreadable(reader: Callable[[str], object], extra: str, at: int) -> None:
    """A remark before, within or behind."""
    good = GOOD[reader]
    assert refuses(reader, good[:at] + extra + good[at:])


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("+49 (0)511 6559 2299", "0511 65592299"),
        ("(05137) 98 76-54", "05137 9876-54"),
        ("0511-6559-2299", "0511 6559-2299"),
        ("+49 511 6559 22 99", "0511 65592299"),
        ("0800 1234567", "0800 1234567"),
        ("0511 65 59-22 99", "0511 6559-2299"),
        *(
            (number, number)
            for number in (
                "0511 6559-2299/2300", "0171/1234567 0172/7654321", "0511/6559-0 - 2299", "0511 6559-2299 / -2300",
                "0511 6559-2299 od. 2300", "0511 12345 12346", "0511 6559-2299 2300", "+43 1 58858", "110", "5116559",
                "49511 65592299", "0511.6559.2299", "0511 6559 / 2299",
            )
        ),
    ],
)  # fmt: skip
def test_what_could_be_two_numbers_stays(value: str, written: str) -> None:
    """So do a foreign one and one whose area code doesn't show."""
    assert german.write_phone(value) == written


def test_days_are_counted() -> None:
    """Calendar days and working days, in both directions."""
    plus, working = FILTERS["plus"][0], FILTERS["plus_werktage"][0]
    assert plus("17.06.2020", 14) == date(2020, 7, 1)
    assert plus(THE_DAY, -17) == date(2020, 5, 31)
    assert working("29.05.2020", 1) == date(2020, 6, 2)  # over Whitsun
    assert working("05.06.2020", 3, "NW") == date(2020, 6, 10)
    assert working("10.06.2020", 1, "NW") == date(2020, 6, 12)  # over Corpus Christi, a holiday there
    assert working("10.06.2020", 1, "NI") == date(2020, 6, 11)
    assert working(date(2020, 6, 2), -1) == date(2020, 5, 29)
    with pytest.raises(ValueUnreadable):
        plus("17.06.2020 bis 19.06.2020", 14)


def test_constants_go_through_filters() -> None:
    """As the template writes them."""
    assert FILTERS["betrag"][0](1234.5) == "1.234,50\u00a0€"
    assert FILTERS["betrag"][0](Decimal("37.125")) == "37,13\u00a0€"
    assert FILTERS["zahl"][0](3) == "3"
    assert FILTERS["zahl"][0](58624) == "58.624"
