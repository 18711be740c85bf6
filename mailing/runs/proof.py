"""The proof set: the letters in which whatever can go wrong would show, to be looked at before anything is printed."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mailing import letters, press
from mailing.base.files import make_folder
from mailing.base.messages import _
from mailing.base.tables import write_table
from mailing.model import runfolder
from mailing.press.proofsheets import write_pictures, write_proof_sheets
from mailing.runs.making.artworks import by_digest
from mailing.runs.making.identity import identify
from mailing.runs.making.preparation import prepare, take_in
from mailing.runs.making.set_letter import CHUNK_SIZE, SEED, no_letter, set_each, set_letter

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet
    from pathlib import Path

    from mailing.base.progress import Progress
    from mailing.findings import Finding
    from mailing.model import Household, HouseholdTable, Intake, Letter, LetterFormat, PressedFile, RunIdentity
    from mailing.runs.making.job import Job
    from mailing.runs.making.preparation import Preparation
    from mailing.runs.making.set_letter import SetLetter


@dataclass(frozen=True, slots=True)
class ProofSet:
    """What a proof left.

    Attributes:
        date: of the letters, in ISO.
        letters: the list's row of each letter, and why it is there.
        pages: how many pages each of them has, in the same order.
        findings: why some letters of the list can't be printed; none of these is in the set.
    """

    folder: Path
    pdf: Path
    pictures: tuple[Path, ...]
    date: str
    letters: tuple[tuple[int, tuple[str, ...]], ...]
    pages: tuple[int, ...]
    findings: tuple[Finding, ...]


def make_proof(job: Job, progress: Progress, *, anonymous: bool) -> ProofSet:
    """Choose the proof set of the job's list, set it, and write it as PDF, pictures and a table of reasons.

    With `anonymous`, synthetic persons stand in place of the real ones.

    Raises:
        UsageError, InputError: as for a run.
    """
    preparation = prepare(job)
    with progress.stage(_("Liste lesen und prüfen")):
        taken = take_in(preparation)
        letters.check_template(preparation.template, preparation.date, taken.columns)
    setter = letters.Setter(preparation.setting)
    findings: list[Finding] = []
    with progress.stage(_("Briefe vermessen"), len(taken.households)) as stage:
        made = set_each(taken.households, setter, preparation.profile, stage)
        measured = [letters.measure(household, letter) for household, letter in _printable(made, findings)]
    ready = SetLetters(letters.shortlist(measured), [letter.household for letter in measured], findings)
    folder = preparation.job.out / proof_name(preparation)
    return ProofWriter(preparation, taken, setter, progress).write(ready, folder, anonymous=anonymous)


@dataclass(frozen=True, slots=True)
class SetLetters:
    """The letters of a list as far as a proof set is chosen by them.

    Attributes:
        candidates: the shortlist of those that can be printed.
        households: of these, in the run's order.
        findings: why the others can't.
    """

    candidates: letters.Shortlist
    households: Sequence[int]
    findings: Sequence[Finding]


def proof_name(preparation: Preparation) -> str:
    """Return what the folder of a proof is called where nobody else says so."""
    return f"{preparation.date.isoformat()}_{preparation.template.name}_probe"


@dataclass(frozen=True, slots=True)
class ProofWriter:
    """Writes the proof set of a list that was taken in, with what set its letters."""

    preparation: Preparation
    taken: Intake
    setter: letters.Setter
    progress: Progress

    def write(self, ready: SetLetters, folder: Path, *, anonymous: bool) -> ProofSet:
        """Choose the proof set among letters that were set, and write it into `folder`, in place of what lies there.

        Raises:
            InputError: none of the letters can be printed.
        """
        findings, households = list(ready.findings), self.taken.households
        proofs = {proof.household: proof for proof in letters.choose_proofs(ready.candidates, ready.households, SEED)}
        chosen = list(_chosen(households, proofs.keys()))
        for variant in _unchosen_variants(chosen, self.preparation.template.formats, len(households)):
            reason = _("Format {name}, das kein Haushalt der Liste hat").format(name=variant.format)
            proofs[variant.index] = letters.Proof(variant.index, (reason,))
            chosen.append(variant)
        shown = [letters.anonymous(household, SEED) if anonymous else household for household in chosen]
        made = ((household, set_letter(household, self.setter, self.preparation.profile)) for household in shown)
        printable = list(_printable(made, findings))
        if not printable:
            raise no_letter(finding.code for finding in findings)
        with self.progress.stage(_("Probe schreiben")):
            return self._pressed(printable, proofs, tuple(findings), folder)

    def _pressed(
        self,
        printable: Sequence[tuple[Household, Letter]],
        proofs: Mapping[int, letters.Proof],
        findings: tuple[Finding, ...],
        folder: Path,
    ) -> ProofSet:
        shutil.rmtree(folder, ignore_errors=True)
        make_folder(folder)
        files = _press(self.preparation, _identity(self.preparation, self.taken), printable, folder)
        pdf = folder / "probe.pdf"
        pieces = write_proof_sheets(folder, files, [household.index for household, _letter in printable], pdf)
        pages = tuple(piece.last_page - piece.first_page + 1 for piece in pieces)
        shutil.rmtree(folder / runfolder.DATA_IN_SHOP)
        why = tuple((household.row, proofs[household.index].reasons) for household, _letter in printable)
        write_table(folder / "auswahl.csv", ("row", "reasons"), [(row, ", ".join(reasons)) for row, reasons in why])
        date = self.preparation.date.isoformat()
        return ProofSet(folder, pdf, tuple(write_pictures(pdf, folder)), date, why, pages, findings)


def _identity(preparation: Preparation, taken: Intake) -> RunIdentity:
    """Return the identity of the run that is proofed, under a name of the proof's own."""
    return replace(identify(preparation, taken), run_id=proof_name(preparation))


