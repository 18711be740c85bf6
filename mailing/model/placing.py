"""Where a picture of the office's stands on a sheet."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from mailing.model.artwork import Size


class Position(StrEnum):
    """The named places across a sheet, as settings spell them."""

    LEFT = "links"
    CENTRE = "mitte"
    RIGHT = "rechts"

    def x(self, left: float, right: float, width: float) -> float:
        """Return where something so wide begins between two edges, in mm."""
        room = right - left - width
        return left + {Position.LEFT: 0.0, Position.CENTRE: room / 2, Position.RIGHT: room}[self]


class PlacedPicture(NamedTuple):
    """A logo or a signature, ready to be set.

    Attributes:
        artwork: the digest of its artwork.
        size: as large as it is printed, in mm.
        x: mm from the sheet's left edge; None where `position` says it. Likewise `y` from the top.
        source: where it is named, for messages; `file` is its name.
        text: what it shows.
    """

    artwork: str
    size: Size
    position: Position
    x: float | None
    y: float | None
    source: str
    file: str
    text: str

    def left_between(self, left: float, right: float) -> float:
        """Return where it begins, in mm from the sheet's left edge; a named place is one between two edges."""
        return self.position.x(left, right, self.size.width) if self.x is None else self.x
