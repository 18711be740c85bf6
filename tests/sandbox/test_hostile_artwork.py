"""Files that would harm, hide or lose something are refused in a sentence, whatever is wrong with them."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pikepdf
import pytest
from artworks_kit import canvas_pdf, changed, content_pdf, picture, svg

from mailing.base.errors import InputError
from mailing.sandbox.apart import artwork_apart

if TYPE_CHECKING:
    from collections.abc import Callable

    from reportlab.pdfgen.canvas import Canvas

LAUGHS = b'<!DOCTYPE svg [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><svg xmlns="http://www.w3.org/2000/svg">&b;</svg>'
ENTITY = b'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg">&x;</svg>'

DEFAULTS = b'<!DOCTYPE svg PUBLIC ">" "a>b" [<!ATTLIST use xlink:href CDATA "file:///etc/passwd">]>' + svg("<use/>")


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (DEFAULTS, "andere Dateien|Entitäten|beschädigt"),
        (LAUGHS, "Entitäten"),
        (ENTITY, "Entitäten"),
        (svg('<image width="9" height="9" xlink:href="file:///etc/passwd"/>'), "andere Dateien"),
        (svg('<image width="9" height="9" xlink:href="https://example.org/a.png"/>'), "andere Dateien"),
        (svg('<image width="9" height="9" xlink:href="data:image/svg+xml;base64,AAAA"/>'), "andere Dateien"),
        (svg('<image width="9" height="9" xlink:href="data:image/png;base64,AAAA"/>'), "beschädigt"),
        (svg('<use xlink:href="other.svg#a"/>'), "andere Dateien"),
        (svg('<style>@import "a.css";</style>'), "andere Dateien"),
        (svg("<script>alert(1)</script>"), "script"),
        (svg('<filter id="f"/>'), "filter"),
        (svg("<g>" * 200 + "</g>" * 200), "verschachtelt"),
        (svg('<text x="1" y="9" font-size="9">\u6f22</text>'), "Arimo"),
        (b"<svg", "beschädigt"),
        (b"GIF89a", "weder SVG"),
        (b"", "weder SVG"),
    ],
)
def test_drawings_load_nothing_and_run_nothing(data: bytes, told: str) -> None:
    """Neither entities nor references are followed."""
    with pytest.raises(InputError, match=told):
        artwork_apart("logo.svg", data)


def test_a_drawing_that_uses_itself_ends() -> None:
    """It is drawn without the circle, or refused."""
    data = svg('<g id="a"><use xlink:href="#a"/></g>')
    try:
        assert artwork_apart("logo.svg", data).sizes
    except InputError as error:
        assert error.where == "logo.svg"  # noqa: PT017 - both ends are right


def test_pictures_of_far_too_many_pixels_are_refused_before_they_are_unpacked() -> None:
    """Their header says how many there are."""
    with pytest.raises(InputError, match="40 Millionen"):
        artwork_apart("foto.png", picture("1", (50_000, 50_000), 0))
    with pytest.raises(InputError, match="beschädigt"):
        artwork_apart("foto.png", picture("RGB", (300, 300), "red")[:200])


def _scripted(document: pikepdf.Pdf) -> None:
    document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


def _layered(document: pikepdf.Pdf) -> None:
    layer = document.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name="A"))
    document.Root.OCProperties = pikepdf.Dictionary(OCGs=[layer], D=pikepdf.Dictionary(OFF=[layer]))


def _filled(document: pikepdf.Pdf) -> None:
    field = document.make_indirect(pikepdf.Dictionary(Subtype=pikepdf.Name.Widget, V="Meier", T="a", Rect=[0, 0, 9, 9]))
    document.Root.AcroForm = pikepdf.Dictionary(Fields=[field])
    document.pages[0].Annots = pikepdf.Array([field])


def _endless(document: pikepdf.Pdf) -> None:
    form = document.make_stream(b"/X Do")
    form.Type, form.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
    form.BBox = pikepdf.Array([0, 0, 9, 9])
    document.pages[0].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(X=form))
    form.Resources = document.pages[0].Resources
    document.pages[0].Contents = document.make_stream(b"/X Do")


@pytest.mark.parametrize(
    ("change", "told"),
    [(_scripted, "Skripte"), (_layered, "Ebenen"), (_filled, "Formularfeld"), (_endless, "verschachtelt")],
)
def test_documents_that_act_hide_or_never_end_are_refused(change: Callable[[pikepdf.Pdf], None], told: str) -> None:
    """Paper has no scripts, layers and fields."""
    with pytest.raises(InputError, match=told):
        artwork_apart("antrag.pdf", changed(content_pdf(b"0 0 9 9 re f"), change))


def test_encrypted_and_cut_documents_are_refused() -> None:
    """Neither can be read whole."""
    made = BytesIO()
    with pikepdf.open(BytesIO(content_pdf(b"0 0 9 9 re f"))) as document:
        document.save(made, encryption=pikepdf.Encryption(owner="a", user="b"))
    with pytest.raises(InputError, match="verschlüsselt"):
        artwork_apart("antrag.pdf", made.getvalue())
    with pytest.raises(InputError, match="beschädigt"):
        artwork_apart("antrag.pdf", b"%PDF-1.7\n1 0 obj <<")


def test_fonts_that_arent_embedded_are_named() -> None:
    """Every press would print another one."""

    def write(canvas: Canvas) -> None:
        canvas.drawString(10, 10, "Guten Tag")

    with pytest.raises(InputError, match="Helvetica ist nicht eingebettet") as caught:
        artwork_apart("antrag.pdf", canvas_pdf(write))
    assert caught.value.where == "antrag.pdf, Seite 1"


def test_fonts_that_dont_say_what_they_show_are_refused() -> None:
    """Text that is seen but not read is no text."""

    def write(canvas: Canvas) -> None:
        canvas.setFont("Arimo", 12)
        canvas.drawString(10, 10, "Guten Tag")

    def silence(document: pikepdf.Pdf) -> None:
        for font in document.pages[0].Resources.Font.values():
            if "/ToUnicode" in font:
                font.ToUnicode = document.make_stream(b"")
                font.FontDescriptor.Flags = 4
                if "/Encoding" in font:
                    del font.Encoding

    with pytest.raises(InputError, match="welche Zeichen"):
        artwork_apart("antrag.pdf", changed(canvas_pdf(write), silence))


def test_a_converter_that_is_stopped_speaks_of_the_file_and_of_no_list() -> None:
    """The limits are those of lists, the words are not."""
    lines = b"0 0 m 9 9 l S\n" * 3_000_000
    with pytest.raises(InputError, match="Speicher oder Zeit"):
        artwork_apart("karte.pdf", content_pdf(lines))
