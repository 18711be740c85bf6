"""The seal of a report: its last line, over all before it. It finds what was changed by accident, not a forger."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from mailing.audit.findings import fault
from mailing.model import runfolder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mailing.audit.run_files import RunFiles
    from mailing.findings import Finding

_SEAL = b"<!-- SHA-256 %b -->\n"
_LENGTH = len(_SEAL % bytes(64))
LARGEST = 256 << 20


def sealed(report: bytes) -> bytes:
    """Return the report with its seal."""
    return report + _SEAL % sha256(report).hexdigest().encode()


def is_sealed(report: bytes) -> bool:
    """Whether the report's seal is its own."""
    return sealed(report[:-_LENGTH]) == report


def report_faults(run_files: RunFiles) -> Iterator[Finding]:
    """Give the reports that aren't what `mailing report` wrote; a run need not have any.

    Raises:
        OSError, VerificationError: one can't be read.
    """
    for path in (runfolder.REPORT, runfolder.REDACTED_REPORT):
        if run_files.has_house and run_files.has(path):
            with run_files.open(path) as stream:
                if not is_sealed(stream.read(LARGEST)):
                    yield fault("audit.report-changed", path=path)
