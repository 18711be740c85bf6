"""Pages as ink: as four viewers render them, and as HarfBuzz places the glyphs' outlines; no reader of PDF between."""

from __future__ import annotations

import io
import subprocess
import unicodedata
from functools import cache
from itertools import pairwise, product
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pymupdf
import pypdfium2
import uharfbuzz as hb
from fontTools.pens.recordingPen import RecordingPen
from PIL import Image, ImageDraw

from mailing.letters.setting.fonts import EM, FEATURES, FONT_FOLDERS, SOFT_HYPHEN
from mailing.letters.setting.shaping import MM_PER_PT
from mailing.model import Face, Rect

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from mailing.model import Line, Page, Word

    Ink = np.ndarray[Any, np.dtype[np.bool_]]
    Indices = np.ndarray[Any, np.dtype[np.intp]]

DPI = 762
PIXEL = 25.4 / DPI
"""A thirtieth of a mm: the tolerance is three of them."""
INK = 200
"""Gray below this is ink: the lightest rule has 140, what is smoothed away at an edge more."""
TOLERANCE = 0.1
"""mm that ink may lie beside where it belongs."""
CURVE_STEPS = 5

_FILES = {
    Face.REGULAR: ("Arimo[wght].ttf", 400),
    Face.BOLD: ("Arimo[wght].ttf", 700),
    Face.ITALIC: ("Arimo-Italic[wght].ttf", 400),
    Face.BOLD_ITALIC: ("Arimo-Italic[wght].ttf", 700),
    Face.ARABIC: ("Almarai-Regular.ttf", 400),
    Face.ARABIC_BOLD: ("Almarai-Bold.ttf", 700),
}


def by_pdfium(pdf: Path) -> Iterator[Ink]:
    """Give the pages as Chrome and Edge show them; a sheet is rounded up to pixels, and stretched to them."""
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            yield page.render(scale=DPI / 72 * (1 - 1e-5), grayscale=True).to_numpy().squeeze() < INK


def by_mupdf(pdf: Path) -> Iterator[Ink]:
    """Give the pages as MuPDF and SumatraPDF show them."""
    with pymupdf.open(pdf) as document:
        for page in document:
            picture = page.get_pixmap(dpi=DPI, colorspace=pymupdf.csGRAY)
            yield np.frombuffer(picture.samples, np.uint8).reshape(picture.height, picture.width) < INK


def by_poppler(pdf: Path) -> Iterator[Ink]:
    """Give the pages as Evince and Okular show them."""
    yield from _graymaps("pdftoppm", "-gray", "-r", str(DPI), pdf)


def by_ghostscript(pdf: Path) -> Iterator[Ink]:
    """Give the pages as printers' own interpreters do."""
    smooth = ("-dTextAlphaBits=4", "-dGraphicsAlphaBits=4")
    yield from _graymaps("gs", "-q", "-dSAFER", "-sDEVICE=pgmraw", f"-r{DPI}", *smooth, "-o", "-", pdf)


VIEWERS: dict[str, Callable[[Path], Iterator[Ink]]] = {
    "PDFium": by_pdfium,
    "MuPDF": by_mupdf,
    "poppler": by_poppler,
    "Ghostscript": by_ghostscript,
}


def _graymaps(*command: str | Path) -> Iterator[Ink]:
    """Give the pages that a command writes as binary graymaps, one behind the other."""
    stream = io.BytesIO(subprocess.run(command, capture_output=True, check=True).stdout)
    while stream.read(2):
        words: list[bytes] = []
        while len(words) < 3:  # width, height, white; comments between
            words += stream.readline().split(b"#")[0].split()
        width, height = int(words[0]), int(words[1])
        yield np.frombuffer(stream.read(width * height), np.uint8).reshape(height, width) < INK


