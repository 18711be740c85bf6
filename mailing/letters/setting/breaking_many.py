"""Breaking the paragraphs of many letters at once: the programme of `breaking`, each step for all of them.

Letters are columns, boxes are rows. A phrase with fewer boxes than another letter's is padded in front with boxes of no
width that may end no line: so what follows it stands in the same rows for all.
"""

from __future__ import annotations

from itertools import accumulate, chain
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from mailing.letters.setting.breaking import (
    BOUND,
    LINE_DEMERITS,
    RUNT_DEMERITS,
    TINY_RUNT_DEMERITS,
    TINY_RUNT_LETTERS,
)
from mailing.letters.setting.typography import binds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from mailing.letters.setting.segments import PhraseBoxes

    Numbers = NDArray[np.int64]
    Costs = NDArray[np.float64]
    Flags = NDArray[np.bool_]


class BoxTable(NamedTuple):
    """The boxes of many letters' paragraphs: a row for each box, a column for each letter; widths in 1/1000 em.

    Attributes:
        widths, end_widths, demerits: as of `breaking.Boxes`.
        is_real: whether the letter has that box; it is padding else.
        phrase_ends: behind which row each phrase ends.
        shared: from this row on all letters have the same boxes.
        last_letters: as of `breaking.Boxes`, of each letter.
    """

    widths: Numbers
    end_widths: Numbers
    demerits: Costs
    is_real: Flags
    phrase_ends: list[int]
    shared: int
    last_letters: Numbers


class ManyLines(NamedTuple):
    """The lines of many paragraphs.

    Attributes:
        demerits: of each letter's lines together; infinite where it has none within the limits.
        ends: of each line, the row with which it ends in each letter; the last row where that letter has no more lines.
    """

    demerits: Costs
    ends: list[Numbers]


def box_table(cuts: Sequence[Sequence[PhraseBoxes]], places: Sequence[Sequence[int]]) -> BoxTable:
    """Return the boxes of letters of one paragraph.

    Args:
        cuts: for each of its segments the phrases that stand there, each of at least one box.
        places: for each of its segments which of these each letter has.
    """
    columns = [np.array(each) for each in places]
    parts = [_Rows.of(some) for some in cuts]
    ends = list(accumulate(len(part.widths) for part in parts))
    size = ends[-1], len(columns[0])
    widths, end_widths = np.empty((2, *size), np.int64)
    demerits, is_real = np.empty(size), np.empty(size, np.bool_)
    for part, column, begin, end in zip(parts, columns, [0, *ends], ends, strict=False):
        for rows, own in zip((widths, end_widths, demerits, is_real), part, strict=True):
            rows[begin:end] = own if own.shape[1] == 1 else own[:, column]
    for place, end in enumerate(ends[:-1]):
        bound = _bound(cuts[place], columns[place], cuts[place + 1], columns[place + 1])
        demerits[end - 1, bound] = BOUND
    last_letters = np.array([cut.last_letters for cut in cuts[-1]])[columns[-1]]
    shared = ends[-1] if len(cuts[-1]) > 1 else ends[-1] - len(parts[-1].widths)
    return BoxTable(widths, end_widths, demerits, is_real, ends, shared, last_letters)


def best_lines_of_many(boxes: BoxTable, measure: int, tolerated: float) -> ManyLines:
    """Choose each letter's lines as `breaking.best_lines` does: the same lines, the same demerits to the last bit."""
    count, letters = boxes.widths.shape
    starts = np.zeros((count + 1, letters), np.int64)
    np.cumsum(boxes.widths, axis=0, out=starts[1:])
    ends = starts[:-1] + boxes.end_widths
    shortest = measure * (1 - tolerated)
    runts = _Runts.of(boxes)
    costs = np.full((count + 1, letters), np.inf)
    costs[count] = 0.0
    following = np.full((count, letters), count)

    # Which rows may end a line differs from letter to letter; for all together they are those from `low` to before
    # `high`. Both only go up the rows as the suffix gets longer. What isn't in a letter's reach costs it infinitely.
    low = high = count
    for start in reversed(_starts_in_reach(boxes, starts, ends, measure, shortest)):
        # A suffix without values is broken once for all letters.
        some = slice(0, 1) if start > boxes.shared else slice(None)
        begin = starts[start, some]
        while low > start and (ends[low - 1, some] >= begin + shortest).any():
            low -= 1
        while high > start and (ends[high - 1, some] > begin + measure).all():
            high -= 1
        least, best = np.full(len(begin), np.inf), np.full(len(begin), count)
        if low < min(high, count - 1):
            rows, behind = slice(low, min(high, count - 1)), slice(low + 1, min(high, count - 1) + 1)
            reach = ends[rows, some]
            share = (begin + measure - reach) / measure
            cost = boxes.demerits[rows, some] + share * share + costs[behind, some]
            cost[(reach > begin + measure) | (reach < begin + shortest)] = np.inf
            first = cost.argmin(axis=0)
            least, best = cost[first, np.arange(len(begin))], low + first + 1
        if high == count:
            last = runts.demerits(start, some)
            is_better = (ends[-1, some] <= begin + measure) & (last < least)
            least, best = np.where(is_better, last, least), np.where(is_better, count, best)
        costs[start], following[start] = least + LINE_DEMERITS, best
    return ManyLines(costs[0], _chains(following))


