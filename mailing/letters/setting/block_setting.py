"""Setting a block: its text, with the values of each letter, becomes strips."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mailing.letters.blocks import Block, BlockKind
from mailing.letters.setting.fields import fields_fitting
from mailing.letters.setting.right_to_left import in_visual_order, is_from_right, words_from_right
from mailing.letters.setting.segments import emboldened
from mailing.letters.setting.shaping import shaper, width
from mailing.letters.setting.strips import Strip, with_room_to_write
from mailing.letters.setting.style import baseline, measure
from mailing.letters.setting.symbols import CodeSetter
from mailing.letters.setting.tables import table_strips
from mailing.letters.setting.typesetting import Text
from mailing.model import Face, Line, Role
from mailing.model.din5008 import LEFT_MARGIN, TEXT_WIDTH

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mailing.letters.blocks import Span
    from mailing.letters.setting.style import Style
    from mailing.model import Word

BULLET = "•"
BEHIND_NUMBER = 1.0
"""mm that stay free between a list's widest number and the text."""


@dataclass(frozen=True, slots=True, eq=False)
class SetBlock:
    """A block set in lines.

    Attributes:
        shape: the heights of its strips: blocks of the same shape are laid out alike.
    """

    block: Block
    strips: tuple[Strip, ...]
    shape: tuple[float, ...]

    @property
    def head(self) -> tuple[Strip, ...]:
        """Of a table, the strips of its head: they stand again where it goes on on another page."""
        return tuple([strip for strip in self.strips if strip.row == 0]) if self.block.has_head else ()


SUBJECT_LEVEL = 0
"""The subject is a heading of this level."""


def subject_block(spans: tuple[Span, ...]) -> Block:
    """Return the subject as a block like the others."""
    return Block(BlockKind.HEADING, spans, level=SUBJECT_LEVEL)


def is_subject(block: Block) -> bool:
    """Whether the block is the letter's subject."""
    return block.kind is BlockKind.HEADING and block.level == SUBJECT_LEVEL


class BlockSetter:
    """Sets a block in lines across the text's width, with the values of one letter after the other."""

    def __init__(self, block: Block, style: Style) -> None:
        self._style = style
        self._mark = _mark(block)
        self._from_right = is_from_right(block)
        is_heading = block.kind is BlockKind.HEADING
        self._size = style.heading(block.level) if is_heading else style.size
        rooms = [_mark_room(number, style) for number in block.last_numbers or (*[0] * block.level, block.number)]
        self._indent, self._mark_indent = (sum(rooms), sum(rooms[:-1])) if self._mark else (0.0, 0.0)
        self._role = Role.SUBJECT if is_subject(block) else Role.BODY
        across = measure(TEXT_WIDTH - self._indent, self._size)
        own = fields_fitting(block.spans, across)
        self._block = block if own is block.spans else replace(block, spans=own)
        spans = emboldened(own) if is_heading else own
        self._code = CodeSetter(block, style) if block.kind is BlockKind.CODE else None
        self._text = Text(spans, across, style.tolerated_slack)

    def set(self, values: Sequence[str]) -> SetBlock:
        """Return the block with a letter's values.

        Raises:
            UnsettableError: the font lacks a character.
            OverfullError: a word is wider than its line.
        """
        if self._code:
            strips = self._code.strips(values)
        elif self._block.kind is BlockKind.TABLE:
            strips = table_strips(self._block, values, self._style)
        else:
            strips = self._strips(self._text.lines(values))
        if self._style.field_height:
            strips = tuple([with_room_to_write(strip, self._style.field_height) for strip in strips])
        return SetBlock(self._block, strips, tuple([strip.height for strip in strips]))

    def _strips(self, lines: Sequence[tuple[Word, ...]]) -> tuple[Strip, ...]:
        if self._from_right:
            return self._strips_from_right(lines)
        x, y = LEFT_MARGIN + self._indent, baseline(self._style.leading, self._size)
        size, role, height = self._size, self._role, self._style.leading
        strips = tuple([Strip(height, (Line(x, y, size, words, role),) if words else ()) for words in lines])
        if not self._mark:
            return strips
        marked = Line(LEFT_MARGIN + self._mark_indent, y, size, (shaper(Face.REGULAR)(self._mark),))
        return (Strip(height, (marked, *strips[0].lines)), *strips[1:])

    def _strips_from_right(self, lines: Sequence[tuple[Word, ...]]) -> tuple[Strip, ...]:
        """Return the lines as a mirror has them: flush right, the mark at the right edge."""
        edge, y = LEFT_MARGIN + TEXT_WIDTH, baseline(self._style.leading, self._size)
        size, height = self._size, self._style.leading

        def line(words: Sequence[Word], right: float, role: Role) -> Line:
            return Line(right - width(words, size), y, size, in_visual_order(words), role)

        strips = [Strip(height, (line(words, edge - self._indent, self._role),) if words else ()) for words in lines]
        if self._mark:
            mark = line(words_from_right(self._mark, Face.REGULAR), edge - self._mark_indent, Role.BODY)
            strips[0] = Strip(height, (mark, *strips[0].lines))
        return tuple(strips)


def _mark_room(last_number: int, style: Style) -> float:
    """Return how far the text of a list's items stands behind their marks, in mm: the last number is the widest."""
    number = shaper(Face.REGULAR, kerned=False)(f"{last_number}.")
    return max(style.indent, width([number], style.size) + BEHIND_NUMBER) if last_number else style.indent


def _mark(block: Block) -> str:
    match block.kind:
        case BlockKind.BULLET:
            return BULLET
        case BlockKind.NUMBERED:
            return f"{block.number}."
        case _:
            return ""
