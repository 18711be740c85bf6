"""Lines of Markdown to blocks of source: where a paragraph, a list or a table begins and ends, and what is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from mailing.base.messages import _
from mailing.letters.blocks import BlockKind
from mailing.letters.text.dialect import (
    LIST_DEPTH,
    NBSP,
    RULE,
    Item,
    Shape,
    heading_of,
    is_counted,
    item_of,
    items_sign,
    keeps_its_line,
    refusal_of,
    shape_of,
)
from mailing.letters.text.table_source import TableSource, read_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mailing.base.errors import TemplateError
    from mailing.letters.text.source_text import SourceText

_OWN_BLOCK: Final = (
    Shape.BLANK,
    Shape.RULE,
    Shape.PAGE_BREAK,
    Shape.CODE,
    Shape.PICTURE,
    Shape.HEADING,
    Shape.ROW,
    Shape.REFUSED,
)
_OF_A_LINE: Final = {Shape.CODE: BlockKind.CODE, Shape.PICTURE: BlockKind.PICTURE}
_NESTED: Final = 2
"""A list within a list begins so many blanks further right, at least."""


class SourceBlock(NamedTuple):
    """A stretch of lines that becomes one block; the closing's rule and a page break are blocks without kind.

    Attributes:
        line: the first of its lines.
        text: its lines without signs of its kind, a line's end between them; for a table empty.
        level: of a heading, or of an item's list.
        number: of an item, as it is written.
        table: its cells.
    """

    kind: BlockKind | None
    line: int
    text: str = ""
    level: int = 0
    number: int = 0
    table: TableSource | None = None


def source_blocks(source: SourceText) -> Iterator[SourceBlock]:
    """Give the blocks of a source in order.

    Raises:
        TemplateError: a line can't be shown, or could mean two things; it is named.
    """
    return _BlockReader(source).blocks()


class _BlockReader:
    """Reads blocks one after the other.

    Attributes:
        _next: the line to be read next.
        _last_number: of the last numbered item that stood in no other list.
    """

    def __init__(self, source: SourceText) -> None:
        self._source = source
        self._lines = source.lines
        self._next = 0
        self._last_number = 0

    def blocks(self) -> Iterator[SourceBlock]:
        while self._next < len(self._lines):
            here, line = self._next, self._lines[self._next]
            match shape_of(line):
                case Shape.BLANK:
                    self._next += 1
                case Shape.RULE:
                    self._next += 1
                    yield SourceBlock(None, here, RULE)
                case Shape.PAGE_BREAK:
                    self._next += 1
                    yield SourceBlock(None, here, line.strip())
                case Shape.CODE | Shape.PICTURE as shape:
                    self._next += 1
                    yield SourceBlock(_OF_A_LINE[shape], here, line.strip())
                case Shape.REFUSED:
                    raise self._refused(here)
                case Shape.HEADING:
                    self._next += 1
                    level, text = heading_of(line) or (0, "")
                    yield SourceBlock(BlockKind.HEADING, here, text, level)
                case Shape.ROW:
                    yield self._table()
                case _ if self._begins_list(here):
                    yield from self._list()
                case _:
                    yield self._paragraph()

    def _table(self) -> SourceBlock:
        first = self._next
        while self._shape(self._next) is Shape.ROW:
            self._next += 1
        if self._shape(self._next) in (Shape.TEXT, Shape.BULLET):
            raise self._source.refused(self._next, _("Text direkt unter einer Tabelle"), _blank_line())
        return SourceBlock(BlockKind.TABLE, first, table=read_table(self._source, first, self._next))

    def _paragraph(self) -> SourceBlock:
        """Read lines up to a blank one, or to one that begins something else."""
        first = self._next
        texts = [self._lines[first].strip()]
        self._refuse_second_of_kind(first)
        self._next += 1
        while self._shape(self._next) not in _OWN_BLOCK and not self._is_list_under_text():
            here, text = self._next, self._lines[self._next].strip()
            if keeps_its_line(text) or (items_sign(text) and self._has_neighbour(here, items_sign)):
                texts[-1] = texts[-1].removesuffix("\\") + "\\"
            texts.append(text)
            self._next += 1
        return SourceBlock(BlockKind.PARAGRAPH, first, "\n".join(texts))

    def _is_list_under_text(self) -> bool:
        """Whether the next line begins a list that text leads in; where it could be either, refuse it."""
        here = self._next
        item = item_of(self._lines[here].strip())
        is_led_in = self._lines[here - 1].rstrip("*_\\").endswith(":")
        if item is None or item.number > 1 or (item.number and not is_led_in):
            self._refuse_second_of_kind(here)
            return False
        if is_led_in and not (item.number == 0 and item.text[0].isdigit()):
            return True
        is_minus = item.text[0].isdigit() and not is_led_in and not self._has_neighbour(here, _begins_bullet)
        if is_minus:
            return False
        raise self._source.refused(
            here,
            _("eine Liste direkt unter Text"),
            _("Gehört die Zeile zu einer Liste, lassen Sie davor eine Zeile frei; sonst schreiben Sie \\-"),
        )

    def _refuse_second_of_kind(self, here: int) -> None:
        """Refuse lines of text that stand below each other like the items of a list, and aren't one."""
        for begins_alike, signs in ((is_counted, _("einer Zahl und Punkt")), (_begins_with_plus, "+")):
            if begins_alike(self._line(here)) and begins_alike(self._line(here + 1)):
                raise self._source.refused(
                    here + 1,
                    _("mehrere Zeilen mit {signs} am Anfang, die keine Liste sind").format(signs=signs),
                    _("Für eine Liste beginnen Sie jede mit „- “ oder von 1. an; sonst trennt „\\“ am Ende die Zeilen"),
                )

    def _begins_list(self, here: int) -> bool:
        """Whether the line is a list's first; one with a number begins at 1, goes on from before, or counts on."""
        item = item_of(self._lines[here])
        if item is None or item.number <= 1 or item.number == self._last_number + 1:
            return item is not None
        following = here + 1
        while following < len(self._lines) and self._lines[following][:1] in ("", " "):
            following += 1
        after = item_of(self._line(following))
        return after is not None and after.number == item.number + 1

    def _list(self) -> Iterator[SourceBlock]:
        """Give the items of a list and of those within, up to a line that is no item and not indented."""
        indents: list[int] = []
        while item := self._next_item(indents):
            here = self._next
            while len(indents) > 1 and item.indent < indents[-1]:
                indents.pop()
            if not indents or item.indent >= indents[-1] + _NESTED:
                indents.append(item.indent)
            indents[-1] = min(indents[-1], item.indent)
            if len(indents) > LIST_DEPTH:
                raise self._source.refused(here, _("mehr als {depth} Stufen in einer Liste").format(depth=LIST_DEPTH))
            yield self._item(item, len(indents) - 1)
            if item.number and len(indents) == 1:
                self._last_number = item.number

    def _next_item(self, indents: list[int]) -> Item | None:
        """Return the item that the next line begins, if it belongs to the list; blank lines may stand before it."""
        following = self._next
        while following < len(self._lines) and not self._lines[following]:
            following += 1
        item = item_of(self._line(following))
        is_first_or_within = not indents or (item is not None and item.indent >= indents[0] + _NESTED)
        if item and (following == self._next or is_first_or_within):
            self._next = following
            return item
        return None

    def _item(self, item: Item, level: int) -> SourceBlock:
        """Read an item with the indented lines that go on with it."""
        first = self._next
        kind = BlockKind.NUMBERED if item.number else BlockKind.BULLET
        texts = [item.text]
        self._refuse_within(first, item.text)
        self._next += 1
        while self._goes_on(line := self._line(self._next)):
            self._refuse_within(self._next, line.strip())
            texts.append(line.strip())
            self._next += 1
        if not "".join(texts).replace(NBSP, "").strip(" \\"):
            raise self._source.refused(first, _("ein leerer Listenpunkt"))
        if self._shape(self._next) is Shape.TEXT and item_of(self._lines[self._next]) is None:
            raise self._source.refused(self._next, _("Text direkt unter einer Liste"), _blank_line())
        following = self._next
        while following < len(self._lines) and not self._lines[following]:
            following += 1
        if self._goes_on(self._line(following)):
            hint = _("Beginnen Sie eine neue Zeile mit einem „\\“ am Ende der vorigen")
            raise self._source.refused(first, _("zwei Absätze in einem Listenpunkt"), hint)
        return SourceBlock(kind, first, "\n".join(texts), level, item.number)

    def _goes_on(self, line: str) -> bool:
        """Whether a line below an item belongs to it."""
        return line.startswith(" ") and item_of(line) is None and shape_of(line) is not Shape.PAGE_BREAK

    def _refuse_within(self, here: int, text: str) -> None:
        """Refuse what begins something else within an item."""
        if text.startswith(("[ ] ", "[x] ", "[X] ")):
            raise self._source.refused(here, _("ein Kästchen „[ ]“"), _("Schreiben Sie das Zeichen ☐"))
        if shape_of(text) is Shape.REFUSED:
            raise self._refused(here, text)
        if shape_of(text) is not Shape.TEXT:
            what = _("„{signs}“ am Anfang eines Listenpunktes").format(signs=text.split(" ", maxsplit=1)[0])
            raise self._source.refused(here, what, _("In einem Listenpunkt steht nur Text"))

    def _refused(self, here: int, text: str = "") -> TemplateError:
        what, hint = refusal_of(text or self._lines[here]) or ("", "")
        return self._source.refused(here, what, hint)

    def _line(self, number: int) -> str:
        return self._lines[number] if number < len(self._lines) else ""

    def _shape(self, number: int) -> Shape:
        """Return the shape of a line within something: how far it is indented doesn't matter there."""
        return shape_of(self._line(number).strip())

    def _has_neighbour(self, here: int, begins: Callable[[str], object]) -> bool:
        """Whether the line before or behind begins like this one."""
        this = begins(self._lines[here])
        return bool(this) and this in (begins(self._line(here - 1)), begins(self._line(here + 1)))


def _begins_bullet(line: str) -> bool:
    item = item_of(line.strip())
    return item is not None and not item.number


def _begins_with_plus(line: str) -> bool:
    return items_sign(line) == "+"


def _blank_line() -> str:
    return _("Lassen Sie davor eine Zeile frei")
