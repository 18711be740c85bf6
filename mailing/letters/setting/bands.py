"""Bands: the strips of a letter in order, how far apart they stand, and where a page may end between them."""

from __future__ import annotations

from enum import IntEnum
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from mailing.letters.blocks import BlockKind
from mailing.letters.setting.block_setting import is_subject

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mailing.letters.blocks import Block
    from mailing.letters.setting.block_setting import SetBlock
    from mailing.letters.setting.style import Style

LIST_GAP, HEADING_GAP = 0.3, 0.4
"""Between list items, and below a heading or a list's lead-in: shares of a blank line."""

TOGETHER = 2
"""So many lines stay together at a page's end and beginning, and with the closing."""

LIST_ITEMS = (BlockKind.BULLET, BlockKind.NUMBERED)


class Break(IntEnum):
    """Whether a page may begin with a strip."""

    NEVER = 0
    IF_NEEDED = 1
    """Within a row of a table, where no better one is on the page."""
    FREELY = 2
    ALWAYS = 3
    """The template wants it."""


class Band(NamedTuple):
    """A strip of a block on its way to a page; lengths in mm.

    Attributes:
        gap: what stays free above it, but for a page's first.
        begins_page: whether a page may begin with it.
        head: the heights of the strips of the table's head that stand again where a page begins with it.
    """

    block: int
    strip: int
    gap: float
    height: float
    begins_page: Break
    head: tuple[float, ...] = ()


def gap_between(above: SetBlock, below: SetBlock, style: Style, tightness: float = 1.0) -> float:
    """Return the distance between two blocks in mm."""
    if is_subject(above.block):
        return style.blank * 2
    kinds = (above.block.kind, below.block.kind)
    if all(kind in LIST_ITEMS for kind in kinds):
        return style.blank * LIST_GAP * tightness
    if kinds[0] is BlockKind.HEADING or (above.block.keeps_with_next and kinds[1] in LIST_ITEMS):
        return style.blank * HEADING_GAP * tightness
    return style.blank * tightness


def bands_of(blocks: Sequence[SetBlock], style: Style, tightness: float, room: float) -> list[Band]:
    """Return the strips of all blocks in order.

    Args:
        blocks: the letter's blocks, the subject first.
        style: how the letter is set.
        tightness: the share that is left of blank lines below the subject's.
        room: rows of a table, with its head, that are higher are divided freely, others in need only; in mm.
    """
    bands: list[Band] = []
    for number, block in enumerate(blocks):
        above = blocks[number - 1] if number else None
        gap = gap_between(above, block, style, tightness) if above else 0.0
        if above and _closes(above.block, block.block):
            _take_along(bands, blocks)
        begins = _break_between(above.block, block.block) if above else Break.NEVER
        bands.append(Band(number, 0, gap, block.strips[0].height, begins))
        head = tuple([strip.height for strip in block.head])
        breaks = _row_breaks(block, room - sum(head)) if block.block.kind is BlockKind.TABLE else _line_breaks(block)
        bands += [
            Band(number, strip, 0.0, block.strips[strip].height, breaks[strip], head)
            for strip in range(1, len(block.strips))
        ]
    return bands


def _closes(above: Block, below: Block) -> bool:
    """Whether the closing begins between two blocks, on the same page."""
    return below.kind is BlockKind.CLOSING and above.kind is not BlockKind.CLOSING and not below.begins_page


def _break_between(above: Block, below: Block) -> Break:
    """Return whether a page may end between two blocks, or must."""
    if below.begins_page:
        return Break.ALWAYS
    is_led = above.keeps_with_next or above.kind is BlockKind.HEADING
    return Break.NEVER if is_led or below.kind is BlockKind.CLOSING else Break.FREELY


def _line_breaks(block: SetBlock) -> list[Break]:
    """Return for each line whether a page may begin with it: no widow, no orphan."""
    count = len(block.strips)
    if block.block.kind in (BlockKind.HEADING, BlockKind.CLOSING):
        return [Break.NEVER] * count
    return [Break.FREELY if TOGETHER <= line <= count - TOGETHER else Break.NEVER for line in range(count)]


def _row_breaks(block: SetBlock, room: float) -> list[Break]:
    """Return for each strip of a table whether a page may begin with it.

    The head stays with the first row; a row that isn't higher than the `room` of a page is divided in need only.
    """
    breaks: list[Break] = []
    for row, strips in groupby(block.strips, key=attrgetter("row")):
        heights = [strip.height for strip in strips]
        is_head = block.block.has_head and row == 0
        within = Break.NEVER if is_head else Break.IF_NEEDED if sum(heights) <= room else Break.FREELY
        before = Break.FREELY if row > block.block.has_head else Break.NEVER
        inner = [
            within if TOGETHER <= line <= len(heights) - TOGETHER else Break.NEVER for line in range(1, len(heights))
        ]
        breaks += [before, *inner]
    return breaks


def _take_along(bands: list[Band], blocks: Sequence[SetBlock]) -> None:
    """Forbid that a page begins with less than two lines of text before the closing that follows the bands."""
    lines = 0
    for place in range(len(bands) - 1, 0, -1):
        band = bands[place]
        lines += any(line.words for line in blocks[band.block].strips[band.strip].lines)
        if lines >= TOGETHER or band.begins_page is Break.ALWAYS:
            break
        bands[place] = band._replace(begins_page=Break.NEVER)
