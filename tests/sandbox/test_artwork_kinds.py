"""Logos, signatures and forms, as the usual programs make them, become plain pages in black alone."""

from __future__ import annotations

import shutil
from base64 import b64encode
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf
import pytest
from artworks_kit import A4, canvas_pdf, changed, content_pdf, inks_of, picture, shown, svg, text_of
from reportlab.lib.colors import Color
from reportlab.lib.utils import ImageReader

import mailing
from mailing.base.errors import InputError
from mailing.sandbox.apart import artwork_apart

if TYPE_CHECKING:
    from collections.abc import Callable

    from reportlab.pdfgen.canvas import Canvas

TYPST = """#set page(paper: "a4")
= Antrag auf Lösung
Straße #rect(fill: gradient.linear(red, blue), width: 5cm)
#rect(fill: rgb(255, 0, 0, 50%), width: 3cm)
#rect(fill: tiling(size: (10pt, 10pt))[#circle(radius: 3pt, fill: green)], width: 5cm, height: 2cm)
"""


def _form(canvas: Canvas) -> None:
    canvas.setFont("Arimo", 14)
    canvas.setFillColor(Color(1, 0, 0))
    canvas.drawString(100, 700, "Grüße, Straße € 5")
    canvas.setFillColor(Color(0, 0, 1, alpha=0.5))
    canvas.rect(100, 400, 100, 100, stroke=0, fill=1)
    canvas.setFillColor(Color(0, 0, 0, alpha=1))
    seen = BytesIO(picture("RGBA", (100, 50), (0, 0, 255, 128)))
    canvas.drawImage(ImageReader(seen), 300, 500, 72, 36, mask="auto")


FORM = canvas_pdf(_form)


def _typst() -> bytes:
    import typst

    return bytes(typst.compile(TYPST.encode()))


def _fpdf() -> bytes:
    import fontpkg_arimo
    from fpdf import FPDF

    made = FPDF()
    made.add_page()
    made.add_font("Arimo", fname=str(fontpkg_arimo.ROOT / "files" / "Arimo[wght].ttf"))
    made.set_font("Arimo", size=14)
    made.cell(text="Antrag auf Lösung")
    return bytes(made.output())


@pytest.mark.parametrize(("make", "text"), [(_typst, "Antrag auf Lösung"), (_fpdf, "Antrag auf Lösung")])
def test_forms_of_other_programs_keep_their_text_in_black_alone(make: Callable[[], bytes], text: str) -> None:
    """Each program embeds fonts and makes colours in its own way."""
    plain = artwork_apart("antrag.pdf", make())
    assert text in text_of(plain.pdf)
    if shutil.which("gs"):
        cyan, magenta, yellow, black = inks_of(plain.pdf)
        assert (cyan, magenta, yellow) == (0, 0, 0)
        assert black > 0


def test_a_form_keeps_text_colours_become_gray_and_what_shines_through_is_laid_on_white() -> None:
    """Halves of colours are mixed with the paper."""
    plain = artwork_apart("antrag.pdf", FORM)
    assert text_of(plain.pdf) == "Grüße, Straße € 5"
    assert shown(plain.pdf, 150, 450) == pytest.approx((142, 142, 142), abs=2)  # half of a blue that is 0.11 light
    assert shown(plain.pdf, 330, 520) == pytest.approx((142, 142, 142), abs=2)


def test_the_same_file_gives_the_same_bytes() -> None:
    """No clock and no machine is in the bytes."""
    assert artwork_apart("antrag.pdf", FORM).pdf == artwork_apart("antrag.pdf", FORM).pdf


def test_a_field_that_nobody_has_filled_in_keeps_its_box() -> None:
    """As it is printed: a form's empty fields are what it is for."""

    def form(canvas: Canvas) -> None:
        canvas.acroForm.textfield(x=100, y=700, width=200, height=30, borderWidth=2)

    plain = artwork_apart("antrag.pdf", canvas_pdf(form)).pdf
    assert max(shown(plain, 101, 715)) < 128
    assert min(shown(plain, 90, 715)) == 255


