"""Enclosed pages held against the office's own file: the same page, in its place, nothing of ours on it but the code.

A page's ground, what it shows below its code, is looked at once for each file however many pieces have it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from mailing.audit.page_likeness import difference
from mailing.audit.pages import pages_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from mailing.audit.layers import Page
    from mailing.audit.rules import SheetRules
    from mailing.model.enclosures import Enclosed

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

    def strange(self, page: Page, ground: tuple[int, bytes], index: int) -> str:
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

    def _compared(self, page: Page, file: str, number: int) -> str:
        """Return how a page differs from that of the office's file; "" where it doesn't, or the file isn't in hand."""
        if file not in self._originals:
            return ""
        with pages_of(self._originals[file]).page(number) as original:
            return difference(page.whole, original, self._code)
