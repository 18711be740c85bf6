"""Appointments as lists write them, and whether they can be kept."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

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

_MONTHS = {
    "jan": 1, "feb": 2, "mär": 3, "mae": 3, "mrz": 3, "mar": 3, "apr": 4, "mai": 5, "may": 5, "jun": 6, "jul": 7,
    "aug": 8, "sep": 9, "okt": 10, "oct": 10, "nov": 11, "dez": 12, "dec": 12,
}  # fmt: skip
_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d\d?)-(?P<day>\d\d?)(?P<rest>.*)")
_GERMAN = re.compile(r"(?P<day>\d\d?)\.\s?(?P<month>\d\d?)\.\s?(?P<year>\d{4}|\d\d)(?!\d)(?P<rest>.*)")
_SPELLED = re.compile(r"(?P<day>\d\d?)\.?\s?(?P<month>[A-Za-zä]{3,})\.?,?\s(?P<year>\d{4})(?P<rest>.*)")
_WEEKDAY = re.compile(r"(?:mo|di|mi|do|fr|sa|so)[a-z]*\.?,?\s*(?:den|dem|,)?\s*", re.IGNORECASE)
_TIME = re.compile(
    r"[T,;\s]*(?:um|ab|-|–)?\s*(?P<hour>\d\d?)(?:[:.](?P<minute>\d\d)(?:[:.](?P<second>\d\d)(?:[.,]\d+)?)?)?\s*"
    r"(?:Uhr|h)?(?:\s*(?P<after>\d\d))?\s*(?:Z|\+\d\d:?\d\d)?\s*",
    re.IGNORECASE,
)
_SERIAL = re.compile(r"(\d{5})(?:[.,](\d+))?")


class Appointment(NamedTuple):
    """What an entry says: the day, and the time where it has one."""

    day: date
    at: time | None

    @property
    def iso(self) -> str:
        """The appointment as the program writes it."""
        return datetime.combine(self.day, self.at or time()).isoformat(timespec="minutes")


@lru_cache(maxsize=1 << 16)
def read_appointment(text: str) -> Appointment | None:
    """Return what an entry says, in ISO or German, or None where it can't be read."""
    plain = _WEEKDAY.sub("", text.strip(), count=1) if text[:1].isalpha() else text.strip()
    found = _ISO.fullmatch(plain) or _GERMAN.fullmatch(plain) or _SPELLED.fullmatch(plain)
    if not found:
        return None
    month = int(found["month"]) if found["month"].isdecimal() else _MONTHS.get(found["month"][:3].casefold(), 0)
    year = int(found["year"]) + (2000 if len(found["year"]) == 2 else 0)  # noqa: PLR2004 - "20" for 2020
    try:
        day = date(year, month, int(found["day"]))
        at = _time(found["rest"])
    except ValueError:
        return None
    return Appointment(day, at)


def _time(rest: str) -> time | None:
    """Return the time of day, None where there is none; raise ValueError where it is no time."""
    if not rest.strip(" ,;"):
        return None
    found = _TIME.fullmatch(rest)
    if not found:
        raise ValueError(rest)
    return time(int(found["hour"]), int(found["minute"] or found["after"] or 0))


def from_serial(text: str) -> str:
    """Return the appointment that a spreadsheet's running number stands for, or ""."""
    found = _SERIAL.fullmatch(text)
    if not found or int(found[1]) not in SERIAL_DAYS:
        return ""
    minutes = round(float(f"0.{found[2] or 0}") * 24 * 60)
    moment = datetime.combine(SPREADSHEET_START, time()) + timedelta(days=int(found[1]), minutes=minutes)
    return moment.isoformat(timespec="minutes")


def check_appointments(table: ListTable, demands: Demands, rows: Mask) -> Iterator[Finding]:
    """Check the appointments: strictly where the template needs them, else with a mild word."""

    def strict(text: str) -> Verdict | None:
        return appointment_rule(text, demands.date, demands.state)

    def mild(text: str) -> Verdict | None:
        verdict = _fault(text, demands.date)
        return Verdict("appointment.doubtful", verdict.proposal) if verdict else None

    yield from judged(table, "termin", strict if "termin" in demands.required else mild, rows)


def appointment_rule(text: str, letter_date: date, state: str = DEFAULT_STATE) -> Verdict | None:
    """Return what is wrong with an appointment that a letter calls to."""
    fault = _fault(text, letter_date)
    said = read_appointment(text)
    if fault or said is None:
        return fault
    if said.at is None:
        return Verdict("appointment.without-time")
    if said.day.weekday() >= SATURDAY:
        return Verdict("appointment.weekend", details={"day": said.day.strftime("%d.%m.%Y")})
    if said.day in public_holidays(said.day.year, state):
        return Verdict("appointment.holiday", details={"day": said.day.strftime("%d.%m.%Y")})
    return None


def _fault(text: str, letter_date: date) -> Verdict | None:
    if not text:
        return None
    said = read_appointment(text)
    if said is None:
        serial = from_serial(text)
        return Verdict("appointment.serial-number", serial) if serial else Verdict("appointment.unreadable")
    return Verdict("appointment.past") if said.day < letter_date else None
