"""Pages as a reader sees them: their text, where it stands, what else is drawn, and the code of a sheet.

Read with pypdfium2 (PDFium), which shares nothing with the writer. All is in mm from the sheet's top left corner.
PDFium isn't safe for threads: one process, one reader.
"""

from __future__ import annotations

import ctypes
from contextlib import contextmanager
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
import zxingcpp

from mailing.audit.reading_order import as_written
from mailing.model import Rect

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

Box: TypeAlias = tuple[float, float, float, float]
"""Left, bottom, right, top in points from the page's bottom left corner, as PDFium gives them."""

Matrix: TypeAlias = tuple[float, float, float, float, float, float]
IN_PLACE: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

POINT = 72 / 25.4
DOTS = 300 / 25.4
"""Dots in a mm at which codes are read: what a camera of an inserter sees at least."""

FINENESS = 100
"""Parts of a mm in which places on the shown page are told."""

BLACK = 64
"""A dot darker than this (of 255) is printed."""

_TEXT_ROOM = 65_536
_DATA_MATRIX = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.DataMatrix)
_GRAPHICS = frozenset({pdfium_c.FPDF_PAGEOBJ_PATH, pdfium_c.FPDF_PAGEOBJ_IMAGE, pdfium_c.FPDF_PAGEOBJ_SHADING})


class PdfPages:
    """A PDF whose pages can be looked at one after the other; ValueError where it is none."""

    def __init__(self, path: Path) -> None:
        try:
            self._document = pdfium.PdfDocument(path)
        except pdfium.PdfiumError as error:
            raise ValueError(str(error)) from error

    def __len__(self) -> int:
        return len(self._document)

    @contextmanager
    def page(self, number: int) -> Iterator[PageView]:
        """Open the page `number` (from 0) for as long as the block lasts."""
        page = pdfium_c.FPDF_LoadPage(self._document, number)
        if not page:
            raise ValueError(f"page {number + 1}")
        text = pdfium_c.FPDFText_LoadPage(page)
        try:
            yield PageView(page, text)
        finally:
            pdfium_c.FPDFText_ClosePage(text)
            pdfium_c.FPDF_ClosePage(page)


