"""Pages in layers: what the plate shows is found out once, and no page is taken for one that stands on it wrongly."""

from __future__ import annotations

import shutil
import zlib
from typing import TYPE_CHECKING

import pikepdf
import pytest
from audit_run import make_run, plate_content, text
from audit_sabotage import change_pdf, correct_pieces
from pikepdf import Array, Dictionary, Name

from mailing.audit import separation
from mailing.audit.expectations import squeezed
from mailing.audit.pages import PdfPages
from mailing.audit.separation import SeparatedPages, numbered
from mailing.audit.verification import VerifyOptions, verify
from mailing.model import Rect

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

FIRST = "shop/data/batch-001.pdf"
LAST = 4
"""The page (from 0) that is changed: others of its file have proven its plate by then."""
WINDOW = Rect(20, 50, 85, 40)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sound run whose first file has five letters."""
    return make_run(tmp_path_factory.mktemp("runs") / "run", 6)


@pytest.fixture
def run(made: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return shutil.copytree(made, tmp_path / "run")


def codes(run: Path) -> set[str]:
    """Return the codes that verifying finds."""
    return {finding.code for finding in verify(run, VerifyOptions())}


def layers(run: Path) -> list[int]:
    """Return of how many layers each page of the first file is read."""
    pages = SeparatedPages(run / FIRST)
    return [len(layers) for layers in _layers(pages)]


def _layers(pages: SeparatedPages) -> Iterator[tuple[object, ...]]:
    for number in range(len(pages)):
        with pages.page(number) as page:
            yield page.layers


def plate_of(pdf: pikepdf.Pdf, content: bytes) -> pikepdf.Object:
    """Return another plate that draws something."""
    plate = pikepdf.Stream(pdf, content)
    plate.Type, plate.Subtype, plate.BBox = Name.XObject, Name.Form, Array([0, 0, 596, 842])
    plate.Resources = Dictionary(Font=pdf.pages[0].Resources.Font)
    return pdf.make_indirect(plate)


def stand_on(pdf: pikepdf.Pdf, plate: pikepdf.Object) -> None:
    """Let the last page know another plate by the name that all pages use."""
    page = pdf.pages[LAST].obj
    page.Resources = Dictionary(Font=page.Resources.Font, XObject=Dictionary(P0=plate))


def begin_with(before: bytes) -> Callable[[pikepdf.Pdf], None]:
    """Return what draws something before the last page's plate."""

    def change(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[LAST]
        page.Contents = pdf.make_stream(before + page.Contents.read_bytes())

    return change


def end_with(after: bytes) -> Callable[[pikepdf.Pdf], None]:
    """Return what draws something more on the last page."""

    def change(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[LAST]
        page.Contents = pdf.make_stream(page.Contents.read_bytes() + after)

    return change


def test_a_sound_file_is_read_in_layers(run: Path) -> None:
    """All of its pages stand on their plate, and show in layers what they show as they are."""
    assert layers(run) == [2] * 5
    pages, as_they_are = SeparatedPages(run / FIRST), PdfPages(run / FIRST)
    for number in range(5):
        with pages.page(number) as page, as_they_are.page(number) as whole:
            assert page.text_boxes == whole.text_boxes
            assert page.graphic_boxes == whole.graphic_boxes
            assert "".join(squeezed(layer.text) for layer in page.layers) == squeezed(whole.text)
            assert page.text_in(WINDOW) == whole.text_in(WINDOW)


def test_a_plate_is_read_once_for_all_its_pages(run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first page proves it; none after it is opened as it is."""
    opened: list[int] = []
    page = PdfPages.page

    def counted(pages: PdfPages, number: int) -> object:
        opened.append(number)
        return page(pages, number)

    monkeypatch.setattr(PdfPages, "page", counted)
    assert layers(run) == [2] * 5
    assert opened == [0]


def exchange_plate(pdf: pikepdf.Pdf) -> None:
    """A plate whose text says one word otherwise, by the same name."""
    stand_on(pdf, plate_of(pdf, plate_content().replace(b"nur mit einem Termin", b"nur ohne eine Frist ")))


def empty_plate(pdf: pikepdf.Pdf) -> None:
    """A plate that draws nothing."""
    stand_on(pdf, plate_of(pdf, b" "))


def plate_as_a_number(pdf: pikepdf.Pdf) -> None:
    """A plate that draws just what stands for the sound one in the copy that is read."""
    stand_on(pdf, plate_of(pdf, b"%d %d 1 1 re f" % (separation.OFF_SHEET, separation.OFF_SHEET)))


def stored_number(pdf: pikepdf.Pdf) -> None:
    """The same, stored as no plate is: it keeps its content in the copy."""
    plate = plate_of(pdf, b" ")
    square = b"%d %d 1 1 re f" % (separation.OFF_SHEET, separation.OFF_SHEET)
    plate.write(square.hex().encode() + b">", filter=Name.ASCIIHexDecode)
    stand_on(pdf, plate)


def in_two_streams(pdf: pikepdf.Pdf) -> None:
    """The plate in one stream, the rest in another."""
    page = pdf.pages[LAST]
    first, _end, rest = page.Contents.read_bytes().partition(b"\n")
    page.Contents = Array([pdf.make_stream(first), pdf.make_stream(rest)])


def add_state(pdf: pikepdf.Pdf) -> None:
    """A state that makes all that follows transparent, named though not used."""
    page = pdf.pages[LAST].obj
    page.Resources = Dictionary(
        Font=page.Resources.Font, XObject=page.Resources.XObject, ExtGState=Dictionary(G0=Dictionary(ca=0.01))
    )


CHANGES: dict[str, Callable[[pikepdf.Pdf], None]] = {
    "another plate by the same name": exchange_plate,
    "an empty plate": empty_plate,
    "a plate that draws a number": plate_as_a_number,
    "a number that is kept": stored_number,
    "white before the plate": begin_with(b"1 g\n"),
    "tiny before the plate": begin_with(b"BT /F1 2 Tf ET\n"),
    "plate clipped": begin_with(b"q 0 0 1 1 re W n\n"),
    "plate moved": begin_with(b"1 0 0 1 60 0 cm\n"),
    "text raised": begin_with(b"BT 60 Ts ET\n"),
    "plate twice": end_with(b"/P0 Do\n"),
    "plate under a bar": end_with(b"0 g 60 360 400 60 re f\n"),
    "plate under white": end_with(b"1 g 60 360 400 60 re f\n"),
    "text over the plate's": end_with(text(25, 124.2, 10, "Der Termin entfällt, Sie müssen nicht kommen")),
    "more in the window": end_with(text(25, 80, 10, "Hartz IV")),
    "a mark more": end_with(b"14 500 12 .5 re f\n"),
    "another's number": end_with(text(25, 250, 10, "BG-Nummer 23702//9999999")),
    "two streams": in_two_streams,
    "a state of graphics": add_state,
}
FOUND = {
    "white before the plate": "audit.ink",
    "tiny before the plate": "audit.ink",
    "plate clipped": "audit.ink",
    "plate moved": "audit.ink",
    "text raised": "measure.blocked-zone",
    "plate twice": "measure.text-over-text",
    "plate under a bar": "audit.covered",
    "plate under white": "audit.covered",
    "text over the plate's": "measure.text-over-text",
    "more in the window": "audit.address-extra",
    "a mark more": "measure.mark",
    "another's number": "audit.letter-foreign",
    "a state of graphics": "print.layer",
}
"""What is found of it; the others change what a page says, which only templates or a rebuilt run tell."""


@pytest.mark.parametrize("name", CHANGES)
def test_layers_say_what_the_page_says(run: Path, name: str) -> None:
    """Whatever is changed on the last page of a file whose plate is proven."""
    change_pdf(run / FIRST, CHANGES[name])
    pages, as_they_are = SeparatedPages(run / FIRST), PdfPages(run / FIRST)
    for number in range(5):
        with pages.page(number) as page, as_they_are.page(number) as whole:
            assert page.text_boxes == whole.text_boxes
            assert page.graphic_boxes == whole.graphic_boxes
            assert "".join(squeezed(layer.text) for layer in page.layers) == squeezed(whole.text)


@pytest.mark.parametrize("name", CHANGES)
def test_layers_hide_nothing(run: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """With all hashes corrected the same is found as where every page is read whole."""
    change_pdf(run / FIRST, CHANGES[name])
    correct_pieces(run)
    in_layers = sorted(finding.message for finding in verify(run, VerifyOptions()))
    assert FOUND.get(name, "") in {*codes(run), ""}
    monkeypatch.setattr(SeparatedPages, "_layered", lambda *_page: None)
    assert sorted(finding.message for finding in verify(run, VerifyOptions())) == in_layers


def own_layer(change: Callable[[pikepdf.Object], None]) -> Callable[[pikepdf.Pdf], None]:
    """Return what changes the last page's own dictionary."""
    return lambda pdf: change(pdf.pages[LAST].obj)


def widen(page: pikepdf.Object) -> None:
    """Let the sheet begin elsewhere."""
    page.MediaBox = Array([-100, 0, 495.276, 841.89])


def turn(page: pikepdf.Object) -> None:
    """Turn the sheet."""
    page.Rotate = 180


@pytest.mark.parametrize("change", [widen, turn], ids=["moved", "turned"])
def test_a_plate_is_proven_for_each_kind_of_sheet(run: Path, change: Callable[[pikepdf.Object], None]) -> None:
    """What stands elsewhere on the sheet is told as it stands there."""
    change_pdf(run / FIRST, own_layer(change))
    with SeparatedPages(run / FIRST).page(LAST) as page, PdfPages(run / FIRST).page(LAST) as whole:
        assert page.text_areas == whole.text_areas
    correct_pieces(run)
    assert codes(run)


def all_plates(change: Callable[[pikepdf.Object], None]) -> Callable[[pikepdf.Pdf], None]:
    """Return what changes the plate of all pages."""
    return lambda pdf: change(pdf.pages[0].Resources.XObject.P0)


def leave_open(plate: pikepdf.Object) -> None:
    """A state saved and never restored, a text never ended, and white left behind."""
    plate.write(b"q BT /F1 10 Tf ET q 1 g\n" + plate.read_bytes() + b"q BT 1 g 3 Tr")


def restore_too_much(plate: pikepdf.Object) -> None:
    """More states restored than saved."""
    plate.write(b"Q Q Q\n" + plate.read_bytes() + b"Q Q Q\n")


def move(plate: pikepdf.Object) -> None:
    """A matrix of its own."""
    plate.Matrix = Array([1, 0, 0, 1, 0, -3])


def group(plate: pikepdf.Object) -> None:
    """A transparency group."""
    plate.Group = Dictionary(S=Name.Transparency, I=True, K=True)


def crop(plate: pikepdf.Object) -> None:
    """A box that cuts off most of it."""
    plate.BBox = Array([0, 700, 596, 842])


@pytest.mark.parametrize("change", [leave_open, restore_too_much, move, group, crop])
def test_whatever_a_plate_is_pages_say_the_same_in_layers(run: Path, change: Callable[[pikepdf.Object], None]) -> None:
    """A form leaves the graphics state as it found it, even one that isn't balanced."""
    change_pdf(run / FIRST, all_plates(change))
    pages, as_they_are = SeparatedPages(run / FIRST), PdfPages(run / FIRST)
    for number in range(5):
        with pages.page(number) as page, as_they_are.page(number) as whole:
            assert sorted(page.text_boxes) == sorted(whole.text_boxes)
            assert page.graphic_boxes == whole.graphic_boxes
            assert (page.whole.shades(4, 210, 297) == whole.shades(4, 210, 297)).all()


def test_a_plate_under_the_code_is_seen(run: Path) -> None:
    """What a plate draws where the code stands spoils it, though the page's own layer is sound."""
    change_pdf(run / FIRST, all_plates(lambda plate: plate.write(plate.read_bytes() + b"0 g 15 470 30 12 re f\n")))
    assert layers(run) == [2] * 5
    correct_pieces(run)
    assert codes(run) & {"audit.code", "audit.code-missing"}


def test_a_page_that_hides_its_plate_is_read_whole(run: Path) -> None:
    """A picture with white in it over the plate's text: together they are lighter than the plate alone."""
    picture = b"q 400 0 0 60 60 360 cm BI /W 1 /H 1 /BPC 1 /CS /G /F/AHx ID 80> EI Q\n"

    def hide(pdf: pikepdf.Pdf) -> None:
        for page in pdf.pages:
            page.Contents = pdf.make_stream(page.Contents.read_bytes() + picture)

    change_pdf(run / FIRST, hide)
    assert layers(run) == [1] * 5
    correct_pieces(run)
    assert "audit.covered" in codes(run)


def test_without_the_proof_hidden_plates_would_be_read_in_layers(run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control of the test before: it is the proof that sees it."""
    monkeypatch.setattr(separation, "_is_drawn_together", lambda *_layers: True)
    test = b"q 400 0 0 60 60 360 cm BI /W 1 /H 1 /BPC 1 /CS /G /F/AHx ID 80> EI Q\n"
    change_pdf(run / FIRST, end_with(test))
    assert layers(run) == [2] * 5


def test_a_form_that_isn_t_found_in_the_file_has_no_number() -> None:
    """Nor one that stands there twice, or is too small to hold one."""
    one, other = zlib.compress(bytes(range(200))), zlib.compress(bytes(range(50, 250)))
    _copy, numbers = numbered(one + b"|" + other, {7: one, 9: other})
    assert dict(numbers) == {7: 0, 9: 1}
    assert dict(numbered(one + other + one, {7: one, 9: other})[1]) == {9: 0}
    assert dict(numbered(one, {7: one, 9: other})[1]) == {7: 0}
    assert dict(numbered(b"%PDF x", {7: b"x"})[1]) == {}


def test_a_copy_has_the_file_s_bytes_but_for_numbers() -> None:
    """All else lies where it lay."""
    stored = zlib.compress(bytes(range(200)))
    copy, _numbers = numbered(b"before" + stored + b"behind", {7: stored})
    assert (copy[:6], copy[-6:], len(copy)) == (b"before", b"behind", len(stored) + 12)
    assert zlib.decompressobj().decompress(copy[6:-6]) == b"-2000 -2000 1 1 re f"
