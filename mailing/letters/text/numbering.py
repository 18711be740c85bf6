"""Numbers of lists: printed as they are written, and the room that the widest needs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mailing.base.messages import _
from mailing.letters.blocks import Block, BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mailing.letters.text.source_text import SourceText

_ITEMS = (BlockKind.BULLET, BlockKind.NUMBERED)


@dataclass
class _List:
    """A list that is being counted.

    Attributes:
        kind: of its items.
        number: the last one as it is printed; 0 for bullets.
        line: where that stood.
        left_out: how many items before had nothing but empty values.
    """

    kind: BlockKind
    number: int = 0
    line: int = -1
    left_out: int = 0


def numbered(blocks: Iterable[tuple[Block, int]], source: SourceText) -> list[Block]:
    """Return the blocks without those that are empty, with the numbers that are printed.

    A number is printed as it is written, less the items before it whose values are all empty. Rounds of a loop, which
    come from one line, are counted on.

    Args:
        blocks: in order, each with its line in `source`.
        source: where they stand, for refusals.

    Raises:
        TemplateError: a number isn't greater than the one before it.
    """
    around: list[_List] = []
    found: list[tuple[Block, tuple[_List, ...]]] = []
    for block, line in blocks:
        del around[block.level + 1 if block.kind in _ITEMS else 0 :]
        if block.kind in _ITEMS:
            if len(around) > block.level and around[-1].kind is not block.kind:
                around.pop()
            if len(around) == block.level:
                around.append(_List(block.kind))
        number = _counted(block, line, around[-1], source) if block.kind is BlockKind.NUMBERED else 0
        if not block.is_empty:
            found.append((replace(block, number=number) if number else block, tuple(around)))
    return [_within(block, lists) if lists else block for block, lists in found]


def _within(block: Block, lists: Iterable[_List]) -> Block:
    return replace(block, last_numbers=tuple([list_.number for list_ in lists]))


def _counted(block: Block, line: int, list_: _List, source: SourceText) -> int:
    """Return the number of the list's next item."""
    number = block.number - list_.left_out
    if list_.line >= 0 and source.source_lines[line] == source.source_lines[list_.line]:
        number = list_.number + 1
    if number <= list_.number:
        what = _("die Nummer {number} nach der Nummer {before}")
        raise source.refused(
            line,
            what.format(number=block.number, before=list_.number + list_.left_out),
            _("Nummern werden gedruckt, wie sie dastehen, und steigen von Punkt zu Punkt"),
        )
    list_.line = line
    if block.spans:
        list_.number = number
    else:
        list_.left_out += 1
    return number
