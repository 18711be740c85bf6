"""Verifying a run, from cheap to dear: files, hashes, signature, schema, sums; the books; then every page read back.

Nothing here is shared with the rooms that write a run: another PDF library, the auditor's own tables and words.
"""

from __future__ import annotations

import os
import signal
import tomllib
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import groupby
from multiprocessing import get_context
from typing import TYPE_CHECKING

from mailing.audit import books, integrity, list_comparison
from mailing.audit.bag import TAGS, bag_faults
from mailing.audit.damage import surviving
from mailing.audit.expectations import expectation, missing_from, needles, squeezed
from mailing.audit.file_kinds import Kind, printable
from mailing.audit.findings import fault, of_row
from mailing.audit.integrity import stranger_faults
from mailing.audit.manifest import Manifest
from mailing.audit.manifest_checks import manifest_faults, schema_faults
from mailing.audit.purge_note import note_faults, read_note
from mailing.audit.report_seal import report_faults
from mailing.audit.rules import rules_of
from mailing.audit.run_files import run_files_at
from mailing.audit.settings_checks import settings_faults
from mailing.audit.shop_checks import job_faults, job_number, profile_faults, shop_faults
from mailing.audit.signing import signature_faults
from mailing.base.errors import VerificationError
from mailing.base.messages import Language, _, chosen_language, use_language
from mailing.base.progress import Progress
from mailing.model import runfolder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from mailing.audit.books import Books
    from mailing.audit.expectations import Expectation
    from mailing.audit.readback import Misaddressed, Reading, ReadingResult
    from mailing.audit.rules import SheetRules
    from mailing.audit.run_files import RunFiles
    from mailing.findings import Finding

PIECES_A_TASK = 5_000
"""As many as a file usually has: opening one takes as long as reading 500 pieces."""
SMALL_RUN = 1_000
"""Up to so many pieces one process is faster than starting others."""
MOST_TRACED = 100
"""For so many wrong addresses it is looked up whose they are: each look-up goes through all households."""


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
        later: files that came in the course of the run's life, and have their hashes elsewhere.
    """

    quick: bool = False
    shop_only: bool = False
    list_path: Path | None = None
    ca: Path | None = None
    at: date | None = None
    workers: int | None = None
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
    yield from signature_faults(run_files.root, options.ca, options.at)
    yield from surviving(lambda: _manifest_faults(run_files, manifest))
    yield from note_faults(run_files, note)
    if note is not None:
        return
    yield from surviving(lambda: report_faults(run_files))
    yield from surviving(lambda: bag_faults(run_files))
    if not integrity.can_be_read(run_files, manifest):
        return
    yield from surviving(lambda: job_faults(run_files, manifest))
    if not options.quick:
        yield from surviving(lambda: _read_all(run_files, manifest, options, progress))


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
    expected = (expectation(entry, entry.content_sha256, None) for entry in read.pieces)
    rules_by_file = {entry.file: rules for entry in read.pieces}
    yield from _page_faults(list(_readings(run_files, expected, rules_by_file, job)), read, options, progress)


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
    rules = {file.path: rules_of(run_files, manifest.template, file.route) for file in manifest.files}
    yield from shop_faults(run_files, read.pieces)
    yield from books.piece_faults(read.pieces, manifest)
    if run_files.has_house:
        yield from profile_faults(run_files, tomllib.loads(run_files.read(runfolder.PROFILE).decode()))
        yield from books.row_faults(read, manifest)
        yield from books.household_faults(run_files, manifest)
    if options.list_path is not None:
        yield from list_comparison.list_faults(options.list_path, manifest, read, run_files)
    readings = list(_readings(run_files, _expectations(manifest, read), rules, job_number(manifest.digest)))
    yield from _page_faults(readings, read, options, progress)


def _page_faults(
    readings: Sequence[Reading], read: Books, options: VerifyOptions, progress: Progress
) -> Iterator[Finding]:
    total = sum(len(reading.pieces) for reading in readings)
    traced = 0
    with progress.stage(_("Seiten prüfen"), total) as stage:
        for result in _read(readings, total, options.workers):
            yield from result.findings
            for letter in result.misaddressed:
                yield _misaddressed(letter, read, trace=traced < MOST_TRACED)
                traced += 1
            yield from _foreign(result, read)
            stage.advance(result.pieces)


def _expectations(manifest: Manifest, read: Books) -> Iterator[Expectation]:
    """Give what each piece must show, in the order of `pieces.csv`."""
    household_of = {entry.piece: entry for entry in read.households}
    for entry in read.pieces:
        digest = manifest.content_sha256[64 * (entry.piece - 1) : 64 * entry.piece]
        yield expectation(entry, digest, household_of.get(entry.piece))


def _readings(
    run_files: RunFiles, expected: Iterable[Expectation], rules: Mapping[str, SheetRules], job_number: str
) -> Iterator[Reading]:
    """Give the reading tasks: some pieces of one file each."""
    from mailing.audit.readback import Reading

    for path, group in groupby(expected, key=lambda piece: piece.file):
        pieces = tuple(group)
        if path in rules and run_files.has(path):
            run_files.open(path).close()
            file, state = run_files.path_of(path), run_files.state(path)
            for start in range(0, len(pieces), PIECES_A_TASK):
                pages = 0 if start else sum(piece.pages for piece in pieces)
                yield Reading(file, path, pages, pieces[start : start + PIECES_A_TASK], rules[path], job_number, state)


def _read(readings: Sequence[Reading], total: int, workers: int | None) -> Iterator[ReadingResult]:
    """Give the results in order; in processes of their own where that pays."""
    from mailing.audit.readback import read_pieces

    count = min(workers or os.cpu_count() or 1, len(readings))
    if count <= 1 or total <= SMALL_RUN:
        yield from map(read_pieces, readings)
        return
    with ProcessPoolExecutor(count, get_context("spawn"), _begin_reading, (chosen_language(),)) as pool:
        yield from pool.map(read_pieces, readings)


def _begin_reading(language: Language) -> None:
    """Speak the parent's language, and leave Ctrl-C to it: cut short, an answer would keep it waiting for the rest."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    use_language(language)


def _misaddressed(letter: Misaddressed, read: Books, *, trace: bool) -> Finding:
    """Say whose address a window shows, by the row of the list; `trace` looks for it among all households."""
    own = next(entry.row for entry in read.households if entry.piece == letter.piece)
    others = (other for other in read.households if trace and other.piece != letter.piece)
    found = next(
        (
            _("Zeile {row} (Stück {piece})").format(row=other.row, piece=other.piece)
            for other in others
            if not missing_from(letter.window, needles(other.fields))
        ),
        _("eine unbekannte Anschrift"),
    )
    missing = ", ".join(letter.missing)
    return of_row("audit.address", own, piece=letter.piece, expected=own, found=found, what=missing)


def _foreign(result: ReadingResult, read: Books) -> Iterator[Finding]:
    """Say which row's BG-Nummer stands in another household's letter."""
    if not result.foreign:
        return
    row_of = {squeezed(entry.bg_number): entry.row for entry in read.rows}
    for piece, number in result.foreign:
        yield fault("audit.letter-foreign", piece=piece, found=row_of.get(number, "?"))
