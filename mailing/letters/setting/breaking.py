"""Where lines end: chosen over the whole paragraph, so that the right edge is as even as it can be.

Widths are in 1/1000 em, so that the same lines serve every size. (Knuth and Plass, "Breaking Paragraphs into Lines",
1981, for lines whose blanks don't stretch.)
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import accumulate, repeat
from math import inf
from operator import add
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

# How lines are judged: the square of the share of a line that stays empty (of the last one: nothing), and what follows.
LINE_DEMERITS = 0.02
"""Each line costs, so that a paragraph takes no more of them than it must."""
TOLERATED_SLACK = 0.14
"""A paragraph is hyphenated only if a line of it would leave more than this share empty."""
HYPHEN_DEMERITS = 0.012
COMPOUND_DEMERITS = 0.004
ADDRESS_DEMERITS = {"@": 0.01, "-": 0.08}
OTHER_ADDRESS_DEMERITS = 0.02
"""An e-mail address is best divided behind its @, and worst behind a hyphen: that might be the printer's own."""
BOUND = inf
"""What ending a line costs inside of what belongs together."""
RUNT_DEMERITS = 0.04
"""A last line of one word looks like an accident."""
TINY_RUNT_LETTERS = 2
TINY_RUNT_DEMERITS = 4.0
"""A last line is never a single word of so few letters, nor a word's last part, if it can be helped."""


class Boxes(NamedTuple):
    """Texts between two positions at which a line may end, side by side, as columns.

    Attributes:
        widths: what each takes inside a line.
        end_widths: what it takes at a line's end: without its blank, or with a hyphen.
        demerits: what ending a line with it costs.
        last_letters: how many letters the last one has.
    """

    widths: Sequence[int]
    end_widths: Sequence[int]
    demerits: Sequence[float]
    last_letters: int


class SuffixTable:
    """The best lines from a place to the paragraph's end, as far as they were sought: the same for all its letters.

    Args:
        places: at how many places, counted from the end, lines don't depend on what changes from letter to letter.
    """

    def __init__(self, places: int) -> None:
        self.costs: list[float | None] = [0.0, *repeat(None, places)]
        self.following = [0] * (places + 1)


class Lines(NamedTuple):
    """The lines of a paragraph: after which boxes (counted from 1) they end, and their demerits together."""

    ends: list[int]
    demerits: float


NO_LINES = Lines([], inf)
REACHED = b"\1"


def best_lines(boxes: Boxes, measure: int, tolerated: float = 1.0, suffixes: SuffixTable | None = None) -> Lines:
    """Choose the lines whose demerits together are least; `NO_LINES` where a box is wider than the measure.

    Args:
        boxes: the paragraph.
        measure: how wide lines are at most.
        tolerated: the share of a line, but for the last, that may stay empty.
        suffixes: what is known from earlier letters; what is found out is added.
    """
    count = len(boxes.widths)
    suffixes = suffixes or SuffixTable(0)
    kept = len(suffixes.costs)
    costs = [*suffixes.costs, *repeat(None, count + 1 - kept)]
    following = [*suffixes.following, *repeat(0, count + 1 - kept)]
    starts = list(accumulate(boxes.widths, initial=0))
    ends = list(map(add, starts, boxes.end_widths))
    lines = _lines_in_reach(costs, starts, ends, measure, tolerated)
    if not lines:
        return NO_LINES
    alone = _runt_start(boxes.demerits)
    for start, low, high in reversed(lines):
        least, best = inf, 0
        full = starts[start] + measure
        for end in range(low, min(high, count - 1)):
            share = (full - ends[end]) / measure
            cost = boxes.demerits[end] + share * share + (costs[count - end - 1] or 0.0)
            if cost < least:
                least, best = cost, count - end - 1
        if high == count and (cost := _last_line_demerits(boxes, alone) if 0 < alone == start else 0.0) < least:
            least, best = cost, 0
        costs[count - start], following[count - start] = least + LINE_DEMERITS, best
    suffixes.costs, suffixes.following = costs[:kept], following[:kept]
    demerits = costs[count]
    return NO_LINES if demerits is None or demerits == inf else Lines(_chain(following), demerits)


def _lines_in_reach(
    costs: Sequence[float | None], starts: Sequence[int], ends: Sequence[int], measure: int, tolerated: float
) -> list[tuple[int, int, int]]:
    """Return, for each box with which a line may begin, the first box that may end it, and the first that may not.

    Lines that begin where the rest is known are left out; there are none if no breaks lead to the paragraph's end.
    """
    count = len(ends)
    shortest = measure * (1 - tolerated)
    reached = bytearray(count + 1)
    lines = []
    start = 0
    arrives = False
    while 0 <= start < count:
        if costs[count - start] is None:
            begin = starts[start]
            low = min(bisect_left(ends, begin + shortest, start), count - 1)
            high = bisect_right(ends, begin + measure, low)
            reached[low + 1 : high + 1] = REACHED * (high - low)
            lines.append((start, low, high))
            arrives = arrives or high == count
        else:
            arrives = True
        start = reached.find(REACHED, start + 1)
    return lines if arrives else []


def _chain(following: Sequence[int]) -> list[int]:
    """Return where lines end, given how many boxes are left after each."""
    count = left = len(following) - 1
    ends = []
    while left:
        left = following[left]
        ends.append(count - left)
    return ends


def _runt_start(demerits: Sequence[float]) -> int:
    """Return the box with which the last line begins that can't be divided any more."""
    start = len(demerits) - 1
    while start > 0 and demerits[start - 1] == BOUND:
        start -= 1
    return start


def _last_line_demerits(boxes: Boxes, alone: int) -> float:
    is_part = boxes.demerits[alone - 1] > 0
    is_tiny = alone == len(boxes.widths) - 1 and boxes.last_letters <= TINY_RUNT_LETTERS
    return TINY_RUNT_DEMERITS if is_part or is_tiny else RUNT_DEMERITS
