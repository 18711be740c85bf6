"""The setter: a household in, a laid-out letter out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailing.findings import Finding
from mailing.letters.blocks import LetterFault
from mailing.letters.composing import Composer
from mailing.letters.fonts import unsettable
from mailing.letters.makeup import MakeUp, Setting
from mailing.letters.shaping import UnsettableError
from mailing.letters.typesetting import OverfullError
from mailing.model import LIST_COLUMNS, Letter, LetterFormat

if TYPE_CHECKING:
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
        """Return the width of `text` as a line of the address, in mm."""
        return self._standard.window.text_width(text)

    def unsettable(self, text: str) -> str:
        """Return the characters of `text` that the font lacks."""
        return unsettable(text)

    def lay_out(self, household: Household) -> Letter:
        """Return the household's letter; one that can't be set has no pages, but the finding why."""
        try:
            pages = self._make_up(household.format).pages(household, self.reached)
        except LetterFault as fault:
            return Letter(household.index, household.row, (), (fault.finding,))
        except UnsettableError as error:
            return Letter(household.index, household.row, (), (_missing_glyphs(household, error.characters),))
        except OverfullError as error:
            finding = Finding("letter.word-too-wide", household.row, _field_with(household, error.text), error.text)
            return Letter(household.index, household.row, (), (finding,))
        return Letter(household.index, household.row, pages)

    def _make_up(self, format: LetterFormat) -> MakeUp:
        make_up = self._make_ups.get(format)
        if make_up is None:
            template = self._setting.template.variant(format)
            make_up = self._make_ups[format] = MakeUp(self._setting, template, Composer(template, self._setting.date))
        return make_up


def _missing_glyphs(household: Household, characters: str) -> Finding:
    field = _field_with(household, characters)
    return Finding("letter.missing-glyph", household.row, field, characters, details={"characters": characters})


def _field_with(household: Household, text: str) -> str:
    """Return the column whose entry holds `text`, or shares a character with it; "" if it is the template's."""
    entries = {name: str(getattr(household, name)) for name in LIST_COLUMNS if hasattr(household, name)}
    entries |= household.extra
    return next((name for name, entry in entries.items() if entry and text in entry), "")
