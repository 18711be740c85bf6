"""The double-run guard as a run uses it: which households have had this letter, and which get it from this run."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING

from mailing.base.errors import InputError, MailingError, UsageError
from mailing.base.messages import _
from mailing.base.tables import read_columns
from mailing.findings import Finding
from mailing.findings.of_run import ADDRESS_CHANGED, ALREADY_MADE, CAME_BACK, UNUSABLE
from mailing.model import runfolder
from mailing.model.bg_number import number_of_household
from mailing.runs.register import Register
from mailing.runs.registered_letters import NO_LETTERS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from pathlib import Path

    from mailing.model import HouseholdTable, RowLedger
    from mailing.runs.preparation import Preparation
    from mailing.runs.registered_letters import Letters

SAME_LETTER_WHATEVER_THESE = frozenset(
    {
        *("bg_nummer", "kundennummer", "rolle", "anrede", "titel", "vorname", "nachname", "zusatz", "empfaenger"),
        *("strasse", "hausnummer", "ortsteil", "plz", "ort", "land", "format"),
    }
)
"""Columns in which a household may differ and have got the same letter: whoever moves isn't written to twice."""


ROWS_NAMED = 20


@dataclass(frozen=True)
class Guard:
    """What the register says of a run's households.

    Attributes:
        withheld: households that have had this letter from another run, and get none -> the code that says so.
        findings: why, for each of them; or that the register can't be used.
        registered_as: what the register calls the run: another one than it was before letters came back.
        renewed: households whose letter came back from where they don't live any more, and is written anew.
    """

    letters: Letters = NO_LETTERS
    withheld: Mapping[int, str] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    registered_as: str = ""
    renewed: frozenset[int] = frozenset()


def guard(
    preparation: Preparation, households: HouseholdTable, run: str, withheld: Mapping[int, str] | None = None
) -> Guard:
    """Ask the register which households have had this letter; `run` names what the run is made from.

    A register that can't be used costs the guard, not the run: that becomes a finding, but for a run that writes again
    to some. It isn't asked where `withheld` is given: so a run is made again as it was.

    Raises:
        UsageError: a household that is to be written to again isn't in the list.
    """
    if withheld is not None:
        return Guard(withheld=withheld, findings=tuple(_had_it(households, withheld)), registered_as=run)
    job, template = preparation.job, preparation.template
    letter = f"{template.name} {template.sha256} {preparation.date}"
    distinguishing = tuple(name for name in template.required_columns if name not in SAME_LETTER_WHATEVER_THESE)
    try:
        with Register(job.registered_in, job.out) as register:
            letters = register.letters_of(households, letter, distinguishing)
            came_back = register.held(households)
            name = _named(run, households, came_back.held)
            all_again = job.again is True
            had_it = {} if all_again else _withheld(register, letters, name, households, job.again_numbers)
            renewed = came_back.moved & register.sent_elsewhere(letters, came_back.moved)
    except MailingError as error:
        if job.again_numbers:
            raise
        return Guard(findings=(_unusable(error),), registered_as=run)
    had_it = {each: code for each, code in had_it.items() if each not in renewed}
    had_it |= dict.fromkeys(sorted(came_back.held), CAME_BACK)
    had_it = dict(sorted(had_it.items()))
    return Guard(letters, had_it, tuple(_had_it(households, had_it)), name, renewed)


def _named(run: str, households: HouseholdTable, held: Collection[int]) -> str:
    """Return what the register calls a run: once letters came back, the same call is another run.

    Else it would make the letters of all others a second time, as its own.
    """
    if not held:
        return run
    numbers = households.column("bg_nummer")
    return f"{run} {sha256(repr(sorted(numbers[each] for each in held)).encode()).hexdigest()[:16]}"


def _withheld(
    register: Register, letters: Letters, run: str, households: HouseholdTable, numbers: Collection[str]
) -> dict[int, str]:
    """Return the households that have had their letter, but for those of the BG `numbers`, and the code for each.

    With numbers, the letters of this very run count too: else it would be the same run again, and write to nobody.
    """
    chosen = _households_of(numbers, households)
    made = register.already_made(letters, "" if chosen else run) - chosen
    elsewhere = register.sent_elsewhere(letters, made)
    return {each: ADDRESS_CHANGED if each in elsewhere else ALREADY_MADE for each in sorted(made)}


