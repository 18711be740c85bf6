"""Text to lines: prepared once for all letters that share it, filled with each letter's values."""

from __future__ import annotations

from functools import lru_cache
from itertools import accumulate, pairwise
from math import inf
from typing import TYPE_CHECKING, Final, NamedTuple

from mailing.letters.blocks import LINE_BREAK, Span
from mailing.letters.setting import typography
from mailing.letters.setting.boxes import words_of
from mailing.letters.setting.breaking import BOUND, TINY_RUNT_DEMERITS, TOLERATED_SLACK, Boxes, SuffixTable, best_lines
from mailing.letters.setting.segments import FixedText, filled, segments, side_by_side
from mailing.letters.setting.tokens import Division, advance, without_blank
from mailing.model.languages import is_german

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mailing.letters.setting.boxes import Box
    from mailing.letters.setting.segments import Columns, ValueSlot
    from mailing.model import Word

    Words = tuple[Word, ...]

TEXTS_KEPT: Final = 5_000

_ANY_VALUE: Final = "x"
"""What quotes beside a value see of it."""


class OverfullError(Exception):
    """A word is wider than its line and can't be divided.

    Args:
        text: the word.
    """

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


@lru_cache(maxsize=TEXTS_KEPT)
def break_lines(spans: tuple[Span, ...], measure: int, tolerated: float = TOLERATED_SLACK) -> tuple[Words, ...]:
    """Break a text without slots into lines of at most `measure` (1/1000 em); the last texts are remembered.

    Words are hyphenated where a line would else leave more than the share `tolerated` empty; 1 is never, but for
    words that are wider than a line.

    Raises:
        OverfullError: a word doesn't fit a line by any rule.
        UnsettableError: the font lacks a character.
    """
    return tuple(Text(spans, measure, tolerated).lines(()))


class Text:
    """A text, with slots where each letter has its own values.

    Args:
        spans: the text.
        measure: how wide lines are at most, in 1/1000 em.
        tolerated: as for `break_lines`.
    """

    def __init__(self, spans: Sequence[Span], measure: int, tolerated: float = TOLERATED_SLACK) -> None:
        self._spans = spans
        self._slots = [span.slot for span in spans if span.slot is not None]
        self._measure = measure
        self._tolerated = tolerated
        parts = _between_line_breaks(_in_german(spans))
        self._paragraphs = [Paragraph(part, measure, tolerated) for part in parts]

    def lines(self, values: Sequence[str]) -> list[Words]:
        """Return the lines of a letter with these values; errors as of `break_lines`."""
        if any([LINE_BREAK in values[slot] for slot in self._slots]):  # noqa: C419 - as below
            return list(break_lines(filled(self._spans, values), self._measure, self._tolerated))
        return [line for paragraph in self._paragraphs for line in paragraph.lines(values)]


class Paragraph:
    """Text between two line breaks; arguments as of `Text`."""

    def __init__(self, spans: Sequence[Span], measure: int, tolerated: float) -> None:
        self._segments = list(segments(spans))
        self._measure = measure
        fixed = [segment for segment in self._segments if isinstance(segment, FixedText)]
        self._may_fit_a_line = sum(advance(text.words()) for text in fixed) <= measure
        self._passes = [_BreakPass(self._segments, measure, *one) for one in _passes(tolerated)]

    def lines(self, values: Sequence[str]) -> list[Words]:
        """Return the lines: hyphenated only where that helps, values divided only where nothing else does."""
        known = [segment.filled(values) for segment in self._segments]
        if self._may_fit_a_line:
            words = without_blank([word for text in known for word in text.words()])
            if advance(words) <= self._measure:
                return [words]
        for break_pass in self._passes:
            lines = break_pass.lines(known)
            if lines:
                return lines
        raise OverfullError(_widest(side_by_side(known, Division.ANYWHERE)))


