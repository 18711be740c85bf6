"""Markdown to blocks: the small part of it that a letter needs, and a clear refusal of everything else.

Reads the text of a rendered template (`rendering.Program`), in which marks stand for places, branches, fixed texts and
the slots of values. Nothing is dropped in silence: what a letter can't show is a TemplateError with file and line.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from mailing.errors import TemplateError
from mailing.letters.blocks import LINE_BREAK, Block, BlockKind, Run, Skeleton
from mailing.letters.marking import FIRST_FIXED, FIRST_MARK, SUBJECT_END
from mailing.letters.rendering import BREAK, FIRST_SLOT
from mailing.messages import _, n_
from mailing.model import Face

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mailing.letters.parsing import Place
    from mailing.letters.script import Script

LIST_DEPTH: Final = 2
"""A list within a list, no more."""
HEADING_LEVELS: Final = 3

_MARKS: Final = re.compile("[\U00100000-\U0010ffff]")
_PIECES: Final = re.compile("([\ue000-\uf8ff\U000f0000-\U000fffff])")
_BLANKS: Final = re.compile(" {2,}")
_LEADING_MARKS: Final = re.compile("[\\s\U00100000-\U0010ffff]*")
_CELL_END: Final = re.compile(r"(?<!\\)\|")
_LED: Final = ("bullet_list", "ordered_list", "table")
_FACES: Final = {
    (False, False): Face.REGULAR,
    (True, False): Face.BOLD,
    (False, True): Face.ITALIC,
    (True, True): Face.BOLD_ITALIC,
}
"""The face by (bold, italic)."""

_REFUSED: Final[Mapping[str, tuple[str, str]]] = {
    "html_block": (n_("HTML"), n_("Fett schreiben Sie **so**, kursiv *so*")),
    "html_inline": (n_("HTML"), n_("Fett schreiben Sie **so**, kursiv *so*")),
    "code_inline": (n_("Text zwischen Schrägstrichen `…`"), n_("Lassen Sie die Zeichen ` weg")),
    "code_block": (n_("ein eingerückter Absatz"), n_("Beginnen Sie jede Zeile ganz links")),
    "fence": (n_("ein Block zwischen ```"), n_("Lassen Sie die Zeichen ``` weg")),
    "blockquote": (n_("ein Zitat mit „>“ am Anfang"), n_("Lassen Sie das Zeichen > weg")),
    "image": (n_("ein Bild"), n_("Bilder gehören nicht in den Text eines Briefes")),
    "link": (n_("ein Verweis"), n_("Auf Papier lässt sich nichts anklicken: schreiben Sie die Adresse aus")),
}
"""What Markdown knows and a letter doesn't."""


@cache
def _markdown() -> MarkdownIt:
    """Return a reader of CommonMark with tables, German quotes, and without rules that drop or surprise.

    `reference` would swallow lines, `lheading` turn a line above `---` into a heading.
    """
    settings = {"typographer": True, "quotes": "„“‚‘", "html": True}
    reader = MarkdownIt("commonmark", settings)
    return reader.enable(["table", "smartquotes"]).disable(["reference", "lheading"])


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
        branches=frozenset(str(place) for mark, place in script.branches.items() if mark in marks),
    )


