"""Plans of pages: what all letters of a layout share on a page, and where each fills in what is its own."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from mailing.letters.memory import Memory
from mailing.letters.setting.fonts import EM
from mailing.letters.setting.strips import moved_lines, moved_symbols
from mailing.model import MM_PER_PT, Face, FilledForm, Form, Gap, Line

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mailing.letters.setting.block_setting import FilledBlock, SetBlock
    from mailing.letters.setting.layout import PlacedStrip
    from mailing.letters.setting.stationery import EntryPosition
    from mailing.model import Plate, Symbol, Word

    Words = tuple[Word, ...]


class PagePlan:
    """A page of a layout; the forms that its letters share are made once.

    Args:
        plate: what its letters share wholly.
        strips: those of blocks that hold values.
        entries: the positions of the letter's own entries.

    Attributes:
        blocks: the numbers of the blocks that hold values.
    """

    def __init__(self, plate: Plate, strips: Iterable[PlacedStrip], entries: tuple[EntryPosition, ...]) -> None:
        self.plate = plate
        self.entries = entries
        self._strips: Mapping[int, list[PlacedStrip]] = {
            block: list(placed) for block, placed in groupby(strips, key=attrgetter("block"))
        }
        self.blocks = tuple(self._strips)
        self._forms: Memory[tuple[int, SetBlock], Form] = Memory()
        self._entry_form = _entry_form(entries)

    def set_block(self, number: int, filled: FilledBlock) -> FilledForm:
        """Return what stands on the page of a letter's block of that number."""
        block = filled.block
        if block.measure is None:
            return FilledForm(self._placed(number, block))
        key = (number, block)
        return FilledForm(self._forms.recall(key) or self._forms.keep(key, self._placed(number, block)), filled.fills)

    def symbols(self, number: int, block: SetBlock) -> list[Symbol]:
        """Return the symbols on the page of a letter's block of that number; what letters share lines of has none."""
        if block.measure is not None:
            return []
        return [symbol for _block, strip, y in self._strips[number] for symbol in moved_symbols(block.strips[strip], y)]

    def set_entries(self, words: Sequence[Words], stretches: Sequence[float]) -> FilledForm:
        """Return the letter's own entries, each narrowed to that share of its width."""
        if min(stretches) == 1.0:
            return FilledForm(self._entry_form, tuple(words))
        lines = [own_line(*each) for each in zip(self.entries, words, stretches, strict=True)]
        return FilledForm(Form(tuple(lines)))

    def _placed(self, number: int, block: SetBlock) -> Form:
        strips = self._strips[number]
        lines = [line for _block, strip, y in strips for line in moved_lines(block.strips[strip], y)]
        return Form(tuple(lines), block.measure)


def _entry_form(entries: Sequence[EntryPosition]) -> Form:
    lines = [own_line(each, (Gap.of(Face.REGULAR, number),)) for number, each in enumerate(entries)]
    return Form(tuple(lines), max((each.room / each.size * EM / MM_PER_PT for each in entries), default=0.0))


def own_line(position: EntryPosition, words: Words, stretch: float = 1.0) -> Line:
    """Return the line of one of the letter's own entries."""
    return Line(position.x, position.y, position.size, words, position.role, stretch)
