"""Markdown to blocks: the small part of it that a letter needs, and a clear refusal of everything else.

Reads the text of a rendered template (`rendering.Program`), in which marks stand for source lines, branches, fixed
texts and the slots of values. Nothing is dropped silently: what a letter can't show is a TemplateError with file and
line.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import zip_longest
from typing import TYPE_CHECKING, Final

from markdown_it.tree import SyntaxTreeNode

from mailing.base.errors import TemplateError
from mailing.base.messages import _
from mailing.letters.blocks import LINE_BREAK, Alignment, Block, BlockKind, Skeleton, Span
from mailing.letters.text.dialect import EMPHASISED, HEADING_LEVELS, LIST_DEPTH, REFUSED, markdown
from mailing.letters.text.marking import SUBJECT_END
from mailing.letters.text.spans import spans_of, tidy_spans
from mailing.model import Face

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mailing.letters.text.parsing import SourceLine
    from mailing.letters.text.script import Script

_MARKS: Final = re.compile("[\U00100000-\U0010ffff]")
_LEADING_MARKS: Final = re.compile("[\\s\U00100000-\U0010ffff]*")
_FLUSH_LEFT: Final = "text-align:left"
_CELL_END: Final = re.compile(r"(?<!\\)\|")
_ITEMS: Final = (BlockKind.BULLET, BlockKind.NUMBERED)
_LED_IN: Final = (*_ITEMS, BlockKind.TABLE)


def read_skeleton(rendered: str, script: Script) -> Skeleton:
    """Read a rendered template into its skeleton.

    Raises:
        TemplateError: it holds what a letter can't show; file and line are named.
    """
    subject, body = rendered.split(SUBJECT_END)
    marks = frozenset(_MARKS.findall(rendered))
    return Skeleton(
        subject=Reader(subject, script).subject(),
        blocks=Reader(body, script).blocks(),
        branches=frozenset(branch.label for mark, branch in script.branches.items() if mark in marks),
    )


class Reader:
    """Reads one text block by block.

    Args:
        rendered: the text with its marks.
        script: what the marks stand for.

    Attributes:
        text: the Markdown without marks of lines and branches.
        source_lines: where each of its lines came from.
    """

    def __init__(self, rendered: str, script: Script) -> None:
        self._fixed = script.fixed
        self.text, self.source_lines = _without_marks(rendered, script)

    def subject(self) -> tuple[Span, ...]:
        """Return the one line of the subject; it is set bold anyway, so it has no emphasis of its own."""
        match SyntaxTreeNode(markdown().parse(self.text)).children:
            case [SyntaxTreeNode(type="paragraph") as line]:
                return tuple(Span(span.text, slot=span.slot) for span in self._spans(line))
        raise TemplateError(
            _("Der Betreff muss eine Zeile Text sein"),
            where=str(self.source_lines[0]),
            hint=_("Ohne „Betreff:“, ohne Punkt am Ende, ohne Aufzählungszeichen"),
        )

    def blocks(self) -> tuple[Block, ...]:
        """Return the text's blocks; from `---` on they are the closing. Blocks whose values are all empty vanish."""
        nodes = SyntaxTreeNode(markdown().parse(self.text)).children
        rules = [index for index, node in enumerate(nodes) if node.type == "hr"]
        if len(rules) > 1:
            raise self._refused(nodes[rules[1]], _("ein zweites „---“"), _("Der Schluss beginnt nur einmal"))
        end = rules[0] if rules else len(nodes)
        body = [block for node in nodes[:end] for block in self._block(node) if block.spans or block.cells]
        closing = [block for node in nodes[end + 1 :] for block in self._closing(node) if block.spans]
        return (*_kept_together(body), *(replace(block, keeps_with_next=True) for block in closing[:-1]), *closing[-1:])

    def _block(self, node: SyntaxTreeNode) -> Iterator[Block]:
        match node.type:
            case "paragraph":
                yield Block(BlockKind.PARAGRAPH, self._spans(node))
            case "heading":
                level = int(node.tag[1:])
                if level > HEADING_LEVELS:
                    raise self._refused(node, _("eine Überschrift der {level}. Stufe").format(level=level))
                yield Block(BlockKind.HEADING, self._spans(node), level=level)
            case "bullet_list" | "ordered_list":
                yield from self._items(node)
            case "table":
                yield self._table(node)
            case _:
                raise self._unknown(node)

    def _closing(self, node: SyntaxTreeNode) -> Iterator[Block]:
        if node.type != "paragraph":
            raise self._refused(node, _("nach „---“ etwas anderes als Absätze"))
        yield Block(BlockKind.CLOSING, self._spans(node))

    def _items(self, node: SyntaxTreeNode, around: tuple[int, ...] = ()) -> Iterator[Block]:
        """Give the items of a list, and those of the lists within; items whose values are empty don't count.

        Args:
            node: the list.
            around: the last numbers of the lists around it.
        """
        depth = len(around)
        if depth >= LIST_DEPTH:
            raise self._refused(node, _("mehr als {depth} Stufen in einer Liste").format(depth=LIST_DEPTH))
        is_numbered = node.type == "ordered_list"
        number = int(node.attrs.get("start", 1)) if is_numbered else 0
        last_numbers = (*around, number + len(node.children) - 1 if is_numbered else 0)
        for item in node.children:
            match item.children:
                case [SyntaxTreeNode(type="paragraph") as text, *inner] if all(map(_is_list, inner)):
                    spans = self._spans(text)
                    kind = BlockKind.NUMBERED if is_numbered else BlockKind.BULLET
                    yield Block(kind, spans, depth, number, last_numbers)
                    for list_ in inner:
                        yield from self._items(list_, last_numbers)
                    number += bool(spans and is_numbered)
                case [SyntaxTreeNode(type="paragraph"), SyntaxTreeNode(type="paragraph"), *_]:
                    hint = _("Beginnen Sie eine neue Zeile mit einem „\\“ am Ende der vorigen")
                    raise self._refused(item, _("zwei Absätze in einem Listenpunkt"), hint)
                case [first, *_]:
                    raise self._unknown(first)
                case _:
                    raise self._refused(item, _("ein leerer Listenpunkt"))

    def _table(self, node: SyntaxTreeNode) -> Block:
        """Read a table; a head whose cells are all empty is none."""
        rows = [row for part in node.children for row in part.children]
        for row in rows:
            self._refuse_lost_cells(row, len(rows[0].children))
        cells = tuple(tuple(self._spans(cell) for cell in row.children) for row in rows)
        has_head = any(cells[0])
        alignments = tuple(
            Alignment(str(cell.attrs.get("style", _FLUSH_LEFT)).split(":")[1]) for cell in rows[0].children
        )
        return Block(BlockKind.TABLE, cells=cells if has_head else cells[1:], has_head=has_head, alignments=alignments)

    def _refuse_lost_cells(self, row: SyntaxTreeNode, columns: int) -> None:
        """Markdown drops cells beyond the head's number: refuse them."""
        line = self.text.split("\n")[(row.map or (0, 0))[0]]
        found = len(_CELL_END.sub("\n", line.strip().strip("|")).split("\n"))
        if found > columns:
            raise self._refused(row, _("eine Tabellenzeile mit mehr Zellen als die erste Zeile"))

    def _spans(self, node: SyntaxTreeNode) -> tuple[Span, ...]:
        """Return the text of a paragraph, heading or cell; without blanks at its ends."""
        return tidy_spans(span for inline in node.children for span in self._inline(inline, Face.REGULAR))

    def _inline(self, node: SyntaxTreeNode, face: Face) -> Iterator[Span]:
        match node.type:
            case "text":
                yield from spans_of(node.content, face, self._fixed)
            case "softbreak":
                yield Span(" ", face=face)
            case "hardbreak":
                yield Span(LINE_BREAK)
            case "inline" | "strong" | "em":
                inner_face = EMPHASISED.get((face, node.type), face)
                for inner in node.children:
                    yield from self._inline(inner, inner_face)
            case _:
                raise self._unknown(node)

    def _unknown(self, node: SyntaxTreeNode) -> TemplateError:
        what, hint = REFUSED.get(node.type, (node.type, ""))
        return self._refused(node, _(what), _(hint))

    def _refused(self, node: SyntaxTreeNode, what: str, hint: str = "") -> TemplateError:
        """Return the error that names the node's line, or that of the nearest node around it."""
        around: SyntaxTreeNode | None = node
        while around is not None and around.map is None:
            around = around.parent
        line = around.map[0] if around is not None and around.map else 0
        source_line = self.source_lines[min(line, len(self.source_lines) - 1)]
        return TemplateError(_("In Briefen nicht möglich: {what}").format(what=what), where=str(source_line), hint=hint)


