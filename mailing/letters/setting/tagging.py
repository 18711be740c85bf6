"""Tagging: the blocks of a letter and what stands around them become a tree of headings, paragraphs, lists and tables.

The order in which it is read: sender, recipient, information block with the date, subject, text, closing, and last the
foot with the office's addresses. Running heads, page numbers and repeated heads of tables are artifacts.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from mailing.base.messages import _
from mailing.letters.blocks import BlockKind
from mailing.letters.setting.block_setting import is_subject
from mailing.letters.setting.reading import BLANK, marked, plain, read, without_blanks
from mailing.letters.setting.segments import filled
from mailing.letters.setting.strips import moved_lines, moved_rules, moved_symbols
from mailing.model import Role
from mailing.model.languages import GERMAN_TAG
from mailing.model.tagged import HEADINGS, Artifacts, Element, Marked, MarkedSymbol, Tag, TaggedLetter

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from mailing.letters.blocks import Block, Span
    from mailing.letters.setting.block_setting import SetBlock
    from mailing.letters.setting.layout import PlacedStrip
    from mailing.letters.setting.strips import Strip
    from mailing.model import Line, Rule, Symbol

_SENDER: Final = (Role.LETTERHEAD, Role.RETURN_LINE)
_RECIPIENT: Final = (Role.ENDORSEMENT, Role.ADDRESS)


class MadeUpPage(NamedTuple):
    """A page as it is made up: what stands around the text, the letter's own entries too, and the text's strips."""

    around: tuple[Line, ...]
    rules: tuple[Rule, ...]
    strips: Sequence[PlacedStrip]


class _PlacedBlock(NamedTuple):
    """A block with its strips where they stand: the page, their top in mm, the strip, and its lines on the sheet."""

    block: Block
    strips: list[tuple[int, float, Strip, list[Line]]]


def tagged_letter(
    blocks: Sequence[SetBlock],
    values: Sequence[str],
    pages: Sequence[MadeUpPage],
    office: Sequence[str],
    reply_code: Element | None = None,
) -> TaggedLetter:
    """Return a letter as a tree.

    Args:
        blocks: the letter's blocks, the subject first.
        values: what fills their slots.
        pages: as they are made up.
        office: the texts around the letter's own that may take several lines.
        reply_code: of a reply slip, what says whose answer it is; read behind the numbers.
    """
    placed, repeated = _placed_blocks(blocks, pages)
    around = _Around(pages, {without_blanks(text): text for text in office})
    text = list(_elements(placed, values))
    artifacts = tuple(
        Artifacts(
            (*around.artifacts(number), *repeated.get(number, ())),
            (
                *page.rules,
                *(rule for at in page.strips for rule in moved_rules(blocks[at.block].strips[at.strip], at.y)),
            ),
        )
        for number, page in enumerate(pages)
    )
    subject = " ".join(_source(blocks[0].block.spans, values).split())
    language = blocks[0].block.language
    before, behind = (_spoken(some, GERMAN_TAG, language) for some in (around.before(), around.behind()))
    codes = () if reply_code is None else _spoken([reply_code], GERMAN_TAG, language)
    return TaggedLetter(subject, Element(Tag.DOCUMENT, (*before, *codes, *text, *behind)), artifacts, language)


def _spoken(elements: Iterable[Element], language: str, around: str) -> Iterator[Element]:
    """Give elements with their language, where that isn't the one around them."""
    return (replace(element, language=language) if language != around else element for element in elements)


def _placed_blocks(
    blocks: Sequence[SetBlock], pages: Sequence[MadeUpPage]
) -> tuple[list[_PlacedBlock], dict[int, list[Line]]]:
    """Return the blocks where they stand, and by page the lines of heads that are repeated there."""
    placed = [_PlacedBlock(block.block, []) for block in blocks]
    seen: set[tuple[int, int]] = set()
    repeated: dict[int, list[Line]] = {}
    for number, page in enumerate(pages):
        for block, strip, y in page.strips:
            lines = moved_lines(blocks[block].strips[strip], y)
            if (block, strip) in seen:
                repeated.setdefault(number, []).extend(lines)
            else:
                seen.add((block, strip))
                placed[block].strips.append((number, y, blocks[block].strips[strip], lines))
    return placed, repeated


class _Around:
    """What stands around the text of the pages."""

    def __init__(self, pages: Sequence[MadeUpPage], sources: Mapping[str, str]) -> None:
        self._pages = pages
        self._sources = sources

    def before(self) -> Iterator[Element]:
        """Give sender, recipient and information block, a paragraph each line or entry."""
        first = self._pages[0].around
        yield from (self._paragraph([line]) for line in first if line.role in _SENDER)
        recipient = [line for line in first if line.role in _RECIPIENT]
        if recipient:
            yield self._paragraph(recipient)
        information = sorted(
            (line for line in first if line.role is Role.INFORMATION), key=lambda line: (line.y, line.x)
        )
        labels = [number for number, line in enumerate(information) if line.x == information[0].x]
        for start, end in pairwise([*labels, len(information)]):
            yield self._paragraph(information[start + 1 : end], information[start])

    def behind(self) -> Iterator[Element]:
        """Give the columns of the first page's foot, a paragraph each."""
        footer = sorted((line for line in self._pages[0].around if line.role is Role.FOOTER), key=lambda line: line.x)
        for _x, lines in groupby(footer, key=lambda line: line.x):
            yield self._paragraph(sorted(lines, key=lambda line: line.y))

    def artifacts(self, page: int) -> Iterator[Line]:
        """Give the lines of a page that nobody needs to hear: running heads and page numbers."""
        return (line for line in self._pages[page].around if page or line.role is Role.PAGE_NUMBER)

    def _paragraph(self, lines: Sequence[Line], label: Line | None = None) -> Element:
        placed = [Marked(0, line) for line in lines]
        text = read(placed, self._sources.get(without_blanks("".join(plain(read([line])) for line in placed))))
        before = read([Marked(0, label)], behind=BLANK) if label else []
        return Element(Tag.PARAGRAPH, marked([*before, *text]))


