"""A print file's pages taken apart into layers, and the proof on the file itself that they may be.

PDFium reads the file a second time from a copy in memory in which each plate draws nothing but a small square with a
place of its own, far off the sheet: that is the plate's number. All else in the copy is the file's bytes where the file
has them. So PDFium says of each page on which plate it stands; the number must be that of the form that the page's own
content places first, as another library reads it, and nothing in that content may be more than a letter needs.

The first page of each plate is read whole as well: its text, boxes and dots must be those of its two layers together.
Any page that is built otherwise is read whole.
"""

from __future__ import annotations

import zlib
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import TYPE_CHECKING, Final, TypeAlias

from mailing.audit.content_hash import contents_of
from mailing.audit.expectations import squeezed
from mailing.audit.fixed_text import bare
from mailing.audit.kept_open import KeptOpen
from mailing.audit.layers import LayeredPage, Plate
from mailing.audit.pages import PdfPages, pages_of
from mailing.audit.raster import WHITE
from mailing.audit.reading_order import is_from_right, share_a_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from mailing.audit.layers import Layer, Page
    from mailing.audit.page_objects import Box, Ground
    from mailing.audit.pages import PageView

OFF_SHEET: Final = -2_000
"""Points; squares that are numbers stand below and left of this, where nothing of a sheet is."""
PROVING_DOTS: Final = 4.0
"""Dots in a mm at which a page is held against its layers, 100 dpi."""
MOST_PLATES: Final = 256
"""Plates of a file that are kept; further ones are read with each of their pages."""

_Standing: TypeAlias = "tuple[int, Ground]"


class SeparatedPages:
    """The pages of one print file, each opened as layers where it may be, else whole."""

    def __init__(self, path: Path) -> None:
        self._pages = pages_of(path)
        self._contents = contents_of(path)
        copy, self._numbers = numbered(path.read_bytes(), self._contents.stored_forms)
        self._copy = PdfPages(copy) if self._numbers else None
        self._plates: dict[_Standing, Plate | None] = {}

    def __len__(self) -> int:
        return len(self._pages)

    @contextmanager
    def page(self, number: int) -> Iterator[Page]:
        """Open the page `number` (from 0) for as long as the block lasts."""
        with ExitStack() as opened:
            layered = self._layered(number, opened)
            yield layered or opened.enter_context(self._pages.page(number))

    def _layered(self, number: int, opened: ExitStack) -> LayeredPage | None:
        """Return a page as layers; None where it can't be read so."""
        form, _rest = self._contents.ground(number)
        if self._copy is None or form not in self._numbers or self._contents.odd_ink(number):
            return None
        ground, own = opened.enter_context(self._copy.above_ground(number))
        if ground is None or ground.boxes != (_square(self._numbers[form]),) or own.places_forms:
            return None
        plate = self._plate(form, ground, number, own)
        if plate is None or _is_one_text(plate, own):
            return None
        return LayeredPage(plate, own, lambda: opened.enter_context(self._pages.page(number)))

    def _plate(self, form: int, ground: Ground, number: int, own: PageView) -> Plate | None:
        """Return the plate that a page stands on; None where that page isn't what its layers are."""
        if (form, ground) not in self._plates:
            if len(self._plates) >= MOST_PLATES:
                return None
            plate = Plate(partial(self._pages.ground, number))
            is_proven = self._is_proven(plate, number, own)
            self._plates[form, ground] = plate if is_proven else None
        return self._plates[form, ground]

    def _is_proven(self, plate: Plate, number: int, own: PageView) -> bool:
        """Whether a page shows just what its layers show together."""
        with self._pages.page(number) as whole, self._pages.ground(number) as alone:
            return (
                sorted(whole.text_boxes) == sorted(plate.text_boxes + own.text_boxes)
                and whole.graphic_boxes == plate.graphic_boxes + own.graphic_boxes
                and _is_said_together(whole, plate, own)
                and _is_drawn_together(whole, alone, own)
            )


def numbered(content: bytes, stored_forms: Mapping[int, bytes]) -> tuple[bytes, Mapping[int, int]]:
    """Return a file with a number in each form's place, and the numbers of those that could be so changed.

    Args:
        content: the bytes of a PDF.
        stored_forms: what forms draw, compressed as the file holds it, by the numbers of these objects.
    """
    copy = bytearray(content)
    numbers: dict[int, int] = {}
    for form, stored in stored_forms.items():
        left, bottom, _right, _top = _square(len(numbers))
        number = zlib.compress(b"%d %d 1 1 re f" % (left, bottom))
        place = content.find(stored)
        is_alone = place >= 0 and content.find(stored, place + 1) < 0
        if is_alone and len(number) <= len(stored):
            copy[place : place + len(stored)] = number.ljust(len(stored), b"\0")
            numbers[form] = len(numbers)
    return bytes(copy), numbers


def _square(number: int) -> Box:
    """Return where the square stands that is a plate's number."""
    left, bottom = OFF_SHEET - 2 * number, OFF_SHEET
    return (left, bottom, left + 1, bottom + 1)


def _is_one_text(plate: Plate, own: PageView) -> bool:
    """Whether a page's own text stands on a line of its plate's, and some of that is from right to left."""
    if not (is_from_right(plate.text) or is_from_right(own.text)):
        return False
    return share_a_line(plate.levels, own.levels)


def _is_said_together(whole: PageView, *layers: Layer) -> bool:
    """Whether a page has the signs of its layers and their lines, each with its letters and digits in order.

    In which order PDFium gives lines from right to left, and bullets beside them, depends on the rest of the page.
    """
    signs = squeezed("".join(layer.text for layer in layers))
    lines = [line for layer in layers for line in layer.text_as_written.splitlines()]
    return sorted(squeezed(whole.text)) == sorted(signs) and _in_any_order(
        whole.text_as_written.splitlines()
    ) == _in_any_order(lines)


def _in_any_order(lines: Iterable[str]) -> list[str]:
    return sorted(filter(None, map(bare, lines)))


def _is_drawn_together(whole: PageView, *layers: PageView) -> bool:
    """Whether a page is as dark as the darkest of its layers at each dot, and darker only where several have ink."""
    size = (PROVING_DOTS, whole.width, whole.height)
    seen = whole.shades(*size)
    below, above = (layer.shades(*size) for layer in layers)
    darkest = below.copy()
    darkest[above < below] = above[above < below]
    both = (below < WHITE) & (above < WHITE)
    return bool(((seen == darkest) | (both & (seen < darkest))).all())


separated_pages_of = KeptOpen(SeparatedPages)
"""The pages of a print file as layers, kept open for the next look into the same file."""