class PageView:
    """One open page."""

    def __init__(self, page: Any, text: Any) -> None:
        self._page = page
        self._text = text
        self.height: float = pdfium_c.FPDF_GetPageHeightF(page) / POINT
        self.width: float = pdfium_c.FPDF_GetPageWidthF(page) / POINT

    @cached_property
    def text(self) -> str:
        """All text of the page, as PDFium orders it."""
        count = pdfium_c.FPDFText_CountChars(self._text)
        buffer = (ctypes.c_ushort * (2 * count + 1))()
        length = pdfium_c.FPDFText_GetText(self._text, 0, count, buffer)
        return _decoded(buffer, length)

    @cached_property
    def text_as_written(self) -> str:
        """The same with lines from right to left in the order of reading."""
        return as_written(self.text, self._left_of, self._baseline_of)

    def _left_of(self, index: int) -> float:
        """Return the left side of a character, in points."""
        sides = [ctypes.c_double() for _side in range(4)]
        pdfium_c.FPDFText_GetCharBox(self._text, index, *map(ctypes.byref, sides))
        return sides[0].value

    def _baseline_of(self, index: int) -> float:
        """Return the height that a character stands at, in points."""
        x, y = ctypes.c_double(), ctypes.c_double()
        pdfium_c.FPDFText_GetCharOrigin(self._text, index, ctypes.byref(x), ctypes.byref(y))
        return y.value

    def text_in(self, area: Rect) -> str:
        """Return the text whose characters stand in `area`, line by line."""
        length = pdfium_c.FPDFText_GetBoundedText(self._text, *self._sides(area), _text_buffer(), _TEXT_ROOM)
        return _decoded(_text_buffer(), length)

    @cached_property
    def text_boxes(self) -> tuple[Box, ...]:
        """The boxes around each stretch of glyphs on a line: the ink itself, not the line's height."""
        left, top, right, bottom = (ctypes.c_double() for _side in range(4))
        get, sides = pdfium_c.FPDFText_GetRect, tuple(map(ctypes.byref, (left, top, right, bottom)))
        return tuple(
            (left.value, bottom.value, right.value, top.value)
            for index in range(pdfium_c.FPDFText_CountRects(self._text, 0, -1))
            if get(self._text, index, *sides)
        )

    @cached_property
    def graphic_boxes(self) -> tuple[Box, ...]:
        """The boxes around everything drawn that is no text: rules, marks, images."""
        count = pdfium_c.FPDFPage_CountObjects(self._page)
        return tuple(self._drawn(pdfium_c.FPDFPage_GetObject(self._page, index) for index in range(count)))

    @cached_property
    def text_areas(self) -> tuple[Rect, ...]:
        """`text_boxes` as areas of the sheet."""
        return tuple(map(self.area, self.text_boxes))

    @cached_property
    def graphics(self) -> tuple[Rect, ...]:
        """`graphic_boxes` as areas of the sheet."""
        return tuple(map(self.area, self.graphic_boxes))

    def area(self, box: Box) -> Rect:
        """Return a box as an area of the sheet."""
        left, bottom, right, top = box
        return Rect(left / POINT, self.height - top / POINT, (right - left) / POINT, (top - bottom) / POINT)

    def code(self, area: Rect) -> str:
        """Return what the Data Matrix in `area` says, rendered at 300 dpi; "" where none can be read."""
        return self._rendered(area).data_matrix()

    def is_dark(self, area: Rect) -> bool:
        """Whether the middle of `area` is printed black."""
        return self._rendered(area).middle < BLACK

    @property
    def has_annotations(self) -> bool:
        """Whether fields or notes lie on the page, which its own text isn't."""
        return bool(pdfium_c.FPDFPage_GetAnnotCount(self._page))

    def shades(self, dots: float, width: float, height: float) -> NDArray[np.uint8]:
        """Return the page in shades of gray, 0 black, with what its fields show: so large in mm, so many dots a mm."""
        raster = _Raster(round(width * dots), round(height * dots))
        raster.draw(self._page, left=0, top=0, width=width * dots, height=height * dots, flags=pdfium_c.FPDF_ANNOT)
        return raster.pixels

    @cached_property
    def letters(self) -> tuple[tuple[str, float, float], ...]:
        """All characters but blanks, with the place of each as the page is shown: in mm from its top left corner."""
        count = pdfium_c.FPDFText_CountChars(self._text)
        codes = ((index, pdfium_c.FPDFText_GetUnicode(self._text, index)) for index in range(count))
        return tuple((chr(code), *self._place_of(index)) for index, code in codes if code and not chr(code).isspace())

    def _place_of(self, index: int) -> tuple[float, float]:
        """Return where a character begins on its line."""
        x, y = ctypes.c_double(), ctypes.c_double()
        pdfium_c.FPDFText_GetCharOrigin(self._text, index, ctypes.byref(x), ctypes.byref(y))
        across, down = ctypes.c_int(), ctypes.c_int()
        size = (round(self.width * FINENESS), round(self.height * FINENESS))
        pdfium_c.FPDF_PageToDevice(self._page, 0, 0, *size, 0, x.value, y.value, across, down)
        return across.value / FINENESS, down.value / FINENESS

    def _rendered(self, area: Rect) -> _Raster:
        raster = _raster(round(area.width * DOTS), round(area.height * DOTS))
        raster.draw(
            self._page, left=-area.x * DOTS, top=-area.y * DOTS, width=self.width * DOTS, height=self.height * DOTS
        )
        return raster

    def _drawn(self, objects: Iterator[Any], placed: Matrix = IN_PLACE) -> Iterator[Box]:
        """Give the boxes of what is drawn; `placed` is how the form that it belongs to stands on the page."""
        left, bottom, right, top = (ctypes.c_float() for _side in range(4))
        for item in objects:
            kind = pdfium_c.FPDFPageObj_GetType(item)
            if kind == pdfium_c.FPDF_PAGEOBJ_FORM:
                count = pdfium_c.FPDFFormObj_CountObjects(item)
                inner = (pdfium_c.FPDFFormObj_GetObject(item, index) for index in range(count))
                yield from self._drawn(inner, _within(placed, _matrix(item)))
            elif kind in _GRAPHICS and pdfium_c.FPDFPageObj_GetBounds(item, left, bottom, right, top):
                box = (left.value, bottom.value, right.value, top.value)
                yield box if placed == IN_PLACE else _moved(box, placed)

    def _sides(self, area: Rect) -> tuple[float, float, float, float]:
        """Return left, top, right, bottom in points from the page's bottom left corner."""
        top, bottom = self.height - area.y, self.height - area.bottom
        return area.x * POINT, top * POINT, area.right * POINT, bottom * POINT


