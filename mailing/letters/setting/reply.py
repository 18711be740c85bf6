"""The sheet of a reply slip: the office's own address in the window, the household's number beside it.

It comes folded within the letter, its front hidden. The household takes it out, folds it along the same creases with
its front outside, and puts it into a window envelope: the form's address field then lies behind the window, as the
letter's did on its way (DIN 5008:2020, forms A and B; window of DIN 680: 20 mm from the left, 15 from the bottom).
Everything personal stands right of all that such a window can show.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import isqrt
from typing import TYPE_CHECKING, Final

from mailing.base.messages import _
from mailing.letters.setting.keep_clear import cleared
from mailing.letters.setting.short_lines import words_of
from mailing.letters.setting.stationery import HEAD_HEIGHT, HEAD_ROOM, HEAD_TOP, PageFurniture, Stationery
from mailing.model import Face, Line, Rect, Role, Symbol
from mailing.model.din5008 import BASIC_LINE, INFORMATION_X, TEXT_RIGHT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mailing.letters.setting.stationery import Entry

MODULE: Final = 0.5
"""mm; six dots at 300 dpi, which office scanners read on creased paper."""
SIDE: Final = 16.0
"""mm; the widest symbol, of 32 modules (ISO/IEC 16022, table 7: 62 bytes)."""
QUIET: Final = 2.0
"""mm free around it; the standard asks for one module."""
FIELD_HEIGHT: Final = 8.0
"""mm of a line that is filled in by hand, as paper forms have it: a third of an inch."""
NAME_SIZE: Final = 12.0
SYMBOLS_KEPT: Final = 1_000


@dataclass(frozen=True)
class ReplyStationery(Stationery):
    """Sheets of a reply slip: a first page with the office's address, and pages that follow."""

    def symbols(self, said: str) -> tuple[Symbol, ...]:
        """Return the Data Matrix that says whose slip it is."""
        if not said:
            return ()
        area = self._beside_window()
        return (Symbol(area.x, area.y + QUIET, MODULE, matrix_rows(said)),)

    def first_page(self, own_entries: Sequence[Entry], pages: int) -> PageFurniture:
        """Return the first page: the office's name, the household's numbers; it has creases instead of marks."""
        information, own, information_bottom = self._information(own_entries) if own_entries else ([], (), 0.0)
        foot, foot_rules, bottom = self._foot(1, pages)
        below_window = self.envelope.ever_visible(self.form).bottom + 0.5
        top = max(self.form.text_top, below_window, information_bottom + BASIC_LINE)
        column = self._text_area(top, bottom, self._zones(first=True))
        return PageFurniture((self._name(), *information, *foot), tuple(foot_rules), own, column)

    def _name(self) -> Line:
        """Return the office's name above the field, on the left: the sheet says whose it is."""
        top = max(HEAD_TOP, self.form.field.y - HEAD_ROOM)
        room = Rect(self.form.return_line.x, top, TEXT_RIGHT - self.form.return_line.x, self.form.field.y - top)
        area = cleared(room, self._zones(first=True), _("Briefkopf"), least_height=HEAD_HEIGHT)
        words = words_of(self.sender.name, Face.BOLD)
        return Line(area.x, area.y + HEAD_HEIGHT * 0.75, NAME_SIZE, words, Role.LETTERHEAD)

    def _beside_window(self) -> Rect:
        """Return the room right of the window: code above, numbers below it; no wider than the text."""
        top = self.form.information_top
        whole = Rect(INFORMATION_X, top, TEXT_RIGHT - INFORMATION_X, self.form.text_top - top)
        return cleared(whole, self._zones(first=True), _("Informationsblock"), least_height=SIDE + 2 * QUIET)

    def _information_area(self) -> Rect:
        area = self._beside_window()
        code = SIDE + 2 * QUIET
        return Rect(area.x, area.y + code, area.width, area.height - code)

    def _foot_texts(self, number: int) -> tuple[str, ...]:
        del number
        return ()


@lru_cache(maxsize=SYMBOLS_KEPT)
def matrix_rows(said: str) -> tuple[str, ...]:
    """Return the rows of the square Data Matrix (ISO/IEC 16022) that says this, "1" for each dark module."""
    import zxingcpp

    barcode = zxingcpp.create_barcode(said, zxingcpp.BarcodeFormat.DataMatrix, force_square=True)
    image = barcode.to_image(scale=1, add_quiet_zones=False)
    modules = "".join("0" if module else "1" for module in bytes(image))  # type: ignore[call-overload]  # as in symbols.py
    side = isqrt(len(modules))
    return tuple(modules[start : start + side] for start in range(0, len(modules), side))
