"""The report of a finished run, with its way as far as its journal tells it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailing.audit import report
from mailing.runs.afterwards.way import way_of

if TYPE_CHECKING:
    from pathlib import Path


def write_report(run: Path, *, redacted: bool = False) -> Path:
    """Write the run's report into its `house/`; return its path.

    Raises:
        UsageError: `run` is no run.
        VerificationError: the run has no manifest, or is purged.
    """
    return report.write_report(run, way_of(run), redacted=redacted)


def report_of(run: Path, *, redacted: bool = False) -> bytes:
    """Return the run's report as it would be written now, and change nothing; errors as for `write_report`."""
    return report.report_of(run, way_of(run), redacted=redacted)
