"""Golden pages: what stands where on a letter of each template, as text that a reviewer can compare.

`MAILING_UPDATE_GOLDENS=1 pytest tests/letters/test_golden_pages.py` writes them anew; the diff shows what moved.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2
import pytest
from program_kit import letters_for_any_list, row, write_list

from mailing.base.progress import Progress
from mailing.runs.making.job import read_job
from mailing.runs.run import run

if TYPE_CHECKING:
    from collections.abc import Iterator

GOLDEN = Path(__file__).parent / "golden"
NAMES = letters_for_any_list()
MILLIMETRES = 25.4 / 72
SHEET_HEIGHT = 297.0


def lines_of(pdf: Path) -> Iterator[str]:
    """Give each stretch of text with the place of its lower left corner in mm from the top left of the sheet."""
    document = pypdfium2.PdfDocument(pdf)
    for number, page in enumerate(document, start=1):
        yield f"page {number}"
        text = page.get_textpage()
        for index in range(text.count_rects()):
            left, bottom, right, top = text.get_rect(index)
            said = text.get_text_bounded(left, bottom, right, top).replace("\r\n", " ").strip()
            yield f"{left * MILLIMETRES:6.1f} {SHEET_HEIGHT - bottom * MILLIMETRES:6.1f}  {said}"
        text.close()
        page.close()
    document.close()


@pytest.mark.parametrize("template", NAMES)
def test_a_letter_of_each_template_stands_as_it_did(template: str, tmp_path: Path) -> None:
    """One household, one letter: text and places."""
    rows = [row(1, titel="Dr.", nachname="Müller-Lüdenscheidt", ortsteil="Linden")]
    address_list = write_list(tmp_path / "liste.csv", rows)
    job = read_job(None, {"list": str(address_list), "template": template, "out": str(tmp_path / "runs")})
    (pdf,) = run(job, Progress()).run.glob("shop/data/*.pdf")
    found = "\n".join(lines_of(pdf)) + "\n"
    golden = GOLDEN / f"{template}.txt"
    if os.environ.get("MAILING_UPDATE_GOLDENS"):
        golden.write_text(found, "utf-8")
    assert found == golden.read_text("utf-8")