def _elements(placed: Sequence[_PlacedBlock], values: Sequence[str]) -> Iterator[Element]:
    level = 0
    language = placed[0].block.language
    for (is_list, own), group in groupby(placed, key=lambda one: (_is_item(one), one.block.language)):
        blocks = list(group)
        found: list[Element] = list(_lists(blocks, 0, values)) if is_list else []
        for one in () if is_list else blocks:
            if one.block.kind is BlockKind.HEADING:
                level = 0 if is_subject(one.block) else min(max(one.block.level - 1, 1), level + 1, len(HEADINGS) - 1)
                found.append(Element(HEADINGS[level], _text(one, one.block.spans, values)))
            else:
                found += _parts(one, values)
        yield from _spoken(found, own, language)


def _parts(placed: _PlacedBlock, values: Sequence[str]) -> Iterator[Element]:
    """Give what a block is that is neither a heading nor an item."""
    block = placed.block
    if block.kind is BlockKind.TABLE:
        yield _table(placed, values)
        return
    if block.code is not None:
        yield _figure(placed, block.code, values)
    if placed.strips:
        yield Element(Tag.PARAGRAPH, _text(placed, block.spans, values))


def _is_item(placed: _PlacedBlock) -> bool:
    return placed.block.kind in {BlockKind.BULLET, BlockKind.NUMBERED}


def _lists(items: Sequence[_PlacedBlock], depth: int, values: Sequence[str]) -> Iterator[Element]:
    """Give the lists of a depth: a new one begins where the kind of mark changes, or numbers begin again."""
    begun: list[Element] = []
    kind = BlockKind.BULLET
    position = 0
    while position < len(items):
        item = items[position]
        end = position + 1
        while end < len(items) and items[end].block.level > depth:
            end += 1
        if begun and (item.block.kind is not kind or item.block.number == 1):
            yield _list(begun, kind)
            begun = []
        kind = item.block.kind
        begun.append(_item(item, tuple(_lists(items[position + 1 : end], depth + 1, values)), values))
        position = end
    if begun:
        yield _list(begun, kind)


def _list(items: Sequence[Element], kind: BlockKind) -> Element:
    return Element(Tag.LIST, tuple(items), numbering="Decimal" if kind is BlockKind.NUMBERED else "Disc")


def _item(placed: _PlacedBlock, nested: tuple[Element, ...], values: Sequence[str]) -> Element:
    """Return an item: its mark is the first line of its first strip."""
    (page, _y, _strip, (mark, *lines)), *others = placed.strips
    body = [Marked(page, line) for line in lines]
    body += [Marked(page, line) for page, _y, _strip, lines in others for line in lines]
    label = Element(Tag.LABEL, marked(read([Marked(page, mark)])))
    text = marked(read(body, _source(placed.block.spans, values)))
    return Element(Tag.ITEM, (label, Element(Tag.BODY, (*text, *nested))))


def _table(placed: _PlacedBlock, values: Sequence[str]) -> Element:
    """Return a table; where no row is its head, the first column is: it says what stands beside it."""
    block = placed.block
    rows = []
    for number, cells in enumerate(block.cells):
        strips = [part for part in placed.strips if part[2].row == number]
        is_head = block.has_head and number == 0
        row = []
        for column, cell in enumerate(cells):
            lines = [
                Marked(page, line)
                for page, _y, strip, lines in strips
                for line, at in zip(lines, strip.columns, strict=True)
                if at == column
            ]
            scope = "Column" if is_head else "Row" if not block.has_head and column == 0 and lines else ""
            text = marked(read(lines, _source(cell, values)))
            row.append(Element(Tag.HEAD if scope else Tag.CELL, text, scope=scope))
        rows.append(Element(Tag.ROW, tuple(row)))
    return Element(Tag.TABLE, tuple(rows))


def _figure(placed: _PlacedBlock, code: Span, values: Sequence[str]) -> Element:
    """Return a QR code as a picture; what it says stands beside it as text too."""
    symbols = (
        MarkedSymbol(page, symbol) for page, y, strip, _lines in placed.strips for symbol in moved_symbols(strip, y)
    )
    return Element(Tag.FIGURE, tuple(symbols), alt=_("QR-Code: {said}").format(said=_source((code,), values)))


def reply_figure(symbols: Iterable[Symbol], said: str) -> Element:
    """Return a reply slip's code as a picture: the number that it says stands beside it too."""
    alt = _("Code, mit dem wir Ihre Antwort zuordnen: {said}").format(said=said)
    return Element(Tag.FIGURE, tuple(MarkedSymbol(0, symbol) for symbol in symbols), alt=alt)


def _text(placed: _PlacedBlock, spans: tuple[Span, ...], values: Sequence[str]) -> tuple[Element | Marked, ...]:
    lines = [Marked(page, line) for page, _y, _strip, lines in placed.strips for line in lines]
    return marked(read(lines, _source(spans, values)))


def _source(spans: Iterable[Span], values: Sequence[str]) -> str:
    return "".join(span.text for span in filled(tuple(spans), values))