class _Limit(NamedTuple):
    """What makes lines good: the slack of each, and the demerits of all together, which are less than that."""

    slack: float
    demerits: float = inf


NO_LIMIT: Final = _Limit(1.0)


def _passes(tolerated: float) -> Iterator[tuple[Division, tuple[_Limit, ...]]]:
    """Give the passes by which a paragraph is broken, in their order.

    Limits are widened step by step: few lines are within a narrow one, and so few have to be weighed.
    """
    if tolerated < 1:
        narrow, wide = _Limit(tolerated, TINY_RUNT_DEMERITS), _Limit(2 * tolerated, TINY_RUNT_DEMERITS)
        yield Division.SPARING, (narrow,)
        yield Division.OFFICE, (wide, NO_LIMIT)
    else:
        yield Division.SPARING, (NO_LIMIT,)
        yield Division.OFFICE, (NO_LIMIT,)
    yield Division.ANYWHERE, (NO_LIMIT,)


class _BreakPass:
    """One pass of breaking: how far words are divided, within which limits.

    How the paragraph's end is broken, behind the last value, is worked out once (`SuffixTable`).
    """

    def __init__(
        self, parts: Sequence[FixedText | ValueSlot], measure: int, division: Division, limits: Sequence[_Limit]
    ) -> None:
        self._measure = measure
        self._division = division
        last = parts[-1] if len(parts) > 1 else None
        self._suffix_length = max(len(last.boxes(division)) - 1, 0) if isinstance(last, FixedText) else 0
        self._limits = [(limit, SuffixTable(self._suffix_length)) for limit in limits]
        self._last_lines: dict[tuple[int, int], Words] = {}

    def lines(self, known: Sequence[FixedText]) -> list[Words]:
        """Return the lines of the filled paragraph; none if no lines are within its limits."""
        columns = side_by_side(known, self._division)
        boxes = columns.boxes
        measured = Boxes(columns.widths, columns.end_widths, columns.demerits, len(boxes[-1].text.rstrip()))
        for limit, suffixes in self._limits:
            found = best_lines(measured, self._measure, limit.slack, suffixes)
            if found.demerits < limit.demerits:
                return [self._line(boxes, first, last) for first, last in pairwise([0, *found.ends])]
        return []

    def _line(self, boxes: Sequence[Box], first: int, last: int) -> Words:
        from_end = len(boxes) - first, len(boxes) - last
        if from_end[0] > self._suffix_length:
            return words_of(boxes[first:last])
        if from_end not in self._last_lines:
            self._last_lines[from_end] = words_of(boxes[first:last])
        return self._last_lines[from_end]


def _widest(columns: Columns) -> str:
    """Return the widest text of what can't be divided any more."""
    widest, text, width = (0, ""), "", 0
    for box, demerits in zip(columns.boxes, columns.demerits, strict=True):
        text += box.text
        widest = max(widest, (width + box.end_width, text.strip()))
        text, width = (text, width + box.width) if demerits == BOUND else ("", 0)
    return widest[1]


def _in_german(spans: Sequence[Span]) -> list[Span]:
    """Apply the rules for quotes to the office's text; values stay as they are."""
    seen = [_ANY_VALUE if span.is_value or span.slot is not None else span.text for span in spans]
    if not any(is_german(span.language) for span in spans):
        return list(spans)
    german = typography.german("".join(seen))
    ends = accumulate(map(len, seen))
    return [
        span if span.is_value else span._replace(text=german[end - len(span.text) : end])
        for span, end in zip(spans, ends, strict=True)
    ]


def _between_line_breaks(spans: Iterable[Span]) -> Iterator[list[Span]]:
    """Give the parts of a text between the line breaks that it asks for."""
    part: list[Span] = []
    for span in spans:
        first, *others = span.text.split(LINE_BREAK)
        part.append(span._replace(text=first))
        for text in others:
            yield part
            part = [span._replace(text=text)]
    yield part
