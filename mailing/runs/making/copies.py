"""Accessible copies: a household's letter set again, as a tree that a screen reader is told, and written as PDF/UA."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

from mailing import letters, press
from mailing.base.files import write_whole
from mailing.model import runfolder
from mailing.runs.making.artworks import by_digest
from mailing.runs.making.preparation import setting_of
from mailing.runs.making.set_letter import CHUNK_SIZE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from mailing.audit.page_contents import PageContent
    from mailing.model import Household, HouseholdTable, RunIdentity
    from mailing.runs.making.preparation import Preparation

COPIES_AT_ONCE = 50
"""So many make a task of a second or less."""
LARGE = 14.0
"""pt; the least that people with little sight ask of a screen's text at its own size (DBSV)."""


@dataclass(frozen=True)
class CopyMaker:
    """What the copies of a run have in common.

    Attributes:
        about: the file identity of a copy but for its title and number.
    """

    template: letters.Template
    profile: press.ShopProfile
    day: dt.date
    about: press.FileIdentity

    @classmethod
    def of_run(cls, run: Path) -> CopyMaker:
        """Return the maker for a finished run, by the settings that lie in its folder.

        Raises:
            InputError: they can't be used any more.
        """
        manifest = json.loads((run / runfolder.MANIFEST).read_bytes())
        template = letters.load_template(manifest["template"], run / runfolder.TEMPLATES)
        profile = press.load_profile(str(run / runfolder.PROFILE))
        key = bytes.fromhex((run / runfolder.KEY).read_text("ascii"))
        about = press.FileIdentity("", manifest["program"], "", manifest["digest"], manifest["date"], key)
        return cls(template, profile, dt.date.fromisoformat(manifest["date"]), about)

    @cached_property
    def _setter(self) -> letters.Setter:
        return letters.Setter(self._setting)

    @cached_property
    def _setting(self) -> letters.Setting:
        return setting_of(self.template, self.profile, self.day)

    @cached_property
    def _large(self) -> letters.Setter:
        larger = replace(self.template, size=max(self.template.size, LARGE))
        return letters.Setter(setting_of(larger, self.profile, self.day))

    @classmethod
    def of_preparation(cls, preparation: Preparation, identity: RunIdentity, key: bytes) -> CopyMaker:
        """Return the maker for a run that is being made."""
        about = press.FileIdentity("", identity.program, "", identity.digest, identity.date.isoformat(), key)
        return cls(preparation.template, preparation.profile, preparation.date, about)

    def copy(self, household: Household, number: int, *, is_large: bool = False) -> bytes:
        """Return a household's letter as a tagged file; the bytes depend on the run and the letter only."""
        setter = self._large if is_large else self._setter
        artworks = by_digest(self._setting.artworks)
        pages = press.draw_tagged(setter.tagged(household), self.profile, artworks)
        about = replace(self.about, title=pages.letter.subject, path=f"{number}.pdf")
        return press.accessible_copy(pages, letters.embedded_fonts(pages.codes), about, artworks)

    def is_printed_so(self, household: Household, printed: Sequence[PageContent]) -> bool:
        """Whether printed pages show the household's letter as it is set here, byte for byte; backs may be blank."""
        drawer = press.Drawer(self.profile, by_digest(self._setting.artworks))
        pages = drawer.draw(self._setter.lay_out(household)).pages
        plates = {plate.key: plate.content for plate in drawer.take_plates()}
        return len(pages) <= len(printed) and all(
            shown.plate == plates[page.plate] and page.content in shown.content
            for page, shown in zip(pages, printed, strict=False)
        )


@dataclass(frozen=True, slots=True)
class CopyTask:
    """Letters that are sent electronically, by their numbers, and the folder that they go to."""

    letters: tuple[tuple[int, Household], ...]
    maker: CopyMaker
    folder: Path


def copy_tasks(
    households: HouseholdTable, numbers: Mapping[int, int], maker: CopyMaker, folder: Path
) -> Iterator[CopyTask]:
    """Give the tasks of a run's electronic letters: household -> number."""
    chosen = (
        (numbers[household.index], household)
        for chunk in households.chunks(CHUNK_SIZE)
        if not numbers.keys().isdisjoint(range(chunk.first, chunk.first + len(chunk)))
        for household in chunk.households()
        if household.index in numbers
    )
    while some := tuple(islice(chosen, COPIES_AT_ONCE)):
        yield CopyTask(some, maker, folder)


def copy_letters(task: CopyTask) -> int:
    """Write letters as accessible copies into the run's folder; return how many."""
    for number, household in task.letters:
        write_whole(task.folder / f"{number}.pdf", task.maker.copy(household, number))
    return len(task.letters)
