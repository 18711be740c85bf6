"""A list checked by itself, before anybody has said which letter it is for."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from mailing import intake
from mailing.base.errors import InputError, MailingError
from mailing.base.messages import _
from mailing.intake import take_in as take_in_list
from mailing.model import Disposition, LetterFormat
from mailing.model.language_names import known_languages
from mailing.runs.check import CheckUp
from mailing.runs.making.job import DEFAULT_TEMPLATE
from mailing.runs.making.mappings import read_mapping
from mailing.runs.making.preparation import Preparation, prepare, program_templates
from mailing.runs.offices.templates import template_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from mailing.base.progress import Progress
    from mailing.model import RowLedger
    from mailing.runs.making.job import Job


@dataclass(frozen=True, slots=True)
class ListCheck:
    """What there is to say of a list by itself.

    Attributes:
        found: what was understood and found; `found.unusable` where no letter could be made of it.
        sheets: the names of a workbook's sheets, the one that was read first, where it has several.
        households: how many of its households may get a letter.
        without_letter: how many rows get none, by the code that says why.
    """

    found: CheckUp
    sheets: tuple[str, ...] = ()
    households: int = 0
    without_letter: Mapping[str, int] = field(default_factory=dict)


def check_list(job: Job, progress: Progress) -> ListCheck:
    """Read and check the job's list, whatever its letter, and work out what would settle its findings.

    A list of which nothing could be made is returned with the reason, and what it holds.

    Raises:
        InputError: the list can't be read at all.
        UsageError: an option doesn't fit it.
    """
    preparation = _any_preparation(job)
    source, date = preparation.source, preparation.date
    demands = replace(
        preparation.demands,
        required=(),
        placeholders=frozenset(),
        formats=frozenset(LetterFormat),
        languages=known_languages(),
    )
    try:
        with progress.stage(_("Liste lesen und prüfen")):
            taken = take_in_list(source, preparation.side_lists, demands, proposing=True)
    except intake.NoHouseholdError as error:
        found = CheckUp(source, date, error.record, tuple(error.findings), tuple(error.proposals), error)
        return ListCheck(found, intake.sheets_told(error.findings))
    except InputError as error:
        with progress.stage(_("Spalten ansehen")):
            look = intake.look_at(source, demands)
        return ListCheck(CheckUp(source, date, look.record, (), (), error), look.sheets)
    found = CheckUp(source, date, taken.inputs[0], taken.findings, taken.proposals)
    without = rows_without(taken.ledger)
    return ListCheck(found, intake.sheets_told(taken.findings), len(taken.households), without)


def rows_without(ledger: RowLedger) -> dict[str, int]:
    """Return how many rows of a list get no letter, by the code, or else the disposition, that says why."""
    rows = zip(ledger.households, ledger.dispositions, ledger.codes, strict=True)
    counted = Counter(
        code or disposition
        for household, disposition, code in rows
        if household < 0 and disposition != Disposition.MERGED
    )
    return dict(counted.most_common())


def _any_preparation(job: Job) -> Preparation:
    """Return what measures a list's entries: any letter that can be used, for faces and windows are the same for all.

    The program's own stand in where the office's can't be used; its mapping is the office's in any case.
    """
    mapping = read_mapping(job.mapping, job.templates) if job.mapping and job.templates else None
    for tried in _candidates(job):
        try:
            return replace(prepare(tried), job=job, mapping=mapping)
        except MailingError:  # what is wrong with a letter is told where it is chosen
            continue
    return replace(prepare(_bare(job, program_templates(), DEFAULT_TEMPLATE)), job=job, mapping=mapping)


def _candidates(job: Job) -> Iterator[Job]:
    if job.templates is not None and job.templates.is_dir():
        names: Iterable[str] = sorted(template_names(job.templates), key=lambda name: name != DEFAULT_TEMPLATE)
        yield from (_bare(job, job.templates, name) for name in names)


def _bare(job: Job, templates: Path, name: str) -> Job:
    return job.model_copy(update={"templates": templates, "template": name, "mapping": None, "shop": None})
