"""Tokens as boxes: the texts between two positions at which a line may end, and a line of boxes as words.

Widths are in 1/1000 em, so that the same words serve every size.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from mailing.letters.setting import typography
from mailing.letters.setting.breaking import (
    ADDRESS_DEMERITS,
    COMPOUND_DEMERITS,
    HYPHEN_DEMERITS,
    OTHER_ADDRESS_DEMERITS,
)
from mailing.letters.setting.tokens import advance, advance_without_blank, hyphenated, without_blank

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mailing.letters.setting.tokens import Token
    from mailing.model import Word


class Box(NamedTuple):
    """Text of a token between two positions at which a line may end.

    Attributes:
        width: inside a line; `end_width` at a line's end: without its blank, or with a hyphen.
        demerits: what ending a line with it costs.
        words: as it stands inside a line.
        is_part: whether the token has other boxes too.
    """

    width: int
    end_width: int
    demerits: float
    words: tuple[Word, ...]
    token: Token
    start: int
    end: int
    is_divided: bool
    is_part: bool

    @property
    def text(self) -> str:
        """Its text."""
        return self.token.text[self.start : self.end]

    @property
    def end_words(self) -> tuple[Word, ...]:
        """The words as they stand at a line's end."""
        return hyphenated(self.words) if self.is_divided else without_blank(self.words)


def cut(token: Token, divisions: Sequence[int]) -> list[Box]:
    """Return the token as boxes, divided with a hyphen at `divisions`, and behind signs in any case.

    A division is left out where the hyphen would be wider than what follows it ("Wort" and a soft hyphen before a
    point): so a line that takes one box more is never narrower, which `breaking.best_lines` relies on.
    """
    if not (divisions or typography.has_sign_breaks(token.text)):
        return [whole(token)]
    ends = _ends(token.text, divisions)
    pieces = pairwise([0, *sorted(ends)])
    boxes = [_box(token, start, end, ends[end][0], is_divided=ends[end][1]) for start, end in pieces]
    useless = {
        box.end for box, after in pairwise(boxes) if box.is_divided and box.width + after.end_width < box.end_width
    }
    return cut(token, [division for division in divisions if division not in useless]) if useless else boxes


def whole(token: Token) -> Box:
    """Return a token as one box, nowhere divided."""
    return _box(token, 0, len(token.text), 0.0, is_divided=False)


def _box(token: Token, start: int, end: int, demerits: float, *, is_divided: bool) -> Box:
    words = token.words(start, end)
    end_width = advance(hyphenated(words)) if is_divided else advance_without_blank(words)
    is_part = end - start < len(token.text)
    return Box(advance(words), end_width, demerits, words, token, start, end, is_divided, is_part)


def _ends(text: str, divisions: Iterable[int]) -> dict[int, tuple[float, bool]]:
    """Return the positions where a line may end: what that costs, and whether it takes a hyphen."""
    ends = dict.fromkeys(divisions, (HYPHEN_DEMERITS, True))
    ends = dict.fromkeys(typography.compound_breaks(text), (COMPOUND_DEMERITS, False)) | ends
    for first, last in typography.address_spans(text):
        ends = {position: end for position, end in ends.items() if not first < position < last}
        for position, sign in typography.address_breaks(text, (first, last)):
            ends[position] = (ADDRESS_DEMERITS.get(sign, OTHER_ADDRESS_DEMERITS), False)
    ends[len(text)] = (0.0, False)
    return ends


def words_of(boxes: Sequence[Box], *, ends_line: bool = True) -> tuple[Word, ...]:
    """Return boxes that follow each other on a line as words: what stands whole in it is one word.

    Where the last `ends_line`, it is without its blank, or with a hyphen.
    """
    if len(boxes) == 1:
        return boxes[0].end_words if ends_line else boxes[0].words
    if not any([box.is_part for box in boxes]):  # noqa: C419 - a generator takes twice as long
        words = [word for box in boxes[:-1] for word in box.words]
        return (*words, *(boxes[-1].end_words if ends_line else boxes[-1].words))
    words = []
    first = boxes[0]
    for box, following in pairwise(boxes):
        if following.start == 0:
            words += _words(first, box)
            first = following
    return (*words, *(_end_words if ends_line else _words)(first, boxes[-1]))


def _words(first: Box, last: Box) -> tuple[Word, ...]:
    """Return the words of a token from one of its boxes to another."""
    return last.words if first is last else last.token.words(first.start, last.end)


def _end_words(first: Box, last: Box) -> tuple[Word, ...]:
    """Return the words of a token from one of its boxes to another, with which a line ends."""
    if first is last:
        return last.end_words
    words = last.token.words(first.start, len(last.token.text[: last.end].rstrip(" ")))
    return hyphenated(words) if last.is_divided else words