def _printable(
    made: Iterable[tuple[Household, SetLetter]], findings: list[Finding]
) -> Iterator[tuple[Household, Letter]]:
    """Give the letters that can be printed; add to `findings` why the others can't."""
    for household, one in made:
        if one.rejected_for is None:
            yield household, one.letter
        findings += [finding for finding in one.findings if finding.forbids_the_letter]


def _chosen(households: HouseholdTable, wanted: AbstractSet[int]) -> Iterator[Household]:
    for chunk in households.chunks(CHUNK_SIZE):
        if not wanted.isdisjoint(range(chunk.first, chunk.first + len(chunk))):
            yield from (household for household in chunk.households() if household.index in wanted)


def _unchosen_variants(chosen: Sequence[Household], formats: Collection[LetterFormat], first: int) -> list[Household]:
    """Return the first letter once more in each format that nobody chose, under indices from `first` on."""
    if not chosen:
        return []
    missing = sorted(set(formats) - {household.format for household in chosen})
    return [replace(chosen[0], index=first + number, format=wanted) for number, wanted in enumerate(missing)]


def _press(
    preparation: Preparation, identity: RunIdentity, printable: Sequence[tuple[Household, Letter]], folder: Path
) -> list[PressedFile]:
    """Press the letters as a run would, sheet class by sheet class."""
    artworks = by_digest(preparation.setting.artworks)
    drawer = press.Drawer(preparation.profile, artworks)
    drawn = {household.index: drawer.draw(letter) for household, letter in printable}
    plates = {plate.key: plate for plate in drawer.take_plates()}
    fonts = letters.embedded_fonts(drawer.codes)
    sizes = [
        press.LetterSize(household.index, household.route, len(letter.pages), 0, household.plz, letter.enclosed)
        for household, letter in printable
    ]
    return [
        press.press_batch(
            plan,
            [drawn[household] for household in plan.households],
            plates,
            fonts,
            preparation.profile,
            identity,
            folder,
            press.NO_KEY,
            artworks,
        )
        for plan in press.plan_batches(sizes, preparation.profile, identity)
    ]
