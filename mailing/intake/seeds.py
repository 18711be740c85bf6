"""Control letters to the office itself: they go through the same checks, and must be right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailing.intake.column_names import is_known
from mailing.intake.columns import assign, require
from mailing.intake.formats.rawlist import record_of
from mailing.intake.listtable import ListTable
from mailing.intake.side_lists import read_side_list

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from mailing.model import InputRecord

NOT_OF_SEEDS = ("bg_nummer", "kundennummer")
"""The office has no number of its own."""


def read_seeds(path: Path, required: Iterable[str]) -> tuple[ListTable, InputRecord]:
    """Return the seed addresses under our column names."""
    raw = read_side_list(path, is_known)
    assignment = assign(raw.header, raw.name)
    require([name for name in required if name not in NOT_OF_SEEDS], assignment, raw.header, raw.name)
    positions = {**assignment.ours, **assignment.extra}
    table = ListTable.of(raw.rows, {name: raw.columns[position] for name, position in positions.items()})
    return table, record_of(raw)
