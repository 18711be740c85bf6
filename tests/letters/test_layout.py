"""Layout: where pages end, and that nothing is lost on the way."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from letters_kit import line_with, lines_of, pages_of, paragraph, skeleton, text_of

from mailing.letters.blocks import Block, BlockKind, Span
from mailing.letters.setting.bands import gap_between
from mailing.letters.setting.block_setting import BlockSetter, SetBlock
from mailing.letters.setting.layout import TIGHT, Column, OverlongError, fewest_pages, paginate
from mailing.letters.setting.style import Style
from mailing.model import Role

STYLE = Style.of(11)
LINE = STYLE.leading
WORDS = "Bitte bringen Sie zum Termin alle Unterlagen mit, um die wir Sie gebeten haben. "


def set_blocks(*blocks: Block) -> list[SetBlock]:
    """Return blocks set at 11 pt."""
    return [BlockSetter(block, STYLE).set([()])[0].block for block in blocks]


def broken(blocks: list[SetBlock], lines: float, others: float = 60) -> list[list[tuple[int, int]]]:
    """Return (block, strip) of each page, the first of them `lines` lines high."""
    pages = paginate(blocks, Column(100, 100 + lines * LINE), Column(30, 30 + others * LINE), STYLE)
    return [[(place.block, place.strip) for place in page] for page in pages]


def of_lines(count: int) -> Block:
    """Return a paragraph of so many lines."""
    return paragraph("\n".join(["Zeile"] * count))


def test_a_text_that_fits_stays_on_one_page() -> None:
    """No page is begun without need."""
    assert broken(set_blocks(of_lines(3), of_lines(3)), 7.01) == [[(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2)]]


def test_a_paragraph_leaves_no_widow_and_no_orphan() -> None:
    """Two lines at least stay on either side of a page's end."""
    for height in range(6, 14):
        first, second = broken(set_blocks(of_lines(4), of_lines(10)), height + 0.01)
        parts = [sum(block == 1 for block, _strip in page) for page in (first, second)]
        assert parts in ([0, 10], *[[n, 10 - n] for n in range(2, 9)])


def test_a_heading_is_never_last() -> None:
    """A heading goes to the page of what it heads."""
    blocks = set_blocks(of_lines(5), paragraph("Überschrift", BlockKind.HEADING, level=2), of_lines(4))
    pages = broken(blocks, 7.2)
    assert pages[0] == [(0, n) for n in range(5)]
    assert pages[1][0] == (1, 0)


def test_a_lead_in_stays_with_its_list() -> None:
    """What announces a list isn't the last line of a page."""
    blocks = set_blocks(
        of_lines(5), paragraph("Wir sind da:", keeps_with_next=True), paragraph("am Telefon", BlockKind.BULLET)
    )
    assert broken(blocks, 7.5)[1] == [(1, 0), (2, 0)]


def closing(*lines: str) -> list[Block]:
    """Return a closing of so many blocks."""
    return [paragraph(line, BlockKind.CLOSING) for line in lines]


@pytest.mark.parametrize("before", [1, 2, 3, 5])
def test_the_closing_takes_two_lines_along(before: int) -> None:
    """To a new page, whether they are a paragraph's end, two paragraphs, or rows of a table."""
    endings = (
        [of_lines(before)],
        [of_lines(1)] * before,
        [table([["Tag", "Zeit"], *[["17. Juni", "9 Uhr"]] * before])],
        [paragraph("Punkt", BlockKind.BULLET)] * before,
    )
    for ending in endings:
        text = set_blocks(of_lines(8), *ending, *closing("Gruß", "Name"))
        (endless,) = paginate(text, Column(0, 1000), Column(0, 1000), STYLE)
        _first, last = broken(text, endless[-2].y / LINE)
        assert len([place for place in last if place[0] < len(text) - 2]) >= 2
        assert last[-2:] == [(len(text) - 2, 0), (len(text) - 1, 0)]


def table(cells: list[list[str]], *, has_head: bool = True) -> Block:
    """Return a table of fixed text."""
    return Block(BlockKind.TABLE, cells=tuple(tuple((Span(cell),) for cell in row) for row in cells), has_head=has_head)


def test_a_table_keeps_its_head() -> None:
    """A page may end between rows, never between the head and the first; on the next page the head stands again."""
    blocks = set_blocks(of_lines(5), table([["Tag", "Zeit"]] * 6))
    row = blocks[1].strips[0].height / LINE
    assert broken(blocks, 6 + 1.5 * row)[1] == [(1, n) for n in range(6)]
    first, second = broken(blocks, 6 + 3.5 * row)
    assert first[5:] == [(1, 0), (1, 1), (1, 2)]
    assert second == [(1, 0), (1, 3), (1, 4), (1, 5)]


def test_a_row_higher_than_a_page_is_divided() -> None:
    """Between its lines, two of them at least on each page, below the head each time, and nothing is lost."""
    blocks = set_blocks(of_lines(3), table([["Punkt", "Grund"], ["1", "\n".join(["Zeile"] * 50)], ["2", "kurz"]]))
    pages = broken(blocks, 12, others=20)
    assert len(pages) == 4
    assert pages[0][3:5] == [(1, 0), (1, 1)]
    assert all(page[0] == (1, 0) for page in pages[1:])
    assert [strip for page in pages for block, strip in page if block == 1 and strip] == list(range(1, 52))
    assert all(len(page) > 2 for page in pages)


