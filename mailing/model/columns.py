"""What there are millions of, kept as columns: an object for each row would take ten times the memory."""

from __future__ import annotations

from abc import abstractmethod
from array import array
from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol, TypeVar, overload

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


Row = TypeVar("Row")


class Rows(Sequence[Row]):
    """Rows that are made when somebody asks for them."""

    __slots__ = ()

    @abstractmethod
    def _row(self, place: int) -> Row:
        """Return the row at a place from 0 on."""

    def _rows(self, part: slice) -> list[Row]:
        """Return some rows."""
        return list(map(self._row, range(len(self))[part]))

    @overload
    def __getitem__(self, place: int) -> Row: ...

    @overload
    def __getitem__(self, place: slice) -> list[Row]: ...

    def __getitem__(self, place: int | slice) -> Row | list[Row]:
        return self._rows(place) if isinstance(place, slice) else self._row(range(len(self))[place])


class Texts(Protocol):
    """Texts by place."""

    def __getitem__(self, place: int, /) -> str:
        """Return the text at a place."""
        ...


class PackedTexts:
    """Texts one after the other as bytes: 16 bytes each instead of 75, for what nearly every row has of its own."""

    __slots__ = ("_data", "_ends")

    def __init__(self, texts: Iterable[str]) -> None:
        data = bytearray()
        self._ends = array("Q", [0])
        for text in texts:
            data += text.encode("utf-8", "surrogatepass")
            self._ends.append(len(data))
        self._data = bytes(data)

    def __getitem__(self, place: int) -> str:
        return self._data[self._ends[place] : self._ends[place + 1]].decode("utf-8", "surrogatepass")


class TextColumn(Rows[str]):
    """The texts of many rows, each distinct one kept once.

    Args:
        codes: for every row the place of its text in `distinct`.
        distinct: the texts.
    """

    __slots__ = ("_codes", "_distinct")

    def __init__(self, codes: array[int], distinct: Texts) -> None:
        self._codes = codes
        self._distinct = distinct

    def __len__(self) -> int:
        return len(self._codes)

    def __iter__(self) -> Iterator[str]:
        return map(self._distinct.__getitem__, self._codes)

    def taken(self, places: Iterable[int]) -> Iterator[str]:
        """Give the texts of some rows."""
        return map(self._distinct.__getitem__, map(self._codes.__getitem__, places))

    def _row(self, place: int) -> str:
        return self._distinct[self._codes[place]]

    def _rows(self, part: slice) -> list[str]:
        return list(map(self._distinct.__getitem__, self._codes[part]))