def _across(points: float) -> int:
    return -int(-points * DPI // 72)


class Stray(NamedTuple):
    """Ink that lies farther from where it belongs than it may, or that is missing there; mm on the sheet."""

    x: float
    y: float


def strays(found: Ink, expected: Ink, but: Rect | None = None) -> list[Stray]:
    """Return where one has ink and the other none within the tolerance, but for an area that holds something else."""
    height, width = min(found.shape[0], expected.shape[0]), min(found.shape[1], expected.shape[1])
    one, other = found[:height, :width], expected[:height, :width]
    differs = one ^ other
    if but:
        top, bottom, left, right = (round(edge / PIXEL) for edge in (but.y, but.bottom, but.x, but.right))
        differs[top:bottom, left:right] = False
    places = np.flatnonzero(differs)
    alone = [_far(places[one.ravel()[places]], other), _far(places[other.ravel()[places]], one)]
    return [Stray(round(at % width * PIXEL, 1), round(at // width * PIXEL, 1)) for far in alone for at in far.tolist()]


def _far(places: Indices, ink: Ink) -> Indices:
    """Return those of the pixels that have none of the ink within the tolerance; none is at the sheet's edge."""
    width, reach = ink.shape[1], round(TOLERANCE / PIXEL)
    pixels = ink.ravel()
    for down, right in product(range(-reach, reach + 1), repeat=2):
        if down * down + right * right <= reach * reach:
            places = places[~pixels[places + down * width + right]]
    return places


def expected_ink(page: Page) -> Ink:
    """Return the page's ink: each word shaped by HarfBuzz anew, its outlines filled; rules as they are laid out."""
    sheet: Ink = np.zeros((_across(297 / MM_PER_PT), _across(210 / MM_PER_PT)), np.bool_)
    for rule in page.plate.rules:
        left, top, right, bottom = (
            edge / PIXEL for edge in (rule.area.x, rule.area.y, rule.area.right, rule.area.bottom)
        )
        sheet[int(top) : round(bottom + 0.5), int(left) : round(right + 0.5)] = True
    for line in (*page.plate.lines, *page.lines):
        _draw_line(sheet, line)
    return sheet


def _draw_line(sheet: Ink, line: Line) -> None:
    scale = line.size * MM_PER_PT / EM
    across = scale * line.stretch
    x = 0.0
    for word in line.words:
        font = _font(word.face)
        buffer = _shaped(word, font)
        for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
            contours = [
                [
                    (
                        (line.x + (x + position.x_offset + px) * across) / PIXEL,
                        (line.y - (position.y_offset + py) * scale) / PIXEL,
                    )
                    for px, py in contour
                ]
                for contour in _contours(word.face, info.codepoint)
            ]
            _fill(sheet, contours)
            x += position.x_advance


def _shaped(word: Word, font: hb.Font) -> hb.Buffer:
    """Shape the word; a reference number is set without kerning."""
    for features in (FEATURES, {**FEATURES, "kern": False}):
        buffer = hb.Buffer()
        buffer.add_str(unicodedata.normalize("NFC", word.text).replace(SOFT_HYPHEN, "-"))
        buffer.guess_segment_properties()
        if word.face in (Face.ARABIC, Face.ARABIC_BOLD):
            buffer.direction = "rtl"
        hb.shape(font, buffer, features)
        if sum(position.x_advance for position in buffer.glyph_positions) == word.advance:
            return buffer
    raise AssertionError(word.text)


def _fill(sheet: Ink, contours: list[list[tuple[float, float]]]) -> None:
    """Fill outlines by the nonzero rule."""
    if not contours:
        return
    points = [point for contour in contours for point in contour]
    left, top = int(min(x for x, _ in points)) - 1, int(min(y for _, y in points)) - 1
    width, height = int(max(x for x, _ in points)) + 2 - left, int(max(y for _, y in points)) + 2 - top
    winding = np.zeros((height, width), np.int8)
    for contour in contours:
        mask = Image.new("1", (width, height))
        ImageDraw.Draw(mask).polygon([(x - left - 0.5, y - top - 0.5) for x, y in contour], fill=1)
        turns = sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise([*contour, contour[0]]))
        winding += np.where(np.asarray(mask), 1 if turns > 0 else -1, 0).astype(np.int8)
    sheet[top : top + height, left : left + width] |= winding != 0


@cache
def _font(face: Face) -> hb.Font:
    file, weight = _FILES[face]
    path = next(folder / file for folder in FONT_FOLDERS if (folder / file).exists())
    font = hb.Font(hb.Face(hb.Blob.from_file_path(str(path))))
    font.scale = (EM, EM)
    font.set_variations({"wght": weight})
    return font


@cache
def _contours(face: Face, glyph: int) -> list[list[tuple[float, float]]]:
    """Return a glyph's outlines as polygons in 1/1000 em."""
    pen = RecordingPen()
    _font(face).draw_glyph_with_pen(glyph, pen)
    contours: list[list[tuple[float, float]]] = []
    for operator, points in pen.value:
        match operator:
            case "moveTo":
                contours.append([*points])
            case "lineTo":
                contours[-1] += points
            case "qCurveTo":
                contours[-1] += _curve(contours[-1][-1], *points)
    return contours


def _curve(
    begin: tuple[float, float], control: tuple[float, float], end: tuple[float, float]
) -> Iterator[tuple[float, float]]:
    """Give points on a quadratic curve behind its begin."""
    for step in range(1, CURVE_STEPS + 1):
        t = step / CURVE_STEPS
        shares = (1 - t) ** 2, 2 * t * (1 - t), t * t
        x, y = (
            sum(share * at for share, at in zip(shares, ats, strict=True))
            for ats in zip(begin, control, end, strict=True)
        )
        yield x, y
