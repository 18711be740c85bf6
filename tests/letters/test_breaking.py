"""The line breaker against brute force: its lines are the best of all that there are, whatever the paragraph."""

from __future__ import annotations

from itertools import pairwise
from math import inf
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from letters_kit import joined_words

from mailing.letters.blocks import Span
from mailing.letters.setting.breaking import BOUND, NO_LINES, Boxes, SuffixTable, best_lines
from mailing.letters.setting.fonts import SOFT_HYPHEN
from mailing.letters.setting.segments import filled, segments, side_by_side
from mailing.letters.setting.tokens import Division
from mailing.letters.setting.typesetting import OverfullError, Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MEASURE = 100
HYPHEN = 6


def all_lines(boxes: Boxes, measure: int, tolerated: float, start: int = 0) -> Iterator[list[int]]:
    """Give every way to break the boxes from `start` on: after which boxes, counted from 1, lines end."""
    count = len(boxes.widths)
    for end in range(start + 1, count + 1):
        width = sum(boxes.widths[start : end - 1]) + boxes.end_widths[end - 1]
        if width > measure:
            continue
        if end == count:
            yield [end]
        elif boxes.demerits[end - 1] != BOUND and width >= measure * (1 - tolerated):
            yield from ([end, *rest] for rest in all_lines(boxes, measure, tolerated, end))


def demerits_of(boxes: Boxes, measure: int, ends: Sequence[int]) -> float:
    """Return what the page on typesetting says that these lines cost."""
    total = 0.02 * len(ends)
    for start, end in pairwise([0, *ends[:-1]]):
        width = sum(boxes.widths[start : end - 1]) + boxes.end_widths[end - 1]
        total += ((measure - width) / measure) ** 2 + boxes.demerits[end - 1]
    last = ends[-2] if len(ends) > 1 else 0
    if last and all(demerits == BOUND for demerits in boxes.demerits[last:-1]):
        is_part_of_word = boxes.demerits[last - 1] > 0
        is_tiny = last == len(boxes.widths) - 1 and boxes.last_letters <= 2
        total += 4.0 if is_part_of_word or is_tiny else 0.04
    return total


def assert_best(boxes: Boxes, measure: int, tolerated: float, suffixes: SuffixTable | None = None) -> None:
    """The breaker's lines are among all that there are, and none of them costs less."""
    found = best_lines(boxes, measure, tolerated, suffixes)
    everything = list(all_lines(boxes, measure, tolerated))
    if not everything:
        assert found == NO_LINES
        return
    assert found.ends in everything
    assert found.demerits == pytest.approx(demerits_of(boxes, measure, found.ends))
    assert found.demerits == pytest.approx(min(demerits_of(boxes, measure, ends) for ends in everything))


WIDTHS = st.integers(7, 60)
WORD = st.tuples(WIDTHS, st.integers(2, 6)).map(lambda of: (sum(of), of[0], 0.0))
"""A word and its blank, which a line's end does without; blanks are of several widths, as in several faces."""
BOUND_WORD = WORD.map(lambda box: (box[0], box[1], BOUND))
SYLLABLE = WIDTHS.map(lambda width: (width, width + HYPHEN, 0.012))
COMPOUND_PART = st.tuples(WIDTHS, st.sampled_from([0.004, 0.01, 0.02, 0.08])).map(lambda of: (of[0], *of))
BLANK = st.integers(2, 6).map(lambda width: (width, 0, 0.0))
"""What stands around an empty value."""
BOX = st.one_of(WORD, WORD, BOUND_WORD, SYLLABLE, COMPOUND_PART)
"""Width inside a line, width at its end, demerits: all kinds of boxes."""
ANY_BOX = st.one_of(BOX, BOX, BOX, BLANK)
TOLERATED = st.sampled_from([0.14, 0.28, 0.6, 1.0])


def boxes_of(parts: Sequence[tuple[int, int, float]], last_letters: int = 9) -> Boxes:
    """Return boxes as columns; the last is a word's end."""
    widths, end_widths, demerits = map(list, zip(*parts, strict=True))
    end_widths[-1] = min(end_widths[-1], widths[-1])
    demerits[-1] = 0.0
    return Boxes(widths, end_widths, demerits, last_letters)


