"""Texts as a column: there are millions of them in a list, and few that differ."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, overload

if TYPE_CHECKING:
    from array import array
    from collections.abc import Iterable, Iterator


class TextColumn(Sequence[str]):
    """The texts of many rows, each distinct one kept once.

    Args:
        codes: for every row the place of its text in `distinct`.
        distinct: the texts.
    """

    __slots__ = ("_codes", "_distinct")

    def __init__(self, codes: array[int], distinct: Sequence[str]) -> None:
        self._codes = codes
        self._distinct = distinct

    def __len__(self) -> int:
        return len(self._codes)

    @overload
    def __getitem__(self, place: int) -> str: ...

    @overload
    def __getitem__(self, place: slice) -> list[str]: ...

    def __getitem__(self, place: int | slice) -> str | list[str]:
        if isinstance(place, slice):
            return list(map(self._distinct.__getitem__, self._codes[place]))
        return self._distinct[self._codes[place]]

    def __iter__(self) -> Iterator[str]:
        return map(self._distinct.__getitem__, self._codes)

    def taken(self, places: Iterable[int]) -> Iterator[str]:
        """Give the texts of some rows."""
        return map(self._distinct.__getitem__, map(self._codes.__getitem__, places))
