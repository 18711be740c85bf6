"""The tasks of a run in the making: its list checked, its letter proofed, the run made.

What they find names persons and stays in the run's own folder; their results say only where it goes on. A list or a
letter that can't be used is no failure of the task: it is told on the page where somebody can do something about it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from mailing.base.errors import InputError, UsageError
from mailing.base.files import make_folder, remove_folder
from mailing.runs.check import write_findings, write_marked_copy
from mailing.runs.making.mappings import mapping_for, save_mapping
from mailing.runs.making.preparation import NoHouseholdError
from mailing.runs.run import run
from mailing.runs.showing.finding_pages import write_accepted, write_finding_pages
from mailing.runs.showing.list_check import check_list
from mailing.runs.showing.rehearsal import rehearse
from mailing.web.call import NotFoundError
from mailing.web.new_runs.asking import check_job, letter_job
from mailing.web.new_runs.facts import CheckFacts, Column, ProofFacts, ProofPage, Told, proof_facts, write_facts
from mailing.web.new_runs.new_runs import NewRuns
from mailing.web.new_runs.shelf import ACCEPTED, FINDINGS_TABLE, MARKED_COPY, PROOF, Shelf

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from mailing.runs.showing.list_check import ListCheck
    from mailing.runs.showing.rehearsal import Rehearsal
    from mailing.web.new_runs.new_run import NewRun
    from mailing.web.work.tasks import Order

ROWS_MARKED_AT_ONCE: Final = 5_000
"""Of a list of so many rows the marked copy takes less than a second; others are made when somebody asks."""


def check(order: Order) -> Mapping[str, Any]:
    """Check the list by itself; one that is read for the first time by the mapping that fits its columns."""
    shelf, new_run = _opened(order)
    folder = _emptied(shelf.round(new_run.check_round))
    try:
        checked, new_run = _checked(order, shelf, new_run)
    except (InputError, UsageError) as error:
        write_facts(folder, CheckFacts(error=Told.of(error)))
    else:
        _write_found(checked, folder)
        if len(checked.found.record.columns if checked.found.record else ()) and _is_short(checked):
            write_marked_copy(checked.found, folder / MARKED_COPY)
        write_facts(folder, _kept(_check_facts(checked), order, new_run))
    return {"next_page": f"/neuer-lauf/{order.subject}/spalten"}


def mark(order: Order) -> Mapping[str, Any]:
    """Write the clerk's copy of a long list with its cells marked."""
    shelf, new_run = _opened(order)
    checked = check_list(check_job(order.office, shelf, new_run), order.progress)
    write_marked_copy(checked.found, shelf.round(new_run.check_round) / MARKED_COPY)
    return {"next_page": f"/neuer-lauf/{order.subject}/befunde"}


def proof(order: Order) -> Mapping[str, Any]:
    """Do all of the run but making it: its findings, its proof set, how many letters it has."""
    shelf, new_run = _opened(order)
    folder = _emptied(shelf.round(new_run.proof_round))
    accepted = [
        (shelf.round(round_), {kind: each.as_acceptance for kind, each in kinds.items()})
        for round_, kinds in new_run.accepted.items()
    ]
    number = write_accepted(accepted, folder / ACCEPTED)
    try:
        made = rehearse(letter_job(order.office, shelf, new_run, order.by.name), order.progress, folder / PROOF)
    except (InputError, UsageError) as error:
        write_facts(folder, ProofFacts(error=Told.of(error), accepted=number))
    else:
        write_finding_pages(made.found.findings, made.found.proposals, folder)
        write_findings(made.found, folder / FINDINGS_TABLE)
        write_facts(folder, _proof_facts(made, number))
    return {"next_page": f"/neuer-lauf/{order.subject}/probe"}


