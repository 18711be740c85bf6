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

# The demerits of a paragraph are those of its lines, added up:
#   each line                                     LINE_DEMERITS
#   each but the last: the square of the share of the measure that it leaves empty, and the demerits of its last box
#   the last, where it is one word or less        RUNT_DEMERITS or TINY_RUNT_DEMERITS
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

    A line that takes one box more is never narrower (rising end widths): `widths[i] + end_widths[i + 1]` is not less
    than `end_widths[i]`. `boxes.cut` sees to it, since only a hyphen makes a box wider at a line's end.

    Attributes:
        widths: what each takes inside a line, in 1/1000 em.
        end_widths: what it takes at a line's end: without its blank, or with a hyphen.
        demerits: what ending a line with it costs.
        last_letters: how many letters the last one has.
    """

    widths: Sequence[int]
    end_widths: Sequence[int]
    demerits: Sequence[float]
    last_letters: int


class SuffixTable:
    """The best lines of a paragraph's last boxes, as far as they were sought; the same for all its letters.

    The i-th entry is about the paragraph's last i boxes.

    Args:
        boxes: so many boxes, counted from the end, don't change from letter to letter, nor does the box before them.

    Attributes:
        costs: the least demerits of lines of just these boxes; None where they weren't sought yet.
        following: how many boxes are left behind the first of those lines.
    """

    def __init__(self, boxes: int) -> None:
        self.costs: list[float | None] = [0.0, *repeat(None, boxes)]
        self.following = [0] * (boxes + 1)


class Lines(NamedTuple):
    """The lines of a paragraph: after which boxes (counted from 1) they end, and their demerits together."""

    ends: list[int]
    demerits: float


NO_LINES = Lines([], inf)
REACHED = b"\1"


def best_lines(boxes: Boxes, measure: int, tolerated: float = 1.0, suffixes: SuffixTable | None = None) -> Lines:
    """Choose the lines whose demerits together are least; `NO_LINES` where no lines are within the limits.

    Args:
        boxes: the paragraph; at least one box, with rising end widths.
        measure: how wide lines are at most, in 1/1000 em.
        tolerated: the share of a line, but for the last, that may stay empty.
        suffixes: what is known from earlier letters; what is found out is added.
    """
    # How the rest of a paragraph is best broken doesn't depend on how one came to it. So each suffix of the boxes is
    # broken once, from the shortest on, and a longer one tries its first line only: dynamic programming. Suffixes are
    # counted from the end, since their beginning is what changes from letter to letter.
    count = len(boxes.widths)
    suffixes = suffixes or SuffixTable(0)
    kept = len(suffixes.costs)
    costs = [*suffixes.costs, *repeat(None, count + 1 - kept)]
    following = [*suffixes.following, *repeat(0, count + 1 - kept)]

    # Measured from the paragraph's start, a line from box i to box k is `ends[k] - starts[i]` wide.
    starts = list(accumulate(boxes.widths, initial=0))
    ends = list(map(add, starts, boxes.end_widths))

    # Forwards: with which boxes can a line begin at all, and which boxes can end it?
    lines = _lines_in_reach(costs, starts, ends, measure, tolerated)
    if not lines:
        return NO_LINES

    # Backwards: each first line of a suffix costs its own demerits and those of the suffix behind it, known by now.
    runt_start = _runt_start(boxes.demerits)
    for start, low, high in reversed(lines):
        least, best = inf, 0
        full = starts[start] + measure
        for end in range(low, min(high, count - 1)):
            share = (full - ends[end]) / measure
            cost = boxes.demerits[end] + share * share + (costs[count - end - 1] or 0.0)
            if cost < least:
                least, best = cost, count - end - 1
        # A line that reaches the last box ends the paragraph: nothing for its empty share, something for a runt.
        if high == count and (cost := _runt_demerits(boxes, runt_start) if 0 < runt_start == start else 0.0) < least:
            least, best = cost, 0
        costs[count - start], following[count - start] = least + LINE_DEMERITS, best

    # What was found out of the unchanging end serves the next letter; the whole paragraph is the longest suffix.
    suffixes.costs, suffixes.following = costs[:kept], following[:kept]
    demerits = costs[count]
    return NO_LINES if demerits is None or demerits == inf else Lines(_chain(following), demerits)


def _lines_in_reach(
    costs: Sequence[float | None], starts: Sequence[int], ends: Sequence[int], measure: int, tolerated: float
) -> list[tuple[int, int, int]]:
    """Return, for each box with which a line may begin, the first box that may end it, and the first that may not.

    A line begins with the first box, or behind one that ends a line in reach. Lines that begin where the best rest is
    known are left out; the list is empty if no lines lead to the paragraph's end.
    """
    count = len(ends)
    shortest = measure * (1 - tolerated)
    reached = bytearray(count + 1)
    lines = []
    start = 0
    arrives = False
    while 0 <= start < count:
        if costs[count - start] is None:
            # End widths rise, so the boxes that may end the line stand side by side, and bisection finds them. The
            # last box may end a line however short.
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
    """Return the box with which the shortest last line begins: the last word, or what is bound to it."""
    start = len(demerits) - 1
    while start > 0 and demerits[start - 1] == BOUND:
        start -= 1
    return start


def _runt_demerits(boxes: Boxes, start: int) -> float:
    """Return what the shortest last line costs; it begins with the box `start`."""
    is_part = boxes.demerits[start - 1] > 0
    is_tiny = start == len(boxes.widths) - 1 and boxes.last_letters <= TINY_RUNT_LETTERS
    return TINY_RUNT_DEMERITS if is_part or is_tiny else RUNT_DEMERITS
