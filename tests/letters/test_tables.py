"""Tables and lists: columns stand as the template says, amounts with their commas below each other, numbers free."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from letters_kit import right_end, text_of

from mailing.letters.blocks import Alignment, Block, BlockKind, Span
from mailing.letters.setting.block_setting import BlockSetter
from mailing.letters.setting.shaping import width
from mailing.letters.setting.style import Style
from mailing.letters.setting.tables import ROW_PADDING
from mailing.model import Face, Line
from mailing.model.din5008 import LEFT_MARGIN, TEXT_RIGHT

if TYPE_CHECKING:
    from mailing.letters.setting.strips import Strip

STYLE = Style.of(11)
NEAR = 0.01
"""mm."""


def strips_of(block: Block, style: Style = STYLE) -> tuple[Strip, ...]:
    """Return the strips of a block without values."""
    (filled,) = BlockSetter(block, style).set([()])
    return filled.block.strips


def column(*cells: str, alignment: Alignment, face: Face = Face.REGULAR) -> list[Line]:
    """Set a table of two columns without a head and return the second one's lines."""
    rows = tuple(((Span("x"),), (Span(cell, face=face),) if cell else ()) for cell in cells)
    block = Block(BlockKind.TABLE, cells=rows, alignments=(Alignment.LEFT, alignment))
    lines = [line for strip in strips_of(block) for line in strip.lines if line.words]
    return [line for line in lines if line.x > LEFT_MARGIN]


def comma(line: Line) -> float:
    """Return where the line's comma stands, or would stand behind its figures."""
    words = list(line.words)
    before = []
    while words and not words[0].text.startswith((",", " ")):
        before.append(words.pop(0))
    return line.x + width(before, line.size)


def test_columns_are_flush_left_unless_the_template_says_more() -> None:
    """Left, right, and in the middle."""
    cells = ("kurz", "sehr viel länger")
    for alignment, places in (
        (Alignment.LEFT, lambda line: line.x),
        (Alignment.RIGHT, right_end),
        (Alignment.CENTRE, lambda line: line.x + right_end(line)),
    ):
        short, long = map(places, column(*cells, alignment=alignment))
        assert short == pytest.approx(long, abs=NEAR), alignment


def test_every_line_of_a_cell_is_aligned() -> None:
    """A cell of several lines, too."""
    ends = [right_end(line) for line in column("eins\nzweiundzwanzig\ndrei", "vier", alignment=Alignment.RIGHT)]
    assert ends == pytest.approx([ends[0]] * 4, abs=NEAR)


@pytest.mark.parametrize("face", [Face.REGULAR, Face.BOLD])
def test_amounts_align_on_the_comma(face: Face) -> None:
    """Whatever stands behind it, and whether there is one: 1.111,11 € over 12,5 % over 7 Stück."""
    amounts = ("1.111,11\u00a0€", "12,5 %", "7\u00a0Stück", "–3,– Euro", "11", "–\u00a011,1")
    lines = column(*amounts, alignment=Alignment.RIGHT, face=face)
    assert [text_of(line) for line in lines] == [amount.replace("\u00a0", " ") for amount in amounts]
    assert [comma(line) for line in lines] == pytest.approx([comma(lines[0])] * len(lines), abs=NEAR)


def test_figures_of_amounts_are_of_one_width() -> None:
    """11,11 takes no less room than 88,88."""
    narrow, wide = column("11,11", "88,88", alignment=Alignment.RIGHT)
    assert narrow.x == pytest.approx(wide.x, abs=NEAR)


def test_what_is_no_amount_is_flush_right_beside_amounts() -> None:
    """Words end where the longest amount ends; a date is no amount with a comma."""
    amount, words, longer, head = column("5,00 €", "siehe Seite 2", "12,5 kg", "Betrag", alignment=Alignment.RIGHT)
    assert max(right_end(amount), right_end(longer)) == pytest.approx(right_end(words), abs=NEAR)
    assert right_end(head) == pytest.approx(right_end(words), abs=NEAR)


def test_amounts_too_wide_for_their_column_are_set_as_text() -> None:
    """Their unit goes to the next line; nothing runs out of the table."""
    cells = (((Span("1,55 Eimer"),),) * 8, ((Span("22 Eimer"),),) * 8)
    block = Block(BlockKind.TABLE, cells=cells, alignments=(Alignment.RIGHT,) * 8)
    lines = [line for strip in strips_of(block) for line in strip.lines]
    assert {text_of(line) for line in lines} == {"1,55", "22", "Eimer"}
    assert max(map(right_end, lines)) < TEXT_RIGHT + NEAR


def test_a_row_is_as_high_as_its_longest_cell() -> None:
    """Line by line: room above the first, below the last, and a rule at its end only."""
    block = Block(BlockKind.TABLE, cells=(((Span("a\nb\nc"),), (Span("d"),)), ((Span("e"),), ())))
    strips = strips_of(block)
    heights = [strip.height - STYLE.leading for strip in strips]
    assert heights == pytest.approx([ROW_PADDING, 0, ROW_PADDING, 2 * ROW_PADDING])
    assert [len(strip.rules) for strip in strips] == [0, 0, 1, 1]
    assert [strip.row for strip in strips] == [0, 0, 0, 1]


@pytest.mark.parametrize("size", [10.5, 11, 16, 18])
@pytest.mark.parametrize("last", [1, 9, 10, 11, 88, 100, 1234])
def test_behind_a_number_is_room(size: float, last: int) -> None:
    """0.9 mm at least before the text, in all items alike."""
    style = Style.of(size)
    starts = set()
    for number in {1, last}:
        block = Block(BlockKind.NUMBERED, (Span("Text"),), number=number, last_numbers=(last,))
        mark, text = strips_of(block, style)[0].lines
        assert text.x - right_end(mark) > 0.9
        starts.add(text.x)
    assert len(starts) == 1


def test_a_list_within_stands_under_the_text_of_its_item() -> None:
    """However wide the numbers around it are."""
    outer = Block(BlockKind.NUMBERED, (Span("Text"),), number=100, last_numbers=(100,))
    inner = Block(BlockKind.BULLET, (Span("Text"),), level=1, last_numbers=(100, 0))
    (_number, text), (bullet, _text) = (strips_of(block)[0].lines for block in (outer, inner))
    assert bullet.x == text.x
