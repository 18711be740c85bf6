"""The letter `bewilligung` uses all that a letter can have: it goes the whole way; its first piece stands as it did."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2
import pytest
import zxingcpp
from test_golden_pages import GOLDEN, lines_of
from verapdf_kit import needs_verapdf, verapdf

if TYPE_CHECKING:
    from conftest import Mailing
    from program_kit import Called

SAMPLE = Path(__file__).parents[2] / "sample_data" / "bewilligungen.csv"
DPI_300 = 300 / 72


@pytest.fixture
def made(mailing: Mailing) -> Called:
    """Give the run of the sample list."""
    called = mailing("run", SAMPLE, "-t", "bewilligung", "--json")
    assert called.code == 0, called.err
    return called


def pdfs(made: Called) -> list[Path]:
    """Return the run's batches."""
    return sorted(made.run.glob("shop/data/*.pdf"))


def test_it_is_verified_page_by_page(mailing: Mailing, made: Called) -> None:
    """Logo, signature, picture, codes, translation, figures, form and slip: nothing is found."""
    verified = mailing("verify", made.run)
    assert verified.code == 0, verified.out
    for pdf in pdfs(made):
        assert mailing("verify", "--print", pdf).code == 0


@needs_verapdf
def test_its_batches_are_archivable(made: Called) -> None:
    """PDF/A-2u, the office's own form and drawings with it."""
    told = verapdf("2u", pdfs(made))
    assert told.count("PASS ") == len(pdfs(made)), told


def test_every_engine_gives_the_same_bytes(mailing: Mailing, made: Called, tmp_path: Path) -> None:
    """In one process or in two."""
    options = ("--engine", "processes", "--workers", "2", "--out", tmp_path / "again", "--json")
    again = mailing("run", SAMPLE, "-t", "bewilligung", *options)
    assert [pdf.read_bytes() for pdf in pdfs(again)] == [pdf.read_bytes() for pdf in pdfs(made)]


def test_its_codes_are_read_from_the_page(made: Called) -> None:
    """The transfer, the appointment, the slip's own code."""
    read = set()
    for pdf in pdfs(made):
        with pypdfium2.PdfDocument(pdf) as document:
            for page in document:
                codes = zxingcpp.read_barcodes(page.render(scale=DPI_300, grayscale=True).to_numpy())
                read |= {code.text.split("|")[0].split("\r\n")[0].split("\n")[0] for code in codes}
    assert {"BCD", "BEGIN:VCALENDAR", "ANTWORT1"} <= read


def test_the_shop_is_told_what_to_put_in(made: Called) -> None:
    """The leaflet goes to households of several persons, and weighs with them."""
    job = json.loads((made.run / "shop" / "data" / "job.json").read_text("utf-8"))
    (insert,) = job["order"]["inserts"]
    assert (insert["title"], insert["grams"], insert["pieces"]) == ("Faltblatt „Arbeit finden“", 4.5, 2)


def test_its_first_piece_stands_as_it_did(mailing: Mailing) -> None:
    """Text and places; written anew as the other golden pages are."""
    called = mailing("run", SAMPLE, "-t", "bewilligung", "--limit", 1, "--json")
    (pdf,) = pdfs(called)
    found = "\n".join(lines_of(pdf)) + "\n"
    golden = GOLDEN / "bewilligung.txt"
    if os.environ.get("MAILING_UPDATE_GOLDENS"):
        golden.write_text(found, "utf-8")
    assert found == golden.read_text("utf-8")
