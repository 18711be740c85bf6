"""A drawing made ready for print: its text as outlines of Arimo, nothing transparent.

Outlines, because a picture's words are no text of the letter: what the picture shows is told beside it.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

import fontpkg_arimo
import uharfbuzz as hb
from reportlab.graphics.shapes import Group, Path, Shape, String
from reportlab.lib.colors import CMYKColor, Color

if TYPE_CHECKING:
    from collections.abc import Iterator

_REGULAR, _BOLD = 400, 700
_SHARE_BEFORE: Final = {"middle": 0.5, "end": 1.0}
"""How much of a text's width stands before its anchor."""


class UnsettableTextError(Exception):
    """Arimo has no glyph for a character of the drawing's text, or it is aligned in an unknown way."""


def make_plain(group: Group) -> None:
    """Turn a drawing's text into outlines and lay what is transparent on white.

    Raises:
        UnsettableTextError: a text can't be drawn.
    """
    made = []
    for shape in group.contents:
        if isinstance(shape, String):
            made += list(_outlines(shape))
            continue
        if isinstance(shape, Group):
            make_plain(shape)
        made.append(shape)
    for shape in made:
        _lay_on_white(shape)
    group.contents = made


def _lay_on_white(shape: Shape) -> None:
    for colour_name, opacity_name in (("fillColor", "fillOpacity"), ("strokeColor", "strokeOpacity")):
        colour, opacity = getattr(shape, colour_name, None), getattr(shape, opacity_name, None)
        if not isinstance(colour, Color):
            continue
        # the library tells a shape's opacity with its colour, too
        share = min(float(1 if opacity is None else opacity), float(getattr(colour, "alpha", 1) or 0))
        if share < 1:
            red, green, blue = (1 - share * (1 - part) for part in (colour.red, colour.green, colour.blue))
            setattr(shape, colour_name, Color(red, green, blue) if share > 0 else None)
        elif isinstance(colour, CMYKColor):
            setattr(shape, colour_name, CMYKColor(colour.cyan, colour.magenta, colour.yellow, colour.black))
        if opacity is not None:
            setattr(shape, opacity_name, None)


def _outlines(text: String) -> Iterator[Path]:
    """Give a path for each glyph of a text."""
    font = _font(_BOLD if "bold" in str(text.fontName).lower() else _REGULAR)
    buffer = hb.Buffer()
    buffer.add_str(text.text)
    buffer.guess_segment_properties()
    hb.shape(font, buffer)
    if any(info.codepoint == 0 for info in buffer.glyph_infos):
        raise UnsettableTextError
    scale = text.fontSize / font.face.upem
    width = sum(position.x_advance for position in buffer.glyph_positions) * scale
    x = text.x - _SHARE_BEFORE.get(str(text.textAnchor), 0.0) * width
    for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        path = Path(fillColor=text.fillColor, strokeColor=None)
        path.fillOpacity = getattr(text, "fillOpacity", None)
        pen = _Pen(path, x + position.x_offset * scale, text.y + position.y_offset * scale, scale)
        pen.draw(font, info.codepoint)
        if path.points:
            yield path
        x += position.x_advance * scale


class _Pen:
    """Draws a glyph's outline into a path."""

    def __init__(self, path: Path, x: float, y: float, scale: float) -> None:
        self._path, self._x, self._y, self._scale = path, x, y, scale
        self._at = (0.0, 0.0)

    def draw(self, font: hb.Font, glyph: int) -> None:
        pen = hb.DrawFuncs()
        pen.set_move_to_func(self._move)
        pen.set_line_to_func(self._line)
        pen.set_quadratic_to_func(self._quadratic)
        pen.set_cubic_to_func(self._cubic)
        pen.set_close_path_func(self._close)
        font.draw_glyph(glyph, pen, None)

    def _placed(self, *numbers: float) -> list[float]:
        return [
            (self._y if odd else self._x) + number * self._scale
            for odd, number in ((index % 2, number) for index, number in enumerate(numbers))
        ]

    def _move(self, x: float, y: float, _data: object) -> None:
        self._at = (x, y)
        self._path.moveTo(*self._placed(x, y))

    def _line(self, x: float, y: float, _data: object) -> None:
        self._at = (x, y)
        self._path.lineTo(*self._placed(x, y))

    def _quadratic(self, cx: float, cy: float, x: float, y: float, _data: object) -> None:
        """Draw a quadratic curve as the cubic one that it is too."""
        ax, ay = self._at
        self._cubic(
            ax + (cx - ax) * 2 / 3, ay + (cy - ay) * 2 / 3, x + (cx - x) * 2 / 3, y + (cy - y) * 2 / 3, x, y, None
        )

    def _cubic(self, bx: float, by: float, cx: float, cy: float, x: float, y: float, _data: object) -> None:  # noqa: PLR0913, PLR0917 - HarfBuzz calls it so
        self._at = (x, y)
        self._path.curveTo(*self._placed(bx, by, cx, cy, x, y))

    def _close(self, _data: object) -> None:
        self._path.closePath()


@cache
def _font(weight: int) -> hb.Font:
    face = hb.Face(hb.Blob.from_file_path(str(fontpkg_arimo.ROOT / "files" / "Arimo[wght].ttf")))
    font = hb.Font(face)
    font.set_variations({"wght": weight})
    return font
