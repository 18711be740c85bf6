"""How fine pictures with dots are where they are printed."""

from __future__ import annotations

from math import hypot
from typing import TYPE_CHECKING, Final

import pikepdf
from pikepdf import Name

if TYPE_CHECKING:
    from collections.abc import Iterator

POINTS_AN_INCH: Final = 72
DEEPEST: Final = 12
Matrix = tuple[float, float, float, float]
_AS_IT_IS: Final[Matrix] = (1.0, 0.0, 0.0, 1.0)


def least_dpi(document: pikepdf.Pdf) -> float:
    """Return the least resolution of a plain document's pictures, in dots an inch; 0 where it has none."""
    found = (dpi for page in document.pages for dpi in _resolutions(page.obj, page.obj, _AS_IT_IS, 0))
    return round(min(found, default=0.0), 1)


def _resolutions(stream: pikepdf.Object, holder: pikepdf.Object, outer: Matrix, depth: int) -> Iterator[float]:
    drawn = holder.get("/Resources", pikepdf.Dictionary()).get("/XObject", pikepdf.Dictionary())
    if not len(drawn) or depth > DEEPEST:
        return
    matrix, stack = outer, list[Matrix]()
    for instruction in pikepdf.parse_content_stream(stream, "q Q cm Do"):
        operands = list(instruction.operands)
        match str(instruction.operator):
            case "q":
                stack.append(matrix)
            case "Q" if stack:
                matrix = stack.pop()
            case "cm":
                matrix = _within(matrix, [float(operand) for operand in operands])
            case "Do":
                item = drawn[str(operands[0])]
                if item.get("/Subtype") == Name.Image:
                    yield from _of_image(item, matrix)
                else:
                    own = [float(part) for part in item.get("/Matrix", _AS_IT_IS)]
                    yield from _resolutions(item, item, _within(matrix, own), depth + 1)


def _of_image(image: pikepdf.Object, matrix: Matrix) -> Iterator[float]:
    a, b, c, d = matrix
    for dots, length in ((int(image.Width), hypot(a, b)), (int(image.Height), hypot(c, d))):
        if length > 0:
            yield dots * POINTS_AN_INCH / length


def _within(outer: Matrix, inner: list[float]) -> Matrix:
    """Return one scaling and turning within another; where it is moved to doesn't matter."""
    a, b, c, d = inner[:4]
    p, q, r, s = outer
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s)
