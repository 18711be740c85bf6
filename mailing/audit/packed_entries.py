"""The entries of a run's tables, kept as columns: a fifth of what a tuple for each takes, and there are millions."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Any, TypeVar

from mailing.model.columns import PackedTexts, Rows

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

Entry = TypeVar("Entry", bound="tuple[Any, ...]")


class PackedEntries(Rows[Entry]):
    """Entries that are made again when somebody asks for them.

    Args:
        kind: the named tuple that they are.
        entries: all of them; a figure beyond 64 bits raises OverflowError.
        figures: the fields that are figures.
        own: the text that nearly each entry has of its own; all other texts come again and again, as one object each.
    """

    __slots__ = ("_columns", "_kind", "_length")

    def __init__(self, kind: type[Entry], entries: Iterable[Entry], figures: Collection[str], own: str) -> None:
        names: tuple[str, ...] = kind._fields  # type: ignore[attr-defined]
        columns: list[Any] = [array("q") if name in figures else [] for name in names]
        place = names.index(own)
        appends = [(at, column.append) for at, column in enumerate(columns) if at != place]

        def own_texts() -> Iterator[str]:
            for entry in entries:
                for at, append in appends:
                    append(entry[at])
                yield entry[place]

        columns[place] = PackedTexts(own_texts())
        self._kind = kind
        self._columns = columns
        self._length = len(columns[place - 1])

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[Entry]:
        return map(self._kind, *self._columns)

    def _row(self, place: int) -> Entry:
        return self._kind(*(column[place] for column in self._columns))