def test_a_document_type_that_is_only_named_is_no_harm() -> None:
    """As graphic programs write it: it is not loaded, and the drawing is the same."""
    drawn = svg('<rect width="50" height="50"/>')
    kind = b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
    named = b'<?xml version="1.0" encoding="utf-8"?>\n' + kind + drawn
    assert artwork_apart("logo.svg", named) == artwork_apart("logo.svg", drawn)


def test_texts_are_told_for_the_codes_that_are_shown_and_for_no_others() -> None:
    """ReportLab tells U+0000 for codes without a glyph, which PDF/A forbids."""
    with pikepdf.open(BytesIO(artwork_apart("antrag.pdf", FORM).pdf)) as made:
        (font,) = made.pages[0].Resources.Font.values()
        told = font.ToUnicode.read_bytes()
    assert told.count(b"><") - 1 == len(set("Grüße, Straße € 5"))
    assert b"<0000>" not in told
    assert b"bfrange" not in told


def test_a_font_that_is_named_but_never_shown_needs_no_embedding() -> None:
    """ReportLab names Helvetica on every page."""
    plain = artwork_apart("linie.pdf", canvas_pdf(lambda canvas: canvas.line(0, 0, 100, 100)))
    assert b"Helvetica" not in plain.pdf


@pytest.mark.parametrize(("turn", "size"), [(0, (60, 90)), (90, (90, 60)), (180, (60, 90)), (270, (90, 60))])
def test_turned_and_cropped_pages_are_upright(turn: int, size: tuple[float, float]) -> None:
    """The mark in the corner goes round with the page."""

    def change(document: pikepdf.Pdf) -> None:
        document.pages[0].Rotate = turn
        document.pages[0].CropBox = pikepdf.Array([10, 5, 70, 95])

    data = changed(content_pdf(b"0 g 10 5 20 20 re f"), change)
    plain = artwork_apart("seite.pdf", data)
    assert plain.sizes == (size,)
    corners = {0: (5, 5), 90: (5, 55), 180: (55, 85), 270: (85, 5)}
    assert shown(plain.pdf, *corners[turn]) == (0, 0, 0)


def test_spot_colours_and_stitched_shadings_become_shades_of_gray() -> None:
    """Tints and shadings are functions, which are evaluated."""
    tint = pikepdf.Dictionary(FunctionType=2, Domain=[0, 1], C0=[0, 0, 0, 0], C1=[0, 1, 1, 0], N=1)
    spot = pikepdf.Array([pikepdf.Name.Separation, pikepdf.Name("/HKS 13"), pikepdf.Name.DeviceCMYK, tint])
    fades = pikepdf.Dictionary(FunctionType=2, Domain=[0, 1], C0=[1, 0, 0], C1=[0, 0, 1], N=1)
    both = pikepdf.Dictionary(
        FunctionType=3, Domain=[0, 1], Functions=[fades, fades], Bounds=[0.5], Encode=[0, 1, 1, 0]
    )
    shading = pikepdf.Dictionary(ShadingType=2, ColorSpace=pikepdf.Name.DeviceRGB, Coords=[0, 0, 100, 0], Function=both)
    data = content_pdf(
        b"/S cs 1 scn 0 50 50 50 re f q 0 0 100 40 re W n /F sh Q",
        ColorSpace=pikepdf.Dictionary(S=spot),
        Shading=pikepdf.Dictionary(F=shading),
    )
    plain = artwork_apart("logo.pdf", data)
    assert shown(plain.pdf, 25, 75)[0] == pytest.approx(77, abs=3)  # red, 0.3 light
    assert shown(plain.pdf, 50, 20)[0] == pytest.approx(28, abs=3)  # blue in the middle
    assert shown(plain.pdf, 1, 20)[0] == pytest.approx(77, abs=3)


