"""Printing: what a batch's PDF holds, read back with other libraries than the writer's."""

from __future__ import annotations

import dataclasses
import hashlib
import hmac
import random
import shutil
import subprocess
import tomllib
from pathlib import Path

import pypdf
import pypdfium2
import pytest
import zxingcpp
from press_letters import IDENTITY, KEY, draw, letter, line, press_all, pressed

import mailing.intake
from mailing import press
from mailing.audit.printfile.checking import check_print
from mailing.audit.printfile.evidence import PrintSettings
from mailing.base.errors import InputError, ProgramFaultError
from mailing.model import Letter, Page, Plate, PlateDrawing

DL = press.load_profile("dl")
DUPLEX = DL.model_copy(update={"duplex": True, "source": DL.source + "# duplex"})


def content_digest(pages: list[pypdf.PageObject]) -> str:
    """Hash pages as docs/print.md says: content, then the digest of each form in the order of placement."""
    digest = hashlib.sha256()
    for page in pages:
        contents = page.get_contents()
        digest.update(contents.get_data() if contents is not None else b"")
        for operands, operator in contents.operations if contents is not None else []:
            if operator == b"Do":
                form = page["/Resources"]["/XObject"][operands[0]]
                digest.update(hashlib.sha256(form.get_data()).digest())
    return hmac.digest(KEY, digest.digest(), "sha256").hex()


def test_every_letter_is_in_the_file_with_its_text(tmp_path: Path) -> None:
    """Three readers find each household's lines as the same text, blanks included."""
    (file,) = pressed(tmp_path, [letter(number) for number in range(120)], DL)
    path = tmp_path / file.path
    document = pypdfium2.PdfDocument(path)
    assert len(document) == file.pages == 120
    reader = pypdf.PdfReader(path)
    for number in (0, 57, 119):
        said = f"Guten Tag Zoë Größe-Lüdenscheidt {number},"
        assert said in document[number].get_textpage().get_text_range()
        assert said in reader.pages[number].extract_text()
    document.close()


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils isn't installed")
def test_poppler_reads_the_same_text(tmp_path: Path) -> None:
    """A combining sequence, kerned and raised, comes out of the PDF as it went in."""
    text = "Frau M̂ũ̂ller AVATAR J́oão"
    page = Page.of(Plate(()), (line(25, 100, text),))
    (file,) = pressed(tmp_path, [Letter(0, 2, (page,))], DL)
    told = subprocess.run(["pdftotext", tmp_path / file.path, "-"], capture_output=True, check=True).stdout.decode()
    assert text in told


def test_the_same_letters_give_the_same_bytes(tmp_path: Path) -> None:
    """Nothing but the arguments shows in a file."""
    first, second = (pressed(tmp_path / place, [letter(n) for n in range(9)], DL) for place in ("a", "b"))
    assert first == second
    assert (tmp_path / "a" / first[0].path).read_bytes() == (tmp_path / "b" / second[0].path).read_bytes()
    assert first[0].sha256 == hashlib.sha256((tmp_path / "a" / first[0].path).read_bytes()).hexdigest()


def test_a_reprint_keeps_the_numbers_of_its_pieces(tmp_path: Path) -> None:
    """Pieces 17 and 904 are a batch like any: books and codes call them so, and the print check finds no fault."""
    drawn = draw([letter(16), letter(903)], DL)
    (plan,) = press.plan_batches(drawn.sizes, DL, IDENTITY)
    reprint = dataclasses.replace(plan, pieces=(17, 904))
    file = press.press_batch(reprint, drawn.letters, drawn.plates, drawn.fonts, DL, IDENTITY, tmp_path, KEY)
    assert [(piece.piece, piece.household, piece.first_page) for piece in file.pieces] == [(17, 16, 1), (904, 903, 2)]
    document = pypdfium2.PdfDocument(tmp_path / file.path)
    pictures = [page.render(scale=300 / 72, grayscale=True).to_numpy() for page in document]
    codes = [zxingcpp.read_barcodes(picture, zxingcpp.BarcodeFormat.DataMatrix)[0].text for picture in pictures]
    assert [code[8:15] for code in codes] == ["0000017", "0000904"]
    assert not list(check_print(tmp_path / file.path, PrintSettings.of(tomllib.loads(DL.source))))


@pytest.mark.parametrize("profile", [DL, DUPLEX], ids=["simplex", "duplex"])
def test_a_piece_is_proven_by_its_content(tmp_path: Path, profile: press.ShopProfile) -> None:
    """Another library comes to the digest of each piece."""
    files = pressed(tmp_path, [letter(number, pages=1 + number % 3) for number in range(12)], profile)
    for file in files:
        pages = pypdf.PdfReader(tmp_path / file.path).pages
        for piece in file.pieces:
            assert content_digest(list(pages[piece.first_page - 1 : piece.last_page])) == piece.content_sha256


