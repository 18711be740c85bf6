"""The proof set: the letters in which whatever can go wrong would show, to be looked at before anything is printed."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mailing import intake, letters, press
from mailing.base.errors import InputError
from mailing.base.files import make_folder
from mailing.base.messages import _
from mailing.base.tables import write_table
from mailing.press.proofsheets import write_pictures, write_proof_sheets
from mailing.runs.identity import identify
from mailing.runs.preparation import prepare

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from pathlib import Path

    from mailing.base.progress import Progress
    from mailing.model import Household, HouseholdTable, LetterFormat, PressedFile, RunIdentity
    from mailing.runs.job import Job
    from mailing.runs.preparation import Preparation

SEED = 1
"""Decides which letters are taken at random and which persons are invented: the same list, the same proof."""
CHUNK_SIZE = 1_000


@dataclass(frozen=True, slots=True)
class ProofSet:
    """What a proof left.

    Attributes:
        letters: the list's row of each letter, and why it is there.
    """

    folder: Path
    pdf: Path
    pictures: tuple[Path, ...]
    letters: tuple[tuple[int, tuple[str, ...]], ...]


def make_proof(job: Job, progress: Progress, *, anonymous: bool) -> ProofSet:
    """Choose the proof set of the job's list, set it, and write it as PDF, pictures and a table of reasons.

    With `anonymous`, synthetic persons stand in place of the real ones.

    Raises:
        UsageError, InputError: as for a run.
    """
    preparation = prepare(job)
    with progress.stage(_("Liste lesen und prüfen")):
        taken = intake.take_in(preparation.source, preparation.side_lists, preparation.demands)
        letters.check_template(preparation.template, preparation.date, taken.columns)
    setter = letters.Setter(preparation.setting)
    proofs = letters.choose_proofs(_measured(taken.households, setter, progress), SEED)
    if not proofs:
        raise InputError(
            _("Für keinen Haushalt konnte ein Brief gesetzt werden"),
            hint=_("mailing check zeigt die Befunde zu jeder Zeile"),
        )
    chosen = list(_chosen(taken.households, {proof.household for proof in proofs}))
    variants = _unchosen_variants(chosen, preparation.template.formats, len(taken.households))
    shown = [letters.anonymous(household, SEED) if anonymous else household for household in (*chosen, *variants)]
    proofs += tuple(
        letters.Proof(variant.index, (_("Format {name}, das kein Haushalt der Liste hat").format(name=variant.format),))
        for variant in variants
    )
    identity = identify(preparation, taken)
    identity = replace(identity, run_id=f"{preparation.date.isoformat()}_{preparation.template.name}_probe")
    with progress.stage(_("Probe schreiben")):
        return _write(preparation, identity, setter, shown, proofs)


def _measured(households: HouseholdTable, setter: letters.Setter, progress: Progress) -> list[letters.Measured]:
    measured = []
    with progress.stage(_("Briefe vermessen"), len(households)) as stage:
        for chunk in households.chunks(CHUNK_SIZE):
            for household in chunk.households():
                letter = setter.lay_out(household)
                if letter.pages:
                    measured.append(letters.measure(household, letter, setter.branches(household)))
            stage.advance(len(chunk))
    return measured


def _chosen(households: HouseholdTable, wanted: set[int]) -> Iterator[Household]:
    for chunk in households.chunks(CHUNK_SIZE):
        if not wanted.isdisjoint(range(chunk.first, chunk.first + len(chunk))):
            yield from (household for household in chunk.households() if household.index in wanted)


def _unchosen_variants(chosen: Sequence[Household], formats: Collection[LetterFormat], first: int) -> list[Household]:
    """Return the first letter once more in each format that nobody chose, under indices from `first` on."""
    missing = sorted(set(formats) - {household.format for household in chosen})
    return [replace(chosen[0], index=first + number, format=wanted) for number, wanted in enumerate(missing)]


def _write(
    preparation: Preparation,
    identity: RunIdentity,
    setter: letters.Setter,
    households: Sequence[Household],
    proofs: Sequence[letters.Proof],
) -> ProofSet:
    folder = preparation.job.out / identity.run_id
    shutil.rmtree(folder, ignore_errors=True)
    make_folder(folder)
    files = _press(preparation, identity, setter, households, folder)
    pdf = folder / "probe.pdf"
    order = [household.index for household in households]
    write_proof_sheets(folder, files, order, pdf)
    shutil.rmtree(folder / "data")
    rows = {household.index: household.row for household in households}
    why = tuple((rows[proof.household], proof.reasons) for proof in proofs)
    write_table(folder / "auswahl.csv", ("row", "reasons"), [(row, ", ".join(reasons)) for row, reasons in why])
    return ProofSet(folder, pdf, tuple(write_pictures(pdf, folder)), why)


def _press(
    preparation: Preparation,
    identity: RunIdentity,
    setter: letters.Setter,
    households: Sequence[Household],
    folder: Path,
) -> list[PressedFile]:
    """Press the letters as a run would, sheet class by sheet class."""
    drawer = press.Drawer(preparation.profile)
    drawn = {household.index: drawer.draw(setter.lay_out(household)) for household in households}
    plates = {plate.key: plate for plate in drawer.take_plates()}
    fonts = letters.embedded_fonts(drawer.codes)
    sizes = [press.LetterSize(h.index, h.route, len(drawn[h.index].pages), 0, h.plz) for h in households]
    return [
        press.press_batch(
            plan,
            [drawn[household] for household in plan.households],
            plates,
            fonts,
            preparation.profile,
            identity,
            folder,
        )
        for plan in press.plan_batches(sizes, preparation.profile, identity)
    ]
