"""The double-run guard as a run uses it: which households have had this letter, and which get it from this run."""

from __future__ import annotations

import json
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mailing.base.errors import InputError, MailingError, SurroundingsError, UsageError
from mailing.base.messages import _
from mailing.base.tables import read_columns
from mailing.findings import Finding
from mailing.findings.of_run import ADDRESS_CHANGED, ALREADY_MADE, CAME_BACK, CLAIMED, UNUSABLE
from mailing.model import runfolder
from mailing.model.bg_number import number_of_household
from mailing.runs.making.other_dates import had_with_other_dates
from mailing.runs.register.claims import Claim, LostClaimsError
from mailing.runs.register.register import NoRegisterError, Register
from mailing.runs.register.wordings import wordings

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
    from pathlib import Path

    from mailing.model import HouseholdTable, RowLedger
    from mailing.runs.making.preparation import Preparation

ROWS_NAMED = 20


@dataclass(frozen=True)
class Guard:
    """What the register says of a run's households.

    Attributes:
        withheld: households that have had this letter from another run, and get none -> the code that says so.
        findings: why, for each of them; or that the register can't be used.
        other_dates: that some of those who get the letter have had it with another date.
        is_broken: whether there is a register, and it can't be used.
        claim: the letters that are this call's to make; None where the register isn't asked, or can't be used.
        registered_as: what the register calls the run; "" where it isn't asked.
        renewed: households whose letter came back from where they don't live any more, and is written anew.
    """

    withheld: Mapping[int, str] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    registered_as: str = ""
    renewed: frozenset[int] = frozenset()
    claim: Claim | None = None
    other_dates: tuple[Finding, ...] = ()
    is_broken: bool = False

    @property
    def told(self) -> tuple[Finding, ...]:
        """What is told on the screen: that the register can't be used, and what else it knows on this day."""
        return self.findings if self.is_broken else self.other_dates


def guard(
    preparation: Preparation,
    households: HouseholdTable,
    name_of: Callable[[Mapping[int, str]], str],
    withheld: Mapping[int, str] | None = None,
) -> Guard:
    """Ask the register which households have had this letter, and claim those of the others.

    A register that can't be used costs the guard, not the run: that becomes a finding, but for a run that writes again
    to some. It isn't asked where `withheld` is given: so a run is made again as it was.

    Args:
        preparation: the letters' side of the run.
        households: whom the list is about.
        name_of: gives the run's name, by the households withheld from it.
        withheld: the households to withhold, where they are known.

    Raises:
        UsageError: a household that is to be written to again isn't in the list.
    """
    if withheld is not None:
        return Guard(withheld=withheld, findings=tuple(_had_it(households, withheld)))
    job = preparation.job
    with ExitStack() as opened:
        try:
            register = opened.enter_context(Register(job.registered_in, job.out))
            letters = register.letters_of(households, wordings(preparation.template, preparation.date, households))
            claim = opened.enter_context(Claim(register, letters))
            claimed = dict.fromkeys(claim.take(list(letters)), CLAIMED)
            came_back = register.returned.held(households)
            makers = {} if job.again is True else register.makers(letters)
            elsewhere = register.sent_elsewhere(letters, {*makers, *came_back.moved})
            other_dates = tuple(had_with_other_dates(register, preparation, households, {*makers, *came_back.held}))
        except SurroundingsError as error:
            if job.again_numbers:
                raise
            return Guard(findings=(_unusable(error),), is_broken=not isinstance(error, NoRegisterError))
        chosen = _households_of(job.again_numbers, households)
        renewed = came_back.moved & elsewhere

        def withheld_of(made: Iterable[int]) -> dict[int, str]:
            """Return whom a run withholds if these had their letter from another one."""
            codes = {each: ADDRESS_CHANGED if each in elsewhere else ALREADY_MADE for each in made}
            had_it = {each: code for each, code in codes.items() if each not in renewed | chosen}
            return dict(sorted((claimed | had_it | dict.fromkeys(came_back.held, CAME_BACK)).items()))

        name, had_it = _run_again(makers, withheld_of, name_of) if not chosen else ("", {})
        if not name:
            had_it = withheld_of(makers)
            name = _registered_name(name_of, had_it)
        opened.pop_all()
        return Guard(had_it, tuple(_had_it(households, had_it)), name, renewed, claim, other_dates)


def _registered_name(name_of: Callable[[Mapping[int, str]], str], withheld: Mapping[int, str]) -> str:
    """Return what the register calls a run: by what it is made from, and by whom it withholds."""
    return f"{name_of({})} {name_of(withheld)}"


def _run_again(
    makers: Mapping[int, str],
    withheld_of: Callable[[Iterable[int]], dict[int, str]],
    name_of: Callable[[Mapping[int, str]], str],
) -> tuple[str, dict[int, str]]:
    """Return the run of this very list that the same call makes again, and whom it withholds; "" where there is none.

    Its letters are its own: withheld are those that others made. If that makes another run than it was, because others
    have made or taken back letters since, it isn't the same call any more, and its letters count as made.
    """
    of_this_list = f"{name_of({})} "
    for name in sorted(name for name in set(makers.values()) if name.startswith(of_this_list)):
        withheld = withheld_of(each for each, maker in makers.items() if maker != name)
        if _registered_name(name_of, withheld) == name:
            return name, withheld
    return "", {}


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


def confirm_letters(guard: Guard, made: Iterable[int]) -> tuple[Finding, ...]:
    """Enter the letters that a run has made for households; return what kept the register from it.

    Raises:
        SurroundingsError: another call may have made some of them by now.
    """
    if guard.claim is None:
        return ()
    try:
        guard.claim.confirm(made, guard.registered_as, guard.renewed)
    except LostClaimsError:
        raise
    except SurroundingsError as error:
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
        _("Alle Haushalte der Liste haben diesen Brief schon in einem anderen Lauf")
        if CAME_BACK not in withheld.values()
        else _("Alle Haushalte der Liste haben diesen Brief schon, oder ihr letzter kam zurück und hält sie an"),
        where=_("{code}: Zeilen {rows}").format(code=ADDRESS_CHANGED, rows=", ".join(changed[:ROWS_NAMED] + more))
        if changed
        else "",
        hint=_("Ist ein zweiter Brief gewollt, den Aufruf mit --again BG-NUMMER wiederholen"),
    )


def other_than_rehearsed() -> InputError:
    """Return what stops a run that would make other letters than those that somebody has looked at."""
    return InputError(
        _("Seit der Probe hat sich geändert, wer diesen Brief schon hat; es ist nichts gemacht"),
        hint=_("Die Probe neu setzen und ansehen: Die Zahl der Briefe ist jetzt eine andere"),
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
