"""What of a sheet shows in an envelope's window, in mm: the auditor's own figures, not the writer's.

Sources: DIN 678-1 for the sizes; DIN 680 for the windows as dealers and Wikipedia give them (DL and C6/5: 90 × 45, 20
from the left, 15 from the bottom; C5: 60 from the bottom; C4: 90 × 55, 212 from the bottom).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mailing.model import Rect

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mailing.audit.rules import AddressForm

A4_WIDTH, A4_HEIGHT, A4_MIDDLE = 210.0, 297.0, 148.5
LYING = {"z": 105.0, "half": A4_MIDDLE, "none": A4_HEIGHT}
"""How high a sheet is when it is folded so; in three, both forms have a part of 105."""


@dataclass(frozen=True, slots=True)
class Hull:
    """An envelope: its size, and its window from the left and from the bottom; `folding` is how the sheet goes in."""

    width: float
    height: float
    folding: str
    left: float
    bottom: float
    window_width: float = 90.0
    window_height: float = 45.0

    @property
    def slip(self) -> tuple[float, float]:
        """How far the folded sheet can slip to the side and up."""
        return self.width - A4_WIDTH, self.height - LYING[self.folding]


HULLS = {
    "dl": Hull(220, 110, "z", 20, 15),
    "c6-5": Hull(229, 114, "z", 20, 15),
    "c5": Hull(229, 162, "half", 20, 60),
    "c4": Hull(229, 324, "none", 20, 212, window_height=55.0),
}


def hull_of(profile: Mapping[str, Any]) -> Hull:
    """Return the envelope that a shop profile, or what `job.json` tells of it, names.

    Raises:
        KeyError, TypeError, ValueError: it names none.
    """
    name = profile.get("envelope", "dl")
    if name in HULLS:
        return HULLS[name]
    own = profile["envelopes"][name]
    keys = ("width", "height", "folding", "window_left", "window_bottom", "window_width", "window_height")
    width, height, folding, *window = (own[key] for key in keys)
    if folding not in LYING:
        raise ValueError(folding)
    return Hull(float(width), float(height), folding, *map(float, window))


def folds(hull: Hull, form: AddressForm) -> tuple[float, ...]:
    """Return at which heights a sheet of that form is folded."""
    upper, _punched, lower = form.marks
    return {"z": (upper, lower), "half": (A4_MIDDLE,), "none": ()}[hull.folding]


def marks(hull: Hull, form: AddressForm) -> tuple[float, ...]:
    """Return the heights of all marks, from above: where it is folded, and where it is punched."""
    return tuple(sorted({*folds(hull, form), A4_MIDDLE}))


def always_visible(hull: Hull, form: AddressForm) -> Rect:
    """Return what of the sheet shows in the window wherever the sheet has slipped to."""
    across, up = hull.slip
    return Rect(hull.left, _top(hull, form) + up, hull.window_width - across, hull.window_height - up)


def ever_visible(hull: Hull, form: AddressForm) -> Rect:
    """Return what of the sheet can show in the window at all."""
    across, up = hull.slip
    return Rect(hull.left - across, _top(hull, form), hull.window_width + across, hull.window_height + up)


def _top(hull: Hull, form: AddressForm) -> float:
    """Return which height of the sheet the window begins at while the sheet lies on the envelope's bottom."""
    lowest = (*folds(hull, form), A4_HEIGHT)[0]
    return lowest - hull.bottom - hull.window_height