def make(order: Order) -> Mapping[str, Any]:
    """Make the run, and let go of its list; one of which nothing is made goes back to its proof."""
    runs = NewRuns(order.office.store)
    try:
        new_run = runs.get(order.subject).content
    except NotFoundError:  # made by this very job, whose worker was killed before it could tell
        return {"next_page": "/laeufe"}
    shelf = Shelf.of(order.office, order.subject)
    made = new_run.made
    if not made:
        try:
            job = letter_job(order.office, shelf, new_run, order.by.name)
            seen = proof_facts(shelf.round(new_run.proof_round)).run_id
            made = run(job, order.progress, by=order.by, rehearsed=seen).run_id
        except (InputError, UsageError) as error:
            folder = shelf.round(new_run.proof_round)
            write_facts(folder, proof_facts(folder).model_copy(update={"error": Told.of(error)}))
            return {"next_page": f"/neuer-lauf/{order.subject}/probe"}
        runs.change(order.subject, lambda content: content.model_copy(update={"made": made}))
    shelf.remove()
    runs.remove(order.subject)
    return {"next_page": f"/laeufe/{made}", "run_id": made}


def _opened(order: Order) -> tuple[Shelf, NewRun]:
    return Shelf.of(order.office, order.subject), NewRuns(order.office.store).get(order.subject).content


def _emptied(folder: Path) -> Path:
    remove_folder(folder)
    make_folder(folder)
    return folder


def _checked(order: Order, shelf: Shelf, new_run: NewRun) -> tuple[ListCheck, NewRun]:
    checked = check_list(check_job(order.office, shelf, new_run), order.progress)
    if new_run.check > 1 or new_run.reading.mapping or checked.found.record is None:
        return checked, new_run
    name = mapping_for(order.office.templates, (column.theirs for column in checked.found.record.columns))
    if not name:
        return checked, new_run
    reading = new_run.reading.model_copy(update={"mapping": name})
    with_mapping = new_run.model_copy(update={"reading": reading})
    checked = check_list(check_job(order.office, shelf, with_mapping), order.progress)
    NewRuns(order.office.store).change(
        order.subject,
        lambda content: content.model_copy(update={"reading": reading}) if content.check == new_run.check else content,
    )
    return checked, with_mapping


def _kept(facts: CheckFacts, order: Order, new_run: NewRun) -> CheckFacts:
    """Keep how the list was understood under the name that somebody gave it; one that lacks columns isn't kept."""
    if not new_run.keep_as or not facts.is_taken_in:
        return facts
    save_mapping(new_run.keep_as, order.office.templates, facts.record, new_run.reading.unused)
    return facts.model_copy(update={"kept_as": new_run.keep_as})


def _write_found(checked: ListCheck, folder: Path) -> None:
    write_finding_pages(checked.found.findings, checked.found.proposals, folder)
    write_findings(checked.found, folder / FINDINGS_TABLE)


def _is_short(checked: ListCheck) -> bool:
    return checked.found.record is not None and checked.found.record.rows <= ROWS_MARKED_AT_ONCE


def _check_facts(checked: ListCheck) -> CheckFacts:
    found, record = checked.found, checked.found.record
    columns = record.columns if record else ()
    return CheckFacts(
        error=Told.of(found.unusable) if found.unusable else None,
        name=record.name if record else "",
        sha256=record.sha256 if record else "",
        rows=record.rows if record else 0,
        is_taken_in=found.unusable is None or isinstance(found.unusable, NoHouseholdError),
        households=checked.households,
        detected=dict(record.detected) if record else {},
        columns=tuple(Column(theirs=each.theirs, ours=each.ours, example=each.example) for each in columns),
        sheets=checked.sheets,
        without=dict(checked.without_letter),
    )


def _proof_facts(made: Rehearsal, accepted: int) -> ProofFacts:
    unusable = made.found.unusable
    return ProofFacts(
        error=Told.of(unusable) if unusable else None,
        run_id=made.run_id,
        printed=made.printed,
        electronic=made.electronic,
        withheld=dict(made.withheld),
        without=dict(made.without_letter),
        accepted=accepted,
        pages=tuple(_proof_pages(made)),
    )


def _proof_pages(made: Rehearsal) -> Iterator[ProofPage]:
    if made.proof is not None:
        for (row, reasons), pages in zip(made.proof.letters, made.proof.pages, strict=True):
            for page in range(1, pages + 1):
                yield ProofPage(row=row, reasons=reasons, page=page, pages=pages)
