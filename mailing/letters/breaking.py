"""Where lines end: chosen over the whole paragraph, so that the right edge is as even as it can be.

Widths are in 1/1000 em, so that the same lines serve every size.
"""

from __future__ import annotations

from itertools import accumulate, pairwise
from math import inf
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
SINGLE_WORD_DEMERITS = 0.04
"""A last line of one word looks like an accident."""
LONELY_LETTERS = 2
LONELY_DEMERITS = 4.0
"""A last line is never a single word of so few letters, nor a word's last part, if it can be helped."""


class Box(NamedTuple):
    """Text between two places at which a line may end.

    Attributes:
        width: what it takes inside a line.
        end_width: what it takes at a line's end: without its blank, or with a hyphen.
        demerits: what ending a line with it costs.
    """

    start: int
    end: int
    width: int
    end_width: int
    demerits: float
    is_divided: bool


def best_ends(boxes: Sequence[Box], measure: int) -> list[int]:
    """Choose after which boxes (counted from 1) the lines end, so that all demerits together are least.

    Returns an empty list where a box is wider than the measure. (Knuth and Plass, "Breaking Paragraphs into Lines",
    1981, for lines whose blanks don't stretch.)
    """
    starts = list(accumulate((box.width for box in boxes), initial=0))
    least = [0.0] + [inf] * len(boxes)
    comes_from = [0] * (len(boxes) + 1)
    for end, box in enumerate(boxes, start=1):
        room = measure - box.end_width - starts[end - 1]
        for start in range(end - 1, -1, -1):
            slack = room + starts[start]
            if slack < 0:
                break
            share = slack / measure
            cost = box.demerits + share * share if end < len(boxes) else _last_line_demerits(boxes, start)
            total = least[start] + LINE_DEMERITS + cost
            if total < least[end]:
                least[end] = total
                comes_from[end] = start
    if least[-1] == inf:
        return []
    ends = [len(boxes)]
    while comes_from[ends[-1]]:
        ends.append(comes_from[ends[-1]])
    return ends[::-1]


def _last_line_demerits(boxes: Sequence[Box], start: int) -> float:
    if start == 0 or start < len(boxes) - 1:
        return 0.0
    above, last = boxes[start - 1], boxes[start]
    is_part = above.demerits > 0
    return LONELY_DEMERITS if is_part or last.end - last.start <= LONELY_LETTERS else SINGLE_WORD_DEMERITS


def largest_slack(boxes: Sequence[Box], ends: Sequence[int], measure: int) -> float:
    """Return the largest share of a line, the last one excepted, that stays empty."""
    slacks = [0.0]
    for first, last in pairwise([0, *ends[:-1]]):
        line = boxes[first:last]
        slacks.append(1 - (sum(box.width for box in line[:-1]) + line[-1].end_width) / measure)
    return max(slacks)
