"""A run rehearsed: its findings, its proof set, and exactly what it would make, by one reading of the list."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mailing import intake, letters
from mailing.base.memory import kept_low
from mailing.base.messages import _
from mailing.runs.check import CheckUp
from mailing.runs.making.double_runs import all_had_it, guard
from mailing.runs.making.identity import identify
from mailing.runs.making.letter_date import far_date
from mailing.runs.making.preparation import prepare, take_in
from mailing.runs.making.set_letter import CHUNK_SIZE, no_letter, set_letters
from mailing.runs.proof import ProofWriter, SetLetters
from mailing.runs.showing.list_check import rows_without

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from mailing.base.errors import InputError
    from mailing.base.progress import Progress
    from mailing.findings import Finding
    from mailing.model import HouseholdTable, Intake
    from mailing.runs.making.double_runs import Guard
    from mailing.runs.making.job import Job
    from mailing.runs.making.preparation import Preparation
    from mailing.runs.proof import ProofSet


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What a run would make.

    Attributes:
        found: all findings of list, template and letters; `found.unusable` where no letter would be made.
        run_id: what the run would be called; "" where there would be none.
        proof: the pages to look at; None where there would be no letter.
        printed, electronic: how many letters.
        withheld: how many households have had this letter, by the code that says so.
        without_letter: how many rows get none for another reason, by its code.
    """

    found: CheckUp
    run_id: str = ""
    proof: ProofSet | None = None
    printed: int = 0
    electronic: int = 0
    withheld: Mapping[str, int] = field(default_factory=dict)
    without_letter: Mapping[str, int] = field(default_factory=dict)

    @property
    def letters(self) -> int:
        """How many letters the run would have."""
        return self.printed + self.electronic


@kept_low()
def rehearse(job: Job, progress: Progress, proof: Path) -> Rehearsal:
    """Do all that the job's run would do but press it, and write its proof set into the folder `proof`.

    The register in the job's `out` is asked as the run would ask it; nothing is entered there.

    Raises:
        UsageError, InputError: as for a run; a list of which no letter would be made is returned with its findings.
    """
    preparation = prepare(job)
    source, date, of_run = preparation.source, preparation.date, far_date(preparation.date)
    try:
        with progress.stage(_("Liste lesen und prüfen")):
            taken = take_in(preparation, proposing=True)
    except intake.NoHouseholdError as error:
        found = (*of_run, *error.findings)
        return Rehearsal(CheckUp(source, date, error.record, found, tuple(error.proposals), error))
    of_template = preparation.template_findings(taken.columns)
    with progress.stage(_("Register befragen")):
        guarded = _asked(preparation, taken)
    setter = letters.Setter(preparation.setting)
    ready = _set(preparation, taken.households, guarded.withheld, setter, progress)
    unreached = letters.unreached(preparation.template, setter.reached, date)
    told = (*of_run, *guarded.other_dates)
    found = (*told, *of_template, *guarded.findings, *taken.findings, *taken.named((*ready.findings, *unreached)))
    without = Counter(rows_without(taken.ledger)) + Counter(ready.rejected)
    checked = CheckUp(source, date, taken.inputs[0], found, taken.proposals, ready.nothing(taken, guarded))
    if checked.unusable:
        return Rehearsal(checked, withheld=Counter(guarded.withheld.values()), without_letter=without)
    made = ProofWriter(preparation, taken, setter, progress).write(ready.for_proof(), proof, anonymous=False)
    return Rehearsal(
        checked,
        identify(preparation, taken, guarded.withheld).run_id,
        made,
        ready.printed,
        ready.electronic,
        Counter(guarded.withheld.values()),
        without,
    )


def _asked(preparation: Preparation, taken: Intake) -> Guard:
    """Return what the register says, and give back at once what that claimed."""
    guarded = guard(preparation, taken.households, lambda withheld: identify(preparation, taken, withheld).run_id)
    if guarded.claim is not None:
        with guarded.claim:
            pass
    return guarded


@dataclass
class _Ready:
    """What setting each letter found."""

    shortlist: letters.Shortlist = field(default_factory=letters.Shortlist)
    households: list[int] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    rejected: list[str] = field(default_factory=list)
    printed: int = 0
    electronic: int = 0

    def nothing(self, taken: Intake, guarded: Guard) -> InputError | None:
        """Return why no letter would be made; None where some would."""
        if self.households:
            return None
        return all_had_it(taken.households, guarded.withheld) if guarded.withheld else no_letter(self.rejected)

    def for_proof(self) -> SetLetters:
        """Return the letters that proofs are chosen among; why others can't be printed is told already."""
        return SetLetters(self.shortlist, self.households, ())


def _set(
    preparation: Preparation,
    households: HouseholdTable,
    withheld: Mapping[int, str],
    setter: letters.Setter,
    progress: Progress,
) -> _Ready:
    """Set each letter that isn't withheld, and keep what counts and proofs need of it."""
    ready = _Ready()
    with progress.stage(_("Briefe probeweise setzen"), len(households)) as stage:
        for chunk in households.chunks(CHUNK_SIZE):
            measured = []
            chosen = [each for each in chunk.households() if each.index not in withheld]
            for household, made in zip(chosen, set_letters(chosen, setter, preparation.profile), strict=True):
                ready.findings += made.findings
                if made.rejected_for is not None:
                    ready.rejected.append(made.rejected_for)
                    continue
                measured.append(letters.measure(household, made.letter))
                ready.households.append(household.index)
                ready.printed += household.route.is_printed
                ready.electronic += not household.route.is_printed
            ready.shortlist += letters.shortlist(measured)
            stage.advance(len(chunk))
    return ready
