"""Making a run's letters: set by chunks, pressed by batches, closed by its books and its manifest."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from mailing import audit, letters, press
from mailing.base.files import make_folder
from mailing.base.messages import _
from mailing.base.versions import versions
from mailing.model import runfolder
from mailing.model.actors import actor_named
from mailing.runs.making.artworks import by_digest
from mailing.runs.making.copies import CopyMaker, copy_letters, copy_tasks
from mailing.runs.making.double_runs import all_had_it, confirm_letters, withheld_copy
from mailing.runs.making.orders import order_of
from mailing.runs.making.run_proof import write_run_proof
from mailing.runs.making.set_letter import CHUNK_SIZE, no_letter
from mailing.runs.making.set_results import SetResults
from mailing.runs.making.stages import PressTask, SetTask, press_letters, set_chunk

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from contextlib import ExitStack

    from mailing.base.errors import InputError
    from mailing.base.progress import Progress
    from mailing.engines import Engine
    from mailing.findings import Finding
    from mailing.model import HouseholdChunk, Intake, PressedFile, RunIdentity
    from mailing.runs.making.double_runs import Guard
    from mailing.runs.making.folder import RunFolder
    from mailing.runs.making.preparation import Preparation


@dataclass(frozen=True)
class LetterRun:
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
