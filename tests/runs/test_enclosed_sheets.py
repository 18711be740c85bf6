"""Enclosed pages as sheets of their piece: coded, weighed, on fronts of their own, made again from the copies."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pdf_samples
import pypdfium2
import zxingcpp
from enclosures_kit import job_of, write_office
from verapdf_kit import needs_verapdf, verapdf

from mailing.press.loading import PROFILE_FOLDER

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from program_kit import Called

ENCLOSED = 'title = "Antrag"\nfile = "antrag.pdf"'
SHEET, ENVELOPE, LARGE_ENVELOPE = 4.99, 5.0, 20.0
"""Grams, as the profile `dl` has them."""
DPI_300 = 300 / 72


def made(program: Callable[..., Called], folder: Path, *options: object, pages: int = 2) -> Path:
    """Return the run of a letter with a form of so many pages."""
    call = write_office(folder, ENCLOSED, antrag=pdf_samples.form(pages))
    called = program("run", *call, "-o", folder / "lauf", "--json", *options)
    assert called.code == 0, called.err
    return called.run


def texts(pdf: Path) -> list[str]:
    """Return the text of each page."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


def only_batch(run: Path) -> Path:
    """Return the run's one batch."""
    (pdf,) = (run / "shop" / "data").glob("*.pdf")
    return pdf


def test_each_sheet_carries_its_code_and_no_other(program: Callable[..., Called], tmp_path: Path) -> None:
    """The enclosed ones as the letter's: three codes a piece, all of them different."""
    codes = []
    with pypdfium2.PdfDocument(only_batch(made(program, tmp_path))) as document:
        for page in document:
            found = zxingcpp.read_barcodes(page.render(scale=DPI_300, grayscale=True).to_numpy())
            codes.append([code.text for code in found])
    assert [len(each) for each in codes] == [1] * 18
    assert len({code for each in codes for code in each}) == 18


def test_enclosed_sheets_are_weighed(program: Callable[..., Called], tmp_path: Path) -> None:
    """By the profile's paper, and they make the piece a product that takes them."""
    (heavy,) = job_of(made(program, tmp_path, pages=8))["files"]
    (light,) = job_of(made(program, tmp_path / "leicht", pages=1))["files"]
    assert (heavy["sheets_a_piece"], heavy["grams_a_piece"]) == (9, round(9 * SHEET + LARGE_ENVELOPE, 2))
    assert (light["sheets_a_piece"], light["grams_a_piece"]) == (2, round(2 * SHEET + ENVELOPE, 2))
    assert heavy["product"] != light["product"]


def test_printed_on_both_sides_a_form_begins_on_a_front(program: Callable[..., Called], tmp_path: Path) -> None:
    """The letter's back stays blank, and the form's second page is on the back of its first."""
    profile = tmp_path / "beidseitig.toml"
    text = (PROFILE_FOLDER / "dl.toml").read_text("utf-8").replace("duplex = false", "duplex = true")
    profile.write_text(text.replace("fold_marks = true", "fold_marks = false"), "utf-8")
    run = made(program, tmp_path, "--shop", profile)
    pages = texts(only_batch(run))
    assert [bool(text.strip()) for text in pages[:4]] == [True, False, True, True]
    assert "Antrag, Seite 1 von 2" in pages[2]
    assert "Antrag, Seite 2 von 2" in pages[3]
    assert program("verify", run).code == 0


def test_the_run_is_made_again_with_its_forms(program: Callable[..., Called], tmp_path: Path) -> None:
    """From the copies in the house, when the office's own file is long gone."""
    run = made(program, tmp_path)
    (tmp_path / "vorlagen" / "bescheid" / "antrag.pdf").unlink()
    verified = program("verify", run, "--rebuild", tmp_path / "liste.csv")
    assert verified.code == 0, verified.out + verified.err


@needs_verapdf
def test_batches_and_copies_are_what_they_say(program: Callable[..., Called], tmp_path: Path) -> None:
    """PDF/A-2u with the office's fonts; copies are PDF/UA-1."""
    run = made(program, tmp_path)
    assert verapdf("2u", [only_batch(run)]).count("PASS ") == 1
    assert program("copy", run, "--all", "-o", tmp_path / "kopien").code == 0
    copies = sorted((tmp_path / "kopien").glob("*.pdf"))
    assert verapdf("ua1", copies).count("PASS ") == len(copies) == 6