def has_rising_ends(boxes: Boxes) -> bool:
    """Whether a line that takes one box more is never narrower."""
    pairs = zip(boxes.widths, boxes.end_widths, boxes.end_widths[1:], strict=False)
    return all(width + next_end >= end for width, end, next_end in pairs)


@settings(max_examples=400, deadline=None)
@given(st.lists(ANY_BOX, min_size=1, max_size=11), TOLERATED, st.integers(1, 4))
def test_lines_are_the_best_of_all(parts: list[tuple[int, int, float]], tolerated: float, last_letters: int) -> None:
    """Words, bound words, syllables, parts of compounds and blanks: no other lines cost less."""
    boxes = boxes_of(parts, last_letters)
    assume(has_rising_ends(boxes))
    assert_best(boxes, MEASURE, tolerated)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(BOX, min_size=1, max_size=6),
    st.lists(st.lists(BOX, min_size=0, max_size=6), min_size=2, max_size=4),
    TOLERATED,
    st.integers(1, 4),
)
def test_what_is_known_of_an_end_holds_for_all_letters(
    fixed: list[tuple[int, int, float]],
    values: list[list[tuple[int, int, float]]],
    tolerated: float,
    last_letters: int,
) -> None:
    """The end of a paragraph is broken once for all letters: whatever stands before it, the lines are the best."""
    suffixes = SuffixTable(len(fixed) - 1)
    for value in values:
        boxes = boxes_of([*value, *fixed], last_letters)
        assume(has_rising_ends(boxes))
        assert_best(boxes, MEASURE, tolerated, suffixes)


def test_an_end_that_differs_would_show() -> None:
    """The proof can fail: what was found out of another end doesn't hold."""
    suffixes = SuffixTable(3)
    words = [(50, 45, 0.0)] * 5
    assert_best(boxes_of(words), MEASURE, 1.0, suffixes)
    with pytest.raises(AssertionError):
        assert_best(boxes_of([*words[:2], *[(96, 91, 0.0)] * 3]), MEASURE, 1.0, suffixes)


def test_falling_end_widths_would_show() -> None:
    """The proof can fail: a hyphen wider than all that follows it is what the search doesn't allow for."""
    boxes = Boxes([90, 4, 50], [104, 4, 50], [0.012, 0.0, 0.0], last_letters=9)
    assert not has_rising_ends(boxes)
    with pytest.raises(AssertionError):
        assert_best(boxes, MEASURE, 1.0)


LETTERS = "iltrMWaeäß" + SOFT_HYPHEN
SIGNS = LETTERS + "-/@.:'1 "


@settings(max_examples=300, deadline=None)
@given(st.lists(st.text(SIGNS, max_size=14), min_size=1, max_size=6), st.sampled_from(Division))
@example([f"{SOFT_HYPHEN}Wort"], Division.OFFICE)
@example([f"Wort{SOFT_HYPHEN}."], Division.OFFICE)
@example([f"Wort{SOFT_HYPHEN}", "i"], Division.OFFICE)
@example([f"W{SOFT_HYPHEN}i{SOFT_HYPHEN}."], Division.ANYWHERE)
def test_end_widths_rise(words: list[str], division: Division) -> None:
    """What the search needs holds for any text and wherever it has soft hyphens: one box more is never narrower."""
    assume(any(map(str.strip, words)))
    spans = [Span(word, is_value=number % 2 == 1) for number, word in enumerate(pairs_with_blanks(words))]
    texts = [segment.filled(()) for segment in segments(spans)]
    columns = side_by_side(texts, division)
    assert has_rising_ends(Boxes(*columns[:3], last_letters=9))


def pairs_with_blanks(words: Sequence[str]) -> list[str]:
    """Return the words, each but the last with a blank."""
    return [f"{word} " for word in words[:-1]] + [words[-1]]


BOXES_AT_MOST = 15
"""Of more there are too many ways to break them."""
OFFICE_WORDS = st.sampled_from(
    (
        *("Sie", "in", "Mitarbeiterinnen", "Termin", "a", "da", "Kinder-", "Grundsicherung", "Nr.", "5", "17.", "Juni"),
        *("Service-Center", "post@jobcenter-ge.de", f"Vor{SOFT_HYPHEN}sorge{SOFT_HYPHEN}.", "und", "Beratung"),
    )
)
VALUES = st.sampled_from(
    ("", "Yılmaz", "von der Wolkensteinerin", "Ali", "23702//0012345", "Mitte", "Müller-Lüdenscheidt")
)


