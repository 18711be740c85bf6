"""Enclosed pages held against the office's own file: the same page, in its place, nothing of ours on it but the code.

A page's ground, what it shows below its code, is looked at once for each file however many pieces have it: rendered by
PDFium and compared with the page of the office's file, tone by tone, and read and compared with that page's text.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from mailing.audit.expectations import squeezed
from mailing.audit.pages import pages_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from mailing.audit.pages import PageView
    from mailing.audit.rules import SheetRules
    from mailing.model import Rect
    from mailing.model.enclosures import Enclosed

DOTS: Final = 2.0
"""Dots in a mm at which pages are compared: letters of text become shades of gray."""
LEAST_LIKENESS: Final = 0.9
"""How far the shades must go along with each other (correlation); two forms of one office come to a half."""
FAINT: Final = 2.0
"""A page of which no block is darker than this (of 255) is blank."""
WHITE: Final = 255
BLOCK: Final = 3
"""So many dots to the side are taken together."""
MOST_PAGES_KEPT: Final = 512

_NUMBER: Final = rb"[-+]?(?:\d+\.?\d*|\.\d+)"
_MARKS: Final = re.compile(
    rb"\s*(?:q (?:"
    + _NUMBER
    + rb" ){6}cm BI[\w/\s]*?ID [0-9A-Fa-f]*> ?EI Q|(?:(?:"
    + _NUMBER
    + rb"\s+){4}re\s+)+f)?\s*"
)
"""A control code as page content: a Data Matrix as an image, or reading marks as rectangles."""


class EnclosedPages:
    """Knows which pages of a file's pieces are those of office's files, and whether they are.

    Args:
        rules: what the file's sheets must keep to, its enclosures among it.
        originals: the office's files by their names; those that aren't in hand aren't compared.
    """

    def __init__(self, rules: SheetRules, originals: Mapping[str, Path]) -> None:
        self._code = rules.quiet_zone
        self._originals = originals
        self._known: dict[tuple[int, str, int], str] = {}
        self._places = {
            each.first_page - 1 + number: (each, number)
            for each in rules.enclosed
            if each.file
            for number in range(each.pages)
        }

    def place(self, index: int) -> tuple[Enclosed, int] | None:
        """Return the enclosure that page `index` (from 0) of a piece is of, and its page there (from 0)."""
        return self._places.get(index)

    def strange(self, page: PageView, ground: tuple[int, bytes], index: int) -> str:
        """Return what is on an enclosed page that mustn't be; "" where it is the office's own page.

        Args:
            page: as it is printed.
            ground: the number of the only form that it places, and what else it draws (`Contents.ground`).
            index: its number in its piece, from 0.
        """
        enclosed, number = self._places[index]
        form, drawn = ground
        if not form or not _MARKS.fullmatch(drawn):
            return drawn[:20].decode("ascii", "replace") or "–"
        key = (form, enclosed.file, number)
        if key not in self._known:
            if len(self._known) >= MOST_PAGES_KEPT:
                self._known.clear()
            self._known[key] = self._compared(page, enclosed.file, number)
        return self._known[key]

    def _compared(self, page: PageView, file: str, number: int) -> str:
        """Return how a page differs from that of the office's file; "" where it doesn't, or the file isn't in hand."""
        if file not in self._originals:
            return ""
        with pages_of(self._originals[file]).page(number) as original:
            likeness = _likeness(page, original, self._code)
            if likeness < LEAST_LIKENESS:
                return f"{likeness:.2f}"
            told, found = (Counter(squeezed(each.text)) for each in (original, page))
            lost = told - found
            added = Counter() if original.has_annotations else found - told
            return "" if not (lost or added) else f"{sum(lost.values())} – / {sum(added.values())} +"


def _likeness(page: PageView, original: PageView, code: Rect | None) -> float:
    """Return how alike two pages are, 1 wholly; the code's zone isn't looked at."""
    import numpy as np

    ours, theirs = (_darkness(each, code) for each in (page, original))
    height, width = (min(sides) for sides in zip(ours.shape, theirs.shape, strict=True))
    ours, theirs = ours[:height, :width], theirs[:height, :width]
    if max(ours.max(), theirs.max()) < FAINT:
        return 1.0
    if min(ours.std(), theirs.std()) < FAINT / BLOCK:
        return 0.0
    return float(np.corrcoef(ours.ravel(), theirs.ravel())[0, 1])


def _darkness(page: PageView, code: Rect | None) -> NDArray[np.float64]:
    """Return how dark each block of a page is, 0 white, so that half a dot's shift is no difference."""
    shades = page.shades(DOTS)
    if code is not None:
        shades[_dots(code.y) : _dots(code.bottom) + 1, _dots(code.x) : _dots(code.right) + 1] = WHITE
    rows, columns = (side // BLOCK * BLOCK for side in shades.shape)
    blocks = WHITE - shades[:rows, :columns].astype(float)
    return blocks.reshape(rows // BLOCK, BLOCK, columns // BLOCK, BLOCK).mean(axis=(1, 3))  # type: ignore[no-any-return]


def _dots(length: float) -> int:
    return max(int(length * DOTS), 0)
