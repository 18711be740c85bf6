"""Appointments as lists write them, read whole or not at all, and whether they can be kept."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from mailing.base.working_days import DEFAULT_STATE, SATURDAY, public_holidays
from mailing.intake.checks.rule_runner import Verdict, judged

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mailing.findings import Finding
    from mailing.intake.listtable import ListTable
    from mailing.intake.sources import Demands
    from mailing.intake.texts import Mask

SPREADSHEET_START = date(1899, 12, 30)
"""Day 0 of spreadsheets' running numbers (they take 1900 for a leap year)."""
SERIAL_DAYS = range(36_526, 73_051)
"""Running numbers of the years 2000 to 2099."""
EARLIEST, LATEST = time(6), time(20)
"""What begins before or after is more likely a slip, or another zone's time, than an appointment."""
FARTHEST = timedelta(days=5 * 366)
"""For a later day nobody is invited: more likely the year is a slip."""
LOCAL = ZoneInfo("Europe/Berlin")

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januar jänner jan january", "februar feber feb february", "märz maerz mär mrz mar march",
            "april apr", "mai may", "juni jun june juno", "juli jul july julei", "august aug",
            "september sep sept", "oktober okt october oct", "november nov", "dezember dez december dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_WEEKDAYS = {
    name: number
    for number, names in enumerate(
        ("montag mo", "dienstag di", "mittwoch mi", "donnerstag do", "freitag fr", "samstag sonnabend sa", "sonntag so")
    )
    for name in names.split()
}
_LEAD = re.compile(
    rf"(?:am\s+)?(?:(?P<weekday>{'|'.join(_WEEKDAYS)})\b\.?,?\s*)?(?:(?:am|den|dem)\s+)?(?P<moment>\S.*)", re.IGNORECASE
)
_DAYS = tuple(
    re.compile(pattern + r"(?P<rest>\D.*)?")
    for pattern in (
        r"(?P<year>\d{4})-(?P<month>\d\d?)-(?P<day>\d\d?)",
        r"(?P<day>\d\d?)\.\s?(?P<month>\d\d?)\.\s?(?P<year>\d{4}|\d\d)",
        r"(?P<day>\d\d?)\.?\s?(?P<month>[^\W\d_]{3,})\.?,?\s(?P<year>\d{4})",
    )
)
_RUN_TOGETHER = re.compile(r"(?P<year>20\d\d)(?P<month>\d\d)(?P<day>\d\d)(?P<rest>.*)")
_GAP = r"(?:T|[\s,;]+|\s*[-–]\s+)(?:um\s+)?"
_TIMES = tuple(
    re.compile(_GAP + pattern, re.IGNORECASE)
    for pattern in (
        r"(?P<hour>\d\d?):(?P<minute>\d\d)(?::\d\d(?:[.,]\d+)?)?(?:\s?(?:Uhr|h))?",
        r"(?P<hour>\d\d?):(?P<minute>\d\d)(?::\d\d(?:[.,]\d+)?)?\s?(?P<zone>Z|UTC|GMT|\+\d\d(?::?\d\d)?)",
        r"(?P<hour>\d\d?)\.(?P<minute>\d\d)\s?(?:Uhr|h)",
        r"(?P<hour>\d\d?)\.(?P<minute>00|1[3-9]|[2-5]\d)",  # others might be the day and month of a range's end
        r"(?P<hour>\d\d?)\s?(?:Uhr|h)(?:\s?(?P<minute>\d\d))?",
    )
)
_TIME_RUN_TOGETHER = re.compile(r"[T ]?(?P<hour>\d\d):?(?P<minute>\d\d)(?::?\d\d)?(?P<zone>Z|\+\d\d(?::?\d\d)?)?")
_SERIAL = re.compile(r"(\d{5})(?:[.,](\d+))?")


class Appointment(NamedTuple):
    """What an entry says: the day, and the time where it has one; midnight is what a day without time is stored as."""

    day: date
    at: time | None

    @property
    def iso(self) -> str:
        """The appointment as the program writes it; the day alone where it has no time."""
        return datetime.combine(self.day, self.at).isoformat(timespec="minutes") if self.at else self.day.isoformat()

    @property
    def german(self) -> str:
        """The appointment as an office writes it."""
        return f"{self.day:%d.%m.%Y}" + (f" {self.at:%H:%M}" if self.at else "")


@lru_cache(maxsize=1 << 16)
def read_appointment(text: str) -> Appointment | None:
    """Return what an entry says, in ISO or German, or None where anything in it can't be read.

    A time of another zone (`Z`, `+00:00`) is told as local time. A weekday must be the date's.
    """
    lead = _LEAD.fullmatch(text.strip())
    if not lead:
        return None
    try:
        moment = _moment(lead["moment"])
    except (ValueError, OverflowError):
        return None
    if lead["weekday"] and moment.weekday() != _WEEKDAYS[lead["weekday"].casefold()]:
        return None
    return Appointment(moment.date(), moment.time() if moment.time() != time() else None)


