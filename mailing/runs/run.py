"""The run: from an address list to print-ready batches with their manifest, as one page of verbs."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

from mailing import audit, letters, press
from mailing.base.files import make_folder
from mailing.base.memory import give_back, kept_low
from mailing.base.messages import _
from mailing.base.versions import versions
from mailing.findings.of_intake import NOT_AS_SHOWN
from mailing.model import runfolder
from mailing.model.actors import actor_named
from mailing.runs.artworks import by_digest
from mailing.runs.copies import CopyMaker, copy_letters, copy_tasks
from mailing.runs.double_runs import (
    all_had_it,
    confirm_letters,
    guard,
    households_with_a_piece,
    other_than_rehearsed,
    withheld_copy,
)
from mailing.runs.folder import RunFolder
from mailing.runs.identity import identify
from mailing.runs.journalled import record_made, refuse_ended
from mailing.runs.orders import order_of
from mailing.runs.preparation import prepare, take_in
from mailing.runs.release_terms import release_terms
from mailing.runs.reporting import write_report
from mailing.runs.run_proof import write_run_proof
from mailing.runs.set_letter import CHUNK_SIZE, no_letter
from mailing.runs.set_results import SetResults
from mailing.runs.signing import is_signed as has_signature
from mailing.runs.signing import open_key, sign_run
from mailing.runs.stages import PressTask, SetTask, load, press_letters, set_chunk
from mailing.runs.summary import Summary, summarise
from mailing.runs.workers import workers_for

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mailing.audit.signing import SigningKey
    from mailing.base.errors import InputError
    from mailing.base.progress import Progress
    from mailing.engines import Engine
    from mailing.findings import Finding
    from mailing.model import HouseholdChunk, Intake, PressedFile, RunIdentity
    from mailing.model.actors import Actor
    from mailing.runs.double_runs import Guard
    from mailing.runs.job import Job
    from mailing.runs.preparation import Preparation


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
            letter_run = _LetterRun(preparation, taken, guarded, of_template, identity, folder, engine, progress)
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


@dataclass(frozen=True)
class _LetterRun:
    """A run whose list is read and whose name is known.

    Attributes:
        guarded: what the register says of the households.
        of_template: what is known of the template before its first letter.
    """

    preparation: Preparation
    taken: Intake
    guarded: Guard
    of_template: tuple[Finding, ...]
    identity: RunIdentity
    folder: RunFolder
    engine: Engine
    progress: Progress

    @property
    def withheld(self) -> Mapping[int, str]:
        """The households that have had this letter -> the code that says so."""
        return self.guarded.withheld

    def make(self, workers: ExitStack) -> tuple[Finding, ...]:
        """Make the run up to its manifest; return what kept its letters from the register.

        The workers leave before the books, which need their memory.
        """
        with workers:
            self.folder.go_on()
            results = self._set_letters()
            files, key = self._press_batches(results)
            digital = self._write_digital(results, files, key)
        return self._close(results, files, digital)

    def _set_letters(self) -> SetResults:
        chunks = enumerate(self.taken.households.chunks(CHUNK_SIZE))
        context, spool = self.preparation.worker_context, self.folder.spool
        tasks = (SetTask(number, chunk, self._withheld_of(chunk), context, spool) for number, chunk in chunks)
        results = SetResults(len(self.taken.households))
        with self.progress.stage(_("Briefe setzen"), len(self.taken.households)) as meter:
            for number, made in enumerate(self.engine.map(set_chunk, tasks)):
                results.add(number, made)
                meter.advance(len(made.sizes) + len(made.rejected))
        if not len(results) and not results.electronic:
            self.folder.discard()
            raise self._nothing_made(results)
        return results

    def _withheld_of(self, chunk: HouseholdChunk) -> frozenset[int]:
        return frozenset(self.withheld).intersection(range(chunk.first, chunk.first + len(chunk)))

    def _nothing_made(self, results: SetResults) -> InputError:
        if self.withheld:
            return all_had_it(self.taken.households, self.withheld)
        return no_letter(results.rejected.values())

    def _press_batches(self, results: SetResults) -> tuple[tuple[PressedFile, ...], bytes]:
        """Press all batches; return them, and the key for the hashes over what is one household's."""
        plans = press.plan_batches(results, self.preparation.profile, self.identity)
        files = []
        with self.progress.stage(_("Druckdateien schreiben"), len(results)) as meter:
            batches = ((plan.pieces, plan.households) for plan in plans)
            key = audit.write_households(self.taken.households, batches, self.folder.root)
            made = self.engine.map(press_letters, self._press_tasks(results, plans, key))
            for plan, pressed in zip(plans, made, strict=True):
                plan.refuse_others(pressed.pieces)
                files.append(pressed)
                meter.advance(len(pressed.pieces))
        return tuple(files), key

    def _write_digital(self, results: SetResults, files: Sequence[PressedFile], key: bytes) -> dict[int, int]:
        """Write the letters that are sent electronically; return each household's number, which follow the pieces'."""
        first = sum(len(file.pieces) for file in files) + 1
        numbers = {household: number for number, household in enumerate(results.electronic, first)}
        if numbers:
            maker = CopyMaker.of_preparation(self.preparation, self.identity, key)
            folder = self.folder.root / runfolder.DIGITAL
            make_folder(folder)
            with self.progress.stage(_("Elektronische Briefe schreiben"), len(numbers)) as meter:
                for made in self.engine.map(copy_letters, copy_tasks(self.taken.households, numbers, maker, folder)):
                    meter.advance(made)
        return numbers

    def _press_tasks(self, results: SetResults, plans: Sequence[press.BatchPlan], key: bytes) -> Iterator[PressTask]:
        fonts = letters.embedded_fonts(results.codes)
        for plan in plans:
            yield PressTask(
                plan=plan,
                places=results.places.of(plan.households),
                plates=frozenset(results.plates),
                fonts=fonts,
                profile=self.preparation.profile,
                identity=self.identity,
                spool=self.folder.spool,
                shop=self.folder.shop,
                key=key,
                artworks=by_digest(self.preparation.setting.artworks),
            )

    def _close(
        self, results: SetResults, files: tuple[PressedFile, ...], digital: Mapping[int, int]
    ) -> tuple[Finding, ...]:
        unreached = letters.unreached(self.preparation.template, results.reached, self.preparation.date)
        with self.progress.stage(_("Begleitpapiere und Manifest schreiben")):
            made = [runfolder.HOUSEHOLDS, *(f"{runfolder.SHOP}/{file.path}" for file in files)]
            made += map(runfolder.digital_letter, digital.values())
            self.folder.keep_only(self.folder.root / path for path in made)
            order = order_of(self.preparation.template.organisation, files, self.preparation.job.posting_day)
            press.write_shop_folder(self.folder.shop, files, self.preparation.profile, self.identity, order)
            write_run_proof(self.folder, results, files)
            record = audit.RunRecord(
                identity=self.identity,
                intake=self.taken,
                files=files,
                settings=self.preparation.settings,
                versions=versions(),
                options=self.preparation.options,
                letter_findings=(*self.of_template, *self.guarded.findings, *results.findings, *unreached),
                withheld=self.withheld,
                rejected=results.rejected,
                digital=digital,
                edited_by=actor_named(self.preparation.job.by).name,
                copies={**self.preparation.copies, **withheld_copy(self.withheld)},
            )
            self.folder.keep(self.preparation.side_list_copies)
            self.folder.sweep()
            # Before the manifest: a call that is killed in between has printed nothing that counts, and goes on.
            notices = confirm_letters(self.guarded, chain(results.households, results.electronic))
            audit.close_run(record, self.folder.root)
            return notices
