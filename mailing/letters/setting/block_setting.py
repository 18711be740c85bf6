"""Setting a block: its text, with the values of each letter, becomes strips."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from mailing.letters.blocks import Block, BlockKind
from mailing.letters.memory import Memory
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
    from mailing.letters.setting.patterns import LinePattern
    from mailing.letters.setting.style import Style
    from mailing.model import Fills, Word

BULLET = "•"
BEHIND_NUMBER = 1.0
"""mm that stay free between a list's widest number and the text."""


@dataclass(frozen=True, slots=True, eq=False)
class SetBlock:
    """A block set in lines, which have gaps where each letter has words of its own.

    Attributes:
        shape: the heights of its strips: blocks of the same shape are laid out alike.
        measure: how wide its lines are at most, in 1/1000 em; None where they have no gaps.
    """

    block: Block
    strips: tuple[Strip, ...]
    shape: tuple[float, ...]
    measure: int | None = None

    @property
    def head(self) -> tuple[Strip, ...]:
        """Of a table, the strips of its head: they stand again where it goes on on another page."""
        return tuple([strip for strip in self.strips if strip.row == 0]) if self.block.has_head else ()


class FilledBlock(NamedTuple):
    """A set block with what fills its gaps in a letter."""

    block: SetBlock
    fills: Fills = ()

    @property
    def whole(self) -> SetBlock:
        """The block with the letter's words in its gaps."""
        if self.block.measure is None:
            return self.block
        strips = [
            strip._replace(lines=tuple([line.filled(self.fills) for line in strip.lines]))
            for strip in self.block.strips
        ]
        return SetBlock(self.block.block, tuple(strips), self.block.shape)


SUBJECT_LEVEL = 0
"""The subject is a heading of this level."""


def subject_block(spans: tuple[Span, ...]) -> Block:
    """Return the subject as a block like the others."""
    return Block(BlockKind.HEADING, spans, level=SUBJECT_LEVEL)


def is_subject(block: Block) -> bool:
    """Whether the block is the letter's subject."""
    return block.kind is BlockKind.HEADING and block.level == SUBJECT_LEVEL


class BlockSetter:
    """Sets a block in lines across the text's width, with the values of many letters at once."""

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
        self._measure = across
        self._text = Text(spans, across, style.tolerated_slack)
        is_text = block.kind not in (BlockKind.CODE, BlockKind.TABLE)
        self._shares_lines = is_text and not self._from_right and not style.field_height
        self._known: Memory[LinePattern, SetBlock] = Memory()

    def set(self, letters: Sequence[Sequence[str]]) -> list[FilledBlock]:
        """Return the block of letters with these values each.

        Raises:
            UnsettableError: the font lacks a character of any of them.
            OverfullError: a word is wider than its line.
        """
        if self._shares_lines:
            return [FilledBlock(self._shared(pattern), fills) for pattern, fills in self._text.set(letters)]
        return [FilledBlock(self._set(self._own_strips(values))) for values in letters]

    def _shared(self, pattern: LinePattern) -> SetBlock:
        """Return the block with the gaps of its text's lines."""
        block = self._known.recall(pattern)
        if block is None:
            measure = self._measure if pattern.gaps else None
            block = self._known.keep(pattern, self._set(self._strips(pattern.lines), measure))
        return block

    def _own_strips(self, values: Sequence[str]) -> tuple[Strip, ...]:
        """Return the strips of one letter, for what depends on all that stands in them: codes, tables, fields."""
        if self._code:
            return self._code.strips(values)
        if self._block.kind is BlockKind.TABLE:
            return table_strips(self._block, values, self._style)
        return self._strips(self._text.lines(values))

    def _set(self, strips: tuple[Strip, ...], measure: int | None = None) -> SetBlock:
        if self._style.field_height:
            strips = tuple([with_room_to_write(strip, self._style.field_height) for strip in strips])
        return SetBlock(self._block, strips, tuple([strip.height for strip in strips]), measure)

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


class VariableBlock:
    """A block that holds values: set for many letters at once, remembered for letters with the same values."""

    def __init__(self, block: Block, style: Style) -> None:
        self._setter = BlockSetter(block, style)
        self._slots = block.slots
        self._known: Memory[tuple[str, ...], FilledBlock] = Memory()

    def filled(self, letters: Sequence[Sequence[str]]) -> list[FilledBlock]:
        """Return the block with each letter's values; errors as of `BlockSetter.set`."""
        keys = [tuple([values[slot] for slot in self._slots]) for values in letters]
        found = {key: self._known.recall(key) for key in keys}
        new = {key: values for key, values in zip(keys, letters, strict=True) if found[key] is None}
        made = self._setter.set(list(new.values())) if new else []
        known = {key: self._known.keep(key, block) for key, block in zip(new, made, strict=True)}
        return [found[key] or known[key] for key in keys]


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
