"""Small gray pictures of pages, drawn over and over: what a code says, whether a mark is printed, or nothing at all."""

from __future__ import annotations

import ctypes
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final
from weakref import finalize

import pypdfium2.raw as pdfium_c
import zxingcpp

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BLACK: Final = 64
"""A dot darker than this (of 255) is printed."""
WHITE: Final = 255

_DATA_MATRIX: Final = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.DataMatrix)


class Raster:
    """A gray picture, so many dots wide and high."""

    def __init__(self, width: int, height: int) -> None:
        import numpy as np

        self._pixels: NDArray[np.uint8] = np.empty((height, width), np.uint8)
        start = self._pixels.ctypes.data_as(ctypes.c_void_p)
        self._bitmap = pdfium_c.FPDFBitmap_CreateEx(width, height, pdfium_c.FPDFBitmap_Gray, start, width)
        finalize(self, pdfium_c.FPDFBitmap_Destroy, self._bitmap)

    @property
    def pixels(self) -> NDArray[np.uint8]:
        """The picture, as it is drawn over and over."""
        return self._pixels

    def draw(  # noqa: PLR0913 - what PDFium wants to know
        self, page: Any, *, left: float, top: float, width: float, height: float, flags: int = 0
    ) -> None:
        """Draw the page so that its top left corner comes to stand at (left, top), in dots."""
        self._pixels[:] = WHITE
        corner_and_size = (round(left), round(top), round(width), round(height))
        pdfium_c.FPDF_RenderPageBitmap(self._bitmap, page, *corner_and_size, 0, flags)

    @property
    def is_blank(self) -> bool:
        """Whether nothing is drawn in it."""
        return int(self._pixels.min(initial=WHITE)) == WHITE

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
def raster(width: int, height: int) -> Raster:
    """Return a picture of that size to be drawn over."""
    return Raster(width, height)
