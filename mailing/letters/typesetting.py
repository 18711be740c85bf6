"""Text to lines: German typography, words shaped and measured, and a hyphen where one helps.

Widths are in 1/1000 em, so that the same lines serve every size. A blank belongs to the word before it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from mailing.letters import typography
from mailing.letters.breaking import (
    ADDRESS_DEMERITS,
    COMPOUND_DEMERITS,
    HYPHEN_DEMERITS,
    OTHER_ADDRESS_DEMERITS,
    TOLERATED_SLACK,
    Box,
    best_ends,
    largest_slack,
)
from mailing.letters.fonts import SOFT_HYPHEN
from mailing.letters.shaping import shaper
from mailing.letters.typography import NBSP

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from mailing.model import Face, Word

PARAGRAPHS_KEPT = 5_000

_WORDS = re.compile(r"[^ \u00a0]+[ \u00a0]*|[ \u00a0]+")


class Stretch(NamedTuple):
    """A stretch of a paragraph in one face; `is_value` where it came from the list, not from the office."""

    text: str
    face: Face
    is_value: bool = False


class OverfullError(Exception):
    """A word is wider than its line and can't be divided.

    Args:
        text: the word.
    """

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


@lru_cache(maxsize=PARAGRAPHS_KEPT)
def break_lines(
    stretches: tuple[Stretch, ...], measure: int, tolerated: float = TOLERATED_SLACK
) -> tuple[tuple[Word, ...], ...]:
    """Break a paragraph into lines of at most `measure` (1/1000 em); the last paragraphs are remembered.

    Words are hyphenated where a line would else leave more than the share `tolerated` empty; 1 is never, but for
    words that are wider than a line.

    Raises:
        OverfullError: a word doesn't fit a line by any rule.
        UnsettableError: the font lacks a character.
    """
    return tuple(line for part in _between_line_breaks(stretches) for line in Paragraph(part).lines(measure, tolerated))


def _between_line_breaks(stretches: Sequence[Stretch]) -> Iterator[Sequence[Stretch]]:
    """Give the parts of a paragraph between the line breaks that the text itself asks for."""
    if not any("\n" in stretch.text for stretch in stretches):
        yield stretches
        return
    part: list[Stretch] = []
    for stretch in stretches:
        first, *others = stretch.text.split("\n")
        part.append(stretch._replace(text=first))
        for text in others:
            yield part
            part = [stretch._replace(text=text)]
    yield part


class Paragraph:
    """Text between two forced breaks, and the places at which its lines may end."""

    def __init__(self, stretches: Sequence[Stretch]) -> None:
        self._text = raw = "".join([stretch.text for stretch in stretches])
        self._marked: set[int] = set()
        self._known: dict[tuple[int, int], Word] = {}
        if SOFT_HYPHEN in raw:
            stretches = self._without_soft_hyphens(stretches)
        self._spans: list[tuple[int, int, Stretch]] = []
        start = 0
        for stretch in stretches:
            end = start + len(stretch.text)
            self._spans.append((start, end, stretch))
            start = end
        if "'" in raw or '"' in raw or " - " in raw:
            self._text = self._in_german()

    def _without_soft_hyphens(self, stretches: Sequence[Stretch]) -> list[Stretch]:
        """Take the soft hyphens out, and mark where they stood."""
        start = 0
        for syllable in self._text.split(SOFT_HYPHEN)[:-1]:
            start += len(syllable)
            self._marked.add(start)
        self._text = self._text.replace(SOFT_HYPHEN, "")
        return [stretch._replace(text=stretch.text.replace(SOFT_HYPHEN, "")) for stretch in stretches]

    def _in_german(self) -> str:
        """Apply the rules for quotes to the office's text; values stay as they are."""
        raw, german = self._text, typography.german(self._text)
        return "".join([(raw if stretch.is_value else german)[start:end] for start, end, stretch in self._spans])

    def lines(self, measure: int, tolerated: float) -> Iterator[tuple[Word, ...]]:
        """Give the lines: hyphenated only where that helps, values divided only where nothing else does."""
        pieces = list(self._pieces(0, len(self._text.rstrip(" "))))
        whole = tuple([word for _start, _end, word in pieces])
        if sum([word.advance for word in whole]) <= measure:
            yield whole
            return
        self._known = {piece[:2]: piece[2] for piece in pieces}
        boxes, ends = self._best(measure, tolerated)
        for first, last in pairwise([0, *ends]):
            box = boxes[last - 1]
            words = self._words(boxes[first].start, len(self._text[: box.end].rstrip(" ")))
            yield tuple(hyphenated(words) if box.is_divided else words)

    def _best(self, measure: int, tolerated: float) -> tuple[list[Box], list[int]]:
        sparing = self._boxes(())
        ends = best_ends(sparing, measure)
        if ends and largest_slack(sparing, ends, measure) <= tolerated:
            return sparing, ends
        everywhere = self._marked | set(typography.syllable_breaks(self._text))
        helped = self._boxes(self._marked | {place for place in everywhere if not self._is_value(place)})
        ends = best_ends(helped, measure)
        if ends:
            return helped, ends
        divided = self._boxes(everywhere)
        ends = best_ends(divided, measure)
        if ends:
            return divided, ends
        widest = max(divided, key=lambda box: box.end_width)
        raise OverfullError(self._text[widest.start : widest.end].strip())

    def _is_value(self, place: int) -> bool:
        return any(start < place < end for start, end, stretch in self._spans if stretch.is_value)

    def _boxes(self, divisions: Collection[int]) -> list[Box]:
        """Cut the text at every place where a line may end; at `divisions` it ends with a hyphen."""
        text = typography.bound(self._text)
        demerits = dict.fromkeys(typography.compound_breaks(text), COMPOUND_DEMERITS)
        demerits |= dict.fromkeys(divisions, HYPHEN_DEMERITS)
        divided = set(divisions)
        for span in typography.address_spans(text):
            inside = {place for place in demerits if span[0] < place < span[1]}
            divided -= inside
            demerits = {place: cost for place, cost in demerits.items() if place not in inside}
            for place, sign in typography.address_breaks(text, span):
                demerits[place] = ADDRESS_DEMERITS.get(sign, OTHER_ADDRESS_DEMERITS)
        demerits |= dict.fromkeys(typography.blanks(text), 0.0)
        demerits[len(text)] = 0.0
        places = sorted(demerits)
        return [
            self._box(start, end, demerits[end], is_divided=end in divided) for start, end in pairwise([0, *places])
        ]

    def _box(self, start: int, end: int, demerits: float, *, is_divided: bool) -> Box:
        known = self._known.get((start, end))
        words = [known] if known else self._words(start, end)
        width = end_width = sum([word.advance for word in words])
        if is_divided:
            end_width += shaper(words[-1].face)(SOFT_HYPHEN).advance
        elif words and words[-1].text.endswith(" "):
            end_width -= shaper(words[-1].face)(" ").advance
        return Box(start, end, width, end_width, demerits, is_divided)

    def _words(self, start: int, end: int) -> list[Word]:
        return [word for _start, _end, word in self._pieces(start, end)]

    def _pieces(self, start: int, end: int) -> Iterator[tuple[int, int, Word]]:
        """Shape the text from `start` to `end` word by word, and say where each stands."""
        for first, last, stretch in self._spans:
            if first < end and start < last:
                shaped = shaper(stretch.face)
                at = max(first, start)
                for text in _WORDS.findall(self._text[at : min(last, end)]):
                    yield at, at + len(text), shaped(text.replace(NBSP, " "))
                    at += len(text)


def hyphenated(words: list[Word]) -> list[Word]:
    """Return the words with a hyphen at the end of the last."""
    *others, last = words
    return [*others, shaper(last.face)(last.text + SOFT_HYPHEN)]
