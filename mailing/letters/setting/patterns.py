"""Patterns of lines: few for all letters of a paragraph. A pattern's lines have gaps, which each letter fills."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from mailing.letters.setting.line_ends import NO_INK, PHRASE, unpacked
from mailing.letters.setting.segments import Part
from mailing.model import Gap, filled

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from mailing.letters.setting.line_ends import LineEnds
    from mailing.letters.setting.segments import Phrase
    from mailing.letters.setting.tokens import Division
    from mailing.model import Fills, Word

    Words = tuple[Word, ...]


@dataclass(frozen=True, slots=True, eq=False)
class LinePattern:
    """The lines of a paragraph with gaps, known by identity.

    Attributes:
        gaps: what stands in them, by their numbers.
    """

    lines: tuple[Words, ...]
    gaps: tuple[Part, ...] = ()


class SetLines(NamedTuple):
    """A letter's lines: a pattern, and what fills its gaps."""

    pattern: LinePattern
    fills: Fills = ()

    @property
    def lines(self) -> tuple[Words, ...]:
        """The lines as words."""
        return tuple([filled(words, self.fills) for words in self.pattern.lines])


def pattern_of(ends: LineEnds, phrases: Sequence[Phrase], division: Division, own: Collection[int]) -> LinePattern:
    """Return the pattern of a letter's lines, whose gaps are the values in them.

    Args:
        ends: where the lines end.
        phrases: the letter's.
        division: how far they are divided.
        own: the numbers of the phrases that each letter has of its own.
    """
    gaps: list[Part] = []
    lines = []
    for parts in _lines(ends):
        words: list[Word] = []
        for part in parts:
            cut = phrases[part.phrase].cut(division)
            if not cut.boxes:
                continue
            there = cut.part(part)
            if part.phrase in own:
                words.append(Gap.of(there[0].face, len(gaps)))
                gaps.append(part)
            else:
                words += there
        lines.append(tuple(words))
    return LinePattern(tuple(lines), tuple(gaps))


def side_by_side(patterns: Sequence[LinePattern]) -> LinePattern:
    """Return the pattern of paragraphs that follow each other, the gaps of all numbered through."""
    lines: list[Words] = []
    gaps: list[Part] = []
    for pattern in patterns:
        lines += [tuple([_renumbered(word, len(gaps)) for word in words]) for words in pattern.lines]
        gaps += pattern.gaps
    return LinePattern(tuple(lines), tuple(gaps))


def _renumbered(word: Word, before: int) -> Word:
    return Gap.of(word.face, word.number + before) if isinstance(word, Gap) else word


def _lines(ends: LineEnds) -> Iterator[list[Part]]:
    """Give what stands in each line."""
    first: tuple[int, int | None] = (0, None)
    for end, inked in unpacked(ends):
        yield [] if inked == NO_INK else _parts(*first, *divmod(inked, PHRASE))
        phrase, left = divmod(end, PHRASE)
        first = (phrase, left) if left else (phrase + 1, None)


def _parts(phrase: int, first: int | None, last: int, left: int) -> list[Part]:
    """Return the parts from one phrase's box to another's: `first` and `left` as of `Part`."""
    return [
        Part(number, first if number == phrase else None, left if number == last else 0, number == last)
        for number in range(phrase, last + 1)
    ]
