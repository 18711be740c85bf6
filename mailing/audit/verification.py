"""Verifying a run, from cheap to dear: files, hashes, signature, schema, sums; the books; then every page read back.

Nothing here is shared with the rooms that write a run: another PDF library, the auditor's own tables and words.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mailing.audit import book_checks, books, integrity, list_comparison, page_reading
from mailing.audit.accessibility import copies_faults
from mailing.audit.bag import TAGS, bag_faults
from mailing.audit.damage import surviving
from mailing.audit.expectations import expectation
from mailing.audit.file_kinds import Kind, printable
from mailing.audit.findings import fault
from mailing.audit.integrity import stranger_faults
from mailing.audit.manifest import Manifest
from mailing.audit.manifest_checks import manifest_faults, schema_faults
from mailing.audit.order_checks import order_faults
from mailing.audit.pictures import picture_faults
from mailing.audit.purge_note import note_faults, read_note
from mailing.audit.reply_slips import slips_of
from mailing.audit.report_seal import report_faults
from mailing.audit.rules import rules_of
from mailing.audit.run_files import run_files_at
from mailing.audit.settings_checks import settings_faults
from mailing.audit.shop_checks import job_faults, job_number, profile_faults, shop_faults
from mailing.audit.signature_check import signature_faults
from mailing.base.errors import UsageError, VerificationError
from mailing.base.messages import _
from mailing.base.progress import Progress
from mailing.model import runfolder
from mailing.model.enclosures import enclosed_as_told

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from mailing.audit.run_files import RunFiles
    from mailing.findings import Finding


@dataclass(frozen=True, slots=True)
class VerifyOptions:
    """How thoroughly a run is verified.

    Attributes:
        quick: stop before the pages are opened.
        shop_only: look only at what the print shop has.
        list_path: the list itself, to be compared with the books.
        ca: the certificate (PEM) whose signature counts.
        at: the day for which certificates are judged; None: today.
        workers: processes that read pages; None: one a core.
        to_be_signed: whether it is verified to be signed, so that no signature need be there.
        later: files that came in the course of the run's life, and have their hashes elsewhere.
    """

    quick: bool = False
    shop_only: bool = False
    list_path: Path | None = None
    ca: Path | None = None
    at: date | None = None
    workers: int | None = None
    to_be_signed: bool = False
    later: frozenset[str] = frozenset()


def verify(run: Path, options: VerifyOptions, progress: Progress | None = None) -> Iterator[Finding]:
    """Give what is wrong with a run, cheap findings first; a faultless run gives none above the severity info.

    Raises:
        UsageError: `run` is no run's folder.
        InputError: the certificate or the list can't be read.
    """
    progress = progress or Progress()
    with progress.stage(_("Lauf prüfen")):
        yield from _verify(run_files_at(run, shop_only=options.shop_only), options, progress)


def verify_seal(run: Path, options: VerifyOptions) -> Iterator[Finding]:
    """Give what is wrong with a manifest that a receipt is held against: its signature, and the list if one is named.

    Raises:
        UsageError: the list is named, and the run has no books to hold it against.
        InputError: the certificate or the list can't be read.
    """
    run_files = run_files_at(run, shop_only=not (run / runfolder.HOUSE).is_dir())
    manifest, faults = _read_manifest(run_files)
    yield from faults
    if manifest is None:
        return
    yield from surviving(lambda: _signature_faults(run_files, manifest, options))
    yield from surviving(lambda: manifest_faults(manifest, run_files.read(runfolder.MANIFEST)))
    path = options.list_path
    if path is None:
        return
    if not run_files.has_house:
        raise UsageError(_("Ohne house/ lässt sich die Liste nicht vergleichen"), where=str(run))
    books_of_run = books.read_books(run_files)
    yield from surviving(lambda: book_checks.household_faults(run_files, manifest))
    yield from surviving(lambda: list_comparison.list_faults(path, manifest, books_of_run, run_files))


def _verify(run_files: RunFiles, options: VerifyOptions, progress: Progress) -> Iterator[Finding]:
    if options.shop_only and not run_files.has_manifest:
        yield from _verify_bag(run_files, options, progress)
        return
    manifest, faults = _read_manifest(run_files)
    yield from faults
    if manifest is None:
        entries = run_files.entries()
        yield from stranger_faults(entries, {path for path, kind in entries.items() if kind is not Kind.FOLDER})
        return
    note = read_note(run_files, manifest)
    yield from integrity.presence_faults(run_files, manifest, note.files if note else (), options.later)
    yield from integrity.content_faults(run_files, manifest)
    yield from surviving(lambda: _signature_faults(run_files, manifest, options))
    yield from surviving(lambda: _manifest_faults(run_files, manifest))
    yield from note_faults(run_files, note)
    yield from surviving(lambda: report_faults(run_files))
    if note is not None:
        return
    yield from surviving(lambda: bag_faults(run_files))
    if not integrity.can_be_read(run_files, manifest):
        return
    yield from surviving(lambda: job_faults(run_files, manifest))
    if not options.quick:
        yield from surviving(lambda: _read_all(run_files, manifest, options, progress))


def _signature_faults(run_files: RunFiles, manifest: Manifest, options: VerifyOptions) -> Iterator[Finding]:
    """Give what is wrong with the signature; one that is to be made may be missing."""
    must_be_signed = runfolder.SIGNED in manifest.options and not options.to_be_signed
    yield from signature_faults(
        run_files.read(runfolder.MANIFEST),
        run_files.signature_of_manifest,
        options.ca,
        options.at,
        must_be_signed=must_be_signed,
    )


def _verify_bag(run_files: RunFiles, options: VerifyOptions, progress: Progress) -> Iterator[Finding]:
    """Give what is wrong with a bag that came without its manifest: it must agree with itself."""
    entries = run_files.entries()
    payload = {path for path, kind in entries.items() if kind is Kind.FILE and path.startswith(f"{runfolder.DATA}/")}
    tags = {f"{runfolder.SHOP}/{name}" for name in TAGS}
    foreign = list(stranger_faults(entries, payload | tags))
    yield from foreign
    yield from surviving(lambda: bag_faults(run_files))
    if not foreign:
        yield from surviving(lambda: _read_bag(run_files, options, progress))


def _read_bag(run_files: RunFiles, options: VerifyOptions, progress: Progress) -> Iterator[Finding]:
    """Give what the bag's books and pages say against each other."""
    read = books.read_books(run_files)
    yield from shop_faults(run_files, read.pieces)
    if options.quick:
        return
    rules = rules_of(run_files, "", "")
    job = str(run_files.json(runfolder.JOB)["job"])
    sealed = page_reading.Sealed(settings=page_reading.told_settings(run_files))
    expected = (expectation(entry, entry.content_sha256, None) for entry in read.pieces)
    told = {
        f"{runfolder.SHOP}/{file['path']}": enclosed_as_told(file) for file in run_files.json(runfolder.JOB)["files"]
    }
    rules_by_file = {path: replace(rules, enclosed=enclosed) for path, enclosed in told.items()}
    yield from page_reading.page_faults(
        page_reading.readings(run_files, expected, rules_by_file, job, sealed),
        read,
        sealed.fixed,
        progress,
        options.workers,
    )


