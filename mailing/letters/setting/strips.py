"""Blocks to strips: bands across the page that can't be divided, a line of text or a row of a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from mailing.letters.blocks import Block, BlockKind, Span
from mailing.letters.setting.din5008 import LEFT_MARGIN, TEXT_WIDTH
from mailing.letters.setting.segments import filled
from mailing.letters.setting.shaping import shaper, width
from mailing.letters.setting.style import Style, baseline, measure, shared_widths
from mailing.letters.setting.typesetting import Text, break_lines
from mailing.model import Face, Line, Rect, Role, Rule, Word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mailing.letters.setting.style import Style

BULLET = "•"
COLUMN_GAP = 6.0
ROW_PADDING = 0.9
HEAD_RULE = (0.3, 0.0)
ROW_RULE = (0.15, 0.55)
"""Thickness in mm and gray of a table's rules."""

UNBROKEN = 10**9
"""A measure that nothing reaches."""

_BOLD = {Face.REGULAR: Face.BOLD, Face.ITALIC: Face.BOLD_ITALIC}


class Strip(NamedTuple):
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
        """Whether a page may end within the block, before the strip (from 1): no widow, no orphan, no head alone."""
        match self.block.kind:
            case BlockKind.HEADING | BlockKind.CLOSING:
                return False
            case BlockKind.TABLE:
                return strip > self.block.has_head
            case _:
                return 2 <= strip <= len(self.strips) - 2  # noqa: PLR2004 - two lines stay together


SUBJECT_LEVEL = 0
"""The subject is a heading of this level."""


def subject_block(spans: tuple[Span, ...]) -> Block:
    """Return the subject as a block like the others."""
    return Block(BlockKind.HEADING, spans, level=SUBJECT_LEVEL)


def is_subject(block: Block) -> bool:
    """Whether the block is the letter's subject."""
    return block.kind is BlockKind.HEADING and block.level == SUBJECT_LEVEL


def emboldened(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Return the spans in the bold faces."""
    return tuple([span._replace(face=_BOLD.get(span.face, span.face)) for span in spans])


class BlockSetter:
    """Sets a block in lines across the text's width, with the values of one letter after the other."""

    def __init__(self, block: Block, style: Style) -> None:
        self._block = block
        self._style = style
        self._mark = _mark(block)
        is_heading = block.kind is BlockKind.HEADING
        self._size = style.heading(block.level) if is_heading else style.size
        self._indent = style.indent * (block.level + 1) if self._mark else 0.0
        self._role = Role.SUBJECT if is_subject(block) else Role.BODY
        across = measure(TEXT_WIDTH - self._indent, self._size)
        spans = emboldened(block.spans) if is_heading else block.spans
        self._text = Text(spans, across, style.tolerated_slack)

    def set(self, values: Sequence[str]) -> SetBlock:
        """Return the block with a letter's values.

        Raises:
            UnsettableError: the font lacks a character.
            OverfullError: a word is wider than its line.
        """
        is_table = self._block.kind is BlockKind.TABLE
        strips = _table(self._block, values, self._style) if is_table else self._strips(self._text.lines(values))
        return SetBlock(self._block, strips, tuple([strip.height for strip in strips]))

    def _strips(self, lines: Sequence[tuple[Word, ...]]) -> tuple[Strip, ...]:
        x, y = LEFT_MARGIN + self._indent, baseline(self._style.leading, self._size)
        size, role, height = self._size, self._role, self._style.leading
        strips = tuple([Strip(height, (Line(x, y, size, words, role),) if words else ()) for words in lines])
        if not self._mark:
            return strips
        marked = Line(x - self._style.indent, y, size, (shaper(Face.REGULAR)(self._mark),))
        return (Strip(height, (marked, *strips[0].lines)), *strips[1:])


def _mark(block: Block) -> str:
    match block.kind:
        case BlockKind.BULLET:
            return BULLET
        case BlockKind.NUMBERED:
            return f"{block.number}."
        case _:
            return ""


def _table(block: Block, values: Sequence[str], style: Style) -> tuple[Strip, ...]:
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
