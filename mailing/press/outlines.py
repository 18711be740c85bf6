"""Text as outlines: for the few pages that carry no letter and so have no embedded font."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import fontpkg_arimo
import uharfbuzz as hb

from mailing.press.geometry import HUNDREDTHS, above, across, number

if TYPE_CHECKING:
    from collections.abc import Sequence

_BOLD = 700


def outlined(text: str, x: float, y: float, size: float) -> bytes:
    """Return `text` in bold Arimo as a filled path; its baseline begins at (x, y) mm, `size` in pt."""
    font = _font()
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    hb.shape(font, buffer)
    pen = _Pen(across(x) / HUNDREDTHS, above(y) / HUNDREDTHS, size / font.face.upem)
    for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        font.draw_glyph_with_pen(info.codepoint, pen)
        pen.left += position.x_advance * pen.scale
    return b" ".join([*pen.path, b"f\n"])


@cache
def _font() -> hb.Font:
    font = hb.Font(hb.Face(hb.Blob.from_file_path(str(fontpkg_arimo.ROOT / "files" / "Arimo[wght].ttf"))))
    font.set_variations({"wght": _BOLD})
    return font


class _Pen:
    """Takes down a glyph's outline as path operators; quadratic curves become cubic ones (ISO 32000-1, 8.5.2)."""

    def __init__(self, left: float, base: float, scale: float) -> None:
        self.path: list[bytes] = []
        self.left = left
        self.base = base
        self.scale = scale
        self._at = (0.0, 0.0)

    def moveTo(self, point: tuple[float, float]) -> None:  # noqa: N802 - fontTools' pen protocol
        self._add(b"m", point)

    def lineTo(self, point: tuple[float, float]) -> None:  # noqa: N802 - as moveTo
        self._add(b"l", point)

    def qCurveTo(self, control: tuple[float, float], end: tuple[float, float]) -> None:  # noqa: N802 - as moveTo
        first = tuple(a + (c - a) * 2 / 3 for a, c in zip(self._at, control, strict=True))
        second = tuple(e + (c - e) * 2 / 3 for e, c in zip(end, control, strict=True))
        self._add(b"c", first, second, end)

    def curveTo(self, *points: tuple[float, float]) -> None:  # noqa: N802 - as moveTo
        self._add(b"c", *points)

    def closePath(self) -> None:  # noqa: N802 - as moveTo
        self.path.append(b"h")

    def endPath(self) -> None:  # noqa: N802 - as moveTo
        self.path.append(b"n")

    def _add(self, operator: bytes, *points: Sequence[Any]) -> None:
        for x, y in points:
            self.path.append(number(round((self.left + x * self.scale) * HUNDREDTHS)))
            self.path.append(number(round((self.base + y * self.scale) * HUNDREDTHS)))
        self.path.append(operator)
        self._at = (points[-1][0], points[-1][1])
