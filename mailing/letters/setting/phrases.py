"""Phrases: text that stays together from letter to letter, as boxes side by side."""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from mailing.letters.setting import typography
from mailing.letters.setting.boxes import cut
from mailing.letters.setting.breaking import BOUND
from mailing.letters.setting.fonts import SOFT_HYPHEN
from mailing.letters.setting.memory import Memory
from mailing.letters.setting.tokens import Division, Stretch, Token, shape, split

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mailing.letters.setting.boxes import Box
    from mailing.model import Word

OPENINGS_KEPT = 200
"""So many kinds of openings have a memory of their phrases: more than a run's templates have."""


class Phrase:
    """Text without slots and line breaks; it is cut only if it doesn't fit a line with its neighbours.

    Attributes:
        beginning: of what has been cut: what decides whether it is bound to what stands before it; likewise `end`.
    """

    __slots__ = ("_rows", "_stretches", "_tokens", "beginning", "end")

    def __init__(self, stretches: Sequence[Stretch], tokens: list[Token] | None = None) -> None:
        self._stretches = stretches
        self._tokens = tokens
        self._rows: list[list[Box] | None] = [None] * len(Division)
        self.beginning = self.end = typography.NO_EDGE

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

    def boxes(self, division: Division) -> list[Box]:
        """Return the text as boxes, divided as far as `division` allows."""
        boxes = self._rows[division]
        if boxes is None:
            boxes = self._rows[division] = self._cut(division)
        return boxes

    def _cut(self, division: Division) -> list[Box]:
        tokens = self._tokens = list(map(Token, split(self._stretches))) if self._tokens is None else self._tokens
        if tokens:
            self.beginning, self.end = typography.beginning(tokens[0].text), typography.end(tokens[-1].text)
        if division is Division.SPARING:
            return _divided(tokens, [() for _token in tokens])
        divisions = [tuple(token.divisions(division)) for token in tokens]
        return _divided(tokens, divisions) if any(divisions) else self.boxes(Division.SPARING)


class Opening:
    """What stands between two blanks where it holds values: they may be one token, several or none."""

    __slots__ = ("_known", "_slots", "_stretches")

    def __init__(self, stretches: Sequence[Stretch]) -> None:
        self._stretches = stretches
        self._slots = [stretch.slot for stretch in stretches if stretch.slot is not None]
        self._known = _phrases_seen(
            tuple([stretch if stretch.slot is None else stretch._replace(slot=0) for stretch in stretches])
        )

    def filled(self, values: Sequence[str]) -> Phrase:
        """Return the text of a letter with these values."""
        told = values[self._slots[0]] if len(self._slots) == 1 else "\n".join([values[slot] for slot in self._slots])
        return self._known.recall(told) or self._known.keep(told, self._phrase(values, is_token=told.isalnum()))

    def _phrase(self, values: Sequence[str], *, is_token: bool) -> Phrase:
        stretches = filled(self._stretches, values)
        return Phrase(stretches, [Token(stretches)] if is_token else None)


@lru_cache(maxsize=OPENINGS_KEPT)
def _phrases_seen(_kind: tuple[Stretch, ...]) -> Memory[str, Phrase]:
    """Return the memory that openings with the same text around their values share, wherever they stand."""
    return Memory()


class Columns(NamedTuple):
    """Boxes side by side, and as columns what decides where lines end."""

    widths: Sequence[int]
    end_widths: Sequence[int]
    demerits: Sequence[float]
    boxes: Sequence[Box]


def side_by_side(many: Sequence[Phrase], division: Division) -> Columns:
    """Return the boxes of phrases that follow each other; a seam is bound where the language wants that."""
    boxes: list[Box] = []
    bound: list[int] = []
    end = typography.NO_EDGE
    for phrase in many:
        some = phrase.boxes(division)
        if some:
            if typography.binds(end, phrase.beginning):
                bound.append(len(boxes) - 1)
            boxes += some
            end = phrase.end
    widths, end_widths, alone, *_others = zip(*boxes, strict=True)
    demerits = list(alone)
    for place in bound:
        demerits[place] = BOUND
    return Columns(widths, end_widths, demerits, boxes)


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


def _divided(tokens: Sequence[Token], divisions: Sequence[Sequence[int]]) -> list[Box]:
    """Return tokens as boxes, each divided where its divisions are."""
    boxes: list[Box] = []
    before: Token | None = None
    for token, places in zip(tokens, divisions, strict=True):
        if before and typography.binds(typography.end(before.text), typography.beginning(token.text)):
            boxes[-1] = boxes[-1]._replace(demerits=BOUND)
        boxes += cut(token, places)
        before = token
    return boxes


def _is_open(stretches: Sequence[Stretch]) -> bool:
    return any(stretch.slot is not None for stretch in stretches)
