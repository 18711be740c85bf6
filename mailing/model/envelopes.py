"""Envelopes with a window: what of a sheet shows in it, wherever the folded sheet slips to. All in mm.

Sizes are those of DIN 678-1. Windows are those of DIN 680:2008-02, whose text isn't free, as secondary sources give
them: DL and C6/5 by Wikipedia, "DIN lang"; C5 and C4 by the dealer Modulor (page "Versandtaschen") and, for C5,
Wikipedia, "Briefumschlag". DIN 680 has C5 and C4 in two kinds, for each form of DIN 5008 one, as folding can't move the
address field there; shops stock that of form B, which is the one named here.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from mailing.model.sheets import Rect

if TYPE_CHECKING:
    from mailing.model.din5008 import Form

SHEET_WIDTH, SHEET_HEIGHT = 210.0, 297.0


class Folding(StrEnum):
    """How a sheet is folded, always across and with the address outside: not at all, once, or twice (zigzag)."""

    NONE = "none"
    HALF = "half"
    Z = "z"

    def heights(self, form: Form) -> tuple[float, ...]:
        """Return where a sheet of that form is folded, from above."""
        match self:
            case Folding.NONE:
                return ()
            case Folding.HALF:
                return (SHEET_HEIGHT / 2,)
            case Folding.Z:
                return form.fold_marks

    def folded_height(self, form: Form) -> float:
        """Return how high the folded sheet is: as its highest part."""
        return max(below - above for above, below in pairwise((0.0, *self.heights(form), SHEET_HEIGHT)))


@dataclass(frozen=True, slots=True)
class Envelope:
    """An envelope as who reads the address holds it.

    Attributes:
        folding: how the sheet is folded to go in.
        window: its place from the envelope's top left corner.
    """

    name: str
    width: float
    height: float
    folding: Folding
    window: Rect

    def always_visible(self, form: Form) -> Rect:
        """The part of the sheet that shows wherever the folded sheet has slipped to: the address stands in it."""
        lowest = self._window_on_sheet_at_rest(form)
        across, down = self._play_across, self._play_down(form)
        return Rect(lowest.x, lowest.y + down, max(lowest.width - across, 0.0), max(lowest.height - down, 0.0))

    def ever_visible(self, form: Form) -> Rect:
        """The part of the sheet that can show at all: nothing but address and return line stands in it."""
        lowest = self._window_on_sheet_at_rest(form)
        across, down = self._play_across, self._play_down(form)
        return Rect(lowest.x - across, lowest.y, lowest.width + across, lowest.height + down)

    def takes(self, form: Form) -> bool:
        """Whether a folded sheet of that form fits in, and its address field has the room it needs in the window."""
        return self._play_across >= 0 and self._play_down(form) >= 0 and form.has_address_in(self)

    def _window_on_sheet_at_rest(self, form: Form) -> Rect:
        """Return what shows when the sheet lies at the left, its lower edge (the first fold) on the envelope's."""
        folds = self.folding.heights(form)
        lower_edge = folds[0] if folds else SHEET_HEIGHT
        window = self.window
        return Rect(window.x, lower_edge - (self.height - window.y), window.width, window.height)

    @property
    def _play_across(self) -> float:
        return self.width - SHEET_WIDTH

    def _play_down(self, form: Form) -> float:
        return self.height - self.folding.folded_height(form)


def window_from_below(height: float, left: float, bottom: float, *, size: tuple[float, float]) -> Rect:
    """Return a window from an envelope's top left, given as DIN 680 gives it: from the left and the lower edge."""
    return Rect(left, height - bottom - size[1], *size)


_USUAL: Final = (90.0, 45.0)
DL = Envelope("dl", 220, 110, Folding.Z, window_from_below(110, 20, 15, size=_USUAL))
C6_5 = Envelope("c6-5", 229, 114, Folding.Z, window_from_below(114, 20, 15, size=_USUAL))
C5 = Envelope("c5", 229, 162, Folding.HALF, window_from_below(162, 20, 60, size=_USUAL))
C4 = Envelope("c4", 229, 324, Folding.NONE, window_from_below(324, 20, 212, size=(90.0, 55.0)))
ENVELOPES = {envelope.name: envelope for envelope in (DL, C6_5, C5, C4)}
