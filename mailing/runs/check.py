"""All findings of a list and a template, as a run would make them, without making anything."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mailing import audit, intake, letters
from mailing.base.messages import _
from mailing.runs.making.letter_date import far_date
from mailing.runs.making.preparation import prepare, take_in
from mailing.runs.making.set_letter import set_each

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date as Date  # noqa: N812 - what is to say of a list has a field `date`
    from pathlib import Path

    from mailing.base.errors import InputError
    from mailing.base.progress import Progress
    from mailing.findings import Finding
    from mailing.model import HouseholdTable, InputRecord, Proposal
    from mailing.runs.making.job import Job
    from mailing.runs.making.preparation import Preparation


@dataclass(frozen=True, slots=True)
class CheckUp:
    """What there is to say of a list.

    Attributes:
        source: the list.
        date: the letters' date.
        record: what was understood of the list.
        findings: of the template, the list and the letters.
        proposals: what would settle them, where it was asked for.
        unusable: why nothing could be made of the list; None where letters could be.
    """

    source: intake.ListSource
    date: Date
    record: InputRecord | None
    findings: tuple[Finding, ...]
    proposals: tuple[Proposal, ...] = ()
    unusable: InputError | None = None


def check_up(job: Job, progress: Progress, *, proposing: bool = False) -> CheckUp:
    """Read and check the job's list and set each letter; with `proposing`, work out what would settle findings.

    Raises:
        UsageError, InputError: as for a run; a list of which no household remains is returned with its findings.
    """
    preparation = prepare(job)
    source, date, of_run = preparation.source, preparation.date, far_date(preparation.date)
    try:
        with progress.stage(_("Liste lesen und prüfen")):
            taken = take_in(preparation, proposing=proposing)
    except intake.NoHouseholdError as error:
        return CheckUp(source, date, error.record, (*of_run, *error.findings), tuple(error.proposals), error)
    of_template = preparation.template_findings(taken.columns)
    of_letters = taken.named(_letter_findings(preparation, taken.households, progress))
    findings = (*of_run, *of_template, *taken.findings, *of_letters)
    return CheckUp(source, date, taken.inputs[0], findings, taken.proposals)


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
    """Write the proposals as a table for the clerk: CSV, or XLSX by the file's ending."""
    intake.write_proposals(found.proposals, file)


def write_marked_copy(found: CheckUp, file: Path) -> None:
    """Write a copy of the list as a workbook, the cells with a finding coloured and commented."""
    intake.write_marked_copy(found.source, found.findings, found.proposals, file)
