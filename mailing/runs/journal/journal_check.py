"""What verifying and signing look at of a run's journal; nothing that it names is followed out of the run's folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailing.audit.run_files import run_files_at
from mailing.base.errors import VerificationError
from mailing.base.files import digest_of
from mailing.findings import Finding
from mailing.lifecycle import files_of, is_sealed, journal_faults, journal_in
from mailing.model import runfolder
from mailing.runs.journal.act_signing import act_signature_findings

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator
    from pathlib import Path

    from mailing.audit.run_files import RunFiles
    from mailing.lifecycle import Journal


def journal_findings(run: Path, ca: Path | None = None, at: dt.date | None = None) -> Iterator[Finding]:
    """Give what is wrong with the journal of a complete run, and with the signatures of its acts.

    Args:
        run: its folder.
        ca: the certificates whose signatures count; None: nobody judges whose they are.
        at: the day for which certificates are judged; None: today.

    Raises:
        UsageError: `run` is no run's folder.
        InputError: `ca` has no certificate.
    """
    run_files = run_files_at(run, shop_only=False)
    if not run_files.has(runfolder.MANIFEST):
        return
    journal, manifest = _journal(run_files), _digest(run_files, runfolder.MANIFEST) or ""
    faults = tuple(journal_faults(journal, manifest, lambda path: _digest(run_files, path)))
    yield from faults
    if run_files.has(runfolder.JOURNAL) and not is_sealed(
        _bytes(run_files, runfolder.JOURNAL), _bytes(run_files, runfolder.JOURNAL_SEAL)
    ):
        yield Finding("journal.seal", field=runfolder.JOURNAL_SEAL)
    if not any(finding.code == "journal.broken" for finding in faults):
        yield from act_signature_findings(run_files, journal.events(), ca, at)


def journalled_files(run: Path) -> frozenset[str]:
    """Return the paths of all files that a run's events name; none where its journal can't be read."""
    try:
        return frozenset(files_of(_journal(run_files_at(run, shop_only=False)).events()))
    except ValueError:
        return frozenset()


def _journal(run_files: RunFiles) -> Journal:
    return journal_in(_bytes(run_files, runfolder.JOURNAL))


def _bytes(run_files: RunFiles, path: str) -> bytes:
    return run_files.read(path) if run_files.has(path) else b""


def _digest(run_files: RunFiles, path: str) -> str | None:
    """Return a file's hash; None where there is no plain file, and no hash where it can't be read."""
    if not run_files.has(path):
        return None
    try:
        with run_files.open(path) as stream:
            return digest_of(stream)
    except (OSError, VerificationError) as error:
        return str(error)
