"""Comparing a run with one made again from the same input: the same bytes, or a finding for each file that differs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailing.audit.file_kinds import KIND_NAMES, Kind, printable
from mailing.audit.findings import fault
from mailing.audit.run_files import run_files_at
from mailing.base.errors import VerificationError
from mailing.base.files import sha256_of
from mailing.base.messages import _
from mailing.model import runfolder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mailing.findings import Finding


def compare_runs(run: Path, again: Path) -> Iterator[Finding]:
    """Give where the run made again differs from the run.

    Raises:
        UsageError: one of the two is no run's folder.
    """
    old, new = _digests(run), _digests(again)
    for path in sorted(old.keys() - new.keys()):
        yield fault("audit.rebuild-missing", path=path)
    for path in sorted(new.keys() - old.keys()):
        yield fault("audit.rebuild-extra", path=path)
    for path in sorted(old.keys() & new.keys()):
        if old[path] != new[path]:
            yield fault("audit.rebuild-bytes", path=path, expected=old[path], found=new[path])


def refuse_what_is_no_file(run: Path) -> None:
    """Make sure that a run can be read for its making again: nothing in it but files and folders.

    Raises:
        UsageError: it is no run's folder.
        VerificationError: something else lies in it, which nobody should open.
    """
    for path, kind in run_files_at(run, shop_only=False).entries().items():
        if kind not in {Kind.FILE, Kind.FOLDER}:
            raise VerificationError(
                _("{path} ist keine Datei: {kind}").format(path=printable(path), kind=_(KIND_NAMES[kind]))
            )


def _digests(run: Path) -> dict[str, str]:
    """Return the digests of the manifest and of all that it seals: what came later knows the clock."""
    files = run_files_at(run, shop_only=False).files()
    return {
        path: sha256_of(file) for path, file in files if path == runfolder.MANIFEST or not runfolder.is_made_later(path)
    }
