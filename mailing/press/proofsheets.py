"""Proof sheets: finished batches as one PDF that nobody can take for the real thing, and pictures of its pages."""

from __future__ import annotations

import io
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pikepdf
from reportlab.pdfgen.canvas import Canvas

from mailing.base.files import write_whole
from mailing.press.officefonts import BOLD, register_arimo
from mailing.press.page_taking import PageTaker

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from mailing.model import PressedFile, PressedPiece

OVERPRINT = "MUSTER"
SIZE = 110
"""pt: the word spans the sheet's diagonal."""
GRAY = 0.85
"""Dark enough to be seen on any printer, light enough to read the letter on it."""
ANGLE = 54.7
"""Degrees of an A4 sheet's diagonal."""
PICTURE_DPI = 110
FORM = pikepdf.Name("/Muster")


def write_proof_sheets(
    shop: Path, files: Sequence[PressedFile], order: Sequence[int], target: Path
) -> list[PressedPiece]:
    """Write the letters of `files` (below `shop`) as one PDF, overprinted, in the order of the households `order`.

    Return the pieces in that order. The same letters give the same bytes.
    """
    wanted = frozenset(order)
    pieces = {
        household: file.pieces[place]
        for file in files
        for place, household in enumerate(file.pieces.households)
        if household in wanted
    }
    paths = {piece.file for piece in pieces.values()}
    with ExitStack() as opened, pikepdf.new() as proof:
        streams = {path: opened.enter_context((shop / path).open("rb")) for path in sorted(paths)}
        takers = {path: opened.enter_context(PageTaker(stream, proof)) for path, stream in streams.items()}
        stamp = opened.enter_context(pikepdf.open(io.BytesIO(_overprint()))).pages[0]
        form = proof.copy_foreign(stamp.as_form_xobject())
        for household in order:
            piece = pieces[household]
            for number in range(piece.first_page - 1, piece.last_page):
                takers[piece.file].take(number)
                _underlay(proof.pages[-1], form)
        stream = io.BytesIO()
        proof.save(stream, deterministic_id=True)
    write_whole(target, stream.getvalue())
    return [pieces[household] for household in order]


def _underlay(page: pikepdf.Page, form: pikepdf.Object) -> None:
    """Put the overprint's form below what stands on the page.

    `Page.add_underlay` would do it, but names the form at random, so that the same proof had other bytes each time.
    """
    page.add_resource(form, pikepdf.Name.XObject, FORM)
    sheet = pikepdf.Rectangle(page.trimbox)
    placed = page.calc_form_xobject_placement(
        form, FORM, sheet, invert_transformations=True, allow_shrink=True, allow_expand=True
    )
    page.contents_add(placed, prepend=True)


def write_pictures(pdf: Path, folder: Path) -> list[Path]:
    """Write each page of `pdf` as `seite-NNN.png` into `folder` and return their paths."""
    import pypdfium2 as pdfium

    document = pdfium.PdfDocument(pdf)
    paths = []
    for number, page in enumerate(document, start=1):
        stream = io.BytesIO()
        page.render(scale=PICTURE_DPI / 72).to_pil().save(stream, "PNG")
        page.close()
        paths.append(folder / f"seite-{number:03d}.png")
        write_whole(paths[-1], stream.getvalue())
    document.close()
    return paths


def _overprint() -> bytes:
    register_arimo()
    stream = io.BytesIO()
    canvas = Canvas(stream, invariant=True, initialFontName=BOLD)
    width, height = canvas._pagesize  # noqa: SLF001 - ReportLab tells it nowhere else
    canvas.translate(width / 2, height / 2)
    canvas.rotate(ANGLE)
    canvas.setFillGray(GRAY)
    canvas.setFont(BOLD, SIZE)
    canvas.drawCentredString(0, -SIZE / 3, OVERPRINT)
    canvas.save()
    return stream.getvalue()