def _moment(text: str) -> datetime:
    """Return the local moment that a text without weekday says; raise ValueError where it is none."""
    found = next((found for form in _DAYS if (found := form.fullmatch(text))), None)
    times = _TIMES
    if not found:
        found, times = _RUN_TOGETHER.fullmatch(text), (*_TIMES, _TIME_RUN_TOGETHER)
    if not found:
        raise ValueError(text)
    month = int(found["month"]) if found["month"].isdecimal() else _MONTHS.get(found["month"].casefold(), 0)
    year = int(found["year"]) + (2000 if len(found["year"]) == len("20") else 0)
    day = date(year, month, int(found["day"]))
    rest = (found["rest"] or "").rstrip(" ,;")
    return _with_time(day, rest, times) if rest else datetime.combine(day, time())


def _with_time(day: date, rest: str, times: tuple[re.Pattern[str], ...]) -> datetime:
    """Return the moment of a day that the rest of the text tells; raise ValueError where it is no time of day."""
    found = next((found for form in times if (found := form.fullmatch(rest))), None)
    if not found:
        raise ValueError(rest)
    moment = datetime.combine(day, time(int(found["hour"]), int(found["minute"] or 0)))
    zone = found.groupdict().get("zone")
    return moment.replace(tzinfo=_offset(zone)).astimezone(LOCAL).replace(tzinfo=None) if zone else moment


def _offset(zone: str) -> timezone:
    """Return the zone that "Z" or "+02:00" names."""
    if zone.isalpha():
        return UTC
    digits = zone[1:].replace(":", "").ljust(4, "0")
    return timezone(timedelta(hours=int(digits[:2]), minutes=int(digits[2:])))


def from_serial(text: str) -> str:
    """Return the appointment that a spreadsheet's running number stands for, or ""."""
    found = _SERIAL.fullmatch(text)
    if not found or int(found[1]) not in SERIAL_DAYS:
        return ""
    minutes = round(float(f"0.{found[2] or 0}") * 24 * 60)
    moment = datetime.combine(SPREADSHEET_START, time()) + timedelta(days=int(found[1]), minutes=minutes)
    return moment.isoformat(timespec="minutes")


def day_and_time(day: str, at: str) -> str:
    """Return the appointment that a cell for the day and one for the time make; they may both tell the time."""
    said = read_appointment(day)
    if not at or (said and said.at and read_appointment(f"{said.day} {at}") == said):
        return day
    return f"{said.day:%d.%m.%Y} {at}" if said and not said.at else f"{day} {at}".strip()


def check_appointments(table: ListTable, demands: Demands, rows: Mask) -> Iterator[Finding]:
    """Check the appointments: strictly where the template may print them, else with a mild word."""

    def strict(text: str) -> Verdict | None:
        return appointment_rule(text, demands.date, demands.state)

    def mild(text: str) -> Verdict | None:
        verdict = _fault(text, demands.date)
        return Verdict("appointment.doubtful", verdict.proposal) if verdict else None

    yield from judged(table, "termin", strict if "termin" in {*demands.required, *demands.placeholders} else mild, rows)


def appointment_rule(text: str, letter_date: date, state: str = DEFAULT_STATE) -> Verdict | None:
    """Return what is wrong with an appointment that a letter calls to."""
    fault = _fault(text, letter_date)
    said = read_appointment(text)
    if fault or said is None:
        return fault
    if said.at is None:
        return Verdict("appointment.without-time")
    if code := _odd_day(said.day, letter_date, state):
        return Verdict(code, details={"day": said.day.strftime("%d.%m.%Y")})
    if not EARLIEST <= said.at <= LATEST:
        return Verdict("appointment.odd-hour", details={"time": f"{said.at:%H:%M}"})
    return None


def _odd_day(day: date, letter_date: date, state: str) -> str:
    """Return the finding's code for a day on which few appointments are; "" for all others."""
    if day - letter_date > FARTHEST:
        return "appointment.far"
    if day.weekday() >= SATURDAY:
        return "appointment.weekend"
    return "appointment.holiday" if day in public_holidays(day.year, state) else ""


def _fault(text: str, letter_date: date) -> Verdict | None:
    if not text:
        return None
    said = read_appointment(text)
    if said is None:
        meant = read_appointment(from_serial(text))
        if meant is None:
            return Verdict("appointment.unreadable")
        keeps = meant.at is not None and meant.day >= letter_date
        return Verdict("appointment.serial-number", meant.german if keeps else "")
    return Verdict("appointment.past") if said.day < letter_date else None
