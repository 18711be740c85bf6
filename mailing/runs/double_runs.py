"""The double-run guard as a run uses it: which households have had this letter, and which get it from this run."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mailing.base.errors import MailingError
from mailing.base.tables import read_columns
from mailing.findings import Finding
from mailing.findings.of_run import ALREADY_MADE, UNUSABLE
from mailing.model import runfolder
from mailing.runs.register import NO_LETTERS, Register

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from mailing.model import HouseholdTable, RowLedger
    from mailing.runs.preparation import Preparation
    from mailing.runs.register import Letters

SAME_LETTER_WHATEVER_THESE = frozenset(
    {
        *("bg_nummer", "kundennummer", "rolle", "anrede", "titel", "vorname", "nachname", "zusatz", "empfaenger"),
        *("strasse", "hausnummer", "ortsteil", "plz", "ort", "land", "format"),
    }
)
"""Columns in which a household may differ and have got the same letter: whoever moves isn't written to twice."""


@dataclass(frozen=True)
class Guard:
    """What the register says of a run's households.

    Attributes:
        withheld: households that have had this letter from another run, and get none.
        findings: why, for each of them; or that the register can't be used.
    """

    letters: Letters = NO_LETTERS
    withheld: frozenset[int] = frozenset()
    findings: tuple[Finding, ...] = ()


def guard(
    preparation: Preparation, households: HouseholdTable, run: str, withheld: frozenset[int] | None = None
) -> Guard:
    """Ask the register which households have had this letter; `run` names what the run is made from.

    A register that can't be used costs the guard, not the run: that becomes a finding. It isn't asked where `withheld`
    is given: so a run is made again as it was.
    """
    if withheld is not None:
        return Guard(withheld=withheld, findings=tuple(_already_made(households, withheld)))
    job, template = preparation.job, preparation.template
    letter = f"{template.name} {template.sha256} {preparation.date}"
    distinguishing = tuple(name for name in template.required_columns if name not in SAME_LETTER_WHATEVER_THESE)
    try:
        with Register(job.registered_in, job.out) as register:
            letters = register.letters_of(households, letter, distinguishing)
            made = frozenset() if job.again else register.already_made(letters, run)
    except MailingError as error:
        return Guard(findings=(_unusable(error),))
    return Guard(letters, made, tuple(_already_made(households, made)))


def withheld_copy(withheld: frozenset[int]) -> dict[str, bytes]:
    """Return what the run's folder keeps of the guard's doing, so that the run can be made again; nothing if none."""
    return {runfolder.WITHHELD: json.dumps(sorted(withheld)).encode() + b"\n"} if withheld else {}


def read_withheld(run: Path) -> frozenset[int]:
    """Return the households that the guard withheld from the run in the folder `run`."""
    path = run / runfolder.WITHHELD
    return frozenset(json.loads(path.read_bytes())) if path.is_file() else frozenset()


def enter_letters(guard: Guard, made: Iterable[int], preparation: Preparation, run: str) -> tuple[Finding, ...]:
    """Enter the letters that `run` made for the households `made`; return what kept the register from it."""
    if not guard.letters:
        return ()
    try:
        with Register(preparation.job.registered_in, preparation.job.out) as register:
            register.enter(guard.letters.of(made), run)
    except MailingError as error:
        return (_unusable(error),)
    return ()


def households_with_a_piece(run: Path, ledger: RowLedger) -> Iterator[int]:
    """Give the households of the list that have a letter in the run, as its `house/rows.csv` says."""
    pieces = read_columns(run / runfolder.ROWS, "piece")
    for household, (piece,) in zip(ledger.households, pieces, strict=True):
        if piece:
            yield household


def _unusable(error: MailingError) -> Finding:
    return Finding(UNUSABLE, field="--register", details={"reason": error.what})


def _already_made(households: HouseholdTable, made: frozenset[int]) -> Iterable[Finding]:
    if made:
        rows = households.column("row")
        yield from (Finding(ALREADY_MADE, row=rows[index], field="bg_nummer") for index in sorted(made))
