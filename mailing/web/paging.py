"""Long tables, cut into pages of their own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Cut(Generic[Row]):
    """One page of a table.

    Attributes:
        page, pages: which it is, from 1, of how many.
        total: how many rows the whole table has.
    """

    rows: Sequence[Row]
    page: int
    pages: int
    total: int


def cut(rows: Sequence[Row], page: int, size: int) -> Cut[Row]:
    """Return one page of the rows; the last one where there is none of that number."""
    shown, pages = page_of(len(rows), page, size)
    return Cut(rows[(shown - 1) * size : shown * size], shown, pages, len(rows))


def page_of(total: int, page: int, size: int) -> tuple[int, int]:
    """Return which page is shown when one is asked for, and how many there are."""
    pages = max(1, -(-total // size))
    return min(max(page, 1), pages), pages
