"""Strips to pages: as few as can be, and each ends where it may."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mailing.letters.blocks import BlockKind
from mailing.letters.setting.bands import Band, Break, bands_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mailing.letters.setting.block_setting import SetBlock
    from mailing.letters.setting.style import Style

TIGHT = 0.75
"""What is left of blank lines where that saves a page: less would be seen, and a sheet more costs paper and postage."""


class PlacedStrip(NamedTuple):
    """Where a strip of a block stands: `y` is its top in mm."""

    block: int
    strip: int
    y: float


class Column(NamedTuple):
    """The room for text on a page."""

    top: float
    bottom: float


class Tolerance(NamedTuple):
    """What is put up with for a page less.

    Attributes:
        tightness: the share that is left of blank lines below the subject's.
        divides_rows: whether rows of a table are divided that would fit a page.
    """

    tightness: float = 1.0
    divides_rows: bool = False


NO_TOLERANCE = Tolerance()
TOLERANCES = (NO_TOLERANCE, Tolerance(TIGHT), Tolerance(divides_rows=True), Tolerance(TIGHT, divides_rows=True))
"""The best first."""

Pages = list[list[PlacedStrip]]


class OverlongError(Exception):
    """What must stay together on a page is longer than a page: the text would go on below its bottom.

    Args:
        blocks: the numbers of the blocks that must stay together.
    """

    def __init__(self, blocks: frozenset[int]) -> None:
        super().__init__(sorted(blocks))
        self.blocks = blocks


def fewest_pages(blocks: Sequence[SetBlock], single: Column, several: tuple[Column, Column], style: Style) -> Pages:
    """Distribute the strips on as few pages as can be.

    Where that saves one, blank lines give way a little, and rows of a table are divided.

    Args:
        blocks: the letter's blocks, the subject first.
        single: the room on the page of a letter that has just one; without a page number there is more of it.
        several: the room on the first and on the other pages of longer letters.
        style: how the letter is set.

    Raises:
        OverlongError: something fits on no page.
    """
    for tightness in (1.0, TIGHT):
        pages = _pages_or_error(blocks, (single, several[1]), style, Tolerance(tightness))
        if not isinstance(pages, OverlongError) and len(pages) == 1:
            return pages
    has_rows = any(block.block.kind is BlockKind.TABLE for block in blocks)
    tolerances = [tolerance for tolerance in TOLERANCES if has_rows or not tolerance.divides_rows]
    tried = [_pages_or_error(blocks, several, style, tolerance) for tolerance in tolerances]
    fitting = [pages for pages in tried if not isinstance(pages, OverlongError)]
    if not fitting:
        raise next(error for error in tried if isinstance(error, OverlongError))
    return min(fitting, key=len)


def paginate(
    blocks: Sequence[SetBlock], first: Column, others: Column, style: Style, tolerance: Tolerance = NO_TOLERANCE
) -> Pages:
    """Distribute the strips on pages.

    A page never ends after a heading, with one line of a paragraph or before its last, behind a table's head, nor right
    before the closing: that takes two lines of the text along. A row of a table is divided where no page holds it.

    Raises:
        OverlongError: something fits on no page.
    """
    room = 0.0 if tolerance.divides_rows else others.bottom - others.top
    bands = bands_of(blocks, style, tolerance.tightness, room)
    pages: Pages = []
    start = 0
    while start < len(bands):
        column = others if pages else first
        asked_for = next((number for number in range(start + 1, len(bands)) if _is_asked_for(bands[number])), None)
        end = _page_end(bands[:asked_for], start, column.bottom - column.top)
        pages.append(_placed(bands[start:end], column.top))
        start = end
    return pages


def _is_asked_for(band: Band) -> bool:
    return band.begins_page is Break.ALWAYS


def _page_end(bands: Sequence[Band], start: int, height: float) -> int:
    """Return the band before which the page ends: the last one that may begin a page, or the end of all.

    Raises:
        OverlongError: none may before the page is full.
    """
    used = sum(bands[start].head)
    for end in range(start, len(bands)):
        if end > start and bands[end].begins_page is Break.ALWAYS:
            return end
        used += bands[end].height + (bands[end].gap if end > start else 0.0)
        if used > height:
            for wanted in (Break.FREELY, Break.IF_NEEDED):
                allowed = [band for band in range(start + 1, end + 1) if bands[band].begins_page is wanted]
                if allowed:
                    return allowed[-1]
            raise OverlongError(frozenset(band.block for band in _together(bands, start)))
    return len(bands)


def _together(bands: Sequence[Band], start: int) -> Iterator[Band]:
    """Give the bands that must stay on the page that begins with `start`."""
    yield bands[start]
    for band in bands[start + 1 :]:
        if band.begins_page is not Break.NEVER:
            return
        yield band


def _placed(bands: Sequence[Band], top: float) -> list[PlacedStrip]:
    placed: list[PlacedStrip] = []
    y = top
    for strip, height in enumerate(bands[0].head):
        placed.append(PlacedStrip(bands[0].block, strip, y))
        y += height
    for number, band in enumerate(bands):
        y += band.gap if number else 0.0
        placed.append(PlacedStrip(band.block, band.strip, y))
        y += band.height
    return placed


def _pages_or_error(
    blocks: Sequence[SetBlock], columns: tuple[Column, Column], style: Style, tolerance: Tolerance
) -> Pages | OverlongError:
    try:
        return paginate(blocks, *columns, style, tolerance)
    except OverlongError as error:
        return error
