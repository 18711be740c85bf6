"""A column of the list: its distinct texts, and for every row which of them.

A rule looks at each distinct text once, however many rows have it: a list of three million rows has a few thousand
streets and first names.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

Codes: TypeAlias = npt.NDArray[np.int32]
Mask: TypeAlias = npt.NDArray[np.bool_]
Positions: TypeAlias = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Texts:
    """A column as a code for each row into its distinct texts."""

    codes: Codes
    distinct: Sequence[str]

    @classmethod
    def of(cls, texts: Iterable[str]) -> Texts:
        """Make a column of plain texts."""
        known: dict[str, int] = {}
        codes = np.fromiter((known.setdefault(text, len(known)) for text in texts), np.int32)
        return cls(codes, list(known))

    @classmethod
    def of_arrow(cls, array: Any) -> Texts:
        """Make a column of an Arrow array of texts, plain or dictionary-encoded, without nulls."""
        import pyarrow as pa

        if isinstance(array, pa.ChunkedArray):
            array = array.unify_dictionaries().combine_chunks()
        if not pa.types.is_dictionary(array.type):
            array = array.dictionary_encode()
        return cls(codes_of(array.indices), array.dictionary.to_pylist())

    @classmethod
    def repeated(cls, text: str, count: int) -> Texts:
        """Make a column that says the same in all its rows."""
        return cls(np.zeros(count, np.int32), [text])

    def __len__(self) -> int:
        return len(self.codes)

    def __getitem__(self, position: int) -> str:
        return self.distinct[int(self.codes[position])]

    def changed(self, change: Callable[[str], str]) -> Texts:
        """Return the column with every text changed by the rule `change`."""
        return self.recoded([change(text) for text in self.distinct])

    def recoded(self, texts: Sequence[str]) -> Texts:
        """Return the column with `texts` in the places of its distinct texts; equal ones fall together."""
        known: dict[str, int] = {}
        codes = np.fromiter((known.setdefault(text, len(known)) for text in texts), np.int32, len(texts))
        return self if len(known) == len(texts) and texts == self.distinct else Texts(codes[self.codes], list(known))

    def where(self, rule: Callable[[str], bool]) -> Mask:
        """Return in which rows the text satisfies `rule`."""
        return self.looked_up([rule(text) for text in self.distinct], np.bool_)

    def looked_up(self, values: Sequence[Any], dtype: npt.DTypeLike) -> npt.NDArray[Any]:
        """Return for every row the value that stands for its text; `values` are in the order of `distinct`."""
        return np.array(values, dtype)[self.codes] if len(self.codes) else np.zeros(0, dtype)

    def taken(self, positions: Positions | Mask | slice) -> Texts:
        """Return the column of those rows only."""
        return Texts(self.codes[positions], self.distinct)

    def followed_by(self, other: Texts) -> Texts:
        """Return the column with another's rows after its own."""
        codes = np.concatenate([self.codes, other.codes + np.int32(len(self.distinct))]).astype(np.int32)
        distinct = [*self.distinct, *other.distinct]
        return Texts(codes, distinct).recoded(distinct)

    def chosen(self, rows: Mask, other: Texts) -> Texts:
        """Return the column with the other's texts in the chosen rows."""
        if not rows.any():
            return self
        distinct = [*self.distinct, *other.distinct]
        codes = np.where(rows, other.codes + np.int32(len(self.distinct)), self.codes).astype(np.int32)
        return Texts(codes, distinct).recoded(distinct)

    def numbered(self) -> Texts:
        """Return a column with another text in every row."""
        return Texts(np.arange(len(self), dtype=np.int32), [str(place) for place in range(1, len(self) + 1)])

    def with_texts(self, texts: Mapping[int, str]) -> Texts:
        """Return the column with other texts at some positions."""
        if not texts:
            return self
        known = {text: code for code, text in enumerate(self.distinct)}
        codes = self.codes.copy()
        for position, text in texts.items():
            codes[position] = known.setdefault(text, len(known))
        return Texts(codes, list(known))

    def to_list(self) -> list[str]:
        """Return the texts of all rows, one after the other."""
        return self.to_objects().tolist()  # type: ignore[no-any-return]

    def to_objects(self) -> npt.NDArray[np.object_]:
        """Return the texts of all rows as an array; equal texts are one object."""
        return np.array(self.distinct, np.object_)[self.codes] if len(self.codes) else np.zeros(0, np.object_)


def joined_codes(columns: Sequence[Texts]) -> npt.NDArray[np.int64]:
    """Return a number for every row that is equal where the texts of all `columns` are equal, counted from 0."""
    numbers = columns[0].codes.astype(np.int64)
    for column in columns[1:]:
        numbers = numbers * len(column.distinct) + column.codes
        if len(columns) > 2:  # noqa: PLR2004 - two columns can't leave 64 bits
            numbers = np.unique(numbers, return_inverse=True)[1].astype(np.int64)
    return numbers


def codes_of(indices: Any) -> Codes:
    """Return Arrow's 32-bit numbers as they lie in memory (its own conversion would load pandas for nothing)."""
    buffer = indices.buffers()[1]
    if buffer is None:
        return np.zeros(0, np.int32)
    return np.frombuffer(buffer, np.int32, len(indices), 4 * indices.offset)


def matching(texts: Sequence[str], pattern: str) -> Mask:
    """Return which of the texts match a regular expression (RE2's syntax)."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if not len(texts):
        return np.zeros(0, np.bool_)
    encoded = [text.encode("utf-8", "replace") for text in texts]
    ends = np.cumsum([0, *map(len, encoded)], dtype=np.int64)
    column = pa.LargeStringArray.from_buffers(len(texts), pa.py_buffer(ends), pa.py_buffer(b"".join(encoded)))
    found = pc.match_substring_regex(column, pattern)
    bits = np.unpackbits(np.frombuffer(found.buffers()[1], np.uint8), bitorder="little")
    return bits[found.offset : found.offset + len(texts)].astype(np.bool_)
