"""How the job sheet looks: its styles, tables and foot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportlab.lib.colors import HexColor, white
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Paragraph, Table, TableStyle

from mailing.base.messages import _
from mailing.press.officefonts import BOLD, REGULAR

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportlab.pdfgen.canvas import Canvas
    from reportlab.platypus import SimpleDocTemplate

    from mailing.model import RunIdentity

INK, FAINT, ACCENT, BAND = HexColor(0x1F2933), HexColor(0x5B6673), HexColor(0x2F5D8A), HexColor(0xEEF2F6)
MARGIN = 18 * mm
WIDTH = 174 * mm

TITLE = ParagraphStyle("title", fontName=BOLD, fontSize=22, leading=26, textColor=INK)
LEAD = ParagraphStyle("lead", fontName=REGULAR, fontSize=10, leading=14, textColor=FAINT)
HEADING = ParagraphStyle(
    "heading", fontName=BOLD, fontSize=12, leading=15, textColor=ACCENT, spaceBefore=12, spaceAfter=4, keepWithNext=1
)
BODY = ParagraphStyle("body", fontName=REGULAR, fontSize=9.5, leading=13, textColor=INK)
BIG = ParagraphStyle("big", fontName=BOLD, fontSize=16, leading=19, textColor=INK)
_CELL = ParagraphStyle("cell", fontName=REGULAR, fontSize=8.5, leading=11, textColor=INK)
_FIGURE = ParagraphStyle("figure", parent=_CELL, alignment=TA_RIGHT)
_DIGEST = ParagraphStyle("digest", parent=_CELL, fontSize=6.8, leading=9)
_STYLES = {"l": _CELL, "r": _FIGURE, "s": _DIGEST}
_HEADS = {
    kind: ParagraphStyle(f"head-{kind}", parent=style, fontName=BOLD, fontSize=8.5, leading=11, textColor=white)
    for kind, style in _STYLES.items()
}

_FONT = ("FONT", (0, 0), (-1, -1), REGULAR)
"""Without it a table asks for Helvetica, which is never embedded, even where it shows paragraphs only."""
_LOOK = TableStyle(
    [
        _FONT,
        ("BACKGROUND", (0, 0), (-1, 0), ACCENT),
        ("ROWBACKGROUNDS", (0, 1), (-1, -1), [white, BAND]),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("TOPPADDING", (0, 0), (-1, -1), 2.5),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5),
        ("LEFTPADDING", (0, 0), (-1, -1), 4),
        ("RIGHTPADDING", (0, 0), (-1, -1), 4),
    ]
)
_PLAIN = TableStyle(
    [
        _FONT,
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 0),
    ]
)


class Foot:
    """Job and page number at the foot of each page."""

    def __init__(self, identity: RunIdentity) -> None:
        self._text = _("Auftrag {job} · {run}").format(job=f"{identity.job_number:08d}", run=identity.run_id)

    def draw(self, canvas: Canvas, document: SimpleDocTemplate) -> None:
        """Draw the foot of the page on hand."""
        canvas.setFont(REGULAR, 7.5)
        canvas.setFillColor(FAINT)
        canvas.drawString(MARGIN, 10 * mm, self._text)
        canvas.drawRightString(MARGIN + WIDTH, 10 * mm, _("Seite {page}").format(page=document.page))


def table(head: Sequence[str], rows: Sequence[Sequence[str]], columns: Sequence[tuple[float, str]]) -> Table:
    """Return a table whose head is repeated on each page.

    Args:
        head: one text a column.
        rows: the cells' texts, as ReportLab's paragraphs take them.
        columns: width in mm and kind of each: `l` flush left, `r` flush right, `s` in small print.
    """
    heads = [Paragraph(text, _HEADS[kind]) for text, (_width, kind) in zip(head, columns, strict=True)]
    body = [[Paragraph(text, _STYLES[kind]) for text, (_width, kind) in zip(row, columns, strict=True)] for row in rows]
    return Table([heads, *body], [width * mm for width, _kind in columns], repeatRows=1, style=_LOOK, hAlign="LEFT")


def side_by_side(left: Flowable, right: Flowable | list[Flowable], left_width: float) -> Table:
    """Return two things beside each other, the left one `left_width` mm wide."""
    return Table([[left, right]], [left_width * mm, WIDTH - left_width * mm], style=_PLAIN, hAlign="LEFT")


def figures(pairs: Sequence[tuple[str, str]]) -> Table:
    """Return the band of large figures under their labels."""
    cells = [[Paragraph(label, LEAD) for label, _ in pairs], [Paragraph(figure, BIG) for _, figure in pairs]]
    look = TableStyle([_FONT, ("BACKGROUND", (0, 0), (-1, -1), BAND), ("BOTTOMPADDING", (0, 0), (-1, 0), 0)])
    return Table(cells, [WIDTH / len(pairs)] * len(pairs), style=look, hAlign="LEFT")
