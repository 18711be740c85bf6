"""Tables: the columns as wide as their text, each line of a row a strip, so that a row may go on over a page's end."""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from mailing.letters.blocks import Alignment
from mailing.letters.setting.fields import fields_fitting
from mailing.letters.setting.right_to_left import in_visual_order, is_from_right
from mailing.letters.setting.segments import emboldened, filled
from mailing.letters.setting.shaping import shaper, width
from mailing.letters.setting.strips import Strip
from mailing.letters.setting.style import baseline, measure, shared_widths
from mailing.letters.setting.typesetting import break_lines
from mailing.letters.setting.typography import NBSP
from mailing.model import Line, Rect, Rule
from mailing.model.din5008 import LEFT_MARGIN, TEXT_WIDTH

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mailing.letters.blocks import Block, Span
    from mailing.letters.setting.style import Style
    from mailing.model import Word

    Cell = tuple[Span, ...]

COLUMN_GAP = 6.0
ROW_PADDING = 0.9
HEAD_RULE = (0.3, 0.0)
ROW_RULE = (0.15, 0.55)
"""Thickness in mm and gray of a table's rules."""

UNBROKEN = 10**9
"""A measure that nothing reaches."""

_SHARES = {Alignment.LEFT: 0.0, Alignment.CENTRE: 0.5, Alignment.RIGHT: 1.0}
"""How much of the free room of a line stands before it."""

_AMOUNT = re.compile(rf"([^\d,]{{0,3}}\d(?:[. {NBSP}]?\d)*)((?:,[\d–-]+)?\D{{0,8}})")
"""A figure as far as its comma, and what follows: 1.234,50 €; 12 %; –5,– Euro."""


class Amount(NamedTuple):
    """A cell that is a figure: what stands before its comma, and the rest; figures are of one width, unkerned."""

    before: tuple[Word, ...]
    behind: tuple[Word, ...]


class TableColumn(NamedTuple):
    """A column; lengths in mm.

    Attributes:
        left: where it begins on the sheet.
        behind_comma: the room right of the commas of its amounts.
        from_right: whether its text runs from right to left.
    """

    left: float
    width: float
    alignment: Alignment
    behind_comma: float
    from_right: bool = False


def table_strips(block: Block, values: Sequence[str], style: Style) -> tuple[Strip, ...]:
    """Return the rows of a table with a letter's values, line by line; errors as of `break_lines`."""
    rows = [
        [filled(emboldened(cell) if block.has_head and row == 0 else cell, values) for cell in cells]
        for row, cells in enumerate(block.cells)
    ]
    columns = _columns(rows, block, style)
    strips: list[Strip] = []
    for number, cells in enumerate(rows):
        lines = [_cell_lines(cell, column, style) for cell, column in zip(cells, columns, strict=True)]
        rule = HEAD_RULE if block.has_head and number == 0 else ROW_RULE
        strips += _row_strips(number, list(zip_longest(*lines)), rule, style)
    return tuple(strips)


def _row_strips(
    row: int, lines: Sequence[Sequence[Line | None]], rule: tuple[float, float], style: Style
) -> Iterator[Strip]:
    """Give a row line by line; above its first and below its last is some room, and at its end a rule."""
    for number, beside in enumerate(lines):
        height = style.leading + (ROW_PADDING if number == 0 else 0.0)
        rules: tuple[Rule, ...] = ()
        if number == len(lines) - 1:
            height += ROW_PADDING
            thickness, gray = rule
            rules = (Rule(Rect(LEFT_MARGIN, height - thickness, TEXT_WIDTH, thickness), gray),)
        columns = tuple([column for column, line in enumerate(beside) if line])
        yield Strip(height, tuple([line for line in beside if line]), rules, row, columns)


def _cell_lines(cell: Cell, column: TableColumn, style: Style) -> list[Line]:
    """Return the cell's lines, each in its strip; an amount stands with its comma below the others."""
    y, size = baseline(style.leading, style.size), style.size
    amount = _amount(cell) if column.alignment is Alignment.RIGHT and not column.from_right else None
    indent = column.width - column.behind_comma - width(amount.before, size) if amount else -1.0
    if amount and indent >= 0:
        return [Line(column.left + indent, ROW_PADDING + y, size, (*amount.before, *amount.behind))]
    across = measure(column.width, size)
    lines = break_lines(fields_fitting(cell, across), across, style.tolerated_slack)
    share = _SHARES[column.alignment]
    if column.from_right:
        lines, share = tuple(map(in_visual_order, lines)), 1 - share
    lefts = [column.left + (share * (column.width - width(words, size)) if share else 0.0) for words in lines]
    heights = [ROW_PADDING + y, *[y] * (len(lines) - 1)]
    return [Line(left, height, size, words) for left, height, words in zip(lefts, heights, lines, strict=True)]


def _columns(rows: Sequence[Sequence[Cell]], block: Block, style: Style) -> list[TableColumn]:
    """Return the columns; one of amounts has room for the longest part on each side of the comma."""
    alignments = block.alignments or (Alignment.LEFT,) * len(rows[0])
    behind, natural = [], []
    for cells, alignment in zip(zip(*rows, strict=True), alignments, strict=True):
        before_comma, behind_comma = _amount_widths(cells, style.size) if alignment is Alignment.RIGHT else (0.0, 0.0)
        behind.append(behind_comma)
        natural.append(max(before_comma + behind_comma, max(map(_natural_width, cells)) * style.size))
    widths = shared_widths(natural, TEXT_WIDTH - COLUMN_GAP * (len(natural) - 1))
    lefts = [LEFT_MARGIN + sum(widths[:number]) + number * COLUMN_GAP for number in range(len(widths))]
    from_right = is_from_right(block)
    if from_right:
        lefts = [2 * LEFT_MARGIN + TEXT_WIDTH - left - width for left, width in zip(lefts, widths, strict=True)]
    columns = zip(lefts, widths, alignments, behind, strict=True)
    return [TableColumn(*column, from_right) for column in columns]


def _amount_widths(cells: Sequence[Cell], size: float) -> tuple[float, float]:
    """Return the greatest widths before and behind the commas of a column's amounts, in mm."""
    amounts = [amount for cell in cells if (amount := _amount(cell))]
    before = [width(amount.before, size) for amount in amounts]
    behind = [width(amount.behind, size) for amount in amounts]
    return max(before, default=0.0), max(behind, default=0.0)


def _amount(cell: Cell) -> Amount | None:
    """Return the cell as an amount, if it is one."""
    found = _AMOUNT.fullmatch("".join([span.text for span in cell]))
    if not found:
        return None
    before, behind, first = [], [], 0
    for span in cell:
        comma = min(max(found.end(1) - first, 0), len(span.text))
        shaped = shaper(span.face, kerned=False)
        before += [shaped(span.text[:comma].replace(NBSP, " "))] if comma else []
        behind += [shaped(span.text[comma:].replace(NBSP, " "))] if span.text[comma:] else []
        first += len(span.text)
    return Amount(tuple(before), tuple(behind))


def _natural_width(cell: Cell) -> float:
    """Return the width of a cell that is broken only where its text asks for it, in mm at 1 pt."""
    return max(width(words, 1.0) for words in break_lines(cell, UNBROKEN))
