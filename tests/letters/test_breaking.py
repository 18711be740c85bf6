"""The line breaker against brute force: its lines are the best of all that there are, whatever the paragraph."""

from __future__ import annotations

from itertools import pairwise
from math import inf
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from letters_kit import joined_words

from mailing.letters.blocks import Span
from mailing.letters.setting import line_ends
from mailing.letters.setting.breaking import BOUND, NO_LIMIT, NO_LINES, Boxes, best_lines
from mailing.letters.setting.breaking_many import best_lines_of_many, box_table
from mailing.letters.setting.columns import Column
from mailing.letters.setting.fonts import SOFT_HYPHEN
from mailing.letters.setting.segments import Phrase, PhraseBoxes, filled, segments
from mailing.letters.setting.tokens import Division
from mailing.letters.setting.typesetting import OverfullError, Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mailing.letters.setting.boxes import Box

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


def assert_best(boxes: Boxes, measure: int, tolerated: float) -> None:
    """The breaker's lines are among all that there are, and none of them costs less."""
    found = best_lines(boxes, measure, tolerated)
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


PHRASE = st.lists(BOX, min_size=1, max_size=4)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(PHRASE, PHRASE), min_size=1, max_size=6),
    st.tuples(PHRASE, PHRASE),
    TOLERATED,
    st.integers(1, 4),
    st.sampled_from([MEASURE, 3 * MEASURE]),
)
def test_many_letters_at_once_get_the_lines_that_each_gets_alone(
    letters: list[tuple[list[tuple[int, int, float]], ...]],
    shared: tuple[list[tuple[int, int, float]], ...],
    tolerated: float,
    last_letters: int,
    measure: int,
) -> None:
    """However many boxes their values have: the same ends, and demerits that are the same to the last bit."""
    between, end = shared
    last = cut_of(end, last_letters)
    cuts = [[cut_of(first) for first, _second in letters], [cut_of(between)], [cut_of(second) for _, second in letters]]
    places = [*range(len(letters))], [0] * len(letters), [*range(len(letters))], [0] * len(letters)
    table = box_table([*cuts, [last]], places)
    found = best_lines_of_many(table, measure, tolerated)
    for letter, (first, second) in enumerate(letters):
        alone = best_lines(boxes_of([*first, *between, *second, *end], last_letters), measure, tolerated)
        assert found.demerits[letter] == alone.demerits
        if alone is not NO_LINES:
            real = table.is_real[:, letter].cumsum()
            rows = list(dict.fromkeys(int(ends[letter]) for ends in found.ends))
            assert [int(real[row]) for row in rows] == alone.ends


def cut_of(parts: Sequence[tuple[int, int, float]], last_letters: int = 0) -> PhraseBoxes:
    """Return a phrase of such boxes, one that begins and ends with what is never bound."""
    ends_paragraph = bool(last_letters)
    widths, end_widths, demerits, _letters = boxes_of(parts) if ends_paragraph else (*zip(*parts, strict=True), 0)
    boxes: list[Any] = [None] * len(parts)
    return PhraseBoxes(boxes, tuple(widths), tuple(end_widths), tuple(demerits), last_letters=last_letters)


TEXT = st.sampled_from(["Wort ", " ", "   ", "Ost-West ", "a ", "Wort Wort ", "Wort  "])


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(TEXT, min_size=3, max_size=3), min_size=2, max_size=7), st.sampled_from([2_000, 3_000, 9_000]))
@example([["Wort "] * 3, [" "] * 3, [" ", "Wort ", "a "], ["Wort "] * 3], 2_500)
def test_lines_of_many_end_with_the_ink_that_each_ends_with_alone(texts: list[list[str]], measure: int) -> None:
    """A value may be nothing but blanks; at a line's end nobody sees them."""
    columns = [
        Column([Phrase([Span(text)]) for text in some], range(len(some)), has_office_words=True) for some in texts
    ]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(line_ends, "MANY", 2)
        together = line_ends.line_ends(columns, Division.SPARING, measure, NO_LIMIT)
    each = [
        line_ends.line_ends([column.of([letter]) for column in columns], Division.SPARING, measure, NO_LIMIT)[0]
        for letter in range(3)
    ]
    assert together == each


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
    assert has_rising_ends(as_one(spans, division)[0])


def as_one(spans: Sequence[Span], division: Division) -> tuple[Boxes, list[Box]]:
    """Return a text without slots as boxes, and as columns of them."""
    (phrase,) = segments(spans)
    cut = phrase.column([()]).phrases[0].cut(division)
    return Boxes(cut.widths, cut.end_widths, cut.demerits, cut.last_letters), cut.boxes


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
    for division, slack, most in [(Division.SPARING, 0.0, inf), *passes]:
        boxes, parts = as_one(spans, division)
        assume(len(parts) <= BOXES_AT_MOST)
        fits = sum(boxes.widths[:-1]) + boxes.end_widths[-1] <= measure
        every = [[len(parts)]] if slack == 0 and fits else []
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
