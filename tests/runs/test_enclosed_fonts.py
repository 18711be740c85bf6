"""Enclosed files bring fonts of their own, which are theirs alone: letters have their text in the fonts we know."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pikepdf
import pytest
from artworks_kit import canvas_pdf
from audit_sabotage import change_pdf, correct_hashes
from enclosures_kit import runs_in, write_office

from mailing.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from reportlab.pdfgen.canvas import Canvas

FOREIGN = b"BT\n/F99 11 Tf\n1 0 0 1 100 300 Tm[(\x01\x02\x03)]TJ\nET\n"
"""Text in a font that no letter has."""


def _form(canvas: Canvas) -> None:
    canvas.setFont("Arimo", 14)
    canvas.drawString(100, 600, "Antrag auf Lösung")


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The run of letters with a form; ReportLab numbers the letters as they come, which no installed font does."""
    folder = tmp_path_factory.mktemp("antrag")
    call = write_office(folder, 'title = "Antrag"\nfile = "antrag.pdf"', antrag=canvas_pdf(_form))
    assert main(["run", *call, "--out", str(folder / "runs")]) in (0, 4)
    return runs_in([folder / "runs"])[0]


def test_a_form_with_a_font_of_its_own_can_be_printed_and_verified(run: Path) -> None:
    """The run, and each batch."""
    assert main(["verify", str(run)]) == 0
    for file in (run / "shop/data").glob("*.pdf"):
        assert main(["verify", "--print", str(file)]) == 0


def font_of_the_form(pdf: pikepdf.Pdf) -> pikepdf.Object:
    """Return a font that the enclosed form brought."""
    shown = next(item for item in pdf.objects if isinstance(item, pikepdf.Stream) and artwork_in(item))
    return next(iter(dict(artwork_in(shown)[0].Resources.Font.items()).values()))


def artwork_in(form: pikepdf.Object) -> list[pikepdf.Object]:
    """Return the office's pages that a form places."""
    placed = dict(form.get("/Resources", pikepdf.Dictionary()).get("/XObject", pikepdf.Dictionary()).items())
    return [item for name, item in placed.items() if name.startswith("/A")]


def on_the_page(pdf: pikepdf.Pdf) -> None:
    """Write with the form's font on a letter's page."""
    page = pdf.pages[0]
    page.Resources.Font["/F99"] = font_of_the_form(pdf)
    page.Contents = pdf.make_stream(page.Contents.read_bytes() + FOREIGN)


def with_fonts_from_above(pdf: pikepdf.Pdf) -> None:
    """The same, the page having its resources from the tree of pages."""
    on_the_page(pdf)
    resources = pdf.pages[0].Resources
    for page in pdf.pages:
        page.obj.Parent.Resources = resources
        del page.obj["/Resources"]


def in_the_plate(pdf: pikepdf.Pdf) -> None:
    """Write with it where all letters do."""
    plate = pdf.pages[0].Resources.XObject.P1
    plate.Resources.Font["/F99"] = font_of_the_form(pdf)
    plate.write(plate.read_bytes() + FOREIGN)


def under_the_name_of_a_file(pdf: pikepdf.Pdf) -> None:
    """Write on a form that the page places, called as if an office's file were shown."""
    page, name = pdf.pages[0], f"/A{'0' * 64}.0"
    shown = pdf.make_stream(FOREIGN)
    shown.Type, shown.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
    shown.BBox = pikepdf.Array([0, 0, 595, 842])
    shown.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F99=font_of_the_form(pdf)))
    page.Resources.XObject[name] = shown
    page.Contents = pdf.make_stream(page.Contents.read_bytes() + f"{name} Do\n".encode())


@pytest.mark.parametrize("harm", [on_the_page, with_fonts_from_above, in_the_plate, under_the_name_of_a_file])
def test_a_letter_borrows_no_font_of_a_form(
    run: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], harm: Callable[[pikepdf.Pdf], None]
) -> None:
    """Found in the run, even where all hashes are made to fit, and in the batch alone."""
    copy = tmp_path / run.name
    shutil.copytree(run, copy)
    (file,) = (copy / "shop/data").glob("*.pdf")
    change_pdf(file, harm)
    correct_hashes(copy)
    capsys.readouterr()
    assert main(["verify", "--print", str(file)]) != 0
    assert "[print.font-glyphs]" in capsys.readouterr().out
    assert main(["verify", str(copy)]) != 0
    assert "[print.font-glyphs]" in capsys.readouterr().out
