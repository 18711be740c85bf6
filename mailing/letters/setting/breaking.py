"""Where lines end: chosen over the whole paragraph, so that the right edge is as even as it can be.

Widths are in 1/1000 em, so that the same lines serve every size. (Knuth and Plass, "Breaking Paragraphs into Lines",
1981, for lines whose blanks don't stretch.)
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import accumulate
from math import inf
from operator import add
from typing import TYPE_CHECKING, Final, NamedTuple

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


class Lines(NamedTuple):
    """The lines of a paragraph: after which boxes (counted from 1) they end, and their demerits together."""

    ends: list[int]
    demerits: float


class Limit(NamedTuple):
    """What makes lines good: the slack of each, and the demerits of all together, which are less than that."""

    slack: float
    demerits: float = inf


NO_LIMIT: Final = Limit(1.0)
NO_LINES = Lines([], inf)
REACHED = b"\1"


def best_lines(boxes: Boxes, measure: int, tolerated: float = 1.0) -> Lines:
    """Choose the lines whose demerits together are least; `NO_LINES` where no lines are within the limits.

    Args:
        boxes: the paragraph; at least one box, with rising end widths.
        measure: how wide lines are at most, in 1/1000 em.
        tolerated: the share of a line, but for the last, that may stay empty.
    """
    # How the rest of a paragraph is best broken doesn't depend on how one came to it. So each suffix of the boxes is
    # broken once, from the shortest on, and a longer one tries its first line only: dynamic programming.
    # `breaking_many` does the same for many paragraphs at once.
    count = len(boxes.widths)
    costs = [inf] * count + [0.0]
    following = [0] * count

    # Measured from the paragraph's start, a line from box i to box k is `ends[k] - starts[i]` wide.
    starts = list(accumulate(boxes.widths, initial=0))
    ends = list(map(add, starts, boxes.end_widths))

    runt_start = _runt_start(boxes.demerits)
    # Each first line of a suffix costs its own demerits and those of the suffix behind it, known by now.
    for start, low, high in reversed(_lines_in_reach(starts, ends, measure, tolerated)):
        least, best = inf, 0
        full = starts[start] + measure
        for end in range(low, min(high, count - 1)):
            share = (full - ends[end]) / measure
            cost = boxes.demerits[end] + share * share + costs[end + 1]
            if cost < least:
                least, best = cost, end + 1
        # A line that reaches the last box ends the paragraph: nothing for its empty share, something for a runt.
        if high == count and (cost := _runt_demerits(boxes, runt_start) if 0 < runt_start == start else 0.0) < least:
            least, best = cost, count
        costs[start], following[start] = least + LINE_DEMERITS, best
    return NO_LINES if costs[0] == inf else Lines(_chain(following), costs[0])


def _lines_in_reach(
    starts: Sequence[int], ends: Sequence[int], measure: int, tolerated: float
) -> list[tuple[int, int, int]]:
    """Return, for each box with which a line may begin, the first box that may end it, and the first that may not.

    A line begins with the first box, or behind one that ends a line in reach.
    """
    count = len(ends)
    shortest = measure * (1 - tolerated)
    reached = bytearray(count + 1)
    lines = []
    start = 0
    while 0 <= start < count:
        # End widths rise, so the boxes that may end the line stand side by side, and bisection finds them. The last
        # box may end a line however short.
        begin = starts[start]
        low = min(bisect_left(ends, begin + shortest, start), count - 1)
        high = bisect_right(ends, begin + measure, low)
        reached[low + 1 : high + 1] = REACHED * (high - low)
        lines.append((start, low, high))
        start = reached.find(REACHED, start + 1)
    return lines


def _chain(following: Sequence[int]) -> list[int]:
    """Return behind which boxes lines end, given where the next line begins."""
    ends = [following[0]]
    while ends[-1] < len(following):
        ends.append(following[ends[-1]])
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
