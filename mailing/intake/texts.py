"""A column of the list: a pandas categorical, its distinct texts and for every row which of them.

A rule looks at each distinct text once, however many rows have it: a list of three million rows has a few thousand
streets and first names. Distinct texts are kept as Python's own (dtype object), for nothing may be guessed of them:
"Null", "NA" and the empty cell are texts as any other.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from mailing.model import PackedTexts, TextColumn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

Codes: TypeAlias = npt.NDArray[np.integer]
"""Of the smallest type that holds them: not to be reckoned with."""
Mask: TypeAlias = npt.NDArray[np.bool_]
Positions: TypeAlias = npt.NDArray[np.int64]

ALL: Final = slice(None)
UNSIGNED: Final = "BHI"
"""Types of unsigned numbers as `array` and NumPy call them, the smallest first."""
PACKED_FROM: Final = 100_000
"""From so many on, distinct texts are packed; fewer are small beside the program itself, and quicker as they are."""


@dataclass(frozen=True, slots=True, eq=False)
class Texts:
    """A column's categorical as rules look at it."""

    categorical: pd.Categorical

    @classmethod
    def of(cls, texts: Iterable[str]) -> Texts:
        """Make a column of plain texts."""
        return cls._coded(*pd.factorize(np.array(list(texts), np.object_)))

    @classmethod
    def of_arrow(cls, array: Any) -> Texts:
        """Make a column of a chunked Arrow array of texts, plain or dictionary-encoded, without nulls."""
        array = array.dictionary_encode().unify_dictionaries().combine_chunks()
        codes, distinct = array.indices.to_numpy(), np.array(array.dictionary.to_pylist(), np.object_)
        del array
        return cls._coded(codes, distinct)

    @classmethod
    def repeated(cls, text: str, count: int) -> Texts:
        """Make a column that says the same in all its rows."""
        return cls._coded(np.zeros(count, np.int8), [text])

    @classmethod
    def joined(cls, parts: Sequence[Texts]) -> Texts:
        """Make a column of the rows of several, one after the other; pandas' own union would guess a type anew."""
        distinct = pd.Index(pd.unique(np.concatenate([part.distinct for part in parts])), dtype=object)
        alike = [part.categorical.set_categories(distinct) for part in parts]
        return cls._coded(np.concatenate([part.codes for part in alike]), distinct)

    @classmethod
    def _coded(cls, codes: Codes, distinct: Sequence[str] | npt.NDArray[np.object_] | pd.Index[Any]) -> Texts:
        return cls(pd.Categorical.from_codes(codes, pd.Index(distinct, dtype=object)))

    @property
    def codes(self) -> Codes:
        """For every row the place of its text in `distinct`."""
        return self.categorical.codes

    @property
    def distinct(self) -> npt.NDArray[np.object_]:
        """The distinct texts; not every one need be in use."""
        return self.categorical.categories.to_numpy()

    def __len__(self) -> int:
        return len(self.categorical)

    def __getitem__(self, position: int) -> str:
        return str(self.distinct[self.codes[position]])

    def changed(self, change: Callable[[str], str]) -> Texts:
        """Return the column with every text changed by the rule `change`."""
        return self.recoded([change(text) for text in self.distinct])

    def recoded(self, texts: list[str]) -> Texts:
        """Return the column with `texts` in the places of its distinct texts; equal ones fall together."""
        if texts == self.distinct.tolist():
            return self
        codes, distinct = pd.factorize(np.array(texts, np.object_))
        return self._coded(codes[self.codes], distinct)

    def where(self, rule: Callable[[str], bool]) -> Mask:
        """Return in which rows the text satisfies `rule`."""
        return self.looked_up([rule(text) for text in self.distinct], np.bool_)

    def looked_up(self, values: Sequence[Any], dtype: npt.DTypeLike) -> npt.NDArray[Any]:
        """Return for every row the value that stands for its text; `values` are in the order of `distinct`."""
        return np.array(values, dtype)[self.codes]

    def taken(self, positions: Positions | Mask) -> Texts:
        """Return the column of those rows only."""
        return Texts(self.categorical[positions])

    def chosen(self, rows: Mask, other: Texts) -> Texts:
        """Return the column with the other's texts in the chosen rows."""
        both = Texts.joined((self, other)).categorical
        return Texts(both[np.arange(len(self)) + len(self) * rows])

    def to_list(self) -> list[str]:
        """Return the texts of all rows, one after the other."""
        texts: list[str] = np.asarray(self.categorical, np.object_).tolist()
        return texts

    def column(self, positions: Positions | slice = ALL) -> TextColumn:
        """Return some rows as what other rooms take, without the texts that none of them has."""
        codes, used = pd.factorize(self.codes[positions])
        distinct = self.distinct[used].tolist()
        return TextColumn(packed(codes), distinct if len(distinct) < PACKED_FROM else PackedTexts(distinct))


def packed(numbers: npt.NDArray[np.integer]) -> array[int]:
    """Return numbers from 0 on as an array of the smallest type that holds them."""
    most = int(numbers.max(initial=0))
    kind = next(kind for kind in UNSIGNED if most <= np.iinfo(kind).max)
    return array(kind, numbers.astype(kind).tobytes())


def joined_codes(columns: Iterable[Codes]) -> Positions:
    """Return a number for every row that is equal where the codes of all columns are, in the order of first sight."""
    first, *others = columns
    joined = pd.factorize(first)[0].astype(np.int64)
    for codes in others:
        found = pd.factorize(codes)[0].astype(np.int64)
        joined = pd.factorize(joined * (found.max(initial=0) + 1) + found)[0].astype(np.int64)
    return joined


def matching(texts: Sequence[str] | npt.NDArray[np.object_], pattern: str) -> Mask:
    """Return which of the texts match a regular expression (RE2's syntax)."""
    import pyarrow as pa
    import pyarrow.compute as pc

    try:
        strings = pa.array(texts, pa.large_string())
    except UnicodeEncodeError:  # half of a sign that takes two in UTF-16
        encoded = pa.array([text.encode("utf-8", "replace") for text in texts], pa.large_binary())
        strings = encoded.cast(pa.large_string())
    found: Mask = pc.match_substring_regex(strings, pattern).to_numpy(zero_copy_only=False)
    return found
