"""Text to lines: prepared once for all letters that share it, filled with each letter's values."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from itertools import accumulate, pairwise, repeat
from typing import TYPE_CHECKING, Final

from mailing.letters.blocks import LINE_BREAK, Span
from mailing.letters.memory import Memory
from mailing.letters.setting import typography
from mailing.letters.setting.breaking import BOUND, NO_LIMIT, TINY_RUNT_DEMERITS, TOLERATED_SLACK, Limit
from mailing.letters.setting.line_ends import line_ends
from mailing.letters.setting.patterns import LinePattern, SetLines, pattern_of, side_by_side
from mailing.letters.setting.segments import Phrase, ValueSlot, filled, segments
from mailing.letters.setting.tokens import Division
from mailing.letters.setting.typography import binds
from mailing.model.languages import is_german

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mailing.letters.setting.columns import Column
    from mailing.letters.setting.line_ends import LineEnds
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
    return Text(spans, measure, tolerated).lines(())


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
        self._joined: Memory[tuple[LinePattern, ...], LinePattern] = Memory()

    def lines(self, values: Sequence[str]) -> tuple[Words, ...]:
        """Return the lines of one letter with these values; errors as of `break_lines`."""
        (found,) = self.set([values])
        return found.lines

    def set(self, letters: Sequence[Sequence[str]]) -> list[SetLines]:
        """Return the lines of letters with these values each; errors as of `break_lines`, by any of the letters."""
        divided = [any(LINE_BREAK in values[slot] for slot in self._slots) for values in letters]
        others = [values for values, is_divided in zip(letters, divided, strict=True) if not is_divided]
        each = [paragraph.set(others) for paragraph in self._paragraphs]
        together = each[0] if len(each) == 1 else list(map(self._side_by_side, zip(*each, strict=True)))
        if not any(divided):
            return together
        rest = iter(together)
        return [
            self._divided(values) if is_divided else next(rest)
            for values, is_divided in zip(letters, divided, strict=True)
        ]

    def _divided(self, values: Sequence[str]) -> SetLines:
        """Return the lines of a letter in which a value brings line breaks along."""
        return SetLines(LinePattern(break_lines(filled(self._spans, values), self._measure, self._tolerated)))

    def _side_by_side(self, paragraphs: Sequence[SetLines]) -> SetLines:
        patterns = tuple([each.pattern for each in paragraphs])
        pattern = self._joined.recall(patterns) or self._joined.keep(patterns, side_by_side(patterns))
        return SetLines(pattern, tuple([fill for each in paragraphs for fill in each.fills]))


class Paragraph:
    """Text between two line breaks; arguments as of `Text`."""

    def __init__(self, spans: Sequence[Span], measure: int, tolerated: float) -> None:
        self._segments = list(segments(spans)) or [Phrase([])]
        phrases = [segment for segment in self._segments if isinstance(segment, Phrase)]
        may_fit_a_line = sum(sum(phrase.cut(Division.WHOLE).widths) for phrase in phrases) <= measure
        own = [number for number, segment in enumerate(self._segments) if isinstance(segment, ValueSlot)]
        self._passes = [
            _BreakPass(own, measure, division, limit)
            for division, limit in _passes(tolerated)
            if may_fit_a_line or division is not Division.WHOLE
        ]

    def set(self, letters: Sequence[Sequence[str]]) -> list[SetLines]:
        """Return the letters' lines: hyphenated only where that helps, values divided only where nothing else does."""
        columns = [segment.column(letters) for segment in self._segments]
        found: list[SetLines | None] = [None] * len(letters)
        left = list(range(len(letters)))
        for break_pass in self._passes:
            for letter, lines in zip(left, break_pass.set([column.of(left) for column in columns]), strict=True):
                found[letter] = lines
            left = [letter for letter in left if found[letter] is None]
            if not left:
                return [lines for lines in found if lines is not None]
        raise OverfullError(_widest([column.phrases[column.places[left[0]]] for column in columns]))


def _passes(tolerated: float) -> Iterator[tuple[Division, Limit]]:
    """Give the passes by which a paragraph is broken, in their order.

    Limits are widened step by step: few lines are within a narrow one, and so few have to be weighed.
    """
    yield Division.WHOLE, NO_LIMIT
    if tolerated < 1:
        yield Division.SPARING, Limit(tolerated, TINY_RUNT_DEMERITS)
        yield Division.OFFICE, Limit(2 * tolerated, TINY_RUNT_DEMERITS)
    else:
        yield Division.SPARING, NO_LIMIT
    yield Division.OFFICE, NO_LIMIT
    yield Division.ANYWHERE, NO_LIMIT


class _BreakPass:
    """One pass of breaking: how far words are divided, within which limit.

    Args:
        own: the numbers of the phrases that each letter has of its own.
        measure: as of `Text`.
        division: how far words are divided.
        limit: what makes lines good.
    """

    def __init__(self, own: Sequence[int], measure: int, division: Division, limit: Limit) -> None:
        self._own = own
        self._measure = measure
        self._division = division
        self._limit = limit
        self._patterns: Memory[tuple[object, ...], LinePattern] = Memory()

    def set(self, columns: Sequence[Column]) -> list[SetLines | None]:
        """Return the lines of letters with these phrases; None for one that has none within the limit."""
        ends = line_ends(columns, self._division, self._measure, self._limit)
        if not any(ends):
            return [None] * len(ends)
        faces = [columns[number].faces(self._division) for number in self._own]
        alike: dict[tuple[object, ...], list[int]] = defaultdict(list)
        for letter, likeness in enumerate(zip(ends, *faces, strict=True)):
            alike[likeness].append(letter)
        found: dict[int, SetLines] = {}
        for likeness, letters in alike.items():
            found.update(zip(letters, self._lines(likeness, ends[letters[0]], letters, columns), strict=False))
        return [found.get(letter) for letter in range(len(ends))]

    def _lines(
        self, likeness: tuple[object, ...], ends: LineEnds | None, letters: Sequence[int], columns: Sequence[Column]
    ) -> Iterable[SetLines]:
        """Give the lines of letters whose lines end alike and may begin alike; none where they have no lines."""
        if ends is None:
            return ()
        pattern = self._patterns.recall(likeness)
        if pattern is None:
            phrases = [column.phrases[column.places[letters[0]]] for column in columns]
            pattern = self._patterns.keep(likeness, pattern_of(ends, phrases, self._division, self._own))
        if not pattern.gaps:
            return repeat(SetLines(pattern))
        fills = [columns[gap.phrase].words(letters, self._division, gap) for gap in pattern.gaps]
        return map(SetLines, repeat(pattern), zip(*fills, strict=True))


def _widest(phrases: Sequence[Phrase]) -> str:
    """Return the widest text of what can't be divided any more."""
    widest, text, width = (0, ""), "", 0
    cuts = [cut for cut in (phrase.cut(Division.ANYWHERE) for phrase in phrases) if cut.boxes]
    ends = [*(binds(cut.end, after.beginning) for cut, after in pairwise(cuts)), False]
    for cut, is_bound in zip(cuts, ends, strict=True):
        for number, box in enumerate(cut.boxes, start=1):
            text += box.text
            widest = max(widest, (width + box.end_width, text.strip()))
            goes_on = box.demerits == BOUND or (is_bound and number == len(cut.boxes))
            text, width = (text, width + box.width) if goes_on else ("", 0)
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
