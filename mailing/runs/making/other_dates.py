"""The same letter under another date: to the register another letter, to a household the same one twice.

A letter whose template names no date has that of its run. A list that is corrected and run again the next day would
write once more to all who have had it the day before; that may be meant, and is told.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Final

from mailing.base.stores import is_on_store
from mailing.findings import Finding
from mailing.findings.of_run import OTHER_DATE
from mailing.runs.register.wordings import wordings

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from mailing.model import HouseholdTable
    from mailing.runs.making.preparation import Preparation
    from mailing.runs.register.register import Register

DAYS: Final = 60
"""So far apart two dates may be of what is taken for one mailing."""
MOST_DATES: Final = 3
"""The nearest other dates that are looked at: each costs what asking the register for the run itself costs."""
MOST_HOUSEHOLDS: Final = 200_000
"""Larger runs aren't compared: it would take them seconds."""
_RUN_NAME: Final = re.compile(r"(?P<day>\d{4}-\d\d-\d\d)_(?P<template>.+)_[0-9a-f]{8}")


def had_with_other_dates(
    register: Register, preparation: Preparation, households: HouseholdTable, withheld: Container[int]
) -> Iterator[Finding]:
    """Tell how many of those who get a letter have had it with another date, by the runs that lie beside this one."""
    job = preparation.job
    if job.again or is_on_store(job.out) or len(households) > MOST_HOUSEHOLDS:
        return
    for day in _other_days(preparation):
        letters = register.letters_of(households, wordings(preparation.template, day, households))
        had_it = sum(each not in withheld for each in register.makers(letters))
        if had_it:
            yield Finding(OTHER_DATE, details={"count": had_it, "date": f"{day:%d.%m.%Y}"})


def _other_days(preparation: Preparation) -> list[dt.date]:
    """Return the nearest dates of other runs of the same template."""
    job, date = preparation.job, preparation.date
    names = (_RUN_NAME.fullmatch(path.name) for path in job.out.glob("*_*_*"))
    days = {_day(name["day"]) for name in names if name and name["template"] == job.template}
    near = [day for day in days if day is not None and 0 < abs((day - date).days) <= DAYS]
    return sorted(near, key=lambda day: (abs((day - date).days), day))[:MOST_DATES]


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
