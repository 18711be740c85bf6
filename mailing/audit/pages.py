"""Pages as a reader sees them: their text, where it stands, what else is drawn, and the code of a sheet.

Read with pypdfium2 (PDFium), which shares nothing with the writer. All is in mm from the sheet's top left corner.
PDFium isn't safe for threads: one process, one reader.
"""

from __future__ import annotations

import ctypes
from contextlib import contextmanager
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, Final, Self

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from mailing.audit.kept_open import KeptOpen
from mailing.audit.page_objects import (
    POINT,
    Box,
    Drawn,
    Ground,
    Part,
    graphic_boxes,
    parts_of,
    take_all_but_ground,
    take_ground,
)
from mailing.audit.raster import BLACK, Raster, raster
from mailing.audit.reading_order import Level, as_written, levels

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from mailing.model import Rect

DOTS: Final = 300 / 25.4
"""Dots in a mm at which codes are read: what a camera of an inserter sees at least."""

FINENESS: Final = 100
"""Parts of a mm in which places on the shown page are told."""

_TEXT_ROOM: Final = 65_536


class PdfPages:
    """A PDF, in a file or in memory, whose pages can be looked at one after the other; ValueError where it is none."""

    def __init__(self, source: Path | bytes) -> None:
        try:
            self._document = pdfium.PdfDocument(source)
        except pdfium.PdfiumError as error:
            raise ValueError(str(error)) from error

    def __len__(self) -> int:
        return len(self._document)

    @contextmanager
    def page(self, number: int) -> Iterator[PageView]:
        """Open the page `number` (from 0) for as long as the block lasts."""
        with self._opened(number) as page, PageView(page) as view:
            yield view

    @contextmanager
    def ground(self, number: int) -> Iterator[PageView]:
        """Open a page with nothing on it but the form that it places first of all."""
        with self._opened(number) as page:
            take_all_but_ground(page)
            with PageView(page) as view:
                yield view

    @contextmanager
    def above_ground(self, number: int) -> Iterator[tuple[Ground | None, PageView]]:
        """Open a page without the form that it places first of all, and tell of that; None where it has none there."""
        with self._opened(number) as page:
            ground = take_ground(page)
            with PageView(page) as view:
                yield ground, view

    @contextmanager
    def _opened(self, number: int) -> Iterator[Any]:
        page = pdfium_c.FPDF_LoadPage(self._document, number)
        if not page:
            raise ValueError(f"page {number + 1}")
        try:
            yield page
        finally:
            pdfium_c.FPDF_ClosePage(page)


class PageView(Drawn):
    """One open page."""

    is_kept = False
    """Whether what is found out about it may be kept for other pages."""

    def __init__(self, page: Any) -> None:
        self._page = page
        self._text = pdfium_c.FPDFText_LoadPage(page)
        self.height: float = pdfium_c.FPDF_GetPageHeightF(page) / POINT
        self.width: float = pdfium_c.FPDF_GetPageWidthF(page) / POINT

    @property
    def layers(self) -> tuple[PageView, ...]:
        """The page as its only layer (`layers`)."""
        return (self,)

    @property
    def whole(self) -> PageView:
        """The page itself."""
        return self

    def __enter__(self) -> Self:
        """Read the page's text."""
        return self

    def __exit__(self, *_error: object) -> None:
        """Give back what PDFium holds of it."""
        pdfium_c.FPDFText_ClosePage(self._text)

    @cached_property
    def text(self) -> str:
        """All text of the page, as PDFium orders it."""
        count = pdfium_c.FPDFText_CountChars(self._text)
        size = 2 * count + 1
        buffer = _text_buffer() if size <= _TEXT_ROOM else (ctypes.c_ushort * size)()
        length = pdfium_c.FPDFText_GetText(self._text, 0, count, buffer)
        return _decoded(buffer, length)

    @cached_property
    def text_as_written(self) -> str:
        """The same with lines from right to left in the order of reading."""
        return as_written(self.text, self._left_of, self._baseline_of)

    @cached_property
    def levels(self) -> tuple[Level, ...]:
        """The heights at which text stands, in points, and whether it is from right to left."""
        return levels(self.text, self._baseline_of)

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
    def text_boxes(self) -> tuple[Box, ...]:  # type: ignore[override]
        """The boxes around each stretch of glyphs on a line: the ink itself, not the line's height."""
        left, top, right, bottom = (ctypes.c_double() for _side in range(4))
        get, sides = pdfium_c.FPDFText_GetRect, tuple(map(ctypes.byref, (left, top, right, bottom)))
        return tuple(
            (left.value, bottom.value, right.value, top.value)
            for index in range(pdfium_c.FPDFText_CountRects(self._text, 0, -1))
            if get(self._text, index, *sides)
        )

    @cached_property
    def graphic_boxes(self) -> tuple[Box, ...]:  # type: ignore[override]
        """The boxes around everything drawn that is no text: rules, marks, images."""
        return tuple(graphic_boxes(self._parts))

    @property
    def places_forms(self) -> bool:
        """Whether the page places forms."""
        return any(part.is_form for part in self._parts)

    @cached_property
    def _parts(self) -> tuple[Part, ...]:
        """What the page is made of but its text."""
        return tuple(parts_of(self._page))

    def code(self, area: Rect) -> str:
        """Return what the Data Matrix in `area` says, rendered at 300 dpi; "" where none can be read."""
        return self._rendered(area).data_matrix()

    def is_dark(self, area: Rect) -> bool:
        """Whether the middle of `area` is printed black."""
        return self._rendered(area).middle < BLACK

    def is_blank(self, area: Rect) -> bool:
        """Whether nothing at all is drawn in `area`."""
        return self._rendered(area).is_blank

    @property
    def has_annotations(self) -> bool:
        """Whether fields or notes lie on the page, which its own text isn't."""
        return bool(pdfium_c.FPDFPage_GetAnnotCount(self._page))

    def shades(self, dots: float, width: float, height: float) -> NDArray[np.uint8]:
        """Return the page in shades of gray, 0 black, with what its fields show: so large in mm, so many dots a mm."""
        picture = Raster(round(width * dots), round(height * dots))
        picture.draw(self._page, left=0, top=0, width=width * dots, height=height * dots, flags=pdfium_c.FPDF_ANNOT)
        return picture.pixels

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

    def _rendered(self, area: Rect) -> Raster:
        picture = raster(round(area.width * DOTS), round(area.height * DOTS))
        picture.draw(
            self._page, left=-area.x * DOTS, top=-area.y * DOTS, width=self.width * DOTS, height=self.height * DOTS
        )
        return picture

    def _sides(self, area: Rect) -> tuple[float, float, float, float]:
        """Return left, top, right, bottom in points from the page's bottom left corner."""
        top, bottom = self.height - area.y, self.height - area.bottom
        return area.x * POINT, top * POINT, area.right * POINT, bottom * POINT


@lru_cache(maxsize=1)
def _text_buffer() -> Any:
    return (ctypes.c_ushort * _TEXT_ROOM)()


def _decoded(buffer: Any, length: int) -> str:
    """Return `length` UTF-16 units of the buffer without the closing NUL."""
    return ctypes.string_at(buffer, 2 * length).decode("utf-16-le", "replace").rstrip("\0")


pages_of = KeptOpen(PdfPages)
"""The pages of a PDF, kept open for the next look into the same file."""
