"""Where a list's header stands: below titles and notes, as the row that has most of the names that are looked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

HEADER_WITHIN = 20
"""The header stands within so many rows."""


@dataclass(frozen=True, slots=True)
class Header:
    """A row that may be the header.

    Attributes:
        row: its number, from 1.
        names: its cells; a trailing delimiter leaves an empty one.
        known: how many of them are looked for.
        filled: how many of them are filled, where none is looked for.
        evenness: how many of the rows below have as many cells.
        delimiter: what its cells are split by; empty in workbooks.
    """

    row: int
    names: tuple[str, ...]
    known: int
    filled: int = 0
    evenness: int = 0
    delimiter: str = ""

    def doubt(self) -> tuple[int, int, int]:
        """Return a key by which the surest header comes first."""
        return -self.known, -self.evenness, -len(self.names)


def find_header(rows: Sequence[Sequence[str]], delimiter: str, is_known: Callable[[str], bool]) -> Header:
    """Return the row that has most of the names looked for, else the first of the widest."""
    best = Header(1, (), 0, delimiter=delimiter)
    for number, cells in enumerate(rows[:HEADER_WITHIN], start=1):
        names = tuple(cell.strip().strip("\ufeff") for cell in cells)
        known = sum(map(is_known, names))
        filled = 0 if known else sum(map(bool, names))
        if (known, filled) > (best.known, best.filled):
            evenness = sum(len(other) == len(cells) for other in rows[number:]) if len(cells) > 1 else 0
            best = Header(number, names, known, filled, evenness, delimiter)
    return best
