"""The run: from an address list to print-ready batches with their manifest, as one page of verbs."""

from __future__ import annotations

from contextlib import ExitStack
from functools import partial
from typing import TYPE_CHECKING

from mailing.base.memory import give_back, kept_low
from mailing.base.messages import _
from mailing.findings.of_intake import NOT_AS_SHOWN
from mailing.model.actors import actor_named
from mailing.runs.afterwards.reporting import write_report
from mailing.runs.journal.journalled import record_made, refuse_ended
from mailing.runs.journal.release_terms import release_terms
from mailing.runs.making.double_runs import confirm_letters, guard, households_with_a_piece, other_than_rehearsed
from mailing.runs.making.folder import RunFolder
from mailing.runs.making.identity import identify
from mailing.runs.making.letter_run import LetterRun
from mailing.runs.making.preparation import prepare, take_in
from mailing.runs.making.signatures import is_signed as has_signature
from mailing.runs.making.stages import load
from mailing.runs.making.summary import Summary, summarise
from mailing.runs.making.workers import workers_for
from mailing.runs.signing import open_key, sign_run

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mailing.audit.signing import SigningKey
    from mailing.base.progress import Progress
    from mailing.engines import Engine
    from mailing.model import Intake
    from mailing.model.actors import Actor
    from mailing.runs.making.job import Job
    from mailing.runs.making.preparation import Preparation


@kept_low()
def run(  # noqa: PLR0913 - the command line, a run made again and the office ask for some each
    job: Job,
    progress: Progress,
    *,
    key: SigningKey | None = None,
    withheld: Mapping[int, str] | None = None,
    is_signed: bool | None = None,
    by: Actor | None = None,
    rehearsed: str | None = None,
    engine: Engine | None = None,
) -> Summary:
    """Make the letter run that `job` asks for and return what to tell of it.

    A run that was cut off goes on where it was; one that is complete is checked and kept. `withheld`, where given, are
    the households to withhold instead of those that the register knows; such a run isn't entered in the register.
    `key` is what signs it where its password had to be asked for; `is_signed` as for `prepare`. `by` is who makes it,
    where not whom the job names. `rehearsed` is its name where somebody has looked at it: that is made, or nothing.
    `engine` is what `workers_for` gave, where its workers have been started before.

    Raises:
        UsageError: a name or option that doesn't exist.
        InputError: list, template or shop profile can't be used; nothing was made.
        SurroundingsError: the folder can't be written or is in use.
        ProgramFaultError: the run doesn't add up; it has no manifest.
        VerificationError: a signed run has been changed, or one to be signed isn't sound.
    """
    actor = by or actor_named(job.by)
    with ExitStack() as open_things, ExitStack() as workers:
        engine = workers.enter_context(engine or workers_for(job))
        with progress.stage(_("Vorlage und Profil laden")):
            preparation = prepare(job, is_signed=is_signed)
            if job.sign is not None and key is None:
                key = open_key(job.sign, job.key_password_file)
            if not job.is_large:
                engine.prepare(load, preparation.worker_context)
        with progress.stage(_("Liste lesen und prüfen")):
            taken = take_in(preparation)
            of_template = preparation.template_findings(taken.columns)
        with progress.stage(_("Register befragen")):
            guarded = guard(preparation, taken.households, partial(_name, preparation, taken), withheld)
            if guarded.claim is not None:
                open_things.enter_context(guarded.claim)
        identity = identify(preparation, taken, guarded.withheld)
        if rehearsed not in (None, identity.run_id):
            raise other_than_rehearsed()
        folder = open_things.enter_context(RunFolder(job.out, identity))
        refuse_ended(folder.root)
        if folder.holds_a_whole_run():
            notices = confirm_letters(guarded, households_with_a_piece(folder.root, taken.ledger))
        else:
            letter_run = LetterRun(preparation, taken, guarded, of_template, identity, folder, engine, progress)
            notices = letter_run.make(workers)
            del letter_run
        mended = folder.mended()
        columns, registered_as = taken.inputs[0].columns, guarded.registered_as
        told = (*(found for found in taken.findings if found.code in NOT_AS_SHOWN), *guarded.told)
        del taken, guarded  # their memory is free for reading the manifest, which has 128 MB for a million letters
        give_back()
        with progress.stage(_("Bericht und Register schreiben")):
            if not folder.has_report:
                write_report(folder.root)
            folder.clear_work()
            record_made(folder.root, actor, release_terms(folder.root, preparation, registered_as))
        if key is not None and not has_signature(folder.root):
            sign_run(folder.root, key, progress, None if job.is_database else job.list_place)
        summary = summarise(folder.root, progress, columns, (*mended, *told, *notices))
        folder.log(summary.stages)
        return summary


def _name(preparation: Preparation, taken: Intake, withheld: Mapping[int, str]) -> str:
    """Return the name of the run that withholds these households."""
    return identify(preparation, taken, withheld).run_id
