"""A paragraph as segments: phrases that all its letters share, and slots that each letter fills with its own.

A phrase is cut into boxes, of which lines are made.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from mailing.letters.blocks import Span
from mailing.letters.memory import Memory
from mailing.letters.setting import typography
from mailing.letters.setting.boxes import cut, whole, words_of
from mailing.letters.setting.breaking import BOUND
from mailing.letters.setting.columns import Column
from mailing.letters.setting.tokens import Division, Token, split
from mailing.model import Face

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mailing.letters.setting.boxes import Box
    from mailing.model import Word

    Words = tuple[Word, ...]

ValueKey = str | tuple[str, ...]
"""A slot's value, or its values where it has several."""

SLOT_KINDS_KEPT = 200
"""So many kinds of value slots have a memory of their texts: more than a run's templates have."""


_WITHOUT_BLANK = re.compile("[^ ]+")
_BOLD_FACES = {Face.REGULAR: Face.BOLD, Face.ITALIC: Face.BOLD_ITALIC}


class PhraseBoxes(NamedTuple):
    """A phrase cut into boxes, and as columns beside them what decides where lines end.

    Attributes:
        faces: with which a line may begin here: the face of all boxes, or of each where they differ; "" without boxes.
        beginning: what decides whether it is bound to what stands before it; likewise `end`.
        last_letters: how many letters the last box has.
        words: of the one box, as they stand inside a line; none where there are several.
    """

    boxes: list[Box]
    widths: tuple[int, ...] = ()
    end_widths: tuple[int, ...] = ()
    demerits: tuple[float, ...] = ()
    faces: str = ""
    beginning: typography.Edge = typography.NO_EDGE
    end: typography.Edge = typography.NO_EDGE
    last_letters: int = 0
    words: Words = ()

    def part(self, part: Part) -> Words:
        """Return the words of a part of the phrase."""
        start = 0 if part.first is None else len(self.boxes) - part.first
        return words_of(self.boxes[start : len(self.boxes) - part.left], ends_line=part.ends_line)


class Part(NamedTuple):
    """The part of a phrase that stands in a line, its boxes counted from the phrase's end: letters have more or fewer.

    Attributes:
        phrase: the phrase's number in the paragraph.
        first: so many boxes are left with the part's first; None where the phrase begins with it.
        left: so many are left behind its last.
        ends_line: whether the line ends with it.
    """

    phrase: int
    first: int | None
    left: int
    ends_line: bool

    @property
    def is_whole(self) -> bool:
        """Whether it is the whole phrase, inside a line."""
        return self.first is None and self.left == 0 and not self.ends_line


class Phrase:
    """Text without slots and line breaks; it is cut into boxes only as far as it must be."""

    __slots__ = ("_cuts", "_spans", "_tokens")

    def __init__(self, spans: Sequence[Span], tokens: list[Token] | None = None) -> None:
        self._spans = spans
        self._tokens = tokens
        self._cuts: list[PhraseBoxes | None] = [None] * len(Division)

    def column(self, letters: Sequence[Sequence[str]]) -> Column:
        """Return the phrase itself for each of the letters: it has no slots."""
        return Column([self], [0] * len(letters), has_office_words=True)

    def cut(self, division: Division) -> PhraseBoxes:
        """Return the phrase as boxes, divided as far as `division` allows."""
        found = self._cuts[division]
        if found is None:
            found = self._cuts[division] = self._cut(division)
        return found

    def _cut(self, division: Division) -> PhraseBoxes:
        if division is Division.WHOLE:
            token = Token(self._spans)
            return _columns([whole(token)] if token.text else [])
        if self._tokens is None:
            self._tokens = [token for token in map(Token, split(self._spans)) if token.text]
        tokens = self._tokens
        if division is Division.SPARING:
            return _columns(_divided(tokens, [() for _token in tokens]))
        divisions = [tuple(token.divisions(division)) for token in tokens]
        return _columns(_divided(tokens, divisions)) if any(divisions) else self.cut(Division.SPARING)


def _columns(boxes: list[Box]) -> PhraseBoxes:
    if not boxes:
        return PhraseBoxes([])
    faces = [box.words[0].face for box in boxes]
    last = boxes[-1]
    widths, end_widths, demerits, words = zip(*[box[:4] for box in boxes], strict=True)
    return PhraseBoxes(
        boxes,
        widths,
        end_widths,
        demerits,
        faces[0] if faces.count(faces[0]) == len(faces) else " ".join(faces),
        typography.beginning(boxes[0].token.text),
        typography.end(last.token.text),
        len(last.text.rstrip()),
        words[0] if len(boxes) == 1 else (),
    )


class ValueSlot:
    """What stands between two blanks, with values to be filled in; filled, it may be one token, several or none."""

    __slots__ = ("_has_office_words", "_known", "_own_values", "_spans")

    def __init__(self, spans: Sequence[Span]) -> None:
        slots = [span.slot for span in spans if span.slot is not None]
        numbers = iter(range(len(slots)))
        self._own_values = itemgetter(*slots)
        self._spans = tuple([span if span.slot is None else span._replace(slot=next(numbers)) for span in spans])
        self._has_office_words = any(span.slot is None and typography.has_letters(span.text) for span in spans)
        self._known = _texts_of_kind(self._spans)

    def column(self, letters: Sequence[Sequence[str]]) -> Column:
        """Return the phrases of letters with these values."""
        keys = list(map(self._own_values, letters))
        numbers = {key: number for number, key in enumerate(dict.fromkeys(keys))}
        recall = self._known.recall
        phrases = [recall(key) or self._phrase(key) for key in numbers]
        return Column(phrases, [numbers[key] for key in keys], has_office_words=self._has_office_words)

    def _phrase(self, key: ValueKey) -> Phrase:
        values = (key,) if isinstance(key, str) else key
        spans = filled(self._spans, values)
        is_one_token = all(map(_WITHOUT_BLANK.fullmatch, values))
        return self._known.keep(key, Phrase(spans, [Token(spans)] if is_one_token else None))


@lru_cache(maxsize=SLOT_KINDS_KEPT)
def _texts_of_kind(_kind: tuple[Span, ...]) -> Memory[ValueKey, Phrase]:
    """Return the memory that slots with the same text around their values share, wherever they stand."""
    return Memory()


def segments(spans: Iterable[Span]) -> Iterator[Phrase | ValueSlot]:
    """Give a paragraph's segments: phrases that all letters share, and the value slots between them."""
    for has_slots, tokens in groupby(split(spans), _has_slots):
        if has_slots:
            yield from map(ValueSlot, tokens)
        else:
            yield Phrase([span for token in tokens for span in token])


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
