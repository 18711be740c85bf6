"""The letters of a run compared with each other: fixed text that is whole in some must not be broken in another.

Letters with the same fixed text are alike, so only a few of each kind are looked at closely: all fixed text that is
whole is taken out of them, and what is left may not hold most of a piece, its beginning or its end.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from functools import lru_cache
from itertools import pairwise
from operator import add
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, TypeVar

from rapidfuzz import fuzz

from mailing.audit.findings import fault
from mailing.audit.fixed_text import bare
from mailing.audit.reading_order import is_from_right
from mailing.base.messages import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from mailing.audit.fixed_text import FixedText
    from mailing.findings import Finding

ALMOST = 88
"""Of 100: so alike is text of which a word or figure was changed; one figure of twelve makes 92."""
EDGE = 16
"""Letters and digits of a longer piece's beginning or end, which stand alone only where the rest was changed."""
LOOKED_AT = 3
"""Of the letters of a kind in a file."""
MOST_ALWAYS = 3
"""A letter that holds so many pieces of a source, and more than half, is made from it and holds all."""
LONGEST_SHOWN = 60
MOST_TEXTS = 256
"""Of which it is known what they have: those of plates among them, which come again and again."""
SHORTEST_PART = 4
"""Of a piece on either side of a page's end."""
_GAP = "\n"
_Trait = TypeVar("_Trait", int, str)

Kind: TypeAlias = tuple[tuple[int, ...], tuple[str, ...]]
"""How often a letter holds each piece, and which values stand in it ("" for none)."""


class Letter(NamedTuple):
    """A letter that stands for its kind: its pages' letters and digits."""

    piece: int
    pages: tuple[str, ...]


class Letters(NamedTuple):
    """Letters of one kind: how many, and some of them."""

    number: int
    examples: tuple[Letter, ...]


class _Held(NamedTuple):
    """What a text has of the fixed text: its letters and digits, how often each piece, and which values."""

    bare: str
    counts: tuple[int, ...]
    values: tuple[str, ...]


class KindsOfLetters:
    """The letters of a reading, by their kind."""

    def __init__(self, fixed: FixedText) -> None:
        self._fixed = fixed
        self._patterns = tuple(map(re.compile, fixed.values))
        self._beginnings = [piece[:SHORTEST_PART] for piece in fixed.pieces]
        self._ends = [piece[-SHORTEST_PART:] for piece in fixed.pieces]
        self._counts: Counter[Kind] = Counter()
        self._examples: dict[Kind, list[Letter]] = {}
        self._held = lru_cache(MOST_TEXTS)(self._look_at)
        self._edges = lru_cache(MOST_TEXTS)(self._look_at_edges)

    def add(self, piece: int, texts: Sequence[Sequence[str]]) -> None:
        """Take in a letter, by the texts of the layers of its pages."""
        if not self._fixed.pieces:
            return
        held = [[self._held(text) for text in layers] for layers in texts]
        counts, values = self._in_all([each for layers in held for each in layers])
        pages = tuple(_GAP.join(each.bare for each in layers) for layers in held)
        if len(pages) > 1:
            counts = self._with_split(counts, pages, texts)
        kind = (counts, values)
        self._counts[kind] += 1
        if self._counts[kind] <= LOOKED_AT:
            self._examples.setdefault(kind, []).append(Letter(piece, pages))

    def found(self) -> dict[Kind, Letters]:
        """Return the kinds and their letters."""
        return {kind: Letters(count, tuple(self._examples[kind])) for kind, count in self._counts.items()}

    def _look_at(self, text: str) -> _Held:
        """Look at a text; many pages have that of their plate."""
        letters = bare(text)
        found = (pattern.search(letters) for pattern in self._patterns)
        values = tuple(match[1] if match else "" for match in found)
        return _Held(letters, tuple(map(letters.count, self._fixed.pieces)), values)

    def _in_all(self, held: Sequence[_Held]) -> Kind:
        """Return the kind of a letter that has all these texts: of a value, what the first one says."""
        if not held:
            return (0,) * len(self._fixed.pieces), ("",) * len(self._fixed.values)
        counts, values = held[0].counts, held[0].values
        for each in held[1:]:
            counts = tuple(map(add, counts, each.counts))
            values = tuple(map(_first, values, each.values))
        return counts, values

    def _with_split(
        self, counts: tuple[int, ...], pages: Sequence[str], texts: Sequence[Sequence[str]]
    ) -> tuple[int, ...]:
        """Return how often a letter holds each piece, those that a page's end divides among them."""
        split: set[int] = set()
        for number, (page, following) in enumerate(pairwise(pages)):
            begun = set().union(*(self._edges(text)[0] for text in texts[number]))
            ended = set().union(*(self._edges(text)[1] for text in texts[number + 1]))
            split |= {
                index
                for index in begun & ended
                if not counts[index] and _split(self._fixed.pieces[index], page, following)
            }
        return tuple(count or int(index in split) for index, count in enumerate(counts)) if split else counts

    def _look_at_edges(self, text: str) -> tuple[frozenset[int], frozenset[int]]:
        """Return the pieces that may begin in a text and go on in the next one, and those that may end in it."""
        letters = self._held(text).bare
        return (
            frozenset(index for index, edge in enumerate(self._beginnings) if edge in letters),
            frozenset(index for index, edge in enumerate(self._ends) if edge in letters),
        )


