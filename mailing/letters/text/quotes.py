"""Straight quotes of a template become German ones: „ “ ‚ ‘, and ’ where something is left out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

_PAIRS: Final = {'"': ("„", "“"), "'": ("‚", "‘")}
_APOSTROPHE: Final = "’"
_BEHIND_BLANK: Final = re.compile(r"[\s(\[{/„‚»›–—-]")
"""What a quote that opens stands behind, if it doesn't begin the text."""
_EMPHASIS: Final = "*_"


class QuoteReader:
    """Pairs the straight quotes of one text; what finds no partner stays straight, or is an apostrophe.

    Args:
        text: the Markdown; signs of emphasis beside a quote don't count as its neighbours.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._open: list[tuple[str, int]] = []
        self._settled: dict[int, str] = {}

    def read(self, start: int, quote: str, number: int) -> None:
        """Read the quote that stands at `start` and is the text's piece `number`."""
        before, after = self._neighbour(start, -1), self._neighbour(start, 1)
        opens = (not before or _BEHIND_BLANK.match(before) or before in _PAIRS) and after and not after.isspace()
        partner = next((opened for opened in reversed(self._open[-2:]) if opened[0] == quote), None)
        if quote == "'" and before.isalnum() and after.isalnum():
            self._settled[number] = _APOSTROPHE
        elif partner and before and not before.isspace() and not (opens and before not in _PAIRS):
            while self._open.pop() != partner:
                pass
            self._settled[partner[1]], self._settled[number] = _PAIRS[quote]
        elif opens:
            self._open.append((quote, number))
            self._settled[number] = quote if quote == '"' else _APOSTROPHE
        elif quote == "'":
            self._settled[number] = _APOSTROPHE

    def settled(self) -> Mapping[int, str]:
        """Return the quotes as they are printed, by the number of their piece."""
        return self._settled

    def _neighbour(self, start: int, step: int) -> str:
        place = start + step
        while 0 <= place < len(self._text) and self._text[place] in _EMPHASIS:
            place += step
        return self._text[place] if 0 <= place < len(self._text) else ""
