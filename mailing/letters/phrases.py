"""Phrases: text that stays together from letter to letter, as boxes side by side."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from mailing.letters import typography
from mailing.letters.boxes import cut
from mailing.letters.breaking import BOUND
from mailing.letters.fonts import SOFT_HYPHEN
from mailing.letters.memory import Memory
from mailing.letters.tokens import Division, Stretch, Token, shape, split

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mailing.letters.boxes import Box
    from mailing.model import Word


PHRASES_KEPT = 2_000
"""So many values are remembered at each place of a paragraph; as boxes they take 1.5 kB each."""


class Columns(NamedTuple):
    """Boxes side by side, as columns.

    Attributes:
        may_bind: whether the last one may be bound to what follows; likewise `may_be_bound` of the first.
    """

    widths: list[int]
    end_widths: list[int]
    demerits: list[float]
    boxes: list[Box]
    may_bind: bool = False
    may_be_bound: bool = False


def side_by_side(many: Sequence[Columns]) -> Columns:
    """Return boxes that follow each other; a seam is bound where the language wants that."""
    if len(many) == 1:
        return many[0]
    widths: list[int] = []
    end_widths: list[int] = []
    demerits: list[float] = []
    boxes: list[Box] = []
    may_bind = may_be_bound = False
    for some in many:
        if not some.boxes:
            continue
        if not boxes:
            may_be_bound = some.may_be_bound
        elif (may_bind or some.may_be_bound) and typography.binds(boxes[-1].token.text, some.boxes[0].token.text):
            demerits[-1] = BOUND
        widths += some.widths
        end_widths += some.end_widths
        demerits += some.demerits
        boxes += some.boxes
        may_bind = some.may_bind
    return Columns(widths, end_widths, demerits, boxes, may_bind, may_be_bound)


class Phrase:
    """Text without slots and line breaks."""

    __slots__ = ("_columns", "_stretches", "_tokens")

    def __init__(self, stretches: Sequence[Stretch], tokens: list[Token] | None = None) -> None:
        self._stretches = stretches
        self._tokens = tokens
        self._columns: dict[Division, Columns] = {}

    def filled(self, _values: Sequence[str]) -> Phrase:
        """Return the phrase itself: it has no slots."""
        return self

    def words(self) -> list[Word]:
        """Return the words as they stand in one line."""
        return [
            word
            for text, face, is_value, _slot in self._stretches
            for word in shape(text.replace(SOFT_HYPHEN, ""), face, is_value=is_value)
        ]

    def columns(self, division: Division) -> Columns:
        """Return the text as boxes, divided as far as `division` allows."""
        columns = self._columns.get(division)
        if columns is None:
            columns = self._columns[division] = self._cut(division)
        return columns

    def _cut(self, division: Division) -> Columns:
        if self._tokens is None:
            self._tokens = list(map(Token, split(self._stretches)))
        if division is Division.SPARING:
            return side_by_side([_in_columns(cut(token, ())) for token in self._tokens])
        divisions = [tuple(token.divisions(division)) for token in self._tokens]
        if not any(divisions):
            return self.columns(Division.SPARING)
        return side_by_side(
            [_in_columns(cut(token, some)) for token, some in zip(self._tokens, divisions, strict=True)]
        )


class Opening:
    """What stands between two blanks where it holds values: they may be one token, several or none."""

    __slots__ = ("_known", "_slots", "_stretches")

    def __init__(self, stretches: Sequence[Stretch]) -> None:
        self._stretches = stretches
        self._slots = [stretch.slot for stretch in stretches if stretch.slot is not None]
        self._known: Memory[str, Phrase] = Memory(PHRASES_KEPT)

    def filled(self, values: Sequence[str]) -> Phrase:
        """Return the text of a letter with these values."""
        told = values[self._slots[0]] if len(self._slots) == 1 else "\n".join([values[slot] for slot in self._slots])
        return self._known.recall(told) or self._known.keep(told, self._phrase(values, is_token=told.isalnum()))

    def _phrase(self, values: Sequence[str], *, is_token: bool) -> Phrase:
        stretches = filled(self._stretches, values)
        return Phrase(stretches, [Token(stretches)] if is_token else None)


def phrases(stretches: Iterable[Stretch]) -> Iterator[Phrase | Opening]:
    """Give what a paragraph is made of: phrases that all letters share, and openings for values between them."""
    for is_open, tokens in groupby(split(stretches), _is_open):
        if is_open:
            yield from map(Opening, tokens)
        else:
            yield Phrase([stretch for token in tokens for stretch in token])


def filled(stretches: Iterable[Stretch], values: Sequence[str]) -> tuple[Stretch, ...]:
    """Return the stretches with the values in their slots."""
    return tuple(
        [
            stretch if stretch.slot is None else Stretch(values[stretch.slot], stretch.face, is_value=True)
            for stretch in stretches
        ]
    )


def _is_open(stretches: Sequence[Stretch]) -> bool:
    return any(stretch.slot is not None for stretch in stretches)


def _in_columns(boxes: list[Box]) -> Columns:
    text = boxes[0].token.text
    may_bind, may_be_bound = typography.may_bind(text), typography.may_be_bound(text)
    if len(boxes) == 1:
        (box,) = boxes
        return Columns([box.width], [box.end_width], [box.demerits], boxes, may_bind, may_be_bound)
    return Columns(
        [box.width for box in boxes],
        [box.end_width for box in boxes],
        [box.demerits for box in boxes],
        boxes,
        may_bind,
        may_be_bound,
    )