def _read_manifest(run_files: RunFiles) -> tuple[Manifest | None, list[Finding]]:
    """Return the manifest if it is one, and what is wrong with it."""
    if not run_files.has_manifest:
        return None, [fault("audit.manifest-missing", where=runfolder.MANIFEST)]
    try:
        content = run_files.json(runfolder.MANIFEST)
        faults = list(schema_faults(content))
    except (OSError, ValueError, VerificationError) as error:
        return None, [fault("audit.manifest-broken", where=runfolder.MANIFEST, found=printable(str(error)))]
    return (None if faults else Manifest.from_json(content)), faults


def _manifest_faults(run_files: RunFiles, manifest: Manifest) -> Iterator[Finding]:
    """Give where the manifest contradicts itself, or the copies of what the run was made from."""
    yield from manifest_faults(manifest, run_files.read(runfolder.MANIFEST))
    if run_files.has_house:
        yield from settings_faults(run_files, manifest)


def _read_all(run_files: RunFiles, manifest: Manifest, options: VerifyOptions, progress: Progress) -> Iterator[Finding]:
    """Give what the books and the pages themselves say against the manifest."""
    read = books.read_books(run_files)
    rules = {
        file.path: replace(
            rules_of(run_files, manifest.template, file.route),
            enclosed=file.enclosed,
            slips=slips_of(run_files, manifest.template, file.enclosed),
        )
        for file in manifest.files
    }
    yield from shop_faults(run_files, read.pieces)
    yield from book_checks.piece_faults(read.pieces, manifest)
    if run_files.has_house:
        yield from profile_faults(run_files, run_files.toml(runfolder.PROFILE))
        yield from order_faults(run_files, manifest)
        yield from book_checks.row_faults(read, manifest)
        yield from book_checks.household_faults(run_files, manifest)
        yield from book_checks.change_faults(run_files, read, manifest)
        yield from copies_faults(run_files, read, manifest)
        yield from surviving(lambda: picture_faults(run_files, manifest, read.pieces))
    if options.list_path is not None:
        yield from list_comparison.list_faults(options.list_path, manifest, read, run_files)
    sealed = page_reading.sealed(run_files, manifest)
    if not sealed.with_fonts:
        yield fault("audit.fonts-other", where=runfolder.MANIFEST)
    expected = page_reading.expectations(manifest, read)
    readings = page_reading.readings(run_files, expected, rules, job_number(manifest.digest), sealed)
    yield from page_reading.page_faults(readings, read, sealed.fixed, progress, options.workers)