def test_duplex_letters_begin_on_a_front(tmp_path: Path) -> None:
    """An odd letter ends with a real blank page, which belongs to it."""
    (file,) = pressed(tmp_path, [letter(number, pages=3) for number in range(4)], DUPLEX)
    assert [piece.first_page for piece in file.pieces] == [1, 5, 9, 13]
    assert {(piece.pages, piece.sheets) for piece in file.pieces} == {(4, 2)}
    blank = pypdf.PdfReader(tmp_path / file.path).pages[3]
    assert blank.get_contents().get_data() == b""


def test_a_letter_in_the_wrong_batch_is_a_fault(tmp_path: Path) -> None:
    """Letters are joined by identity, never by place: exchanged ones stop the run, and no file is left."""
    drawn = draw([letter(0), letter(1)], DL)
    drawn.letters.reverse()
    (plan,) = press.plan_batches(drawn.sizes, DL, IDENTITY)
    with pytest.raises(ProgramFaultError):
        press.press_batch(plan, drawn.letters, drawn.plates, drawn.fonts, DL, IDENTITY, tmp_path, KEY)
    assert not list((tmp_path / "data").iterdir())


def test_files_without_object_streams_are_whole_too(tmp_path: Path) -> None:
    """A profile for older machines gets a cross-reference table."""
    profile = DL.model_copy(update={"object_streams": False})
    (file,) = press_all(draw([letter(n) for n in range(3)], profile), profile, tmp_path)
    assert b"/ObjStm" not in (tmp_path / file.path).read_bytes()
    assert len(pypdf.PdfReader(tmp_path / file.path, strict=True).pages) == 3


def test_cover_and_end_sheets_lie_beside_the_batch(tmp_path: Path) -> None:
    """A profile that wants them gets sheets of the same standard, in outlines; the batch itself holds letters only."""
    profile = DL.model_copy(update={"cover_sheet": True, "end_sheet": True})
    files = pressed(tmp_path, [letter(number) for number in range(3)], profile)
    press.write_shop_folder(tmp_path, files, profile, IDENTITY)
    assert [len(file.pieces) for file in files] == [file.pages for file in files] == [3]
    listed = (tmp_path / "manifest-sha256.txt").read_text()
    for kind in ("cover", "end"):
        path = tmp_path / "data" / "job" / f"0001_bulk_1-sheet_{kind}.pdf"
        assert f"data/job/{path.name}" in listed
        told = tomllib.loads(DL.source) | {"code": {"kind": "none"}}
        assert check_print(path, PrintSettings.of(told)) == ()
        pixels = pypdfium2.PdfDocument(path)[0].render(scale=1, grayscale=True).to_numpy()
        assert 0.02 < (pixels < 128).mean() < 0.2


def test_a_file_that_outgrows_its_limit_is_refused(tmp_path: Path) -> None:
    """Plates can't be foreseen by batching: the file is refused before it appears, with what to do."""
    profile = DL.model_copy(update={"limits": DL.limits.model_copy(update={"megabytes": 2})})
    drawn = draw([letter(0)], profile)
    noise = random.Random(1).randbytes(2_100_000)  # noqa: S311 - what no compression makes smaller
    drawn.plates.update({key: PlateDrawing(key, noise) for key in drawn.plates})
    with pytest.raises(InputError) as told:
        press_all(drawn, profile, tmp_path)
    assert "limits.letters" in told.value.hint
    assert not list((tmp_path / "data").iterdir())


def din_91379_sequences() -> list[str]:
    """Return the letters of DIN 91379 that are sequences of code points."""
    table = Path(mailing.intake.__file__).parent / "checks" / "data" / "din91379_1.3.txt"
    rows = [row.split(";") for row in table.read_text("utf-8").splitlines()]
    return [row[4].strip() for row in rows if len(row) > 4 and row[1].strip() == "seq"]


def test_every_sequence_is_found_by_every_reader(tmp_path: Path) -> None:
    """Names with any of the 149 sequences come out of the PDF as they went in, whole words, by three readers."""
    words = [f"A{sequence}nder {sequence}ora" for sequence in din_91379_sequences()]
    assert len(words) == 149
    pages = [
        Page.of(
            Plate(()), tuple(line(25, 20 + 5 * place, text) for place, text in enumerate(words[first : first + 50]))
        )
        for first in range(0, 149, 50)
    ]
    (file,) = pressed(tmp_path, [Letter(0, 2, tuple(pages))], DL)
    path = tmp_path / file.path
    document = pypdfium2.PdfDocument(path)
    told = {
        "pdfium": "".join(sheet.get_textpage().get_text_range() for sheet in document),
        "pypdf": "".join(sheet.extract_text() for sheet in pypdf.PdfReader(path).pages),
    }
    document.close()
    if shutil.which("pdftotext"):
        told["poppler"] = subprocess.run(["pdftotext", path, "-"], capture_output=True, check=True).stdout.decode()
    for reader, text in told.items():
        assert [word for word in words if word not in text] == [], reader
