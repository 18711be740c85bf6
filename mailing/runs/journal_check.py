"""What verifying and signing look at of a run's journal; nothing that it names is followed out of the run's folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailing.audit.run_files import run_files_at
from mailing.base.errors import VerificationError
from mailing.base.files import digest_of
from mailing.lifecycle import files_of, journal_faults, journal_in
from mailing.model import runfolder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mailing.audit.run_files import RunFiles
    from mailing.findings import Finding
    from mailing.lifecycle import Journal


def journal_findings(run: Path) -> Iterator[Finding]:
    """Give what is wrong with the journal of a complete run.

    Raises:
        UsageError: `run` is no run's folder.
    """
    run_files = run_files_at(run, shop_only=False)
    if run_files.has(runfolder.MANIFEST):
        manifest = _digest(run_files, runfolder.MANIFEST) or ""
        yield from journal_faults(_journal(run_files), manifest, lambda path: _digest(run_files, path))


def journalled_files(run: Path) -> frozenset[str]:
    """Return the paths of all files that a run's events name; none where its journal can't be read."""
    try:
        return frozenset(files_of(_journal(run_files_at(run, shop_only=False)).events()))
    except ValueError:
        return frozenset()


def _journal(run_files: RunFiles) -> Journal:
    return journal_in(run_files.read(runfolder.JOURNAL) if run_files.has(runfolder.JOURNAL) else b"")


def _digest(run_files: RunFiles, path: str) -> str | None:
    """Return a file's hash; None where there is no plain file, and no hash where it can't be read."""
    if not run_files.has(path):
        return None
    try:
        with run_files.open(path) as stream:
            return digest_of(stream)
    except (OSError, VerificationError) as error:
        return str(error)
