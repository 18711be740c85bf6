"""What the tests of artwork share: files as an office's programs make them, and what became of them."""

from __future__ import annotations

import re
import subprocess
from io import BytesIO
from typing import TYPE_CHECKING

import pikepdf
import pypdfium2
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from mailing.press.officefonts import register_arimo

if TYPE_CHECKING:
    from collections.abc import Callable

A4 = (595.276, 841.89)
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="100" height="100">'
    "{}</svg>"
)


def svg(inside: str) -> bytes:
    """Return a drawing of 100 × 100 px."""
    return SVG.format(inside).encode()


def canvas_pdf(draw: Callable[[Canvas], None], size: tuple[float, float] = A4) -> bytes:
    """Return a PDF of one page as ReportLab makes it, with Arimo at hand."""
    register_arimo()
    made = BytesIO()
    canvas = Canvas(made, pagesize=size, invariant=True)
    draw(canvas)
    canvas.showPage()
    canvas.save()
    return made.getvalue()


def changed(data: bytes, change: Callable[[pikepdf.Pdf], None]) -> bytes:
    """Return a PDF with something changed in it."""
    made = BytesIO()
    with pikepdf.open(BytesIO(data)) as document:
        change(document)
        document.save(made)
    return made.getvalue()


def content_pdf(content: bytes, **resources: pikepdf.Object) -> bytes:
    """Return a PDF of one page of 100 × 100 pt with that content."""
    made = BytesIO()
    with pikepdf.new() as document:
        page = document.add_blank_page(page_size=(100, 100))
        page.Contents = document.make_stream(content)
        page.Resources = pikepdf.Dictionary({f"/{kind}": value for kind, value in resources.items()})
        document.save(made)
    return made.getvalue()


def picture(mode: str, size: tuple[int, int], colour: object, kind: str = "PNG", **more: object) -> bytes:
    """Return a picture of one colour."""
    made = BytesIO()
    Image.new(mode, size, colour).save(made, kind, **more)
    return made.getvalue()


def shown(pdf: bytes, x: float, y: float) -> tuple[int, int, int]:
    """Return the colour of the first page at a place, in points from the bottom left."""
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0]
        drawn = page.render(scale=2, rev_byteorder=True).to_pil().convert("RGB")
        found: tuple[int, int, int] = drawn.getpixel((round(2 * x), round(2 * (page.get_height() - y))))
        return found


def text_of(pdf: bytes) -> str:
    """Return the first page's text."""
    with pypdfium2.PdfDocument(pdf) as document:
        return str(document[0].get_textpage().get_text_bounded()).strip()


def inks_of(pdf: bytes) -> tuple[float, ...]:
    """Return how much of the first page each of C, M, Y and K covers, as Ghostscript measures it."""
    command = ["gs", "-q", "-o", "-", "-sDEVICE=inkcov", "-"]
    told = subprocess.run(command, input=pdf, capture_output=True, check=True).stdout.decode()
    return tuple(float(share) for share in re.findall(r"\d+\.\d+", told)[:4])
