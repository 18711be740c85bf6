"""Pages are what they say: whatever hides text or stands beside the pages is found, with all hashes corrected."""

from __future__ import annotations

import io
import shutil
from typing import TYPE_CHECKING

import pikepdf
import pytest
from audit_run import make_run
from audit_sabotage import change_pdf, correct_contents
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name

from mailing.audit.ink import odd_ink
from mailing.audit.verification import VerifyOptions, verify

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FIRST = "shop/data/batch-001.pdf"
HIDDEN = b"BT /F1 10 Tf 1 0 0 1 100 400 Tm (Ihr Anspruch wurde abgelehnt) Tj ET\n"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sound run."""
    return make_run(tmp_path_factory.mktemp("runs") / "run", 6)


@pytest.fixture
def run(made: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return shutil.copytree(made, tmp_path / "run")


def codes(run: Path) -> set[str]:
    """Return the codes that verifying finds."""
    return {finding.code for finding in verify(run, VerifyOptions())}


def drawn_over(content: bytes) -> Callable[[pikepdf.Pdf], None]:
    """Return what adds content to the first page."""

    def change(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[0]
        page.Contents = pdf.make_stream(page.Contents.read_bytes() + content)

    return change


def test_a_sound_run_has_nothing_of_it(run: Path) -> None:
    """The control, saved again by another program too."""
    assert codes(run) == set()
    change_pdf(run / FIRST, lambda _pdf: None)
    correct_contents(run)
    assert codes(run) <= {"print.header"}


@pytest.mark.parametrize(
    "content",
    [
        b"1 g\n" + HIDDEN,
        b".95 g " + HIDDEN,
        b"3 Tr\n" + HIDDEN,
        b"7 Tr " + HIDDEN,
        b"q 0 0 1 1 re W n\n" + HIDDEN + b"Q\n",
        b"1 1 1 rg " + HIDDEN,
        b"0 0 0 0 k " + HIDDEN,
        b"/GS1 gs " + HIDDEN,
        HIDDEN.replace(b"/F1 10 Tf", b"/F1 .1 Tf"),
        HIDDEN.replace(b"1 0 0 1", b".01 0 0 .01"),
        HIDDEN.replace(b"(Ihr", b"50 Tz (Ihr"),
        b"/OC /MC0 BDC " + HIDDEN + b"EMC\n",
        b"%\n" + HIDDEN,
    ],
    ids=[
        "white",
        "pale",
        "no ink",
        "clip",
        "clipped",
        "rgb",
        "cmyk",
        "gs",
        "tiny",
        "scaled",
        "narrow",
        "layer",
        "note",
    ],
)
def test_hidden_text_is_found(run: Path, content: bytes) -> None:
    """Drawn so that no eye sees it, or with what no letter needs."""
    change_pdf(run / FIRST, drawn_over(content))
    correct_contents(run)
    assert "audit.ink" in codes(run)


def test_covered_text_is_found(run: Path) -> None:
    """A black bar over the greeting."""
    change_pdf(run / FIRST, drawn_over(b"0 g 60 520 300 20 re f\n"))
    correct_contents(run)
    assert "audit.covered" in codes(run)


def annotate(pdf: pikepdf.Pdf) -> None:
    """Put a note outside of the sheet."""
    note = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=Array([900, 900, 910, 910]))
    pdf.pages[0].Annots = Array([pdf.make_indirect(note)])


def attach(pdf: pikepdf.Pdf) -> None:
    """Attach a file."""
    pdf.attachments["liste.csv"] = b"23702//0000001"


def name_somebody(pdf: pikepdf.Pdf) -> None:
    """Write a name into the document information."""
    pdf.docinfo["/Subject"] = "Vorname0"


def grow(pdf: pikepdf.Pdf) -> None:
    """Let the page be ten times as large."""
    pdf.pages[0].UserUnit = 10


def repeat(pdf: pikepdf.Pdf) -> None:
    """Let two pages have the same content."""
    pdf.pages[1].Contents = pdf.pages[0].Contents


def layer(pdf: pikepdf.Pdf) -> None:
    """Add a layer that can be switched off."""
    group = pdf.make_indirect(Dictionary(Type=Name.OCG, Name="Entwurf"))
    pdf.Root.OCProperties = Dictionary(OCGs=Array([group]), D=Dictionary(OFF=Array([group])))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (annotate, "print.interactive"),
        (attach, "print.attachment"),
        (name_somebody, "print.personal"),
        (grow, "print.page-size"),
        (repeat, "print.page-twice"),
        (layer, "print.layer"),
    ],
)
def test_what_stands_beside_the_pages_is_found(run: Path, change: Callable[[pikepdf.Pdf], None], code: str) -> None:
    """Things to click, attached files, names, sizes, pages twice, layers."""
    change_pdf(run / FIRST, change)
    correct_contents(run)
    assert code in codes(run)


@pytest.mark.parametrize("tail", [b"\n% 23702//0000001\n", b"1 0 obj\n<<>>\nendobj\nstartxref\n9\n%%EOF\n"])
def test_bytes_behind_the_end_are_found(run: Path, tail: bytes) -> None:
    """A comment, or another version of the file."""
    file = run / FIRST
    file.write_bytes(file.read_bytes() + tail)
    correct_contents(run)
    assert codes(run) & {"print.revision", "audit.pdf-broken"}


def swap_glyphs(pdf: pikepdf.Pdf) -> None:
    """Let the font draw a 6 where a 1 is read."""
    stream = pdf.pages[0].Resources.Font.F1.FontDescriptor.FontFile2
    font = TTFont(io.BytesIO(stream.read_bytes()))
    glyphs = font["glyf"]
    glyphs["one"] = glyphs["six"]
    written = io.BytesIO()
    font.save(written)
    stream.write(written.getvalue())


def test_a_font_that_draws_something_else_is_found(run: Path) -> None:
    """Text that is read must be text that is seen."""
    change_pdf(run / FIRST, swap_glyphs)
    correct_contents(run)
    assert "print.font-glyphs" in codes(run)


def test_a_font_of_another_name_is_found(run: Path) -> None:
    """Only the named fonts can be compared."""

    def rename(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].Resources.Font.F1.BaseFont = Name("/Fremde")

    change_pdf(run / FIRST, rename)
    correct_contents(run)
    assert "print.font-glyphs" in codes(run)


def test_strings_are_never_told() -> None:
    """What is odd is named by its operator; text stays out of findings."""
    assert odd_ink(b"BT (Geheim) Tj ET 3 Tr (Geheim) Tj") == "Tr () Tj"
    assert odd_ink(b"BT /F1 10 Tf (A\\)1 g\\() Tj ET\n0 g\n[(x)-3(y)]TJ") == ""
