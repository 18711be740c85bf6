"""Markdown to blocks: the small part of it that a letter needs, and a clear refusal of everything else.

Reads the text of a rendered template (`rendering.Program`), in which marks stand for source lines, branches, fixed
texts and the slots of values. Nothing is dropped silently: what a letter can't show is a TemplateError with file and
line, and what was read is compared with the source, letter for letter.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import zip_longest
from typing import TYPE_CHECKING, Final

from mailing.base.errors import TemplateError
from mailing.base.messages import _
from mailing.letters.blocks import Block, BlockKind, Skeleton, Span
from mailing.letters.text.completeness import refuse_lost_letters
from mailing.letters.text.dialect import (
    CODE_BEGIN,
    REFUSED_SIGNS,
    RULE,
    PictureMark,
    Shape,
    is_code,
    picture_of,
    shape_of,
)
from mailing.letters.text.environment import EMPTY, is_slot
from mailing.letters.text.images import beside
from mailing.letters.text.inline import read_inline
from mailing.letters.text.numbering import numbered
from mailing.letters.text.source_blocks import SourceBlock, source_blocks
from mailing.letters.text.source_text import marks_in, without_marks
from mailing.letters.text.spans import STAND_IN, spans_of, tidy_spans
from mailing.model import Face

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mailing.letters.text.script import Script
    from mailing.letters.text.source_text import SourceText

_ITEMS: Final = (BlockKind.BULLET, BlockKind.NUMBERED)
_PARTING: Final = (Shape.BLANK, Shape.RULE, Shape.PAGE_BREAK)
_LED_IN: Final = (*_ITEMS, BlockKind.TABLE)


def read_skeleton(rendered: str, script: Script) -> Skeleton:
    """Read a rendered template into its skeleton.

    Raises:
        TemplateError: it holds what a letter can't show; file and line are named.
    """
    subject, body, *rows = (without_marks(part, script) for part in script.sections(rendered))
    marks = marks_in(rendered)
    return Skeleton(
        subject=Reader(subject, script.fixed).subject(),
        blocks=Reader(body, script.fixed).blocks(),
        information=tuple(Reader(row, script.fixed).information() for row in rows),
        branches=frozenset(branch.label for mark, branch in script.branches.items() if mark in marks),
        enclosures=script.enclosed(rendered),
    )


def refusals(rendered: str, script: Script, most: int) -> Iterator[TemplateError]:
    """Give what a rendered template is refused for: the first of each stretch between blank lines, `most` of them."""
    subject, body, *rows = (without_marks(part, script) for part in script.sections(rendered))
    short_texts = (Reader(subject, script.fixed).subject, *(Reader(row, script.fixed).information for row in rows))
    for read in short_texts:
        try:
            read()
        except TemplateError as fault:
            yield fault
    for _number in range(most):
        try:
            Reader(body, script.fixed).blocks()
        except TemplateError as fault:
            yield fault
            body = body.without(fault.where)
        else:
            return


class Reader:
    """Reads one text block by block.

    Args:
        source: the Markdown.
        fixed: the texts that are the same in all letters.
    """

    def __init__(self, source: SourceText, fixed: Sequence[str]) -> None:
        self._source, self._fixed = source, fixed
        self._read: list[str] = []

    def subject(self) -> tuple[Span, ...]:
        """Return the one line of the subject; it is set bold anyway, so it has no emphasis of its own."""
        lines = self._source.lines
        text = "\n".join(lines).strip("\n")
        if CODE_BEGIN in text:
            raise self._source.refused(0, _("ein QR-Code im Betreff"))
        if "\n\n" in text or shape_of(text.split("\n", maxsplit=1)[0]) is not Shape.TEXT:
            raise TemplateError(
                _("Der Betreff muss eine Zeile Text sein"),
                where=str(self._source.source_lines[0]),
                hint=_("Ohne „Betreff:“, ohne Punkt am Ende, ohne Aufzählungszeichen"),
            )
        spans = self._spans(next(line for line, found in enumerate(lines) if found), text)
        refuse_lost_letters(self._source, self._read)
        return tuple(Span(span.text, slot=span.slot) for span in spans)

    def information(self) -> tuple[Span, ...]:
        """Return the one line of a row of the information block; nothing where all its values are empty."""
        text = "\n".join(self._source.lines).strip()
        if not text or (EMPTY in text and not any(map(is_slot, text))):
            return ()
        if "\n" in text or CODE_BEGIN in text or shape_of(text) is not Shape.TEXT:
            raise TemplateError(
                _("Ein Eintrag im Abschnitt [infoblock] ist eine Zeile Text"),
                where=str(self._source.source_lines[0]),
                hint=_("Ohne Aufzählungszeichen, Tabellen und QR-Codes"),
            )
        spans = self._spans(0, text)
        refuse_lost_letters(self._source, self._read)
        return tuple(Span(span.text, slot=span.slot) for span in spans)

    def blocks(self) -> tuple[Block, ...]:
        """Return the text's blocks; from `---` on they are the closing. Blocks whose values are all empty vanish."""
        read: list[tuple[Block, int]] = []
        is_closing = begins_page = False
        refuse_beside_text(self._source)
        for block in source_blocks(self._source):
            if block.kind is None and block.text != RULE:
                self._read.append(block.text)
                begins_page = bool(read)
                continue
            if block.kind is None and is_closing:
                raise self._source.refused(block.line, _("ein zweites „---“"), _("Der Schluss beginnt nur einmal"))
            if block.kind is None:
                is_closing = True
                continue
            made = self._closing(block) if is_closing else self._block(block)
            read.append((replace(made, begins_page=begins_page), block.line))
            begins_page = begins_page and made.is_empty
        refuse_lost_letters(self._source, self._read)
        return tuple(_kept_together(numbered(read, self._source)))

    def _block(self, block: SourceBlock) -> Block:
        kind = block.kind or BlockKind.PARAGRAPH
        if kind is BlockKind.CODE:
            return self._code(block)
        if kind is BlockKind.PICTURE:
            return self._picture(block)
        if kind is BlockKind.NUMBERED:
            self._read.append(f"{block.number}.")
        if block.table is None:
            return Block(kind, self._spans(block.line, block.text), level=block.level, number=block.number)
        cells = tuple(
            tuple(self._spans(line, cell) for cell in row)
            for row, line in zip(block.table.rows, block.table.row_lines, strict=True)
        )
        has_head = any(cells[0])
        alignments = block.table.alignments
        return Block(kind, cells=cells if has_head else cells[1:], has_head=has_head, alignments=alignments)

    def _code(self, block: SourceBlock) -> Block:
        """Return a QR code: what it says stands first between its marks, the text beside it follows."""
        self._read.append(block.text)
        said, *beside = spans_of(block.text[1:-1], Face.REGULAR, self._fixed)
        return Block(BlockKind.CODE, tuple(span._replace(is_value=True) for span in beside), code=said)

    def _picture(self, block: SourceBlock) -> Block:
        """Return a picture with its caption; all letters have the same."""
        mark = picture_of(block.text) or PictureMark("", "")
        caption = self._spans(block.line, mark.caption)
        self._read.append(mark.file)
        if any(span.slot is not None for span in caption) or STAND_IN.search(mark.file):
            raise self._source.refused(
                block.line,
                _("ein Platzhalter in der Zeile eines Bildes"),
                _(
                    "Ein Bild und seine Beschriftung sind in allen Briefen gleich; "
                    "mit {% if %} wählen Sie zwischen zweien"
                ),
            )
        return Block(BlockKind.PICTURE, caption, picture=beside(self._source.source_lines[block.line].file, mark.file))

    def _closing(self, block: SourceBlock) -> Block:
        if block.kind is BlockKind.CODE:
            return self._code(block)
        if block.kind is BlockKind.PICTURE:
            return self._picture(block)
        if block.kind is not BlockKind.PARAGRAPH:
            raise self._source.refused(block.line, _("nach „---“ etwas anderes als Absätze"))
        return Block(BlockKind.CLOSING, self._spans(block.line, block.text))

    def _spans(self, line: int, text: str) -> tuple[Span, ...]:
        """Return the text of a paragraph, heading or cell; without blanks at its ends."""
        runs = read_inline(self._source, line, text)
        self._read += [run.text for run in runs]
        return tidy_spans(span for run in runs for span in spans_of(run.text, run.face, self._fixed))