def _without_marks(rendered: str, script: Script) -> tuple[str, Sequence[SourceLine]]:
    """Take the marks out, and note for each line the source line of the last mark before its text."""
    texts, source_lines = [], []
    source_line = script.source_lines[0]
    for line in rendered.split("\n"):
        text = _MARKS.sub("", line)
        marks = _MARKS.findall(line)
        leading = _LEADING_MARKS.match(line)
        if leading and leading[0].strip():
            source_line = script.source_line_of(_MARKS.findall(leading[0])[-1])
        texts.append(text)
        source_lines.append(source_line)
        if marks:
            source_line = script.source_line_of(marks[-1])
    return "\n".join(texts), source_lines


def _kept_together(blocks: Sequence[Block]) -> Iterator[Block]:
    """Mark the blocks that stay with the next: headings, and what leads in a list or a table."""
    for block, following in zip_longest(blocks, blocks[1:]):
        leads = following is not None and (
            (following.kind in _LED_IN and block.kind is BlockKind.PARAGRAPH and block.spans[-1].text.endswith(":"))
            or (following.kind in _ITEMS and block.kind in _ITEMS and following.level > block.level)
        )
        yield replace(block, keeps_with_next=True) if leads or block.kind is BlockKind.HEADING else block


def _is_list(node: SyntaxTreeNode) -> bool:
    return node.type in ("bullet_list", "ordered_list")
