"""ReportLab's canvas, with `rl_accel`: letterhead and fixed paragraphs as forms, lines broken by its own metrics."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import letter
import sheet
from arimo import static_faces
from reportlab import rl_config
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

if TYPE_CHECKING:
    from collections.abc import Iterable

REGULAR_FONT, BOLD_FONT = "Arimo", "Arimo-Bold"


def write_letters(letters: Iterable[letter.Letter], faces: Iterable[Path], path: Path) -> None:
    """Write the letters as one PDF, a page each."""
    rl_config.useA85 = 0
    for name, file in zip((REGULAR_FONT, BOLD_FONT), faces, strict=True):
        pdfmetrics.registerFont(TTFont(name, file))
    canvas = Canvas(str(path), pagesize=(sheet.WIDTH, sheet.HEIGHT), pageCompression=1, initialFontName=REGULAR_FONT)
    _draw_head(canvas)
    middle_height = _draw_middle(canvas)
    for one in letters:
        canvas.doForm("head")
        _draw_lines(canvas, sheet.ADDRESS, one.address)
        y = _draw_lines(canvas, sheet.TEXT, (one.salutation, "", *_broken(one.first), ""))
        canvas.saveState()
        canvas.translate(0, y)
        canvas.doForm("middle")
        canvas.restoreState()
        _draw_lines(canvas, y - middle_height, (*_broken(one.last), "", letter.CLOSE[0], "", "", letter.CLOSE[1]))
        canvas.showPage()
    canvas.save()


def _broken(text: str) -> list[str]:
    return simpleSplit(text, REGULAR_FONT, sheet.SIZE, sheet.MEASURE)


def _draw_lines(canvas: Canvas, y: float, lines: Iterable[str]) -> float:
    """Draw lines one below the other, the first with its baseline at `y`; return where the next one would be."""
    text = canvas.beginText(sheet.LEFT, y)
    text.setFont(REGULAR_FONT, sheet.SIZE, sheet.LEADING)
    for line in lines:
        text.textLine(line)
    canvas.drawText(text)
    return float(text.getY())


def _draw_head(canvas: Canvas) -> None:
    canvas.beginForm("head", 0, 0, sheet.WIDTH, sheet.HEIGHT)
    for y in sheet.FOLD_MARKS:
        canvas.rect(sheet.MARK_LEFT, y, sheet.MARK_WIDTH, sheet.MARK_HEIGHT, stroke=0, fill=1)
    for x, y, font, size, text in (
        (sheet.LEFT, sheet.HEAD, BOLD_FONT, sheet.HEAD_SIZE, letter.SENDER),
        (sheet.LEFT, sheet.RETURN_LINE, REGULAR_FONT, sheet.SMALL, letter.RETURN_LINE),
        (sheet.DATE_LEFT, sheet.DATE, REGULAR_FONT, sheet.SIZE, letter.DATE),
        (sheet.LEFT, sheet.SUBJECT, BOLD_FONT, sheet.SIZE, letter.SUBJECT),
        (sheet.LEFT, sheet.FOOT, REGULAR_FONT, sheet.SMALL, letter.SENDER),
    ):
        canvas.setFont(font, size)
        canvas.drawString(x, y, text)
    canvas.endForm()


def _draw_middle(canvas: Canvas) -> float:
    """Draw the fixed paragraphs as a form whose first baseline is at 0; return their height."""
    canvas.beginForm("middle", 0, -sheet.HEIGHT, sheet.WIDTH, sheet.HEIGHT)
    end = _draw_lines(canvas, 0, [line for paragraph in letter.FIXED for line in (*_broken(paragraph), "")])
    canvas.endForm()
    return -end


if __name__ == "__main__":
    given = Path(sys.argv[1])
    write_letters(letter.letters(given), static_faces(given.parent), Path(sys.argv[2]))
