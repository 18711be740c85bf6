"""Where the lines of a paragraph end: broken for one letter by itself, or for many at once, with the same result.

A line's end is told by the phrase in which it stands and by how many of that phrase's boxes are left behind it: letters
whose values have more or fewer boxes still end their lines alike, and so share a pattern.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from mailing.letters.setting.breaking import BOUND, Boxes, Limit, best_lines
from mailing.letters.setting.tokens import Division
from mailing.letters.setting.typography import NO_EDGE, binds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mailing.letters.setting.segments import Column, PhraseBoxes

MANY: Final = 8
"""From so many letters on breaking them at once is faster (measured)."""
PHRASE: Final = 1 << 20
"""More than there are boxes in a phrase."""
NO_INK: Final = -1


LineEnds = tuple[int, ...]
"""The ends of a paragraph's lines as `position` tells them. Of each line two: behind which box it ends, and which is its
last box with ink, for no blanks are set at a line's end, those around an empty value neither; `NO_INK` for none."""


def position(phrase: int, left: int) -> int:
    """Return the position behind which so many boxes of a phrase are left."""
    return phrase * PHRASE + left


def line_ends(columns: Sequence[Column], division: Division, measure: int, limit: Limit) -> list[LineEnds | None]:
    """Return where the lines of each letter end; None for one that has no lines within the limit.

    Args:
        columns: the letters' phrases, of one paragraph.
        division: how far words are divided.
        measure: how wide lines are at most, in 1/1000 em.
        limit: what makes lines good.
    """
    cuts = [[phrase.cut(division) for phrase in column.phrases] for column in columns]
    letters = range(len(columns[0].places))

    def one(letter: int) -> LineEnds | None:
        found = [some[column.places[letter]] for some, column in zip(cuts, columns, strict=True)]
        return _one_line(found, measure) if division is Division.WHOLE else _broken(found, measure, limit)

    if division is Division.WHOLE or len(letters) < MANY:
        return [one(letter) for letter in letters]
    from mailing.letters.setting.breaking_many import line_ends_of_many

    empty = {
        letter
        for some, column in zip(cuts, columns, strict=True)
        if not all([cut.boxes for cut in some])
        for letter in letters
        if not some[column.places[letter]].boxes
    }
    many = [letter for letter in letters if letter not in empty]
    ends = line_ends_of_many(cuts, [column.of(many).places for column in columns], measure, limit) if many else []
    found = dict(zip(many, ends, strict=True))
    return [one(letter) if letter in empty else found[letter] for letter in letters]


def _one_line(cuts: Sequence[PhraseBoxes], measure: int) -> LineEnds | None:
    """Return the end of the one line in which a paragraph stands, None where it is too wide for that."""
    width = up_to = 0
    inked = NO_INK
    for number, cut in enumerate(cuts):
        for across, end_width in zip(cut.widths, cut.end_widths, strict=True):
            if end_width:
                up_to, inked = width + end_width, position(number, 0)
            width += across
    return None if up_to > measure else (position(len(cuts) - 1, 0), inked)


def _broken(cuts: Sequence[PhraseBoxes], measure: int, limit: Limit) -> LineEnds | None:
    """Return the ends of a paragraph's best lines."""
    widths: list[int] = []
    end_widths: list[int] = []
    demerits: list[float] = []
    before, last_letters = NO_EDGE, 0
    for cut in cuts:
        if cut.boxes:
            if binds(before, cut.beginning):
                demerits[-1] = BOUND
            widths += cut.widths
            end_widths += cut.end_widths
            demerits += cut.demerits
            before, last_letters = cut.end, cut.last_letters
    found = best_lines(Boxes(widths, end_widths, demerits, last_letters), measure, limit.slack)
    if found.demerits >= limit.demerits:
        return None
    behind = list(accumulate(len(cut.boxes) for cut in cuts))
    ends: list[int] = []
    begin = 0
    for end in found.ends:
        inked = next((box for box in range(end - 1, begin - 1, -1) if end_widths[box]), None)
        ends += (_position(behind, end - 1), NO_INK if inked is None else _position(behind, inked))
        begin = end
    return tuple(ends)


def _position(behind: Sequence[int], box: int) -> int:
    """Return the position of a box, given how many boxes end with each phrase."""
    phrase = bisect_right(behind, box)
    return position(phrase, behind[phrase] - box - 1)