def test_pages_that_mix_colours_become_a_picture_unless_they_have_text() -> None:
    """Text in a picture would no longer be text."""
    mixing = pikepdf.Dictionary(M=pikepdf.Dictionary(BM=pikepdf.Name.Multiply))
    plain = artwork_apart("bild.pdf", content_pdf(b"/M gs 1 0 0 rg 0 0 50 50 re f", ExtGState=mixing))
    assert plain.dpi == 600
    assert shown(plain.pdf, 25, 25)[0] == pytest.approx(77, abs=3)

    def mix(document: pikepdf.Pdf) -> None:
        page = document.pages[0]
        page.Resources.ExtGState = mixing
        page.contents_add(b"/M gs", prepend=True)

    with pytest.raises(InputError, match="neben Text Farben, die sich mischen") as caught:
        artwork_apart("text.pdf", changed(FORM, mix))
    assert caught.value.where == "text.pdf, Seite 1"


def test_signatures_are_laid_on_white_and_as_large_as_they_say() -> None:
    """What is transparent in a scan is paper."""
    plain = artwork_apart("unterschrift.png", picture("RGBA", (300, 150), (0, 0, 0, 0), dpi=(300, 300)))
    assert plain.sizes[0] == pytest.approx((72, 36), abs=0.01)
    assert plain.dpi == pytest.approx(300, abs=0.01)
    assert shown(plain.pdf, 30, 20) == (255, 255, 255)


def test_the_lowest_resolution_is_told_and_none_for_drawings() -> None:
    """The check of pictures asks for it."""
    assert artwork_apart("antrag.pdf", FORM).dpi == pytest.approx(100)
    assert artwork_apart("logo.svg", svg('<rect width="50" height="50"/>')).dpi == 0


def test_drawings_have_text_gradients_clipping_opacity_and_their_own_pictures() -> None:
    """What graphic programs put into logos is drawn."""
    seen = b64encode(picture("RGBA", (40, 40), (0, 0, 255, 128))).decode()
    plain = artwork_apart(
        "logo.svg",
        svg(
            '<defs><linearGradient id="g"><stop offset="0" stop-color="#000"/><stop offset="1" stop-color="#fff"/>'
            '</linearGradient><clipPath id="c"><rect x="50" y="50" width="25" height="25"/></clipPath></defs>'
            '<rect width="100" height="20" fill="url(#g)"/><g opacity="0.5"><rect y="50" width="25" height="25"/></g>'
            '<rect x="50" y="50" width="50" height="50" clip-path="url(#c)"/>'
            '<text x="30" y="40" font-family="Helvetica" font-size="12">Ä</text>'
            f'<image x="0" y="80" width="40" height="20" xlink:href="data:image/png;base64,{seen}"/>'
        ),
    )
    assert plain.sizes == ((75, 75),)
    assert shown(plain.pdf, 5, 70)[0] < 30
    assert shown(plain.pdf, 70, 70)[0] > 220
    assert shown(plain.pdf, 10, 28)[0] == pytest.approx(128, abs=2)
    assert shown(plain.pdf, 45, 28) == (0, 0, 0)
    assert shown(plain.pdf, 70, 5) == (255, 255, 255)
    assert shown(plain.pdf, 15, 5)[0] == pytest.approx(142, abs=2)
    assert shown(plain.pdf, 2, 5) == (255, 255, 255)


def test_pages_keep_their_size() -> None:
    """Enclosed pages are checked for A4 by it."""
    assert artwork_apart("antrag.pdf", FORM).sizes == (pytest.approx(A4, abs=0.001),)


@pytest.mark.skipif(shutil.which("gs") is None, reason="Ghostscript measures the inks")
def test_with_a_press_profile_colours_are_inks_and_black_stays_black_alone() -> None:
    """Black of four inks would show every shift of the press."""
    icc = (Path(mailing.__file__).parent / "press" / "profiles" / "FOGRA29L.icc").read_bytes()
    cyan, magenta, yellow, _black = inks_of(artwork_apart("logo.pdf", content_pdf(b"1 0 0 rg 0 0 50 50 re f"), icc).pdf)
    assert cyan < magenta
    assert yellow > 0
    black = inks_of(artwork_apart("logo.pdf", content_pdf(b"0 0 0 rg 0 0 50 50 re f"), icc).pdf)
    assert black[:3] == (0, 0, 0)
    assert black[3] > 0
