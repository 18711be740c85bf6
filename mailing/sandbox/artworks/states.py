"""What a content stream's instructions have set: colours, how much they shine through, the matrix, the font."""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot
from typing import TYPE_CHECKING, Final, TypeAlias

from mailing.sandbox.artworks.spaces import Space, device_space

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pikepdf

    from mailing.sandbox.artworks.fonts import Font

Matrix: TypeAlias = tuple[float, float, float, float, float, float]

UNCHANGED: Final[Matrix] = (1, 0, 0, 1, 0, 0)
POINTS_AN_INCH: Final = 72


class NotFlatError(Exception):
    """What can only be printed as a picture of the whole page; its message says what it is."""


@dataclass(frozen=True)
class Paint:
    """A colour as it was asked for.

    Attributes:
        space: its colour space.
        parts: its components there.
        pattern: the name of the pattern that stands for it.
    """

    space: Space
    parts: tuple[float, ...]
    pattern: str = ""


BLACK: Final = Paint(device_space(1), (0.0,))


@dataclass(frozen=True)
class State:
    """The graphics state, as far as it matters here.

    Attributes:
        fill: with what areas and text are filled.
        stroke: with what lines are drawn.
        fill_alpha: how much it covers, up to 1.
        stroke_alpha: the same for lines.
        group: how much the group that all of it is drawn in covers.
        matrix: from its space to the stream's own.
        asked: the name and size of the font that was asked for.
        font: that font, once something is shown with it.
    """

    fill: Paint = BLACK
    stroke: Paint = BLACK
    fill_alpha: float = 1.0
    stroke_alpha: float = 1.0
    group: float = 1.0
    matrix: Matrix = UNCHANGED
    asked: tuple[str, float] = ("", 0.0)
    font: Font | None = None

    @property
    def filled(self) -> float:
        """How much areas cover in the end."""
        return self.group * self.fill_alpha

    @property
    def stroked(self) -> float:
        """How much lines cover in the end."""
        return self.group * self.stroke_alpha


def times(first: Matrix, then: Matrix) -> Matrix:
    """Return the matrix that does one and then the other."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def matrix_of(given: Sequence[object] | pikepdf.Object | None) -> Matrix:
    """Return the matrix that an array or six operands tell; none changes nothing.

    Raises:
        ValueError: there aren't six of them.
    """
    if given is None:
        return UNCHANGED
    a, b, c, d, e, f = (float(part) for part in given)  # type: ignore[arg-type]
    return (a, b, c, d, e, f)


@dataclass(frozen=True)
class Placed:
    """An image where it is drawn: its matrix, and its width and height in pixels."""

    matrix: Matrix
    width: int
    height: int

    def under(self, matrix: Matrix) -> Placed:
        """Return it as a part of what is drawn with a matrix."""
        return Placed(times(self.matrix, matrix), self.width, self.height)

    @property
    def dpi(self) -> float:
        """How many pixels an inch it has, where it has fewest."""
        a, b, c, d, _e, _f = self.matrix
        sides = ((self.width, hypot(a, b)), (self.height, hypot(c, d)))
        return min((pixels * POINTS_AN_INCH / points for pixels, points in sides if points > 0), default=0.0)
