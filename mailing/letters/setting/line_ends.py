"""Where the lines of a paragraph end: broken for one letter by itself, or for many at once, with the same result.

A line's end is told by the phrase in which it stands and by how many of that phrase's boxes are left behind it: letters
whose values have more or fewer boxes still end their lines alike, and so share a pattern.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, Final

import numpy as np

from mailing.letters.setting.breaking import BOUND, Boxes, Limit, best_lines
from mailing.letters.setting.breaking_many import best_lines_of_many, box_table
from mailing.letters.setting.tokens import Division
from mailing.letters.setting.typography import NO_EDGE, binds

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mailing.letters.setting.breaking_many import Numbers
    from mailing.letters.setting.columns import Column
    from mailing.letters.setting.segments import PhraseBoxes

MANY: Final = 64
"""From so many letters on breaking them at once is faster (measured)."""
PHRASE: Final = 1 << 20
"""More than there are boxes in a phrase."""
NO_INK: Final = -1
LINE_BYTES: Final = 2 * array("q").itemsize

LineEnds = bytes
"""The ends of a paragraph's lines, packed as 64-bit numbers: thousands of letters have the same few.

Of each line two: where it ends, and its last box with ink, `NO_INK` for none: no blanks are set at a line's end, those
around an empty value neither. A place is told as `PHRASE` times the phrase's number plus the boxes left behind it.
"""


def unpacked(ends: LineEnds) -> list[tuple[int, int]]:
    """Return of each line where it ends, and its last box with ink."""
    numbers = iter(array("q", ends))
    return list(zip(numbers, numbers, strict=True))


def line_ends(columns: Sequence[Column], division: Division, measure: int, limit: Limit) -> list[LineEnds | None]:
    """Return where the lines of each letter end; None for one that has no lines within the limit.

    Args:
        columns: the letters' phrases, of one paragraph.
        division: how far words are divided.
        measure: how wide lines are at most, in 1/1000 em.
        limit: what makes lines good.
    """
    cuts = [column.cuts(division) for column in columns]
    places = [column.places for column in columns]
    if division is Division.WHOLE:
        return [_one_line(phrases, measure) for phrases in _phrases(cuts, places)]
    many = _with_boxes_only(cuts, places) if len(places[0]) >= MANY else []
    if not many:
        return [_of_one(phrases, measure, limit) for phrases in _phrases(cuts, places)]
    if len(many) == len(places[0]):
        return _of_many(cuts, places, measure, limit)
    at_once = _of_many(cuts, [[each[letter] for letter in many] for each in places], measure, limit)
    ends = dict(zip(many, at_once, strict=True))
    return [
        ends[letter] if letter in ends else _of_one(phrases, measure, limit)
        for letter, phrases in enumerate(_phrases(cuts, places))
    ]


def _phrases(
    cuts: Sequence[Sequence[PhraseBoxes]], places: Sequence[Sequence[int]]
) -> Iterator[tuple[PhraseBoxes, ...]]:
    """Give each letter's phrases."""
    return zip(*[map(some.__getitem__, each) for some, each in zip(cuts, places, strict=True)], strict=True)


def _with_boxes_only(cuts: Sequence[Sequence[PhraseBoxes]], places: Sequence[Sequence[int]]) -> list[int]:
    """Return the letters that have boxes in all phrases: an empty value has none, and no row in a table of boxes."""
    letters = set(range(len(places[0])))
    for some, column in zip(cuts, places, strict=True):
        empty = {number for number, cut in enumerate(some) if not cut.boxes}
        if empty:
            letters -= {letter for letter, place in enumerate(column) if place in empty}
    return sorted(letters)


def _one_line(phrases: Sequence[PhraseBoxes], measure: int) -> LineEnds | None:
    """Return the end of the one line in which a paragraph stands, None where it is too wide for that."""
    width = up_to_ink = 0
    inked = NO_INK
    for number, phrase in enumerate(phrases):
        if phrase.boxes:
            if phrase.end_widths[0]:
                up_to_ink, inked = width + phrase.end_widths[0], number * PHRASE
            width += phrase.widths[0]
    return None if up_to_ink > measure else _packed(((len(phrases) - 1) * PHRASE, inked))


def _of_one(phrases: Sequence[PhraseBoxes], measure: int, limit: Limit) -> LineEnds | None:
    """Return the ends of one letter's best lines."""
    widths: list[int] = []
    end_widths: list[int] = []
    demerits: list[float] = []
    before, last_letters = NO_EDGE, 0
    for phrase in phrases:
        if phrase.boxes:
            if binds(before, phrase.beginning):
                demerits[-1] = BOUND
            widths += phrase.widths
            end_widths += phrase.end_widths
            demerits += phrase.demerits
            before, last_letters = phrase.end, phrase.last_letters
    found = best_lines(Boxes(widths, end_widths, demerits, last_letters), measure, limit.slack)
    if found.demerits >= limit.demerits:
        return None
    counted = list(accumulate(len(phrase.boxes) for phrase in phrases))
    ends: list[int] = []
    begin = 0
    for end in found.ends:
        inked = next((box for box in range(end - 1, begin - 1, -1) if end_widths[box]), None)
        ends += (_position(counted, end - 1), NO_INK if inked is None else _position(counted, inked))
        begin = end
    return _packed(ends)


def _packed(ends: Iterable[int]) -> LineEnds:
    return array("q", ends).tobytes()


def _position(counted: Sequence[int], box: int) -> int:
    """Return how line ends tell a box, given how many boxes there are up to the end of each phrase."""
    phrase = bisect_right(counted, box)
    return phrase * PHRASE + counted[phrase] - box - 1


def _of_many(
    cuts: Sequence[Sequence[PhraseBoxes]], places: Sequence[Sequence[int]], measure: int, limit: Limit
) -> list[LineEnds | None]:
    """Return the ends of many letters' best lines; arguments as of `box_table`."""
    boxes = box_table(cuts, places)
    found = best_lines_of_many(boxes, measure, limit.slack)
    is_good = found.demerits < limit.demerits
    if not is_good.any():
        return [None] * len(is_good)
    rows, letters = np.arange(len(boxes.widths)), np.arange(len(places[0]))
    phrases = np.searchsorted(boxes.phrase_ends, rows, side="right")
    positions = phrases * PHRASE + np.array(boxes.phrase_ends)[phrases] - rows - 1
    told = []
    begin = np.zeros_like(letters)
    for ends in found.ends:
        inked = _last_inked(begin, ends, boxes.end_widths)
        told += [positions[ends], np.where(inked >= begin, positions[inked], NO_INK)]
        begin = ends + 1
    lines = 1 + np.sum(np.array(found.ends) < rows[-1], axis=0)
    packed = np.array(told, np.int64).T.tobytes()
    firsts = range(0, len(packed), len(packed) // len(letters))
    each = zip(firsts, (lines * LINE_BYTES).tolist(), is_good.tolist(), strict=True)
    return [packed[first : first + length] if good else None for first, length, good in each]


def _last_inked(begin: Numbers, ends: Numbers, end_widths: Numbers) -> Numbers:
    """Return the last row with ink of each letter's line; the row before it begins where there is none."""
    letters = np.arange(len(ends))
    while (is_blank := (ends >= begin) & (end_widths[ends, letters] == 0)).any():
        ends = ends - is_blank
    return ends
