"""All findings of a list and a template, as a run would make them, without making anything."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mailing import audit, intake, letters
from mailing.base.messages import _
from mailing.runs.preparation import prepare, take_in
from mailing.runs.set_letter import set_each

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from mailing.base.errors import InputError
    from mailing.base.progress import Progress
    from mailing.findings import Finding
    from mailing.model import HouseholdTable
    from mailing.runs.job import Job
    from mailing.runs.preparation import Preparation


@dataclass(frozen=True, slots=True)
class CheckUp:
    """What there is to say of a list.

    Attributes:
        detected: what was understood of it; empty where no household remains.
        findings: of the template, the list and the letters.
        unusable: why nothing could be made of the list; None where letters could be.
    """

    detected: Mapping[str, str]
    findings: tuple[Finding, ...]
    unusable: InputError | None = None


def check_up(job: Job, progress: Progress) -> CheckUp:
    """Read and check the job's list and set each letter.

    Raises:
        UsageError, InputError: as for a run; a list of which no household remains is returned with its findings.
    """
    preparation = prepare(job)
    try:
        with progress.stage(_("Liste lesen und prüfen")):
            taken = take_in(preparation)
    except intake.NoHouseholdError as error:
        return CheckUp({}, tuple(error.findings), error)
    of_template = letters.check_template(preparation.template, preparation.date, taken.columns)
    of_letters = tuple(_letter_findings(preparation, taken.households, progress))
    return CheckUp(taken.inputs[0].detected, (*of_template, *taken.findings, *of_letters))


def _letter_findings(preparation: Preparation, households: HouseholdTable, progress: Progress) -> Iterator[Finding]:
    """Give what setting each letter finds, and the conditions that no household reaches."""
    setter = letters.Setter(preparation.setting)
    with progress.stage(_("Briefe probeweise setzen"), len(households)) as stage:
        for _household, made in set_each(households, setter, preparation.profile, stage):
            yield from made.findings
    yield from letters.unreached(preparation.template, setter.reached, preparation.date)


def write_findings(found: CheckUp, file: Path) -> None:
    """Write all findings as a table (CSV), ordered by row."""
    audit.write_findings(file, found.findings)


def write_proposals(found: CheckUp, file: Path) -> None:
    """Write the findings that have a proposal as a table for the clerk: CSV, or XLSX by the file's ending."""
    intake.write_proposals(found.findings, file)
