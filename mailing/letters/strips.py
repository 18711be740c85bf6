"""Blocks to strips: bands across the page that can't be divided, a line of text or a row of a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mailing.letters.blocks import Block, BlockKind, Run
from mailing.letters.din5008 import LEFT_MARGIN, TEXT_WIDTH
from mailing.letters.shaping import shaper, width
from mailing.letters.style import Style, baseline, measure, shared_widths
from mailing.letters.typesetting import Stretch, break_lines
from mailing.model import Face, Line, Rect, Role, Rule, Word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mailing.letters.style import Style

BULLET = "•"
COLUMN_GAP = 6.0
ROW_PADDING = 0.9
HEAD_RULE = (0.3, 0.0)
ROW_RULE = (0.15, 0.55)
"""Thickness in mm and gray of a table's rules."""

UNBROKEN = 10**9
"""A measure that nothing reaches."""

_BOLD = {Face.REGULAR: Face.BOLD, Face.ITALIC: Face.BOLD_ITALIC}


@dataclass(frozen=True, slots=True)
class Strip:
    """A band of the page; its lines and rules count from its own top."""

    height: float
    lines: tuple[Line, ...]
    rules: tuple[Rule, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class SetBlock:
    """A block set in lines.

    Attributes:
        shape: the heights of its strips: blocks of the same shape are laid out alike.
    """

    block: Block
    strips: tuple[Strip, ...]
    shape: tuple[float, ...]

    def may_break_before(self, strip: int) -> bool:
        """Whether a page may end within the block, before the strip (from 1): no widow, no orphan, no lonely head."""
        match self.block.kind:
            case BlockKind.HEADING | BlockKind.CLOSING:
                return False
            case BlockKind.TABLE:
                return strip > self.block.has_head
            case _:
                return 2 <= strip <= len(self.strips) - 2  # noqa: PLR2004 - two lines stay together


SUBJECT_LEVEL = 0
"""The subject is a heading of this level."""


def subject_block(runs: tuple[Run, ...]) -> Block:
    """Return the subject as a block like the others."""
    return Block(BlockKind.HEADING, runs, level=SUBJECT_LEVEL)


def is_subject(block: Block) -> bool:
    """Whether the block is the letter's subject."""
    return block.kind is BlockKind.HEADING and block.level == SUBJECT_LEVEL


def stretches(runs: Sequence[Run], values: Sequence[str], *, bold: bool = False) -> tuple[Stretch, ...]:
    """Fill the runs with the household's values."""
    return tuple(
        [
            Stretch(
                run.text if run.slot is None else values[run.slot],
                _BOLD.get(run.face, run.face) if bold else run.face,
                run.slot is not None,
            )
            for run in runs
        ]
    )


def set_block(block: Block, values: Sequence[str], style: Style) -> SetBlock:
    """Set a block in lines across the text's width."""
    strips = _table(block, values, style) if block.kind is BlockKind.TABLE else _text(block, values, style)
    return SetBlock(block, strips, tuple(strip.height for strip in strips))


def _text(block: Block, values: Sequence[str], style: Style) -> tuple[Strip, ...]:
    is_heading = block.kind is BlockKind.HEADING
    size = style.heading(block.level) if is_heading else style.size
    mark = _mark(block)
    indent = style.indent * (block.level + 1) if mark else 0.0
    filled = stretches(block.runs, values, bold=is_heading)
    lines = break_lines(filled, measure(TEXT_WIDTH - indent, size), style.tolerated_slack)
    role = Role.SUBJECT if is_subject(block) else Role.BODY
    strips = _lines_as_strips(lines, indent, size, style.leading, role)
    if not mark:
        return strips
    words = (shaper(Face.REGULAR)(mark),)
    marked = Line(LEFT_MARGIN + indent - style.indent, baseline(style.leading, size), size, words)
    return (Strip(style.leading, (marked, *strips[0].lines)), *strips[1:])


def _mark(block: Block) -> str:
    match block.kind:
        case BlockKind.BULLET:
            return BULLET
        case BlockKind.NUMBERED:
            return f"{block.number}."
        case _:
            return ""


def _lines_as_strips(
    lines: Sequence[tuple[Word, ...]], indent: float, size: float, leading: float, role: Role
) -> tuple[Strip, ...]:
    y = baseline(leading, size)
    x = LEFT_MARGIN + indent
    return tuple([Strip(leading, (Line(x, y, size, words, role),) if words else ()) for words in lines])


def _table(block: Block, values: Sequence[str], style: Style) -> tuple[Strip, ...]:
    cells = [
        [stretches(cell, values, bold=block.has_head and row == 0) for cell in cells]
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
                LEFT_MARGIN + sum(widths[:column]) + column * COLUMN_GAP, top + place * style.leading, style.size, words
            )
            for column, cell in enumerate(set_cells)
            for place, words in enumerate(cell)
        )
        thickness, gray = HEAD_RULE if block.has_head and number == 0 else ROW_RULE
        rule = Rule(Rect(LEFT_MARGIN, height - thickness, TEXT_WIDTH, thickness), gray)
        strips.append(Strip(height, lines, (rule,)))
    return tuple(strips)


def column_widths(cells: Sequence[Sequence[tuple[Stretch, ...]]], style: Style) -> list[float]:
    """Return the columns' widths in mm."""
    natural = [max(map(_natural_width, column)) * style.size for column in zip(*cells, strict=True)]
    return shared_widths(natural, TEXT_WIDTH - COLUMN_GAP * (len(natural) - 1))


def _natural_width(cell: tuple[Stretch, ...]) -> float:
    """Return the width of a cell that is broken only where its text asks for it, in mm at 1 pt."""
    return max(width(words, 1.0) for words in break_lines(cell, UNBROKEN))
