"""Every page of a run read back: what each piece must show, the tasks for processes, and whose a wrong address is."""

from __future__ import annotations

import os
import pickle
import signal
import tomllib
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from itertools import groupby
from multiprocessing import get_context
from typing import TYPE_CHECKING, NamedTuple

from mailing.audit import books
from mailing.audit.expectations import expectation, missing_from, needles, squeezed
from mailing.audit.findings import fault, of_row
from mailing.audit.fixed_text import FixedText, fixed_text
from mailing.audit.letters_compared import comparison_faults
from mailing.audit.shop_checks import colour_told
from mailing.base.memory import give_back
from mailing.base.messages import Language, _, chosen_language, use_language
from mailing.model import runfolder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from concurrent.futures import Future
    from pathlib import Path

    from mailing.audit.books import Books, HouseholdEntry, PieceEntry
    from mailing.audit.expectations import Expectation
    from mailing.audit.manifest import Manifest
    from mailing.audit.printfile.evidence import PrintSettings
    from mailing.audit.readback import Misaddressed, Reading, ReadingResult
    from mailing.audit.rules import SheetRules
    from mailing.audit.run_files import RunFiles
    from mailing.base.progress import Progress
    from mailing.findings import Finding

PIECES_A_TASK = 5_000
"""As many as a file usually has: opening one takes as long as reading 500 pieces."""
TASKS_AHEAD = 2
"""Tasks for each process that are made before they are needed: enough that none waits, and no more to be kept."""
SMALL_RUN = 1_000
"""Up to so many pieces one process is faster than starting others."""
MOST_TRACED = 100
"""For so many wrong addresses it is looked up whose they are: each look-up goes through all households."""


class Sealed(NamedTuple):
    """What house and manifest say of all files, as far as they are in hand; as `Reading` names it."""

    settings: PrintSettings
    key: bytes = b""
    with_fonts: bool = False
    fixed: FixedText = FixedText()
    originals: tuple[tuple[str, Path], ...] = ()


def sealed(run_files: RunFiles, manifest: Manifest) -> Sealed:
    """Return what house and manifest say of all files."""
    from mailing.audit.printfile.evidence import PrintSettings
    from mailing.audit.printfile.fonts import installed_fonts_sha256

    with_fonts = manifest.settings.get("fonts") == installed_fonts_sha256()
    if not run_files.has_house:
        return Sealed(settings=told_settings(run_files), with_fonts=with_fonts)
    profile = tomllib.loads(run_files.read(runfolder.PROFILE).decode())
    fixed = fixed_text(run_files, manifest)
    names = {each.file for file in manifest.files for each in file.enclosed if each.file}
    originals = tuple((name, run_files.path_of(f"{runfolder.TEMPLATES}{name}")) for name in sorted(names))
    return Sealed(PrintSettings.of(profile), books.read_key(run_files), with_fonts, fixed, originals)


def told_settings(run_files: RunFiles) -> PrintSettings:
    """Return what the print shop knows of the profile that matters to all files of any standard: the colour.

    Raises:
        OSError, ValueError, LookupError, TypeError, VerificationError: the job data can't be read.
    """
    from mailing.audit.printfile.evidence import ANY_STANDARD, PrintSettings

    return PrintSettings(ANY_STANDARD, {"colour": colour_told(run_files.json(runfolder.JOB)["profile"])})


def page_faults(
    readings: Iterable[Reading], read: Books, fixed: FixedText, progress: Progress, workers: int | None
) -> Iterator[Finding]:
    """Give what reading the pages finds, and whose a wrong address or number is; `fixed` is what the letters share."""
    total = len(read.pieces)
    traced = 0
    kinds = []
    with progress.stage(_("Seiten prüfen"), total) as stage:
        for result in _read(readings, read.pieces, workers):
            yield from result.findings
            for letter in result.misaddressed:
                yield _misaddressed(letter, read, trace=traced < MOST_TRACED)
                traced += 1
            yield from _foreign(result, read)
            kinds.append(result.kinds)
            stage.advance(result.pieces)
    yield from comparison_faults(fixed, kinds)


def expectations(manifest: Manifest, read: Books) -> Iterator[Expectation]:
    """Give what each piece must show, in the order of `pieces.csv`."""
    households = iter(read.households)
    passed: dict[int, HouseholdEntry] = {}
    for entry in read.pieces:
        while entry.piece not in passed and (household := next(households, None)):
            passed[household.piece] = household  # both are in the order of pieces, unless somebody has been at them
        digest = manifest.content_sha256[64 * (entry.piece - 1) : 64 * entry.piece]
        yield expectation(entry, digest, passed.pop(entry.piece, None))


def readings(
    run_files: RunFiles,
    expected: Iterable[Expectation],
    rules: Mapping[str, SheetRules],
    job_number: str,
    sealed: Sealed,
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
                part = pieces[start : start + PIECES_A_TASK]
                yield Reading(file, path, pages, part, rules[path], job_number, state, *sealed)


def _read(readings: Iterable[Reading], pieces: Sequence[PieceEntry], workers: int | None) -> Iterator[ReadingResult]:
    """Give the results in order; in processes of their own where that pays."""
    from mailing.audit.readback import read_pieces

    tasks = max(len({piece.file for piece in pieces}), len(pieces) // PIECES_A_TASK)
    count = min(workers or os.cpu_count() or 1, tasks)
    if count <= 1 or len(pieces) <= SMALL_RUN:
        yield from map(read_pieces, readings)
        return
    give_back()  # what the books' checks took
    waiting: deque[Future[ReadingResult]] = deque()
    with ProcessPoolExecutor(count, get_context("spawn"), _begin_reading, (chosen_language(),)) as pool:
        try:
            for reading in readings:
                waiting.append(pool.submit(_read_packed, pickle.dumps(reading)))
                if len(waiting) > TASKS_AHEAD * count:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:  # whoever wants no more of it needn't wait for what hasn't begun
            for each in waiting:
                each.cancel()


def _read_packed(reading: bytes) -> ReadingResult:
    """Read the pieces of a task that waited packed, in a fifth of its memory."""
    from mailing.audit.readback import read_pieces

    return read_pieces(pickle.loads(reading))  # noqa: S301 - from the process that started this one


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
