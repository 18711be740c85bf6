"""Runs in an office, made as the command line makes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from program_kit import row, write_list

from mailing.base.progress import Progress
from mailing.runs.making.job import Job
from mailing.runs.run import run as make

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from mailing.web.office import Office

HOUSEHOLDS = 12


def run_in(office: Office, rows: Sequence[dict[str, str]] | None = None, date: str = "2020-06-15") -> Path:
    """Return a finished run of the office, made by Eva; twelve letters if no rows are given."""
    given = rows or [row(number) for number in range(1, HOUSEHOLDS + 1)]
    liste = write_list(office.data / f"liste-{date}.csv", list(given))
    asked = {"list": str(liste), "out": office.runs, "date": date, "by": "Eva", "engine": "serial"}
    return office.runs / make(Job.model_validate(asked), Progress()).run_id


def bytes_in(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
