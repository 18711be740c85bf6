"""Arimo for programs that take font files: static faces of the variable font, and how wide its characters are."""

from __future__ import annotations

from bisect import bisect_right
from io import BytesIO
from itertools import accumulate
from typing import TYPE_CHECKING

import fontpkg_arimo
import uharfbuzz as hb
from fontTools.ttLib import TTFont

if TYPE_CHECKING:
    from pathlib import Path

EM = 1000
REGULAR, BOLD = 400, 700


def face(weight: int) -> hb.Face:
    """Return the upright face of that weight."""
    variable = hb.Face(hb.Blob.from_file_path(str(fontpkg_arimo.ROOT / "files" / "Arimo[wght].ttf")))
    order = hb.SubsetInput()
    order.keep_everything()
    order.pin_axis_location(variable, "wght", weight)
    return order.subset(variable)


def static_faces(folder: Path) -> tuple[Path, Path]:
    """Return the regular and the bold face as files in `folder`; they are made if they aren't there yet."""
    return _static_face(folder, REGULAR, "Regular"), _static_face(folder, BOLD, "Bold")


def _static_face(folder: Path, weight: int, style: str) -> Path:
    path = folder / f"Arimo-{style}.ttf"
    if not path.exists():
        font = TTFont(BytesIO(face(weight).blob.data))
        for name_id, name in {2: style, 4: f"Arimo {style}", 6: f"Arimo-{style}"}.items():
            font["name"].setName(name, name_id, 3, 1, 0x409)
        font.save(path)
    return path


class WordWidths(dict[str, float]):
    """Word -> its width with a blank after it, in pt: measured once, the first words remembered.

    Args:
        weight: of the face.
        size: in pt.

    Attributes:
        characters: those of all words that were measured.
    """

    REMEMBERED = 20_000

    def __init__(self, weight: int, size: float) -> None:
        super().__init__()
        font = hb.Font(face(weight))
        font.scale = (EM, EM)
        self._advances = {
            chr(code): font.get_glyph_h_advance(font.get_nominal_glyph(code)) * size / EM for code in font.face.unicodes
        }
        self.blank = self._advances[" "]
        self.characters = {" "}

    def __missing__(self, word: str) -> float:
        self.characters.update(word)
        width = sum(map(self._advances.__getitem__, word)) + self.blank
        if len(self) < self.REMEMBERED:
            self[word] = width
        return width

    def broken(self, text: str, measure: float) -> list[str]:
        """Return the text as lines of at most `measure` pt, each as full as it gets."""
        words = text.split(" ")
        ends = list(accumulate(map(self.__getitem__, words)))
        lines = []
        begin, used = 0, 0.0
        while begin < len(words):
            end = max(begin + 1, bisect_right(ends, used + measure + self.blank, begin))
            lines.append(" ".join(words[begin:end]))
            begin, used = end, ends[end - 1]
        return lines