def test_a_row_that_fits_a_page_is_divided_only_where_that_saves_one() -> None:
    """Else it goes to the next page as a whole."""
    room = Column(0, 30.01 * LINE), Column(0, 40.01 * LINE)
    for lines, parts in ((30, 1), (39, 2)):
        blocks = set_blocks(of_lines(5), table([["1", "\n".join(["Zeile"] * lines)]], has_head=False), *closing("Gruß"))
        pages = fewest_pages(blocks, room[0], room, STYLE)
        assert len(pages) == 2
        assert sum(any(placed.block == 1 for placed in page) for page in pages) == parts


@pytest.mark.parametrize(
    "blocks",
    [
        pytest.param(closing(*["Name"] * 30), id="a closing"),
        pytest.param([paragraph("Titel\n" * 30, BlockKind.HEADING, level=1)], id="a heading"),
        pytest.param([table([["Kopf\n" * 30, "Kopf"], ["1", "2"]])], id="a table's head"),
    ],
)
def test_what_fits_no_page_is_refused(blocks: list[Block]) -> None:
    """What must stay together and is longer than a page is named; nothing is printed below the text's bottom."""
    with pytest.raises(OverlongError) as caught:
        broken(set_blocks(of_lines(3), *blocks), 5.0, others=20)
    assert 1 in caught.value.blocks


def pages_within(lines: float) -> int:
    """Return how many pages five paragraphs of two lines take, where one page has room for `lines` lines."""
    room = Column(100, 100 + lines * LINE)
    return len(fewest_pages(set_blocks(*[of_lines(2)] * 5), room, (room, Column(30, 280)), STYLE))


def test_blank_lines_give_way_where_that_saves_a_sheet() -> None:
    """Ten lines and four blank lines take 14 lines; a little less room still holds them, much less doesn't."""
    assert pages_within(14.01) == 1
    assert pages_within(10.01 + 4 * TIGHT) == 1
    assert pages_within(9.99 + 4 * TIGHT) == 2


def test_the_last_line_of_a_single_page_is_used() -> None:
    """A letter of one page has no page number, and may use the room that it would take."""
    blocks = set_blocks(of_lines(6))
    tall, short = Column(100, 100 + 6.01 * LINE), Column(100, 100 + 5.01 * LINE)
    assert len(fewest_pages(blocks, tall, (short, short), STYLE)) == 1
    assert len(fewest_pages(blocks, short, (short, short), STYLE)) == 2


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(1, 12), min_size=1, max_size=20), st.integers(5, 30))
def test_every_strip_stands_once_inside_its_page(lengths: list[int], height: int) -> None:
    """For any paragraphs: all strips, in order, none below the page's end, none over another."""
    blocks = set_blocks(*map(of_lines, lengths))
    first, others = Column(100, 100 + height * LINE), Column(30, 30 + 40 * LINE)
    pages = paginate(blocks, first, others, STYLE)
    places = [(place.block, place.strip) for page in pages for place in page]
    assert places == [(block, strip) for block, length in enumerate(lengths) for strip in range(length)]
    for page, column in zip(pages, [first, *[others] * len(pages)], strict=False):
        assert page[0].y == column.top
        assert page[-1].y + LINE <= column.bottom + 0.001
        assert all(below.y >= above.y + LINE - 0.001 for above, below in pairwise(page))


def test_blank_lines_of_din_5008() -> None:
    """Two after the subject, one between paragraphs, less inside lists and below headings."""
    subject = Block(BlockKind.HEADING, (Span("Betreff"),), level=0)
    blocks = set_blocks(subject, of_lines(1), paragraph("a", BlockKind.BULLET), paragraph("b", BlockKind.BULLET))
    gaps = [gap_between(above, below, STYLE) for above, below in pairwise(blocks)]
    assert gaps[0] == pytest.approx(2 * LINE)
    assert gaps[1] == pytest.approx(LINE)
    assert 0 < gaps[2] < LINE


def test_long_letters_count_their_pages() -> None:
    """Letters of several pages say which this is; a letter of one page doesn't."""
    pages = pages_of(skeleton(*[paragraph(WORDS * 6) for _ in range(8)]))
    assert len(pages) == 2
    for number, page in enumerate(pages, start=1):
        line = line_with(page, "Seite")
        assert text_of(line) == f"Seite {number} von 2"
        assert line.role is Role.PAGE_NUMBER
        assert line.y > max(other.y for other in lines_of(page) if other.role is Role.BODY)
    (page,) = pages_of(skeleton(paragraph(WORDS)))
    assert not any("Seite" in text_of(line) for line in lines_of(page))


def test_the_last_page_holds_more_than_the_closing() -> None:
    """However long the text, the closing has company."""
    for count in range(20, 60, 3):
        pages = pages_of(skeleton(paragraph(WORDS * count)))
        body = [text_of(line) for line in lines_of(pages[-1]) if line.role is Role.BODY]
        assert body.index("Mit freundlichen Grüßen") >= 2