class Reader:
    """Reads one text block by block.

    Args:
        rendered: the text with its marks.
        script: what the marks stand for.
    """

    def __init__(self, rendered: str, script: Script) -> None:
        self._fixed = script.fixed
        self._text, self._places = _without_marks(rendered, script)

    def subject(self) -> tuple[Run, ...]:
        """Return the one line of the subject; it is set bold anyway, so it has no emphasis of its own."""
        root = SyntaxTreeNode(_markdown().parse(self._text))
        match root.children:
            case [SyntaxTreeNode(type="paragraph") as line]:
                return tuple(Run(run.text, run.slot) for run in self._runs(line))
        raise TemplateError(
            _("Der Betreff muss eine Zeile Text sein"),
            where=str(self._places[0]),
            hint=_("Ohne „Betreff:“, ohne Punkt am Ende, ohne Aufzählungszeichen"),
        )

    def blocks(self) -> tuple[Block, ...]:
        """Return the text's blocks; from `---` on they are the closing."""
        body: list[Block] = []
        closing: list[Block] | None = None
        nodes = SyntaxTreeNode(_markdown().parse(self._text)).children
        for node, following in zip(nodes, [*nodes[1:], None], strict=True):
            if node.type == "hr":
                if closing is not None:
                    raise self._refused(node, _("ein zweites „---“"), _("Der Schluss beginnt nur einmal"))
                closing = []
            elif closing is not None:
                closing.append(self._closing(node, is_last=following is None))
            else:
                body.extend(self._block(node, following))
        return (*body, *(closing or ()))

    def _block(self, node: SyntaxTreeNode, following: SyntaxTreeNode | None) -> list[Block]:
        match node.type:
            case "paragraph":
                runs = self._runs(node)
                leads = following is not None and following.type in _LED and _text_of(runs).endswith(":")
                return [Block(BlockKind.PARAGRAPH, runs, keeps_with_next=leads)] if runs else []
            case "heading":
                level = int(node.tag[1:])
                if level > HEADING_LEVELS:
                    raise self._refused(node, _("eine Überschrift der {level}. Stufe").format(level=level))
                return [Block(BlockKind.HEADING, self._runs(node), level=level, keeps_with_next=True)]
            case "bullet_list" | "ordered_list":
                return list(self._items(node, 0))
            case "table":
                return [self._table(node)]
        raise self._unknown(node)

    def _closing(self, node: SyntaxTreeNode, *, is_last: bool) -> Block:
        if node.type != "paragraph":
            raise self._refused(node, _("nach „---“ etwas anderes als Absätze"))
        return Block(BlockKind.CLOSING, self._runs(node), keeps_with_next=not is_last)

    def _items(self, node: SyntaxTreeNode, depth: int) -> Iterator[Block]:
        """Give the items of a list, and those of the lists within."""
        if depth >= LIST_DEPTH:
            raise self._refused(node, _("mehr als {depth} Stufen in einer Liste").format(depth=LIST_DEPTH))
        kind = BlockKind.NUMBERED if node.type == "ordered_list" else BlockKind.BULLET
        start = int(node.attrs.get("start", 1)) if kind is BlockKind.NUMBERED else 0
        for offset, item in enumerate(node.children):
            match item.children:
                case [SyntaxTreeNode(type="paragraph") as text, *inner] if all(_is_list(list_) for list_ in inner):
                    number = start + offset if kind is BlockKind.NUMBERED else 0
                    yield Block(kind, self._runs(text), level=depth, number=number, keeps_with_next=bool(inner))
                    for list_ in inner:
                        yield from self._items(list_, depth + 1)
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
        cells = tuple(tuple(self._runs(cell) for cell in row.children) for row in rows)
        has_head = any(cells[0])
        return Block(BlockKind.TABLE, cells=cells if has_head else cells[1:], has_head=has_head)

    def _refuse_lost_cells(self, row: SyntaxTreeNode, columns: int) -> None:
        """Markdown drops cells beyond the head's number: refuse them."""
        line = self._text.split("\n")[(row.map or (0, 0))[0]]
        found = len(_CELL_END.sub("\n", line.strip().strip("|")).split("\n"))
        if found > columns:
            raise self._refused(row, _("eine Tabellenzeile mit mehr Zellen als die erste Zeile"))

    def _runs(self, node: SyntaxTreeNode) -> tuple[Run, ...]:
        """Return the text of a paragraph, heading or cell; without blanks at its ends."""
        runs = [run for inline in node.children for run in self._inline(inline, is_bold=False, is_italic=False)]
        return _joined(runs)

    def _inline(self, node: SyntaxTreeNode, *, is_bold: bool, is_italic: bool) -> Iterator[Run]:
        match node.type:
            case "text":
                yield from self._text_runs(node.content, _FACES[is_bold, is_italic])
            case "softbreak":
                yield Run(" ", face=_FACES[is_bold, is_italic])
            case "hardbreak":
                yield Run(LINE_BREAK)
            case "inline" | "strong" | "em":
                for inner in node.children:
                    yield from self._inline(
                        inner, is_bold=is_bold or node.type == "strong", is_italic=is_italic or node.type == "em"
                    )
            case _:
                raise self._unknown(node)

    def _text_runs(self, text: str, face: Face) -> Iterator[Run]:
        for piece in _PIECES.split(_BLANKS.sub(" ", text)):
            if not piece:
                continue
            if piece == BREAK:
                yield Run(LINE_BREAK)
            elif len(piece) == 1 and ord(piece) >= FIRST_SLOT:
                yield Run(slot=ord(piece) - FIRST_SLOT, face=face)
            elif len(piece) == 1 and ord(piece) >= FIRST_FIXED:
                yield Run(self._fixed[ord(piece) - FIRST_FIXED], face=face)
            else:
                yield Run(piece, face=face)

    def _unknown(self, node: SyntaxTreeNode) -> TemplateError:
        what, hint = _REFUSED.get(node.type, (node.type, ""))
        return self._refused(node, _(what), _(hint))

    def _refused(self, node: SyntaxTreeNode, what: str, hint: str = "") -> TemplateError:
        """Return the error that names the node's place, or that of the nearest node around it."""
        around: SyntaxTreeNode | None = node
        while around is not None and around.map is None:
            around = around.parent
        line = around.map[0] if around is not None and around.map else 0
        place = self._places[min(line, len(self._places) - 1)]
        return TemplateError(_("In Briefen nicht möglich: {what}").format(what=what), where=str(place), hint=hint)


def _without_marks(rendered: str, script: Script) -> tuple[str, Sequence[Place]]:
    """Take the marks out, and note for each line the place of the last mark before its text."""
    texts, places = [], []
    place = script.places[0]
    for line in rendered.split("\n"):
        text = _MARKS.sub("", line)
        marks = _MARKS.findall(line)
        leading = _LEADING_MARKS.match(line)
        if leading and leading[0].strip():
            place = script.place_of(_MARKS.findall(leading[0])[-1])
        texts.append(text)
        places.append(place)
        if marks:
            place = script.place_of(marks[-1])
    return "\n".join(texts), places


def _joined(runs: Sequence[Run]) -> tuple[Run, ...]:
    """Join neighbours of one face, and drop blanks and breaks at the ends."""
    joined: list[Run] = []
    for run in runs:
        last = joined[-1] if joined else None
        if last and _is_text(last) and _is_text(run) and last.face is run.face:
            joined[-1] = Run(_BLANKS.sub(" ", last.text + run.text), face=run.face)
        else:
            joined.append(run)
    while joined and joined[0].slot is None and not joined[0].text.strip():
        del joined[0]
    while joined and joined[-1].slot is None and not joined[-1].text.strip():
        del joined[-1]
    return tuple(joined)


def _is_text(run: Run) -> bool:
    return run.slot is None and run.text != LINE_BREAK


def _is_list(node: SyntaxTreeNode) -> bool:
    return node.type in ("bullet_list", "ordered_list")


def _text_of(runs: Sequence[Run]) -> str:
    return "".join(run.text for run in runs)
