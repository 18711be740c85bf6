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

    from mailing.letters.setting.segments import Phrase

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


def line_ends(
    letters: Sequence[Sequence[Phrase]], division: Division, measure: int, limit: Limit
) -> list[LineEnds | None]:
    """Return where the lines of each letter end; None for one that has no lines within the limit.

    Args:
        letters: each letter's phrases, of one paragraph.
        division: how far words are divided.
        measure: how wide lines are at most, in 1/1000 em.
        limit: what makes lines good.
    """
    if division is Division.WHOLE:
        return [_one_line(phrases, measure) for phrases in letters]
    many = [number for number, phrases in enumerate(letters) if all([phrase.cut(division).boxes for phrase in phrases])]
    if len(many) < MANY:
        return [_one_letters(phrases, division, measure, limit) for phrases in letters]
    from mailing.letters.setting.breaking_many import line_ends_of_many

    at_once = line_ends_of_many([letters[number] for number in many], division, measure, limit)
    found = dict(zip(many, at_once, strict=True))
    return [
        found[number] if number in found else _one_letters(phrases, division, measure, limit)
        for number, phrases in enumerate(letters)
    ]


def _one_line(phrases: Sequence[Phrase], measure: int) -> LineEnds | None:
    """Return the end of the one line in which a paragraph stands, None where it is too wide for that."""
    width = up_to = inked = 0
    has_ink = False
    for number, phrase in enumerate(phrases):
        for box in phrase.cut(Division.WHOLE).boxes:
            if box.end_width:
                up_to, inked, has_ink = width + box.end_width, number, True
            width += box.width
    return None if up_to > measure else (position(len(phrases) - 1, 0), position(inked, 0) if has_ink else NO_INK)


def _one_letters(phrases: Sequence[Phrase], division: Division, measure: int, limit: Limit) -> LineEnds | None:
    widths: list[int] = []
    end_widths: list[int] = []
    demerits: list[float] = []
    before, last_letters = NO_EDGE, 0
    cuts = [phrase.cut(division) for phrase in phrases]
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
