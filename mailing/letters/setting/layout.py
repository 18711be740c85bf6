"""Strips to pages: how far apart blocks stand, and where pages end."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mailing.letters.blocks import BlockKind
from mailing.letters.setting.block_setting import is_subject

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mailing.letters.setting.block_setting import SetBlock
    from mailing.letters.setting.style import Style

LIST_GAP, HEADING_GAP = 0.3, 0.4
"""Between list items, and below a heading or a list's lead-in: shares of a blank line."""

TIGHT = 0.75
"""What is left of blank lines where that saves a page: less would be seen, and a sheet more costs paper and postage."""

LIST_ITEMS = (BlockKind.BULLET, BlockKind.NUMBERED)


class PlacedStrip(NamedTuple):
    """Where a strip of a block stands: `y` is its top in mm."""

    block: int
    strip: int
    y: float


class Column(NamedTuple):
    """The room for text on a page."""

    top: float
    bottom: float


Pages = list[list[PlacedStrip]]


class _Band(NamedTuple):
    block: int
    strip: int
    gap: float
    height: float
    may_begin_page: bool


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


def fewest_pages(blocks: Sequence[SetBlock], single: Column, several: tuple[Column, Column], style: Style) -> Pages:
    """Distribute the strips on as few pages as can be; blank lines give way a little where that saves one.

    Args:
        blocks: the letter's blocks, the subject first.
        single: the room on the page of a letter that has just one; without a page number there is more of it.
        several: the room on the first and on the other pages of longer letters.
        style: how the letter is set.
    """
    for tightness in (1.0, TIGHT):
        pages = paginate(blocks, single, several[1], style, tightness)
        if len(pages) == 1:
            return pages
    return min((paginate(blocks, *several, style, tightness) for tightness in (1.0, TIGHT)), key=len)


def paginate(blocks: Sequence[SetBlock], first: Column, others: Column, style: Style, tightness: float = 1.0) -> Pages:
    """Distribute the strips on pages; `tightness` is the share that is left of blank lines below the subject's.

    A page never ends after a heading, with one line of a paragraph or before its last, nor right before the closing:
    that takes the end of the text along.
    """
    bands = _bands(blocks, style, tightness)
    pages: Pages = []
    start = 0
    while start < len(bands):
        column = others if pages else first
        end = _page_end(bands, start, column.bottom - column.top)
        pages.append(_placed(bands[start:end], column.top))
        start = end
    return pages


def _bands(blocks: Sequence[SetBlock], style: Style, tightness: float) -> list[_Band]:
    bands = []
    for number, block in enumerate(blocks):
        above = blocks[number - 1] if number else None
        gap = gap_between(above, block, style, tightness) if above else 0.0
        may_begin = above is not None and not above.block.keeps_with_next and block.block.kind is not BlockKind.CLOSING
        may_begin = may_begin and above is not None and above.block.kind is not BlockKind.HEADING
        bands.append(_Band(number, 0, gap, block.strips[0].height, may_begin))
        bands += [
            _Band(number, strip, 0.0, block.strips[strip].height, block.may_break_before(strip))
            for strip in range(1, len(block.strips))
        ]
    return bands


def _page_end(bands: Sequence[_Band], start: int, height: float) -> int:
    """Return the band before which the page ends: the last allowed one, or where it is full."""
    used = 0.0
    for end in range(start, len(bands)):
        used += bands[end].height + (bands[end].gap if end > start else 0.0)
        if used > height:
            allowed = [band for band in range(start + 1, end + 1) if bands[band].may_begin_page]
            return allowed[-1] if allowed else max(end, start + 1)
    return len(bands)


def _placed(bands: Iterable[_Band], top: float) -> list[PlacedStrip]:
    placed: list[PlacedStrip] = []
    y = top
    for band in bands:
        y += band.gap if placed else 0.0
        placed.append(PlacedStrip(band.block, band.strip, y))
        y += band.height
    return placed
