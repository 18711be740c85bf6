"""What a finished run's check has found, counted by kind, for whoever answers for it."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from mailing.base.messages import _
from mailing.base.tables import read_columns
from mailing.findings import Severity
from mailing.model import runfolder

if TYPE_CHECKING:
    from pathlib import Path

MOST_TOLD = 5
"""Of each kind so many are told one by one; all of them stand in the table."""


def findings_of(run: Path) -> tuple[Counter[str], dict[str, tuple[str, ...]]]:
    """Return how many findings the run has of each code that isn't merely for the record, and what some of them say."""
    numbers, told = Counter[str](), defaultdict[str, list[str]](list)
    for severity, code, row, message in read_columns(run / runfolder.FINDINGS, "severity", "code", "row", "message"):
        if severity != Severity.INFO.value:
            numbers[code] += 1
            if len(told[code]) < MOST_TOLD:
                told[code].append(_("Zeile {row}: {what}").format(row=row, what=message) if row else message)
    return numbers, {code: tuple(messages) for code, messages in told.items()}


def changes_of(run: Path) -> int:
    """Return how many entries of the list were changed in the check."""
    file = run / runfolder.CHANGES
    return sum(1 for _row in read_columns(file, "row")) if file.is_file() else 0