def _matrix(form: Any) -> Matrix:
    """Return how a form stands on what places it."""
    matrix = pdfium_c.FS_MATRIX()
    if not pdfium_c.FPDFPageObj_GetMatrix(form, matrix):
        return IN_PLACE
    return (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def _within(outer: Matrix, inner: Matrix) -> Matrix:
    """Return the matrix of a form within another (ISO 32000-1, 8.3.4)."""
    a, b, c, d, e, f = inner
    p, q, r, s, x, y = outer
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + x, e * q + f * s + y)


def _moved(box: Box, placed: Matrix) -> Box:
    """Return the box around one that a matrix moves, scales or turns."""
    left, bottom, right, top = box
    a, b, c, d, e, f = placed
    corners = [(x * a + y * c + e, x * b + y * d + f) for x in (left, right) for y in (bottom, top)]
    across, up = zip(*corners, strict=True)
    return (min(across), min(up), max(across), max(up))


class _Raster:
    """A small gray picture that is drawn over and over."""

    def __init__(self, width: int, height: int) -> None:
        import numpy as np

        self._bitmap = pdfium_c.FPDFBitmap_CreateEx(width, height, pdfium_c.FPDFBitmap_Gray, None, 0)
        stride = pdfium_c.FPDFBitmap_GetStride(self._bitmap)
        start = ctypes.cast(pdfium_c.FPDFBitmap_GetBuffer(self._bitmap), ctypes.POINTER(ctypes.c_ubyte))
        self._pixels: NDArray[np.uint8] = np.ctypeslib.as_array(start, (height, stride))[:, :width]

    @property
    def pixels(self) -> NDArray[np.uint8]:
        """The picture, as it is drawn over and over."""
        return self._pixels

    def draw(  # noqa: PLR0913 - what PDFium wants to know
        self, page: Any, *, left: float, top: float, width: float, height: float, flags: int = 0
    ) -> None:
        """Draw the page so that its top left corner comes to stand at (left, top), in dots."""
        self._pixels[:] = 255
        corner_and_size = (round(left), round(top), round(width), round(height))
        pdfium_c.FPDF_RenderPageBitmap(self._bitmap, page, *corner_and_size, 0, flags)

    @property
    def middle(self) -> int:
        """The gray of the dot in the middle: 0 black, 255 white."""
        height, width = self._pixels.shape
        return int(self._pixels[height // 2, width // 2])

    def data_matrix(self) -> str:
        """Return what the picture's Data Matrix says; quickly where it stands straight and alone, else by search."""
        for is_pure in (True, False):
            found = zxingcpp.read_barcodes(self._pixels, formats=_DATA_MATRIX, is_pure=is_pure)
            if found and found[0].valid:
                return found[0].text
        return ""


@lru_cache(maxsize=4)
def _raster(width: int, height: int) -> _Raster:
    return _Raster(width, height)


@lru_cache(maxsize=1)
def _text_buffer() -> Any:
    return (ctypes.c_ushort * _TEXT_ROOM)()


def _decoded(buffer: Any, length: int) -> str:
    """Return `length` UTF-16 units of the buffer without the closing NUL."""
    return ctypes.string_at(buffer, 2 * length).decode("utf-16-le", "replace").rstrip("\0")


def pages_of(path: Path) -> PdfPages:
    """Return the pages of the PDF, kept open for the next look into the same file as long as it stays as it is."""
    return _kept_open(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=2)
def _kept_open(path: Path, _written: int) -> PdfPages:
    return PdfPages(path)
