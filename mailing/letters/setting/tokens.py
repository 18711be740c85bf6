"""What stands between two blanks: its words, shaped, and the positions at which they may be divided.

A blank belongs to the word before it.
"""

from __future__ import annotations

import re
from enum import IntEnum
from itertools import accumulate
from typing import TYPE_CHECKING

from mailing.letters.blocks import Span
from mailing.letters.setting import typography
from mailing.letters.setting.fonts import SOFT_HYPHEN
from mailing.letters.setting.right_to_left import words_from_right
from mailing.letters.setting.shaping import blank_width, figures, shaper
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
        words: list[Word] = []
        first = 0
        for text, face, is_value, _slot, language in self.spans:
            words += shape(text[max(start - first, 0) : max(end - first, 0)], face, language, is_value=is_value)
            first += len(text)
        return tuple(words)

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


def shape(text: str, face: Face, language: str = GERMAN_TAG, *, is_value: bool) -> list[Word]:
    """Return a text in one face as words, as they stand in one line; reference numbers from the list as figures."""
    if is_right_to_left(language):
        return words_from_right(text, face)
    if is_value and typography.is_reference_number(text):
        return list(figures(text, face))
    shaped = shaper(face)
    if text.isalnum():
        return [shaped(text)]
    return [shaped(word.replace(NBSP, " ")) for word in _WORDS.findall(text)]


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
    if not words or words[-1].text[-1:] != " ":
        return advance(words)
    *others, last = words
    text = last.text.rstrip(" ")
    if not text or not (text.isascii() or text.isalnum()) or last.face in ARABIC_FACES:
        return advance(without_blank(words))
    blanks = len(last.text) - len(text)
    return advance(others) + last.advance - blanks * blank_width(last.face) - sum(last.kerns[-blanks - 1 :])


def hyphenated(words: Sequence[Word]) -> tuple[Word, ...]:
    """Return the words with a hyphen at the end of the last."""
    *others, last = words
    return (*others, shaper(last.face)(last.text + SOFT_HYPHEN))


def advance(words: Sequence[Word]) -> int:
    """Return how wide the words are side by side."""
    return words[0].advance if len(words) == 1 else sum([word.advance for word in words])
