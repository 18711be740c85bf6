"""Tables: each row a strip, the columns as wide as their text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailing.letters.setting.segments import emboldened, filled
from mailing.letters.setting.shaping import width
from mailing.letters.setting.strips import Strip
from mailing.letters.setting.style import baseline, measure, shared_widths
from mailing.letters.setting.typesetting import break_lines
from mailing.model import Line, Rect, Rule
from mailing.model.din5008 import LEFT_MARGIN, TEXT_WIDTH

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mailing.letters.blocks import Block, Span
    from mailing.letters.setting.style import Style

COLUMN_GAP = 6.0
ROW_PADDING = 0.9
HEAD_RULE = (0.3, 0.0)
ROW_RULE = (0.15, 0.55)
"""Thickness in mm and gray of a table's rules."""

UNBROKEN = 10**9
"""A measure that nothing reaches."""


def table_strips(block: Block, values: Sequence[str], style: Style) -> tuple[Strip, ...]:
    """Return the rows of a table with a letter's values; errors as of `break_lines`."""
    cells = [
        [filled(emboldened(cell) if block.has_head and row == 0 else cell, values) for cell in cells]
        for row, cells in enumerate(block.cells)
    ]
    widths = column_widths(cells, style)
    strips = []
    for number, row in enumerate(cells):
        set_cells = [
            break_lines(cell, measure(wide, style.size), style.tolerated_slack)
            for cell, wide in zip(row, widths, strict=True)
        ]
        height = max(map(len, set_cells)) * style.leading + 2 * ROW_PADDING
        top = ROW_PADDING + baseline(style.leading, style.size)
        lines = tuple(
            Line(
                LEFT_MARGIN + sum(widths[:column]) + column * COLUMN_GAP,
                top + number_in_cell * style.leading,
                style.size,
                words,
            )
            for column, cell in enumerate(set_cells)
            for number_in_cell, words in enumerate(cell)
        )
        thickness, gray = HEAD_RULE if block.has_head and number == 0 else ROW_RULE
        rule = Rule(Rect(LEFT_MARGIN, height - thickness, TEXT_WIDTH, thickness), gray)
        strips.append(Strip(height, lines, (rule,)))
    return tuple(strips)


def column_widths(cells: Sequence[Sequence[tuple[Span, ...]]], style: Style) -> list[float]:
    """Return the columns' widths in mm."""
    natural = [max(map(_natural_width, column)) * style.size for column in zip(*cells, strict=True)]
    return shared_widths(natural, TEXT_WIDTH - COLUMN_GAP * (len(natural) - 1))


def _natural_width(cell: tuple[Span, ...]) -> float:
    """Return the width of a cell that is broken only where its text asks for it, in mm at 1 pt."""
    return max(width(words, 1.0) for words in break_lines(cell, UNBROKEN))