def _starts_in_reach(boxes: BoxTable, starts: Numbers, ends: Numbers, measure: int, shortest: float) -> list[int]:
    """Return the rows with which some letter's line may begin: the first, and those behind ends of lines in reach.

    A row is given too where no one letter's line but one between the extremes of all would begin with it: to look at
    each letter's takes longer than to break that suffix in vain.
    """
    count = len(ends)
    may_begin = np.append(True, (boxes.demerits[:-1] < BOUND).any(axis=1))
    first_start, last_start = starts.min(axis=1), starts.max(axis=1)
    first_end, last_end = ends.min(axis=1), ends.max(axis=1)
    in_reach = np.arange(count) == 0
    for start in range(count - 1):
        if in_reach[start] and may_begin[start]:
            behind = slice(start, count - 1)
            long_enough = last_end[behind] >= first_start[start] + shortest
            in_reach[start + 1 :] |= long_enough & (first_end[behind] <= last_start[start] + measure)
    found: list[int] = np.flatnonzero(in_reach & may_begin).tolist()
    return found


class _Rows(NamedTuple):
    """The rows of one segment in a `BoxTable`, a column for each of its phrases."""

    widths: Numbers
    end_widths: Numbers
    demerits: Costs
    is_real: Flags

    @classmethod
    def of(cls, cuts: Sequence[PhraseBoxes]) -> _Rows:
        """Return the rows of a segment's phrases."""
        counts = np.array([len(cut.widths) for cut in cuts])
        height, phrases = counts.max(), np.arange(len(cuts))
        padding = height - counts
        column = np.repeat(phrases, counts)
        row = np.arange(len(column)) - np.repeat(np.cumsum(counts) - counts - padding, counts)
        widths, end_widths = np.zeros((2, height, len(cuts)), np.int64)
        demerits = np.full((height, len(cuts)), BOUND)
        widths[row, column] = list(chain.from_iterable([cut.widths for cut in cuts]))
        end_widths[row, column] = list(chain.from_iterable([cut.end_widths for cut in cuts]))
        demerits[row, column] = list(chain.from_iterable([cut.demerits for cut in cuts]))
        return cls(widths, end_widths, demerits, np.arange(height)[:, np.newaxis] >= padding)


def _bound(before: Sequence[PhraseBoxes], places: Numbers, after: Sequence[PhraseBoxes], following: Numbers) -> Numbers:
    """Return the letters in which no line may end between two phrases; asked once for each two edges that meet."""
    ends = np.array([cut.end.key for cut in before])[places]
    beginnings = np.array([cut.beginning.key for cut in after])[following]
    asked = np.flatnonzero((ends | beginnings) & 1)
    if not asked.size:
        return asked
    _seams, firsts, seams = np.unique((ends[asked] << 32) + beginnings[asked], return_index=True, return_inverse=True)
    is_bound = np.array(
        [binds(before[places[letter]].end, after[following[letter]].beginning) for letter in asked[firsts].tolist()]
    )
    bound: Numbers = asked[is_bound[seams]]
    return bound


class _Runts(NamedTuple):
    """With which row the shortest last line of each letter begins, and what it costs."""

    starts: Numbers
    costs: Costs

    @classmethod
    def of(cls, boxes: BoxTable) -> _Runts:
        count, letters = boxes.widths.shape
        may_end = np.vstack([np.ones(letters, np.bool_), boxes.demerits[:-1] < BOUND])
        starts = count - 1 - may_end[::-1].argmax(axis=0)
        columns = np.arange(letters)
        is_part = boxes.demerits[starts - 1, columns] > 0
        first = starts.min()
        behind = boxes.is_real[first:][::-1].cumsum(axis=0)[::-1]
        is_tiny = (behind[starts - first, columns] == 1) & (boxes.last_letters <= TINY_RUNT_LETTERS)
        return cls(starts, np.where(is_part | is_tiny, TINY_RUNT_DEMERITS, RUNT_DEMERITS))

    def demerits(self, start: int, some: slice) -> Costs:
        """Return what a last line costs that begins with a row."""
        return np.where((self.starts[some] == start) & (start > 0), self.costs[some], 0.0)


def _chains(following: Numbers) -> list[Numbers]:
    """Return the rows with which lines end, given with which the next line begins."""
    count, letters = following.shape
    columns = np.arange(letters)
    ends = [following[0] - 1]
    while (ends[-1] < count - 1).any():
        begin = np.minimum(ends[-1] + 1, count - 1)
        ends.append(np.where(ends[-1] < count - 1, following[begin, columns] - 1, count - 1))
    return ends
