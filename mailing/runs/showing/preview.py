"""The page beside the text: one household's letter, set and drawn as a run would, while its text is still written.

All that stays the same from one keystroke to the next is kept: the list, the office's files made plain, and the setter
of a text that didn't change. Only the files of the templates are read again each time, which takes 4 ms. The check of
a text takes longer than its page, so it is asked for by itself.
"""

from __future__ import annotations

import hashlib
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from mailing import letters, press
from mailing.base.errors import Fault, MailingError
from mailing.base.versions import program
from mailing.model import RunIdentity
from mailing.runs.making.artworks import by_digest, plain_artwork
from mailing.runs.making.job import read_job
from mailing.runs.making.mappings import read_mapping
from mailing.runs.making.preparation import Preparation, letter_date, setting_of
from mailing.runs.making.set_letter import SEED, set_letter
from mailing.runs.showing.preview_list import KeptList, sample_list
from mailing.runs.showing.preview_picture import Drawn, draw_page

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from mailing.findings import Finding
    from mailing.model import Household, Letter
    from mailing.model.artwork import Artwork

MOST_MEASURED: Final = 2_000
"""Households that are measured for the hardest letters: about a second; of longer lists every so-manieth."""
FILES_KEPT: Final = 100
NO_DIGEST: Final = "0" * 64
"""What is shown is no run's: its control codes tell so by their job number, which is zero."""


@dataclass(frozen=True, slots=True)
class Preview:
    """A page, and what there is to say of the letter.

    Attributes:
        picture: the page as PNG; empty where the letter can't be set, and `faults` or `findings` say why.
        text: what stands on the page, line by line.
        page, pages: which page it is, from 1, and how many the letter has.
        place, households: which household of the list it is for, from 0, and how many there are.
        row: the household's row in the list.
        faults: why the letter can't be set, each with file and line.
        findings: what this household's letter would be told of.
        columns: the list's columns beyond ours, which placeholders can name.
    """

    picture: bytes = b""
    text: str = ""
    page: int = 0
    pages: int = 0
    place: int = 0
    households: int = 0
    row: int = 0
    faults: tuple[Fault, ...] = ()
    findings: tuple[Finding, ...] = ()
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Text:
    """A state of the text, ready for letters."""

    template: letters.Template
    day: dt.date
    preparation: Preparation
    setter: letters.Setter
    examples: Mapping[str, str]


