"""What an open page is made of, as PDFium lists it: boxes of what is drawn, and the form that is placed first of all.

All is in points from the page's bottom left corner.
"""

from __future__ import annotations

import ctypes
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

import pypdfium2.raw as pdfium_c

from mailing.model import Rect

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

POINT: Final = 72 / 25.4

Box: TypeAlias = tuple[float, float, float, float]
"""Left, bottom, right, top, as PDFium gives them."""
LEFT, BOTTOM, RIGHT, TOP = range(4)
"""The sides of a box."""

Matrix: TypeAlias = tuple[float, float, float, float, float, float]
IN_PLACE: Final[Matrix] = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

_GRAPHICS: Final = frozenset({pdfium_c.FPDF_PAGEOBJ_PATH, pdfium_c.FPDF_PAGEOBJ_IMAGE, pdfium_c.FPDF_PAGEOBJ_SHADING})


class Ground(NamedTuple):
    """The form that a page places first of all.

    Attributes:
        boxes: around each thing that it draws itself, in its own coordinates; none where it draws text or other forms.
        matrix: how it stands on the page.
        page: the sides of the page that it stands on, and how that is turned.
    """

    boxes: tuple[Box, ...]
    matrix: Matrix
    page: tuple[float, ...]


class Drawn:
    """Something drawn on a sheet, in points, and as areas of the sheet: in mm from its top left corner."""

    height: float
    """Of the sheet, in mm."""
    text_boxes: tuple[Box, ...]
    """The boxes around each stretch of glyphs on a line: the ink itself, not the line's height."""
    graphic_boxes: tuple[Box, ...]
    """The boxes around everything drawn that is no text: rules, marks, images."""

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


class Part(NamedTuple):
    """Something that a page or a form is made of, as PDFium has it, and its kind."""

    item: Any
    kind: int

    @property
    def is_form(self) -> bool:
        """Whether it is a form that is placed."""
        return bool(self.kind == pdfium_c.FPDF_PAGEOBJ_FORM)


def parts_of(page: Any) -> Iterator[Part]:
    """Give what a page is made of but its text, in the order in which it is drawn."""
    return _no_text(pdfium_c.FPDFPage_GetObject(page, index) for index in range(pdfium_c.FPDFPage_CountObjects(page)))


def graphic_boxes(parts: Iterable[Part], placed: Matrix = IN_PLACE) -> Iterator[Box]:
    """Give the boxes of all that is no text; `placed` is how the form that it belongs to stands on the page."""
    left, bottom, right, top = (ctypes.c_float() for _side in range(4))
    for part in parts:
        if part.is_form:
            yield from graphic_boxes(_no_text(_items_of(part.item)), _within(placed, _matrix(part.item)))
        elif part.kind in _GRAPHICS and pdfium_c.FPDFPageObj_GetBounds(part.item, left, bottom, right, top):
            box = (left.value, bottom.value, right.value, top.value)
            yield box if placed == IN_PLACE else _moved(box, placed)


def take_ground(page: Any) -> Ground | None:
    """Take the form that a page places first of all off it, and tell of it; None where the page begins otherwise."""
    first = pdfium_c.FPDFPage_GetObject(page, 0)
    if not first or pdfium_c.FPDFPageObj_GetType(first) != pdfium_c.FPDF_PAGEOBJ_FORM:
        return None
    items = tuple(_items_of(first))
    is_drawing = all(pdfium_c.FPDFPageObj_GetType(item) in _GRAPHICS for item in items)
    ground = Ground(tuple(graphic_boxes(_no_text(items))) if is_drawing else (), _matrix(first), _sides(page))
    _take(page, first)
    return ground


def take_all_but_ground(page: Any) -> None:
    """Take off a page what it draws beside the form that it places first of all."""
    for index in reversed(range(1, pdfium_c.FPDFPage_CountObjects(page))):
        _take(page, pdfium_c.FPDFPage_GetObject(page, index))


def _take(page: Any, item: Any) -> None:
    if not pdfium_c.FPDFPage_RemoveObject(page, item):
        raise ValueError("FPDFPage_RemoveObject")
    pdfium_c.FPDFPageObj_Destroy(item)


def _no_text(items: Iterable[Any]) -> Iterator[Part]:
    parts = (Part(item, pdfium_c.FPDFPageObj_GetType(item)) for item in items)
    return (part for part in parts if part.kind != pdfium_c.FPDF_PAGEOBJ_TEXT)


def _items_of(form: Any) -> Iterator[Any]:
    count = pdfium_c.FPDFFormObj_CountObjects(form)
    return (pdfium_c.FPDFFormObj_GetObject(form, index) for index in range(count))


def _sides(page: Any) -> tuple[float, ...]:
    """Return what of a page itself decides on where things stand on it."""
    box = pdfium_c.FS_RECTF()
    pdfium_c.FPDF_GetPageBoundingBox(page, box)
    return (box.left, box.bottom, box.right, box.top, pdfium_c.FPDFPage_GetRotation(page))


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