class _Deviation(NamedTuple):
    """A letter that differs: in what, and how it is told."""

    letter: Letter
    expected: str
    found: str


def comparison_faults(fixed: FixedText, found: Iterable[Mapping[Kind, Letters]]) -> Iterator[Finding]:
    """Give the letters whose fixed text isn't that of the others; one finding each."""
    kinds = _merged(found)
    told: dict[int, Finding] = {}
    for letter, expected, seen in (*_other_values(fixed, kinds), *_broken_pieces(fixed, kinds)):
        short = {"expected": expected[:LONGEST_SHOWN], "found": seen[:LONGEST_SHOWN]}
        told.setdefault(letter.piece, fault("audit.fixed-text", piece=letter.piece, **short))
    yield from (told[piece] for piece in sorted(told))


def _merged(found: Iterable[Mapping[Kind, Letters]]) -> dict[Kind, Letters]:
    merged: dict[Kind, Letters] = {}
    for kind, letters in (item for part in found for item in part.items()):
        number, examples = merged.get(kind, (0, ()))
        merged[kind] = Letters(number + letters.number, examples + letters.examples)
    return merged


def _other_values(fixed: FixedText, kinds: Mapping[Kind, Letters]) -> Iterator[_Deviation]:
    """Give the letters in which a value of all letters isn't that of most."""
    for index in range(len(fixed.values)):
        counts = _counted((values[index], letters.number) for (_held, values), letters in kinds.items())
        counts.pop("", None)
        usual = max(counts, key=counts.__getitem__, default="")
        for (_held, values), letters in kinds.items():
            if values[index] and counts[values[index]] < counts[usual]:
                yield from (_Deviation(letter, usual, values[index]) for letter in letters.examples)


def _broken_pieces(fixed: FixedText, kinds: Mapping[Kind, Letters]) -> Iterator[_Deviation]:
    """Give the letters in which a piece is broken that is whole in at least as many others.

    From right to left it is broken though no other letter has it whole: there is often but one letter in a language,
    and an order that is wrong would be wrong in all.
    """
    rests = {letter: _rest(fixed, letter.pages) for letters in kinds.values() for letter in letters.examples}
    lost = {kind: _lost(fixed, kind[0]) for kind in kinds}
    for index, piece in enumerate(fixed.pieces):
        holding = _counted((held[index], letters.number) for (held, _values), letters in kinds.items())
        is_exact = is_from_right(piece)
        usual = max((*holding, int(is_exact)))
        broken, count = list[_Deviation](), 0
        for kind, letters in kinds.items():
            held, is_lost = kind[0][index], index in lost[kind]
            if held < usual and (held or is_lost or not fixed.composite[index]):
                found = [
                    _Deviation(letter, fixed.shown[index], _("fehlt") if is_lost else _("verändert"))
                    for letter in letters.examples
                    if is_lost or _is_nearly_in(piece, rests[letter], is_missing=not held)
                ]
                broken += found
                count += letters.number if found else 0
        if is_exact or count <= sum(number for held, number in holding.items() if held):
            yield from broken


def _counted(numbers: Iterable[tuple[_Trait, int]]) -> Counter[_Trait]:
    counts: Counter[_Trait] = Counter()
    for trait, number in numbers:
        counts[trait] += number
    return counts


def _lost(fixed: FixedText, held: Sequence[int]) -> set[int]:
    """Return the pieces that a letter doesn't hold though it holds most of those that always stand beside them."""
    lost: set[int] = set()
    for indices in fixed.always:
        missing = {index for index in indices if not held[index]}
        there = len(indices) - len(missing)
        if there >= MOST_ALWAYS and there > len(missing):
            lost |= missing
    return lost


def _is_nearly_in(piece: str, rest: str, *, is_missing: bool) -> bool:
    """Whether what is left of a letter holds most of a piece; its beginning or end, if the letter never holds it."""
    if len(piece) >= 2 * EDGE and is_missing:
        return piece[:EDGE] in rest or piece[-EDGE:] in rest
    return bool(fuzz.partial_ratio(piece, rest + _GAP * len(piece), score_cutoff=ALMOST))


def _rest(fixed: FixedText, pages: tuple[str, ...]) -> str:
    """Return what is left of a letter without the fixed text that is whole in it."""
    left = list(pages)
    for text in sorted({*fixed.pieces, *fixed.known}, key=lambda text: (-len(text), text)):
        left = [page.replace(text, _GAP) for page in left]
    for text in fixed.pieces:
        for number, (page, following) in enumerate(pairwise(left)):
            length = _split(text, page, following)
            if length:
                left[number] = page.replace(text[:length], _GAP)
                left[number + 1] = following.replace(text[length:], _GAP)
    return _GAP.join(left)


def _first(one: str, other: str) -> str:
    return one or other


def _split(text: str, page: str, following: str) -> int:
    """Return how much of a text a page holds if the following one holds the rest; 0 where the two don't."""
    if text[:SHORTEST_PART] not in page or text[-SHORTEST_PART:] not in following:
        return 0
    parts = range(len(text) - SHORTEST_PART + 1)
    length = bisect_left(parts, 1, key=lambda length: int(text[:length] not in page)) - 1
    return length if text[length:] in following else 0