def _households_of(numbers: Collection[str], households: HouseholdTable) -> frozenset[int]:
    if not numbers:
        return frozenset()
    wanted = {number_of_household(number): number for number in numbers}
    found = list(map(number_of_household, households.column("bg_nummer")))
    unknown = [number for key, number in wanted.items() if key not in found]
    if unknown:
        raise UsageError(
            _("Die Liste hat keinen Haushalt mit der BG-Nummer {numbers}").format(numbers=", ".join(unknown)),
            where="--again",
            hint=_("Prüfen Sie die Nummer, und ob der Haushalt überhaupt einen Brief bekommt (mailing check)"),
        )
    return frozenset(index for index, key in enumerate(found) if key in wanted)


def withheld_copy(withheld: Mapping[int, str]) -> dict[str, bytes]:
    """Return what the run's folder keeps of the guard's doing, so that the run can be made again; nothing if none."""
    return {runfolder.WITHHELD: json.dumps(sorted(withheld.items())).encode() + b"\n"} if withheld else {}


def read_withheld(run: Path) -> dict[int, str]:
    """Return the households that the guard withheld from the run in the folder `run`."""
    path = run / runfolder.WITHHELD
    return dict(json.loads(path.read_bytes())) if path.is_file() else {}


def enter_letters(guard: Guard, made: Iterable[int], preparation: Preparation) -> tuple[Finding, ...]:
    """Enter the letters that a run made for the households `made`; return what kept the register from it."""
    if not guard.letters:
        return ()
    try:
        with Register(preparation.job.registered_in, preparation.job.out) as register:
            register.enter(guard.letters, made, guard.registered_as, guard.renewed)
    except MailingError as error:
        return (_unusable(error),)
    return ()


def free_letters(register: str | None, folder: Path, run: str) -> None:
    """Let other runs write to the households of `run`, which nobody will deliver.

    Raises:
        SurroundingsError: the register can't be used.
    """
    with Register(register, folder) as opened:
        opened.forget(run)


def households_with_a_piece(run: Path, ledger: RowLedger) -> Iterator[int]:
    """Give the households of the list that have a letter in the run, as its `house/rows.csv` says."""
    pieces = read_columns(run / runfolder.ROWS, "piece")
    for household, (piece,) in zip(ledger.households, pieces, strict=True):
        if piece:
            yield household


def all_had_it(households: HouseholdTable, withheld: Mapping[int, str]) -> InputError:
    """Return what stops a run in which nobody is left to write to, with the rows whose address is another now."""
    rows = households.column("row")
    changed = [str(rows[index]) for index, code in withheld.items() if code == ADDRESS_CHANGED]
    more = ["…"] if len(changed) > ROWS_NAMED else []
    return InputError(
        _("Alle Haushalte der Liste haben diesen Brief schon in einem anderen Lauf bekommen")
        if CAME_BACK not in withheld.values()
        else _("Alle Haushalte der Liste haben diesen Brief schon, oder ihr letzter kam zurück und hält sie an"),
        where=_("{code}: Zeilen {rows}").format(code=ADDRESS_CHANGED, rows=", ".join(changed[:ROWS_NAMED] + more))
        if changed
        else "",
        hint=_("Ist ein zweiter Brief gewollt, den Aufruf mit --again BG-NUMMER wiederholen"),
    )


def _unusable(error: MailingError) -> Finding:
    return Finding(UNUSABLE, field="--register", details={"reason": error.what})


def _had_it(households: HouseholdTable, withheld: Mapping[int, str]) -> Iterable[Finding]:
    if withheld:
        rows, fields = (
            households.column("row"),
            {ALREADY_MADE: "bg_nummer", ADDRESS_CHANGED: "strasse", CAME_BACK: "strasse"},
        )
        yield from (
            Finding(code, row=rows[index], field=fields.get(code, "strasse")) for index, code in withheld.items()
        )
