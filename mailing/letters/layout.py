"""Strips to pages: how far apart blocks stand, and where pages end."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mailing.letters.blocks import BlockKind
from mailing.letters.strips import is_subject
from mailing.model import Line, Rect, Rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mailing.letters.strips import SetBlock, Strip
    from mailing.letters.style import Style

LIST_ITEMS = (BlockKind.BULLET, BlockKind.NUMBERED)


class Place(NamedTuple):
    """Where a strip of a block stands: `y` is its top in mm."""

    block: int
    strip: int
    y: float


class Column(NamedTuple):
    """The room for text on a page."""

    top: float
    bottom: float


class _Band(NamedTuple):
    block: int
    strip: int
    gap: float
    height: float
    may_begin_page: bool


def gap_between(above: SetBlock, below: SetBlock, style: Style) -> float:
    """Return the distance between two blocks in mm."""
    if is_subject(above.block):
        return style.blank * 2
    kinds = (above.block.kind, below.block.kind)
    if all(kind in LIST_ITEMS for kind in kinds):
        return style.blank * 0.3
    if kinds[0] is BlockKind.HEADING or (above.block.keeps_with_next and kinds[1] in LIST_ITEMS):
        return style.blank * 0.4
    return style.blank


def paginate(blocks: Sequence[SetBlock], first: Column, others: Column, style: Style) -> list[list[Place]]:
    """Distribute the strips on pages.

    A page never ends after a heading, with one line of a paragraph or before its last, nor right before the closing:
    that takes the end of the text along.
    """
    bands = _bands(blocks, style)
    pages: list[list[Place]] = []
    start = 0
    while start < len(bands):
        column = others if pages else first
        end = _page_end(bands, start, column.bottom - column.top)
        pages.append(_placed(bands[start:end], column.top))
        start = end
    return pages


def _bands(blocks: Sequence[SetBlock], style: Style) -> list[_Band]:
    bands = []
    for number, block in enumerate(blocks):
        above = blocks[number - 1] if number else None
        gap = gap_between(above, block, style) if above else 0.0
        may_begin = above is not None and not above.block.keeps_with_next and block.block.kind is not BlockKind.CLOSING
        may_begin = may_begin and above is not None and above.block.kind is not BlockKind.HEADING
        bands.append(_Band(number, 0, gap, block.strips[0].height, may_begin))
        bands += [
            _Band(number, strip, 0.0, block.strips[strip].height, block.may_break_before(strip))
            for strip in range(1, len(block.strips))
        ]
    return bands


def _page_end(bands: Sequence[_Band], start: int, height: float) -> int:
    """Return the band before which the page ends: the last allowed place, or where it is full."""
    used = 0.0
    for end in range(start, len(bands)):
        used += bands[end].height + (bands[end].gap if end > start else 0.0)
        if used > height:
            allowed = [place for place in range(start + 1, end + 1) if bands[place].may_begin_page]
            return allowed[-1] if allowed else max(end, start + 1)
    return len(bands)


def _placed(bands: Iterable[_Band], top: float) -> list[Place]:
    places: list[Place] = []
    y = top
    for band in bands:
        y += band.gap if places else 0.0
        places.append(Place(band.block, band.strip, y))
        y += band.height
    return places


def moved_lines(strip: Strip, y: float) -> list[Line]:
    """Return the strip's lines with its top at `y`."""
    return [Line(line.x, line.y + y, line.size, line.words, line.role, line.stretch) for line in strip.lines]


def moved_rules(strip: Strip, y: float) -> list[Rule]:
    """Return the strip's rules with its top at `y`."""
    return [
        Rule(Rect(rule.area.x, rule.area.y + y, rule.area.width, rule.area.height), rule.gray) for rule in strip.rules
    ]
