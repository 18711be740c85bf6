"""The letters' date beside the clock: told to people, never written into a run."""

from __future__ import annotations

import datetime as dt

from mailing.findings import Finding
from mailing.findings.of_run import FAR_DATE

DAYS_AROUND_TODAY = 60


def far_date(date: dt.date) -> tuple[Finding, ...]:
    """Return the finding of a date that is far from today, if it is; a letter is rarely written so long beforehand."""
    days = abs((date - dt.datetime.now().astimezone().date()).days)
    if days <= DAYS_AROUND_TODAY:
        return ()
    return (Finding(FAR_DATE, details={"date": f"{date:%d.%m.%Y}", "days": days}),)
