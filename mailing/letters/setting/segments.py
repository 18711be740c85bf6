"""A paragraph as segments: fixed text that all its letters share, and slots for values.

Both become boxes side by side, of which lines are made.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from mailing.letters.blocks import Span
from mailing.letters.setting import typography
from mailing.letters.setting.boxes import cut
from mailing.letters.setting.breaking import BOUND
from mailing.letters.setting.fonts import SOFT_HYPHEN
from mailing.letters.setting.memory import Memory
from mailing.letters.setting.tokens import Division, Token, shape, split
from mailing.model import Face

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mailing.letters.setting.boxes import Box
    from mailing.model import Word

SLOT_KINDS_KEPT = 200
"""So many kinds of value slots have a memory of their texts: more than a run's templates have."""


_BOLD_FACES = {Face.REGULAR: Face.BOLD, Face.ITALIC: Face.BOLD_ITALIC}


class FixedText:
    """Text without slots and line breaks; it is cut into boxes only if it doesn't fit a line with its neighbours.

    Attributes:
        beginning: of what has been cut: what decides whether it is bound to what stands before it; likewise `end`.
    """

    __slots__ = ("_rows", "_spans", "_tokens", "beginning", "end")

    def __init__(self, spans: Sequence[Span], tokens: list[Token] | None = None) -> None:
        self._spans = spans
        self._tokens = tokens
        self._rows: list[list[Box] | None] = [None] * len(Division)
        self.beginning = self.end = typography.NO_EDGE

    def filled(self, _values: Sequence[str]) -> FixedText:
        """Return the text itself: it has no slots."""
        return self

    def words(self) -> list[Word]:
        """Return the words as they stand in one line."""
        return [
            word
            for text, face, is_value, _slot, language in self._spans
            for word in shape(text.replace(SOFT_HYPHEN, ""), face, language, is_value=is_value)
        ]

    def boxes(self, division: Division) -> list[Box]:
        """Return the text as boxes, divided as far as `division` allows."""
        boxes = self._rows[division]
        if boxes is None:
            boxes = self._rows[division] = self._cut(division)
        return boxes

    def _cut(self, division: Division) -> list[Box]:
        tokens = self._tokens = list(map(Token, split(self._spans))) if self._tokens is None else self._tokens
        if tokens:
            self.beginning, self.end = typography.beginning(tokens[0].text), typography.end(tokens[-1].text)
        if division is Division.SPARING:
            return _divided(tokens, [() for _token in tokens])
        divisions = [tuple(token.divisions(division)) for token in tokens]
        return _divided(tokens, divisions) if any(divisions) else self.boxes(Division.SPARING)


class ValueSlot:
    """What stands between two blanks, with values to be filled in; filled, it may be one token, several or none."""

    __slots__ = ("_known", "_slots", "_spans")

    def __init__(self, spans: Sequence[Span]) -> None:
        self._spans = spans
        self._slots = [span.slot for span in spans if span.slot is not None]
        self._known = _texts_of_kind(tuple([span if span.slot is None else span._replace(slot=0) for span in spans]))

    def filled(self, values: Sequence[str]) -> FixedText:
        """Return the text of a letter with these values."""
        key = values[self._slots[0]] if len(self._slots) == 1 else "\n".join([values[slot] for slot in self._slots])
        return self._known.recall(key) or self._known.keep(key, self._text(values, is_token=key.isalnum()))

    def _text(self, values: Sequence[str], *, is_token: bool) -> FixedText:
        spans = filled(self._spans, values)
        return FixedText(spans, [Token(spans)] if is_token else None)


@lru_cache(maxsize=SLOT_KINDS_KEPT)
def _texts_of_kind(_kind: tuple[Span, ...]) -> Memory[str, FixedText]:
    """Return the memory that slots with the same text around their values share, wherever they stand."""
    return Memory()


class Columns(NamedTuple):
    """Boxes side by side, and as columns what decides where lines end."""

    widths: Sequence[int]
    end_widths: Sequence[int]
    demerits: Sequence[float]
    boxes: Sequence[Box]


def side_by_side(texts: Sequence[FixedText], division: Division) -> Columns:
    """Return the boxes of texts that follow each other; a seam is bound where the language wants that."""
    boxes: list[Box] = []
    bound: list[int] = []
    end = typography.NO_EDGE
    for text in texts:
        some = text.boxes(division)
        if some:
            if typography.binds(end, text.beginning):
                bound.append(len(boxes) - 1)
            boxes += some
            end = text.end
    widths, end_widths, alone, *_others = zip(*boxes, strict=True)
    demerits = list(alone)
    for index in bound:
        demerits[index] = BOUND
    return Columns(widths, end_widths, demerits, boxes)


def segments(spans: Iterable[Span]) -> Iterator[FixedText | ValueSlot]:
    """Give a paragraph's segments: fixed texts that all letters share, and the value slots between them."""
    for has_slots, tokens in groupby(split(spans), _has_slots):
        if has_slots:
            yield from map(ValueSlot, tokens)
        else:
            yield FixedText([span for token in tokens for span in token])


def filled(spans: Iterable[Span], values: Sequence[str]) -> tuple[Span, ...]:
    """Return the spans with the values in their slots."""
    return tuple(
        [
            span if span.slot is None else Span(values[span.slot], span.face, is_value=True, language=span.language)
            for span in spans
        ]
    )


def emboldened(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Return the spans in the bold faces."""
    return tuple([span._replace(face=_BOLD_FACES.get(span.face, span.face)) for span in spans])


def _divided(tokens: Sequence[Token], divisions: Sequence[Sequence[int]]) -> list[Box]:
    """Return tokens as boxes, each divided where its divisions are."""
    boxes: list[Box] = []
    before: Token | None = None
    for token, positions in zip(tokens, divisions, strict=True):
        if before and typography.binds(typography.end(before.text), typography.beginning(token.text)):
            boxes[-1] = boxes[-1]._replace(demerits=BOUND)
        boxes += cut(token, positions)
        before = token
    return boxes


def _has_slots(spans: Sequence[Span]) -> bool:
    return any(span.slot is not None for span in spans)
