"""Verifying: a run, one print file, or the receipt of one piece; and a run made again, to compare the bytes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePath
from typing import TYPE_CHECKING

from mailing.audit import verification
from mailing.audit.receipts import check_receipt
from mailing.audit.reprints import reprint_faults
from mailing.audit.run_files import load_manifest, run_files_at
from mailing.audit.verification import VerifyOptions, verify_seal
from mailing.base.errors import InputError, SurroundingsError
from mailing.base.given_files import open_given, read_given
from mailing.base.messages import _
from mailing.base.settings import SettingsText
from mailing.base.strict_json import strict_json
from mailing.model import runfolder
from mailing.runs.journal.journal_check import journal_findings, journalled_files
from mailing.runs.rebuilding import rebuild_faults

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mailing.audit.run_files import RunFiles
    from mailing.base.progress import Progress
    from mailing.findings import Finding

__all__ = ["VerifyOptions", "rebuild_faults", "verify", "verify_print_file", "verify_receipt"]


def verify(run: Path, options: VerifyOptions, progress: Progress | None = None) -> Iterator[Finding]:
    """Give what is wrong with a run and, unless only the shop's part is asked for, with its journal.

    Raises:
        UsageError: `run` is no run's folder.
        InputError: the certificate or the list can't be read.
    """
    if options.shop_only:
        yield from verification.verify(run, options, progress)
        return
    yield from journal_findings(run, options.ca, options.at)
    yield from verification.verify(run, replace(options, later=journalled_files(run)), progress)
    if not options.quick:
        yield from _reprint_faults(run_files_at(run, shop_only=False))


def _reprint_faults(run_files: RunFiles) -> Iterator[Finding]:
    """Give what is wrong with the run's reprints, as far as its journal tells of any and they aren't purged."""
    if not run_files.has(runfolder.MANIFEST) or run_files.has(runfolder.PURGED):
        return
    known = journalled_files(run_files.root)
    numbers = [number for number in range(1, len(known) + 1) if runfolder.reprint_manifest(number) in known]
    for number in numbers:
        yield from reprint_faults(run_files.root, load_manifest(run_files), number)


def verify_print_file(file: Path, shop: str | None = None) -> Iterator[Finding]:
    """Give what is wrong with a PDF for the print shop of the profile `shop`.

    Where that is None, it is the usual one, with what the job data beside the file tell of another in its place.

    Raises:
        UsageError: there is no such profile.
        InputError: file or profile can't be read.
    """
    from mailing.audit.printfile.checking import check_print
    from mailing.audit.printfile.evidence import PrintSettings
    from mailing.press import load_profile, settings_as_told

    open_given(file).close()
    profile = load_profile(shop)
    settings = SettingsText(profile.source, profile.name).values
    if shop is None:
        settings = settings_as_told(profile, settings, _profile_beside(file))
    yield from check_print(file, PrintSettings.of(settings))


def _profile_beside(file: Path) -> object:
    """Return what the job data beside a batch tell of its profile; None for a file on its own, or with other data."""
    beside = file.with_name(PurePath(runfolder.JOB).name)
    if not beside.is_file():
        return None
    try:
        job = strict_json(read_given(beside))
    except (ValueError, InputError, SurroundingsError):
        return None  # no job data of ours that can be read
    return job.get("profile") if isinstance(job, dict) else None


def inks_told(file: Path) -> str:
    """Return the inks that a finished PDF prints with, as people read it; "" for black alone, as letters are.

    Raises:
        InputError: the file can't be read.
    """
    from mailing.audit.printfile.checking import inks_of
    from mailing.audit.printfile.evidence import NO_PROFILE

    names = {"C": _("Cyan"), "M": _("Magenta"), "Y": _("Gelb"), "K": _("Schwarz")}
    inks = inks_of(file, NO_PROFILE)
    return ", ".join(names[ink] for ink in inks) if len(inks) > 1 else ""


def verify_receipt(run: Path, file: Path, options: VerifyOptions) -> Iterator[Finding]:
    """Give why the receipt in `file` doesn't hold against the run's manifest, and what is wrong with that itself.

    Of the options, certificate, day and list count.

    Raises:
        InputError: there is no receipt in it.
        VerificationError: the run's manifest can't be used.
    """
    yield from check_receipt(run, _receipt_in(file))
    yield from verify_seal(run, options)


def _receipt_in(file: Path) -> dict[str, object]:
    try:
        receipt = strict_json(read_given(file))
    except ValueError as error:
        raise InputError(
            _("Der Nachweis ist nicht lesbar"), where=str(file), hint=_("mailing prove schreibt einen neuen")
        ) from error
    if not isinstance(receipt, dict):
        raise InputError(_("Die Datei ist kein Nachweis"), where=str(file), hint=_("mailing prove schreibt einen"))
    return receipt
