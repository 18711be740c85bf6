"""fpdf2: everything by its own means; it has no forms, so each page holds all of the letter's text."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import letter
import sheet
from arimo import static_faces
from fpdf import FPDF

if TYPE_CHECKING:
    from collections.abc import Iterable

MM_A_POINT = 1 / sheet.MM
LEADING = sheet.LEADING * MM_A_POINT


class LetterPages(FPDF):
    """A4 pages with the letterhead that fpdf2 draws on each."""

    def header(self) -> None:
        """Draw what stands above the salutation and is the same for all."""
        for y in sheet.FOLD_MARKS:
            self.rect(5, (sheet.HEIGHT - y) * MM_A_POINT, 5, 0.14, style="F")
        for x, y, style, size, text in (
            (sheet.LEFT, sheet.HEAD, "B", sheet.HEAD_SIZE, letter.SENDER),
            (sheet.LEFT, sheet.RETURN_LINE, "", sheet.SMALL, letter.RETURN_LINE),
            (sheet.DATE_LEFT, sheet.DATE, "", sheet.SIZE, letter.DATE),
            (sheet.LEFT, sheet.SUBJECT, "B", sheet.SIZE, letter.SUBJECT),
            (sheet.LEFT, sheet.FOOT, "", sheet.SMALL, letter.SENDER),
        ):
            self.set_font("Arimo", style, size)
            self.text(x * MM_A_POINT, (sheet.HEIGHT - y) * MM_A_POINT, text)
        self.set_font("Arimo", "", sheet.SIZE)


def write_letters(letters: Iterable[letter.Letter], faces: Iterable[Path], path: Path) -> None:
    """Write the letters as one PDF, a page each."""
    pdf = LetterPages(format="A4")
    for style, file in zip(("", "B"), faces, strict=True):
        pdf.add_font("Arimo", style, file)
    pdf.set_auto_page_break(auto=False)
    pdf.set_margins(25, 20, 20)
    pdf.c_margin = 0
    for one in letters:
        pdf.add_page()
        pdf.set_y((sheet.HEIGHT - sheet.ADDRESS - sheet.SIZE) * MM_A_POINT)
        _paragraphs(pdf, one.address, 0)
        pdf.set_y((sheet.HEIGHT - sheet.TEXT - sheet.SIZE) * MM_A_POINT)
        _paragraphs(pdf, (one.salutation, one.first, *letter.FIXED, one.last, letter.CLOSE[0]), LEADING)
        pdf.ln(LEADING)
        _paragraphs(pdf, letter.CLOSE[1:], 0)
    pdf.output(str(path))


def _paragraphs(pdf: FPDF, paragraphs: Iterable[str], space: float) -> None:
    for paragraph in paragraphs:
        pdf.multi_cell(0, LEADING, paragraph, align="L", new_x="LMARGIN", new_y="NEXT")
        pdf.ln(space)


if __name__ == "__main__":
    given = Path(sys.argv[1])
    write_letters(letter.letters(given), static_faces(given.parent), Path(sys.argv[2]))
