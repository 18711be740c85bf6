"""A letter that came back, as its code is scanned: which it is, before anything is recorded."""

from __future__ import annotations

import json
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from mailing.base.errors import MailingError
from mailing.base.messages import _
from mailing.lifecycle import Fate
from mailing.lifecycle.reports import FOREIGN, KNOWN, NOT_THERE
from mailing.model import runfolder
from mailing.runs.afterwards.named_pieces import MISREAD, code_named
from mailing.runs.afterwards.returning import NOT_POSTED
from mailing.runs.journal.journalled import read_life

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from mailing.lifecycle import RunLife


@dataclass(frozen=True, slots=True)
class ScannedLetter:
    """What a code names.

    Attributes:
        run_id: "" where it is no run's.
        piece: 0 where it is none.
        fault: why it can't have come back; "" where it can.
    """

    run_id: str = ""
    piece: int = 0
    fault: str = ""


class ReturnedLetters:
    """Finds letters by their codes, by the rules that `take_returns` records them by; each run is read once."""

    def __init__(self, runs: Iterable[Path]) -> None:
        self._runs = tuple(runs)
        self._lives: dict[Path, RunLife | str] = {}

    def named(self, code: str) -> ScannedLetter:
        """Return which letter a code names."""
        scanned = code_named(code)
        if scanned is None:
            return ScannedLetter(fault=_(MISREAD))
        found = self._by_job.get(scanned.job, [])
        if len(found) != 1:
            return ScannedLetter(fault=_(FOREIGN))
        return ScannedLetter(found[0].name, scanned.piece, self._fault(found[0], scanned.piece))

    @cached_property
    def _by_job(self) -> dict[int, list[Path]]:
        found: dict[int, list[Path]] = defaultdict(list)
        for run in self._runs:
            with suppress(OSError, ValueError, LookupError, TypeError):  # a code of a damaged run fits none
                found[int(json.loads((run / runfolder.JOB).read_bytes())["job"])].append(run)
        return found

    def _fault(self, run: Path, piece: int) -> str:
        life = self._life(run)
        if isinstance(life, str):
            return life
        if not 1 <= piece <= len(life.fates):
            return _(NOT_THERE)
        return {Fate.POSTED: "", Fate.RETURNED: _(KNOWN)}.get(life.fates[piece], _(NOT_POSTED))

    def _life(self, run: Path) -> RunLife | str:
        """Return a run's life, or why it can't be read."""
        if run not in self._lives:
            try:
                self._lives[run] = read_life(run)[1]
            except MailingError as error:
                self._lives[run] = error.what
        return self._lives[run]
