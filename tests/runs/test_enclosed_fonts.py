"""Enclosed files bring fonts of their own, in which the rules of print files hold as in the letters'."""

from __future__ import annotations

from typing import TYPE_CHECKING

from artworks_kit import canvas_pdf
from enclosures_kit import runs_in, write_office

from mailing.cli import main

if TYPE_CHECKING:
    from pathlib import Path

    from reportlab.pdfgen.canvas import Canvas


def _form(canvas: Canvas) -> None:
    canvas.setFont("Arimo", 14)
    canvas.drawString(100, 600, "Antrag auf Lösung")


def test_a_form_with_a_font_of_its_own_can_be_printed_and_verified(tmp_path: Path) -> None:
    """ReportLab numbers the letters as they come, which no installed font does."""
    call = write_office(tmp_path, 'title = "Antrag"\nfile = "antrag.pdf"', antrag=canvas_pdf(_form))
    assert main(["run", *call, "--out", str(tmp_path / "runs")]) in (0, 4)
    (run,) = runs_in([tmp_path / "runs"])
    assert main(["verify", str(run)]) == 0
    for file in (run / "shop/data").glob("*.pdf"):
        assert main(["verify", "--print", str(file)]) == 0
