"""Finding letters over all runs: by BG number, piece, name, or the code of a sheet as it was scanned."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final

from mailing.audit import searching
from mailing.audit.damage import refusing_damage
from mailing.audit.run_files import run_files_at
from mailing.base.errors import MailingError, UsageError
from mailing.base.messages import _
from mailing.model import runfolder
from mailing.model.bg_number import normal_bg_number
from mailing.model.found_letters import FoundIn, FoundLetter
from mailing.runs.afterwards.named_pieces import code_named
from mailing.runs.afterwards.status import runs_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from mailing.audit.run_files import RunFiles

LONGEST: Final = 200
SHORTEST_NAME: Final = 2
MOST_DIGITS_OF_PIECE: Final = 7


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found, the latest run first.

    Attributes:
        has_more: whether there are more letters than were asked for.
        unreadable: the runs that are damaged, so that nobody knows whether they have one.
    """

    runs: tuple[FoundIn, ...]
    has_more: bool
    unreadable: tuple[str, ...]

    @property
    def only(self) -> tuple[str, int] | None:
        """The run and piece of the letter, where there is exactly one."""
        letters = [(run.run_id, letter.piece) for run in self.runs for letter in run.letters]
        return letters[0] if len(letters) == 1 and letters[0][1] else None


def search(place: Path, wanted: str, most: int = 100) -> Found:
    """Return the letters of all runs in a folder that `wanted` may mean, not more than `most`.

    Raises:
        UsageError: it is nothing that letters can be found by.
    """
    find = _finder(" ".join(wanted.split()))
    runs: list[FoundIn] = []
    unreadable: list[str] = []
    left = most + 1
    for run in sorted(runs_in(place), key=lambda run: run.name, reverse=True):
        try:
            with refusing_damage(run):
                files = run_files_at(run, shop_only=False)
                letters = tuple(islice(find(files), left))
                if letters:
                    runs.append(_of_run(files, letters[:most]))
        except (MailingError, OSError):
            unreadable.append(run.name)
            continue
        left -= len(letters)
        if left <= 0:
            break
    return Found(tuple(runs), left <= 0, tuple(unreadable))


def household_of(run: Path, piece: int) -> FoundLetter:
    """Return whom a piece is for, as far as the run's books say it.

    Raises:
        UsageError: it is no run.
        VerificationError: it is damaged.
    """
    with refusing_damage(run):
        return next(searching.of_piece(run_files_at(run, shop_only=False), piece), FoundLetter(piece))


def _of_run(files: RunFiles, letters: tuple[FoundLetter, ...]) -> FoundIn:
    job = files.json(runfolder.JOB)
    return FoundIn(files.root.name, str(job["date"]), str(job["title"]), letters)


def _finder(wanted: str) -> Callable[[RunFiles], Iterator[FoundLetter]]:
    number = normal_bg_number(wanted)
    if number:
        return lambda files: searching.with_bg_number(files, number)
    digits = "".join(wanted.split())
    if digits.isascii() and digits.isdecimal():
        return _by_digits(digits)
    words = wanted.replace(",", " ").replace("-", " ").split()
    if not words or max(map(len, words)) < SHORTEST_NAME or len(wanted) > LONGEST or not wanted.isprintable():
        raise UsageError(
            _("Danach lässt sich nicht suchen"),
            hint=_("Eine BG-Nummer, die Nummer eines Stücks, einen Namen oder den Code eines Briefs eingeben"),
        )
    return lambda files: searching.with_name(files, words)


def _by_digits(digits: str) -> Callable[[RunFiles], Iterator[FoundLetter]]:
    code = code_named(digits)
    if code is not None:
        return lambda files: _of_code(files, code.job, code.piece)
    if len(digits) > MOST_DIGITS_OF_PIECE:
        raise UsageError(
            _("Diese Ziffern sind keine BG-Nummer, kein Stück und kein Code eines Briefs"),
            hint=_("Noch einmal scannen oder prüfen, ob eine Ziffer fehlt"),
        )
    return lambda files: _of_piece(files, int(digits))


def _of_code(files: RunFiles, job: int, piece: int) -> Iterator[FoundLetter]:
    if int(files.json(runfolder.JOB)["job"]) == job:
        yield from _of_piece(files, piece)


def _of_piece(files: RunFiles, piece: int) -> Iterator[FoundLetter]:
    """Give a piece; one that only the shop's table knows, too: of a run that is purged."""
    if files.has(runfolder.HOUSEHOLDS):
        yield from searching.of_piece(files, piece)
    elif 1 <= piece <= int(files.json(runfolder.JOB)["counts"]["pieces"]):
        yield FoundLetter(piece)
