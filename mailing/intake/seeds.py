"""Control letters to the office itself: they go through the same checks, and must be right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailing.base.errors import InputError
from mailing.base.messages import _
from mailing.intake.column_names import is_known
from mailing.intake.columns import assign, require
from mailing.intake.formats.reading import read_file
from mailing.intake.listtable import ListTable
from mailing.model import InputRecord

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from mailing.findings import Finding

NOT_OF_SEEDS = ("bg_nummer", "kundennummer")
"""The office has no number of its own."""


def read_seeds(path: Path, required: Iterable[str]) -> tuple[ListTable, InputRecord]:
    """Return the seed addresses under our column names."""
    raw = read_file(path, is_known)
    assignment = assign(raw.header, raw.name)
    require([name for name in required if name not in NOT_OF_SEEDS], assignment, raw.header, raw.name)
    positions = {**assignment.ours, **assignment.extra}
    table = ListTable.of(raw.rows, {name: raw.columns[position] for name, position in positions.items()})
    return table, InputRecord(raw.name, raw.sha256, len(raw.rows), raw.detected)


def refuse(findings: Iterable[Finding], name: str) -> None:
    """Stop at the first error in a seed address."""
    for finding in findings:
        if finding.row is not None and finding.severity == "error":
            raise InputError(
                finding.message,
                where=_("{name}, Zeile {row}, Spalte {column}").format(
                    name=name, row=finding.row, column=finding.field
                ),
                hint=finding.hint,
            )
