"""PDFs as offices have them: forms, flyers and scans, made well and made badly."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pikepdf
from reportlab.lib.pagesizes import A4, A5, landscape
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from mailing.press.officefonts import REGULAR, register_arimo

if TYPE_CHECKING:
    from collections.abc import Callable


def form(
    pages: int = 2,
    *,
    title: str = "Antrag",
    font: str = REGULAR,
    size: tuple[float, float] = A4,
    draw: Callable[[Canvas], None] | None = None,
) -> bytes:
    """Return an application form: a heading, lines to fill in, boxes; in colour where `draw` says so."""
    register_arimo()
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=size, invariant=1, initialFontName=font)
    for page in range(1, pages + 1):
        canvas.setFont(font, 18)
        canvas.drawString(30 * mm, size[1] - 35 * mm, f"{title}, Seite {page} von {pages}")
        canvas.setFont(font, 11)
        for line in range(8 + 3 * page):
            y = size[1] - (50 + 9 * line) * mm
            canvas.drawString(30 * mm, y, f"Angabe {page}.{line + 1}:")
            canvas.line(70 * mm, y - 1 * mm, size[0] - 25 * mm, y - 1 * mm)
        if draw is not None:
            draw(canvas)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def rgb(canvas: Canvas) -> None:
    """Draw a blue bar and a red word."""
    canvas.setFillColorRGB(0.1, 0.3, 0.7)
    canvas.rect(30 * mm, 40 * mm, 100 * mm, 12 * mm, stroke=0, fill=1)
    canvas.setFillColorRGB(0.9, 0, 0)
    canvas.drawString(30 * mm, 30 * mm, "Wichtig")


def cmyk(canvas: Canvas) -> None:
    """Draw a bar of printing inks."""
    canvas.setFillColorCMYK(0.8, 0.2, 0, 0.1)
    canvas.rect(30 * mm, 40 * mm, 100 * mm, 12 * mm, stroke=0, fill=1)


def picture(canvas: Canvas) -> None:
    """Draw a photograph in colours."""
    from PIL import Image

    image = Image.radial_gradient("L").resize((300, 200))
    coloured = Image.merge("RGB", (image, image.rotate(180), image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)))
    canvas.drawImage(ImageReader(coloured), 60 * mm, 40 * mm, 60 * mm, 40 * mm)


def in_the_margin(canvas: Canvas) -> None:
    """Draw a bar where the control code stands."""
    canvas.rect(5 * mm, 160 * mm, 12 * mm, 12 * mm, stroke=0, fill=1)


def fields(canvas: Canvas) -> None:
    """Draw a field that can be filled in, with something in it."""
    canvas.acroForm.checkbox(name="ja", x=40 * mm, y=60 * mm, size=12, checked=True, fillColor=None, borderColor=None)


def changed(pdf: bytes, change: Callable[[pikepdf.Pdf], None], **saved: object) -> bytes:
    """Return the PDF, changed."""
    stream = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        change(opened)
        opened.save(stream, **saved)  # type: ignore[arg-type]
    return stream.getvalue()


def encrypted(password: str = "") -> bytes:
    """Return a form that a password, or a restriction, protects."""
    return changed(form(), lambda _pdf: None, encryption=pikepdf.Encryption(owner="streng", user=password))


def scripted() -> bytes:
    """Return a form that runs a script when it is opened."""

    def add(pdf: pikepdf.Pdf) -> None:
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert('hallo')")

    return changed(form(), add)


def turned(degrees: int) -> bytes:
    """Return a landscape form that is shown upright by its /Rotate."""

    def turn(pdf: pikepdf.Pdf) -> None:
        for page in pdf.pages:
            page.Rotate = degrees

    return changed(form(size=landscape(A4)), turn)


def without_pages() -> bytes:
    """Return a PDF of nothing."""
    stream = io.BytesIO()
    pikepdf.new().save(stream)
    return stream.getvalue()


def small() -> bytes:
    """Return a form of which the second page is A5."""

    def add(pdf: pikepdf.Pdf) -> None:
        with pikepdf.open(io.BytesIO(form(1, size=A5))) as other:
            pdf.pages.append(other.pages[0])

    return changed(form(1), add)


def damaged() -> bytes:
    """Return a form whose cross-reference is destroyed; it can be mended."""
    pdf = form()
    return pdf[: pdf.rindex(b"xref\n") - 20] + b"garbage"
