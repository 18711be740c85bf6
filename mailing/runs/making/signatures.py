"""The signature beside a run's manifest: whether there is one, whose it is, whether it is of this manifest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailing.base.errors import UsageError
from mailing.model import runfolder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mailing.findings import Finding


def signature_told(run: Path) -> str:
    """Say who signed the run's manifest, when and by which certificate, or that nobody did."""
    from mailing.audit.signature_check import who_signed

    return who_signed(_signature_of(run))


def is_signed(run: Path) -> bool:
    """Whether a signature lies beside the manifest, or where it would be."""
    return _signature_of(run) is not None


def broken_signature(run: Path) -> Iterator[Finding]:
    """Give why the signature beside the manifest isn't one of this manifest; none where there is no signature."""
    from mailing.audit.signature_check import signature_faults

    manifest = run / runfolder.MANIFEST
    content = manifest.read_bytes() if manifest.is_file() else b""
    found = signature_faults(content, _signature_of(run), None, must_be_signed=False)
    return (finding for finding in found if finding.forbids_the_letter)


def _signature_of(run: Path) -> bytes | None:
    """Return the signature beside a run's manifest; None where there is none, or nothing of a run yet."""
    from mailing.audit.run_files import run_files_at

    try:
        run_files = run_files_at(run, shop_only=False)
    except UsageError:
        return None
    return run_files.signature_of_manifest
