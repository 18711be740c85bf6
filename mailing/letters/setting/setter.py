"""The setter: a household in, a laid-out letter out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailing.findings import Finding
from mailing.letters.blocks import LetterFault
from mailing.letters.setting.fonts import unsettable
from mailing.letters.setting.makeup import MakeUp, Setting
from mailing.letters.setting.shaping import UnsettableError
from mailing.letters.setting.typesetting import OverfullError
from mailing.letters.text.composing import Composer
from mailing.model import LIST_COLUMNS, Letter, LetterFormat

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mailing.model import Household

__all__ = ["Setter", "Setting"]


class Setter:
    """Lays out the letters of a run; what many share is made once."""

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._make_ups: dict[LetterFormat, MakeUp] = {}
        self.reached: set[str] = set()
        self._standard = self._make_up(LetterFormat.STANDARD)

    @property
    def address_width(self) -> float:
        """The width of a line of the address in mm."""
        return self._standard.window.width

    def text_width(self, text: str) -> float:
        """Return the width of `text` as a line of the address, in mm; a text that can't be set has none."""
        try:
            return self._standard.window.text_width(text)
        except UnsettableError:
            return 0.0

    def unsettable(self, text: str) -> str:
        """Return the characters of `text` that the font lacks."""
        return unsettable(text)

    def lay_out(self, household: Household) -> Letter:
        """Return the household's letter; one that can't be set has no pages, but the finding why."""
        try:
            pages = self._make_up(household.format).pages(household, self.reached)
        except LetterFault as fault:
            return _forbidden(household, fault.finding)
        except UnsettableError as error:
            return _forbidden(household, _missing_glyphs(household, error.characters))
        except OverfullError as error:
            return _forbidden(household, _too_wide(household, error.text))
        return Letter(household.index, household.row, pages)

    def branches(self, household: Household) -> frozenset[str]:
        """Return the conditions' branches that the household's text takes; none if it can't be composed."""
        try:
            return self._make_up(household.format).branches(household)
        except LetterFault:
            return frozenset()

    def _make_up(self, format: LetterFormat) -> MakeUp:
        make_up = self._make_ups.get(format)
        if make_up is None:
            template = self._setting.template.variant(format)
            make_up = self._make_ups[format] = MakeUp(self._setting, template, Composer(template, self._setting.date))
        return make_up


def _forbidden(household: Household, finding: Finding) -> Letter:
    return Letter(household.index, household.row, (), (finding,))


def _missing_glyphs(household: Household, characters: str) -> Finding:
    field = next((name for name, entry in _entries(household) if not set(characters).isdisjoint(entry)), "")
    return Finding("letter.missing-glyph", household.row, field, characters, details={"characters": characters})


def _too_wide(household: Household, text: str) -> Finding:
    """Return the finding with the longest entry that is part of the word, or that the word is part of."""
    shared = [(len(entry), name) for name, entry in _entries(household) if entry and (entry in text or text in entry)]
    return Finding("letter.word-too-wide", household.row, max(shared, default=(0, ""))[1], text)


def _entries(household: Household) -> Iterator[tuple[str, str]]:
    """Give the columns of the list with the household's entries."""
    for name in LIST_COLUMNS:
        entry = getattr(household, name, "")
        if isinstance(entry, str):
            yield name, entry
    yield from household.extra.items()
