"""All findings of a list and a template, as a run would make them, without making anything."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mailing import intake, letters, press
from mailing.base.messages import _
from mailing.runs.preparation import prepare

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mailing.base.errors import InputError
    from mailing.base.progress import Progress
    from mailing.findings import Finding
    from mailing.model import HouseholdTable, ListColumn
    from mailing.runs.job import Job
    from mailing.runs.preparation import Preparation

CHUNK_SIZE = 1_000


@dataclass(frozen=True, slots=True)
class CheckUp:
    """What there is to say of a list.

    Attributes:
        detected: what was understood of it; empty where no household remains.
        columns: what became of each of its columns.
        findings: of the template, the list and the letters.
        unusable: why nothing could be made of the list; None where letters could be.
    """

    detected: Mapping[str, str]
    columns: tuple[ListColumn, ...]
    findings: tuple[Finding, ...]
    unusable: InputError | None = None


def check_up(job: Job, progress: Progress) -> CheckUp:
    """Read and check the job's list and lay out each letter.

    Raises:
        UsageError, InputError: as for a run; a list of which no household remains is told with its findings instead.
    """
    preparation = prepare(job)
    try:
        with progress.stage(_("Liste lesen und prüfen")):
            taken = intake.take_in(preparation.source, preparation.side_lists, preparation.demands)
    except intake.NoHouseholdError as error:
        return CheckUp({}, (), tuple(error.findings), error)
    of_template = letters.check_template(preparation.template, preparation.date, taken.columns)
    of_letters = tuple(_tried(preparation, taken.households, progress))
    return CheckUp(taken.inputs[0].detected, taken.inputs[0].columns, (*of_template, *taken.findings, *of_letters))


def _tried(preparation: Preparation, households: HouseholdTable, progress: Progress) -> Iterator[Finding]:
    """Give what laying out each letter finds, and the conditions that no household reaches."""
    setter = letters.Setter(preparation.setting)
    with progress.stage(_("Briefe probeweise setzen"), len(households)) as stage:
        for chunk in households.chunks(CHUNK_SIZE):
            for household in chunk.households():
                letter = setter.lay_out(household)
                yield from letter.findings
                yield from press.blocked_findings(letter, preparation.profile)
            stage.advance(len(chunk))
    yield from letters.unreached(preparation.template, setter.reached, preparation.date)