class Previewer:
    """Shows letters of one folder of templates for the households of one list.

    Args:
        templates: the folder.
        list_: the list and how it is read, as a job names it (`list`, `sheet`, `columns`, …); an invented list where
            None.
        shop: the shop profile; the usual one where None.
    """

    def __init__(self, templates: Path, list_: Mapping[str, object] | None = None, shop: str | None = None) -> None:
        self._templates = templates
        self._list = list_
        self._profile = press.load_profile(shop)
        self._taken: KeptList | None = None
        self._plain: dict[tuple[str, str, bool], Artwork] = {}
        self._text: _Text | None = None
        self._enclosed: tuple[tuple[tuple[Path, int], ...], frozenset[str]] | None = None
        self._hardest: tuple[str, tuple[tuple[int, int, tuple[str, ...]], ...]] | None = None

    def page(
        self, name: str, instead: Mapping[str, str], *, place: int = 0, row: int | None = None, page: int = 1
    ) -> Preview:
        """Return a page of the letter for one household.

        Args:
            name: of the template.
            instead: texts in place of files of the folder, by their names: `einladung/letter.md.j2`.
            place: which household, from 0.
            row: the household of this row of the list instead, where there is one.
            page: which page, from 1; the last one where it has fewer.
        """
        try:
            text = self._ready(name, instead)
            households = self._households(text)
        except MailingError as error:
            return Preview(faults=faults_of(error))
        if row is not None:
            found = households.place_of_row(row)
            place = place if found is None else found
        household = households.household(place, text.examples)
        known = Preview(
            place=household.index, row=household.row, households=len(households), columns=households.further_columns
        )
        try:
            made = set_letter(household, text.setter, self._profile)
            if made.rejected_for is not None:
                return replace(known, findings=made.findings)
            drawn = self._drawn(text, household, made.letter, page)
        except MailingError as error:
            return replace(known, faults=faults_of(error))
        return replace(known, **drawn._asdict(), findings=made.findings)

    def check(self, name: str, instead: Mapping[str, str]) -> tuple[tuple[Fault, ...], tuple[Finding, ...]]:
        """Return all that would stop a run, each with file and line, and what would not.

        Placeholders are held against the list's columns, or, where the list is invented, against the template's own
        settings, as `mailing templates --check` does.
        """
        try:
            text = self._ready(name, instead)
            columns = None if self._list is None else self._households(text).columns
            return (), letters.check_template(text.template, text.day, columns)
        except MailingError as error:
            return faults_of(error), ()

    def hardest(self, name: str, instead: Mapping[str, str]) -> tuple[tuple[int, int, tuple[str, ...]], ...]:
        """Return place and row of the households on whose letters most can go wrong, and why.

        Raises:
            InputError: template or list can't be used.
        """
        text = self._ready(name, instead)
        if self._hardest and self._hardest[0] == text.template.sha256:
            return self._hardest[1]
        households = self._households(text)
        step = -(-len(households) // MOST_MEASURED)
        measured = []
        for place in range(0, len(households), step):
            household = households.household(place, text.examples)
            made = set_letter(household, text.setter, self._profile)
            if made.rejected_for is None:
                measured.append(letters.measure(household, made.letter))
        there = [letter.household for letter in measured]
        chosen = letters.choose_proofs(letters.shortlist(measured), there, SEED)
        rows = {proof.household: households.household(proof.household, {}).row for proof in chosen}
        found = tuple((proof.household, rows[proof.household], proof.reasons) for proof in chosen)
        self._hardest = text.template.sha256, found
        return found

    def _ready(self, name: str, instead: Mapping[str, str]) -> _Text:
        """Return the text as it is now, ready for letters; what was ready before, where it is the same."""
        template = letters.load_template(name, self._templates, instead)
        if name in self._enclosed_names():
            template = template.as_enclosed
        kept = self._text
        if kept and kept.template.sha256 == template.sha256 and kept.template.name == name:
            return kept
        day = letter_date(None, template)
        setting = setting_of(template, self._profile, day, self._made_plain)
        options = self._list or {"list": "-"}
        job = read_job(None, {**options, "template": name, "templates": self._templates})
        mapping = read_mapping(job.mapping, self._templates) if job.mapping else None
        preparation = Preparation(job, template, self._profile, day, setting, mapping)
        examples = letters.example_entries(template, day) if self._list is None else {}
        self._text = _Text(template, day, preparation, letters.Setter(setting), examples)
        return self._text

    def _enclosed_names(self) -> frozenset[str]:
        """Return the letters that others enclose; the settings of all are read again when one of them is newer."""
        stamps = tuple((path, path.stat().st_mtime_ns) for path in sorted(self._templates.glob("*/letter.toml")))
        if self._enclosed is None or self._enclosed[0] != stamps:
            self._enclosed = stamps, letters.enclosed_names(self._templates)
        return self._enclosed[1]

    def _households(self, text: _Text) -> KeptList:
        """Return the list, read now where it wasn't yet."""
        preparation = text.preparation
        if self._taken is None and self._list is None:
            with tempfile.TemporaryDirectory() as folder:
                job = preparation.job.model_copy(update={"list": str(sample_list(Path(folder)))})
                plain = Preparation(job, preparation.template, self._profile, preparation.date, preparation.setting)
                self._taken = KeptList.read(plain)
        elif self._taken is None:
            self._taken = KeptList.read(preparation)
        return self._taken

    def _made_plain(self, name: str, content: bytes, icc: bytes | None) -> Artwork:
        """Return an office's file made plain; it takes a process of its own, so what was made is kept."""
        key = name, hashlib.sha256(content).hexdigest(), icc is None
        if key not in self._plain:
            if len(self._plain) >= FILES_KEPT:
                self._plain.clear()
            self._plain[key] = plain_artwork(name, content, icc)
        return self._plain[key]

    def _drawn(self, text: _Text, household: Household, letter: Letter, page: int) -> Drawn:
        template = text.template
        identity = RunIdentity(
            run_id=f"{text.day.isoformat()}_{template.name}_{NO_DIGEST[:8]}",
            digest=NO_DIGEST,
            date=text.day,
            template=template.name,
            title=template.title,
            program=program(),
            forms=template.forms,
        )
        artworks = by_digest(text.preparation.setting.artworks)
        return draw_page(letter, household, self._profile, identity, artworks, page)


def faults_of(error: MailingError) -> tuple[Fault, ...]:
    """Return each of the things that an error tells."""
    return error.faults or (Fault(error.what, error.where, error.hint),)