def refuse_beside_text(source: SourceText) -> None:
    """Refuse a QR code or a picture that is no paragraph of its own.

    Raises:
        TemplateError: other text stands on its line, or right above or below it.
    """
    for number, line in enumerate(source.lines):
        if CODE_BEGIN in line and not (is_code(line) and _stands_alone(source.lines, number)):
            raise source.refused(
                number,
                _("ein QR-Code neben anderem Text"),
                _("Er steht allein auf seiner Zeile, davor und dahinter bleibt eine Zeile frei"),
            )
        if picture_of(line) and not _stands_alone(source.lines, number):
            what, hint = REFUSED_SIGNS["!["]
            raise source.refused(number, _(what), _(hint))


def _stands_alone(lines: Sequence[str], number: int) -> bool:
    """Whether a line is parted from those above and below it."""
    above, below = lines[max(number - 1, 0) : number], lines[number + 1 : number + 2]
    return all(shape_of(line) in (*_PARTING, Shape.HEADING) for line in above) and all(
        shape_of(line) in _PARTING for line in below
    )


def _kept_together(blocks: Sequence[Block]) -> Iterator[Block]:
    """Mark the blocks that stay with the next: headings, what leads in a list or a table, the closing's."""
    for block, following in zip_longest(blocks, blocks[1:]):
        leads = following is not None and (
            block.kind is BlockKind.CLOSING
            or (following.kind in _LED_IN and block.kind is BlockKind.PARAGRAPH and block.spans[-1].text.endswith(":"))
            or (following.kind in _ITEMS and block.kind in _ITEMS and following.level > block.level)
        )
        yield replace(block, keeps_with_next=True) if leads or block.kind is BlockKind.HEADING else block