@settings(max_examples=120, deadline=None)
@given(
    st.lists(OFFICE_WORDS, min_size=1, max_size=2),
    st.lists(OFFICE_WORDS, min_size=1, max_size=3),
    st.lists(st.tuples(VALUES, VALUES), min_size=1, max_size=2),
    st.integers(9_000, 22_000),
    st.sampled_from([0.14, 1.0]),
)
def test_paragraphs_with_values_get_the_best_lines(
    before: list[str], behind: list[str], letters: list[tuple[str, str]], measure: int, tolerated: float
) -> None:
    """For real words, values and their ends: the lines are those of the first pass that has any within its limits."""
    spans = [Span(" ".join(before) + " "), Span(slot=0), Span(" und "), Span(slot=1), Span(" " + " ".join(behind))]
    text = Text(spans, measure, tolerated)
    for values in letters:
        expected = lines_by_all_passes(filled(spans, values), measure, tolerated)
        try:
            found = [joined_words(line) for line in text.lines(values)]
        except OverfullError:
            assert expected == []
        else:
            assert found in expected


def lines_by_all_passes(spans: Sequence[Span], measure: int, tolerated: float) -> list[list[str]]:
    """Return the best lines of the first pass with any, by brute force; several where they cost the same."""
    if tolerated == 1:
        passes = [(Division.SPARING, 1.0, inf)]
    else:
        passes = [(Division.SPARING, tolerated, 4.0), (Division.OFFICE, 2 * tolerated, 4.0)]
    passes += [(Division.OFFICE, 1.0, inf), (Division.ANYWHERE, 1.0, inf)]
    texts = [segment.filled(()) for segment in segments(spans)]
    for division, slack, most in [(Division.SPARING, 0.0, inf), *passes]:
        widths, end_widths, demerits, parts = side_by_side(texts, division)
        boxes = Boxes(widths, end_widths, demerits, len(parts[-1].text.rstrip()))
        assume(len(parts) <= BOXES_AT_MOST)
        every = [[len(parts)]] if slack == 0 and sum(widths[:-1]) + end_widths[-1] <= measure else []
        every = every or (list(all_lines(boxes, measure, slack)) if slack else [])
        costs = [demerits_of(boxes, measure, ends) for ends in every]
        if costs and min(costs) < most:
            best = [ends for ends, cost in zip(every, costs, strict=True) if cost == pytest.approx(min(costs))]
            return [[line_text(parts[first:last]) for first, last in pairwise([0, *ends])] for ends in best]
    return []


def line_text(parts: Sequence[object]) -> str:
    """Return a line's text: a soft hyphen where a word goes on in the next."""
    text = "".join(part.text for part in parts).rstrip(" ")  # type: ignore[attr-defined]
    return text + SOFT_HYPHEN if parts[-1].is_divided else text  # type: ignore[attr-defined]


class TestByHand:
    """What the demerits are for."""

    def test_right_edge_is_more_even_than_first_fit(self) -> None:
        """The breaks are chosen for the whole paragraph: filling each line first leaves one of them short."""
        assert best_lines(words_of([45, 50, 20, 85, 90]), 100).ends == [1, 3, 4, 5]

    def test_last_line_has_company_and_lines_are_few(self) -> None:
        """A last line of one word costs; yet no line is spent for evenness alone."""
        *_others, before_last, last = best_lines(words_of([11] * 19), 100).ends
        assert (before_last, last) == (17, 19)
        assert best_lines(words_of([11] * 18), 100).ends == [9, 18]

    def test_lines_emptier_than_tolerated_are_refused(self) -> None:
        """Breaking with a limit either keeps it in all lines but the last, or gives none."""
        assert best_lines(words_of([60, 60, 30]), 100, tolerated=0.4).ends == [1, 3]
        assert best_lines(words_of([60, 60, 30]), 100, tolerated=0.3) == NO_LINES


def words_of(widths: list[int]) -> Boxes:
    """Return unbreakable words of nine letters as wide as that."""
    return Boxes(widths, widths, [0.0] * len(widths), last_letters=9)
