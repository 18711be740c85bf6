"""What stands between two blanks: its words, shaped, and the positions at which they may be divided.

A blank belongs to the word before it.
"""

from __future__ import annotations

import re
from enum import IntEnum
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING

from mailing.letters.blocks import Span
from mailing.letters.setting import typography
from mailing.letters.setting.fonts import SOFT_HYPHEN
from mailing.letters.setting.right_to_left import words_from_right
from mailing.letters.setting.shaping import WORDS_KEPT, blank_width, figures, shaper
from mailing.letters.setting.typography import NBSP
from mailing.model.languages import GERMAN_TAG, is_right_to_left
from mailing.model.lines import ARABIC_FACES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mailing.model import Face, Word

_BETWEEN_BLANKS = re.compile(r"[^ ]* +|[^ ]+")
_WORDS = re.compile(r"[^ \u00a0]+[ \u00a0]*|[ \u00a0]+")
"""Blanks belong to the word before them, bound ones too."""


class Division(IntEnum):
    """Where text may be divided; each level adds to the one before."""

    WHOLE = 0
    """Nowhere: it stands in one line."""
    SPARING = 1
    """Between words, and behind the hyphens of compounds and the signs of addresses."""
    OFFICE = 2
    """The office's own words between syllables."""
    ANYWHERE = 3
    """Values as well."""


class Token:
    """What stands between two blanks, its trailing blanks included."""

    __slots__ = ("marked", "spans", "text")

    def __init__(self, spans: Sequence[Span]) -> None:
        self.text = "".join([span.text for span in spans])
        self.spans = spans
        self.marked: Sequence[int] = ()
        if SOFT_HYPHEN in self.text:
            self._take_out_soft_hyphens()

    def _take_out_soft_hyphens(self) -> None:
        """Take the soft hyphens out, and note where they stood."""
        positions = accumulate(map(len, self.text.split(SOFT_HYPHEN)[:-1]))
        self.text = self.text.replace(SOFT_HYPHEN, "")
        self.marked = [position for position in positions if 0 < position < len(self.text)]
        self.spans = [one._replace(text=one.text.replace(SOFT_HYPHEN, "")) for one in self.spans]

    def words(self, start: int, end: int) -> tuple[Word, ...]:
        """Return the text from `start` to `end` as words."""
        spans = self.spans if end - start == len(self.text) else self._spans_between(start, end)
        words: list[Word] = []
        for text, face, is_value, _slot, language in spans:
            words += shape(text, face, language, is_value=is_value)
        return tuple(words)

    def _spans_between(self, start: int, end: int) -> Iterator[Span]:
        first = 0
        for span in self.spans:
            yield span._replace(text=span.text[max(start - first, 0) : max(end - first, 0)])
            first += len(span.text)

    def divisions(self, division: Division) -> Iterator[int]:
        """Give the positions where a word may be divided with a hyphen."""
        if division <= Division.SPARING or (division is Division.OFFICE and not self._has_words_of_the_office):
            return
        for position in (*self.marked, *typography.syllable_breaks(self.text, self.spans[0].language)):
            if division is Division.ANYWHERE or not self._is_value(position):
                yield position

    @property
    def _has_words_of_the_office(self) -> bool:
        return any(not span.is_value and typography.has_letters(span.text) for span in self.spans)

    def _is_value(self, position: int) -> bool:
        start = 0
        for span in self.spans:
            if 0 < position - start < len(span.text) and span.is_value:
                return True
            start += len(span.text)
        return False


def shape(text: str, face: Face, language: str = GERMAN_TAG, *, is_value: bool) -> Sequence[Word]:
    """Return a text in one face as words, as they stand in one line; reference numbers from the list as figures."""
    if is_right_to_left(language):
        return words_from_right(text, face)
    if is_value and typography.is_reference_number(text):
        return figures(text, face)
    return (shaper(face)(text),) if text.isalnum() else _several_words(text, face)


@lru_cache(maxsize=WORDS_KEPT)
def _several_words(text: str, face: Face) -> tuple[Word, ...]:
    """Return a text as words, as `shape` does; what stands around values recurs in all letters."""
    shaped = shaper(face)
    return tuple([shaped(word.replace(NBSP, " ")) for word in _WORDS.findall(text)])


def split(spans: Iterable[Span]) -> Iterator[tuple[Span, ...]]:
    """Give the spans from blank to blank."""
    begun: list[Span] = []
    for span in spans:
        if span.slot is not None or span.text.isalnum():
            begun.append(span)
            continue
        for text in _BETWEEN_BLANKS.findall(span.text):
            begun.append(Span(text, span.face, span.is_value, language=span.language))
            if text[-1] == " ":
                yield tuple(begun)
                begun = []
    if begun:
        yield tuple(begun)


def without_blank(words: Sequence[Word]) -> tuple[Word, ...]:
    """Return the words without the blanks at the end of the last."""
    if not words or words[-1].text[-1:] != " ":
        return tuple(words)
    *others, last = words
    text = last.text.rstrip(" ")
    return (*others, shaper(last.face)(text)) if text else without_blank(others)


def advance_without_blank(words: Sequence[Word]) -> int:
    """Return how wide the words are without the blanks at the end of the last; shaping them anew takes five times that.

    A blank moves nothing but the letter before it, by the kern between them; combining marks let kerns reach further.
    """
    total = advance(words)
    for word in reversed(words):
        total += _advance_without_blank(word) - word.advance
        if word.text.strip(" "):
            break
    return total


@lru_cache(maxsize=WORDS_KEPT)
def _advance_without_blank(word: Word) -> int:
    """Return how wide a word is without the blanks at its end; 0 where it is nothing but blanks."""
    text = word.text.rstrip(" ")
    blanks = len(word.text) - len(text)
    if not blanks or not text:
        return word.advance if text else 0
    if not (text.isascii() or text.isalnum()) or word.face in ARABIC_FACES:
        return shaper(word.face)(text).advance
    return word.advance - blanks * blank_width(word.face) - sum(word.kerns[-blanks - 1 :])


def hyphenated(words: Sequence[Word]) -> tuple[Word, ...]:
    """Return the words with a hyphen at the end of the last."""
    *others, last = words
    return (*others, shaper(last.face)(last.text + SOFT_HYPHEN))


def advance(words: Sequence[Word]) -> int:
    """Return how wide the words are side by side."""
    return words[0].advance if len(words) == 1 else sum([word.advance for word in words])
