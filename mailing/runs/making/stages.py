"""The two stages that engines carry: setting a chunk of households, pressing a batch of letters.

Both are pure functions of their task: whichever process does it, and however often, the same bytes come out.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from mailing import letters, press
from mailing.base.errors import TemplateError
from mailing.base.memory import collecting_seldom, give_back
from mailing.runs.making.artworks import by_digest
from mailing.runs.making.resumption import recall, remember
from mailing.runs.making.set_letter import set_letters
from mailing.runs.making.spool import Spool

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from mailing.findings import Finding
    from mailing.model import (
        DrawnLetter,
        EmbeddedFont,
        Face,
        Household,
        HouseholdChunk,
        PlateDrawing,
        PressedFile,
        RunIdentity,
    )
    from mailing.model.artwork import Artwork
    from mailing.model.enclosures import Enclosed
    from mailing.runs.making.spool import Places


@dataclass(frozen=True, slots=True)
class WorkerContext:
    """What a process needs for setting and drawing letters; `key` names it, so a process loads it once."""

    key: str
    setting: letters.Setting
    profile: press.ShopProfile

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, WorkerContext) and other.key == self.key


@dataclass(frozen=True, slots=True)
class SetTask:
    """A chunk to be set and drawn into the spool, but for the households withheld from this run."""

    number: int
    chunk: HouseholdChunk
    withheld: frozenset[int]
    context: WorkerContext
    spool: Path


@dataclass(frozen=True, slots=True)
class SetChunk:
    """What became of a chunk: its letters' sizes, in the order of the spool, and why some have none.

    Attributes:
        plates: keys of the plates that the letters stand on.
        codes: the glyph codes used, by face.
        reached: the templates' branches that some household took.
        rejected: household index -> code of the finding that forbids its letter.
        shortlist: the letters among which the run's proof is chosen.
        electronic: the households whose letters aren't printed.
    """

    sizes: tuple[press.LetterSize, ...]
    plates: frozenset[str]
    codes: Mapping[Face, frozenset[int]]
    reached: frozenset[str]
    findings: tuple[Finding, ...]
    rejected: Mapping[int, str]
    shortlist: letters.Shortlist
    electronic: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class PressTask:
    """A batch to be pressed from the spool into the shop's folder; `key` is of the hashes over letters.

    Attributes:
        artworks: by their digests, what its plates may show.
    """

    plan: press.BatchPlan
    places: Places
    plates: frozenset[str]
    fonts: tuple[EmbeddedFont, ...]
    profile: press.ShopProfile
    identity: RunIdentity
    spool: Path
    shop: Path
    key: bytes
    artworks: Mapping[str, Artwork]


_drawings: dict[str, PlateDrawing] = {}
"""The plates that this process has drawn, by key: a key is the drawing's hash, so they never go stale."""


@lru_cache(maxsize=1)
def _loaded(context: WorkerContext) -> tuple[letters.Setter, press.Drawer]:
    return letters.Setter(context.setting), press.Drawer(context.profile, by_digest(context.setting.artworks))


def load(context: WorkerContext) -> None:
    """Load what setting and drawing need, so that a worker is ready when the first chunk comes.

    Faces, dictionaries and names are loaded when a letter asks for them: a tenth of a second, while the caller reads
    the list. What is wrong with the template, the letters of the run tell.
    """
    _loaded(context)
    full, bare = letters.trial_households(context.setting.template)
    with suppress(TemplateError):
        letters.Setter(context.setting).lay_out_all([full, bare, replace(full, empfaenger="Frau Erika Muster")])


@collecting_seldom()
def set_chunk(task: SetTask) -> SetChunk:
    """Set and draw the chunk's letters into the spool; a letter that can't be set becomes findings."""
    setter, drawer = _loaded(task.context)
    findings: list[Finding] = []
    rejected: dict[int, str] = {}
    drawn: list[DrawnLetter] = []
    addressees: list[Household] = []
    measured: list[letters.Measured] = []
    enclosed: list[tuple[Enclosed, ...]] = []
    electronic: list[int] = []
    households = [each for each in task.chunk.households() if each.index not in task.withheld]
    for household, made in zip(households, set_letters(households, setter, task.context.profile), strict=True):
        findings += made.findings
        if made.rejected_for is not None:
            rejected[household.index] = made.rejected_for
        elif not household.route.is_printed:
            electronic.append(household.index)
        else:
            drawn.append(drawer.draw(made.letter))
            addressees.append(household)
            measured.append(letters.measure(household, made.letter))
            enclosed.append(made.letter.enclosed)
    spool = Spool(task.spool)
    plates = frozenset(page.plate for letter in drawn for page in letter.pages)
    _drawings.update((plate.key, plate) for plate in drawer.take_plates())
    spool.keep_plates(_drawings[key] for key in sorted(plates))
    lengths = spool.keep(task.number, drawn)
    return SetChunk(
        sizes=tuple(map(_size, addressees, drawn, lengths, enclosed)),
        plates=plates,
        codes={face: frozenset(codes) for face, codes in drawer.codes.items()},
        reached=frozenset(setter.reached),
        findings=tuple(findings),
        rejected=rejected,
        shortlist=letters.shortlist(measured),
        electronic=tuple(electronic),
    )


def _size(household: Household, letter: DrawnLetter, length: int, enclosed: tuple[Enclosed, ...]) -> press.LetterSize:
    return press.LetterSize(household.index, household.route, len(letter.pages), length, household.plz, enclosed)


def press_letters(task: PressTask) -> PressedFile:
    """Press the batch's PDF, or keep the one that an interrupted run left whole."""
    kept = recall(task.plan.path, task.shop, task.spool)
    if kept is not None:
        return kept
    give_back()  # what setting took
    spool = Spool(task.spool)
    pressed = press.press_batch(
        task.plan,
        spool.letters(task.plan.households, task.places),
        spool.plates(task.plates),
        task.fonts,
        task.profile,
        task.identity,
        task.shop,
        task.key,
        task.artworks,
    )
    remember(pressed, task.spool)
    return pressed
