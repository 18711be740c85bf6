"""An office's PDFs enclosed with each letter: printed, told, compared, refused."""

from __future__ import annotations

import hashlib
import json
import shutil
from typing import TYPE_CHECKING

import pdf_samples
import pikepdf
import pypdfium2 as pdfium
import pytest
from audit_sabotage import correct_hashes
from enclosures_kit import job_of, manifest_of, reprint_of, runs_in, write_office

from mailing.audit.accessibility import accessibility_faults
from mailing.audit.structure import structure_of
from mailing.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from program_kit import Called

ENCLOSED = 'title = "Antrag"\nfile = "antrag.pdf"'
FORM = pdf_samples.form(2)


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The run of a letter with a form of two pages, by two engines."""
    folder = tmp_path_factory.mktemp("antrag")
    call = write_office(folder, ENCLOSED, antrag=FORM)
    for engine in ("serial", "processes"):
        assert main(["run", *call, "-o", str(folder / engine), "--engine", engine, "--workers", "2"]) == 0
    return runs_in(folder / engine for engine in ("serial", "processes"))


def text_of(file: Path) -> list[str]:
    """Return the text of each page."""
    with pdfium.PdfDocument(file) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


def test_the_forms_pages_follow_each_letter(runs: list[Path]) -> None:
    """As sheets of the piece: counted, weighed, and the office's own file named by its digest."""
    digest = hashlib.sha256(FORM).hexdigest()
    (file,) = job_of(runs[0])["files"]
    assert (file["pieces"], file["sheets_a_piece"], file["pages"]) == (6, 3, 18)
    assert [(each["title"], each["first_page"], each["pages"]) for each in file["enclosures"]] == [("Antrag", 2, 2)]
    assert manifest_of(runs[0])["files"][0]["enclosures"][0]["sha256"] == digest
    pages = text_of(runs[0] / "shop" / file["path"])
    assert all("Antrag, Seite 1 von 2" in page for page in pages[1::3])
    assert all("Antrag, Seite 2 von 2" in page for page in pages[2::3])


def test_every_engine_gives_the_same_bytes(runs: list[Path]) -> None:
    """Files and manifest."""
    assert manifest_of(runs[0]) == manifest_of(runs[1])


def test_verify_has_nothing_to_say(runs: list[Path]) -> None:
    """In the house, in the shop, and set anew from the list."""
    for options in ([], ["--shop"]):
        assert main(["verify", str(runs[0]), *options]) == 0


def exchanged(pdf: pikepdf.Pdf) -> None:
    """Show the letter's sheet again in place of the form's first page."""
    pdf.pages[1].Contents = pdf.pages[2].Contents
    pdf.pages[1].Resources = pdf.pages[2].Resources


def swapped(pdf: pikepdf.Pdf) -> None:
    """Show the form's second page before its first."""
    first, second = pdf.pages[1], pdf.pages[2]
    first.Contents, second.Contents = second.Contents, first.Contents
    first.Resources, second.Resources = second.Resources, first.Resources


def missing(pdf: pikepdf.Pdf) -> None:
    """Leave one of the form's pages out."""
    del pdf.pages[2]


def foreign(pdf: pikepdf.Pdf) -> None:
    """Show a page of another file than the office's."""
    streams = [item for item in pdf.objects if isinstance(item, pikepdf.Stream)]
    placed = (item.get("/Resources", {}).get("/XObject", {}) for item in streams)
    shown = next(form for forms in placed for name, form in dict(forms).items() if name.startswith("/A"))
    shown.write(b"0 g 100 100 200 300 re f")


@pytest.mark.parametrize(
    ("harm", "code"),
    [
        (exchanged, "audit.enclosure"),
        (swapped, "audit.enclosure"),
        (missing, "audit.page-count"),
        (foreign, "audit.enclosure"),
    ],
)
def test_other_pages_than_the_offices_are_found(
    runs: list[Path], program: Callable[..., Called], tmp_path: Path, harm: Callable[[pikepdf.Pdf], None], code: str
) -> None:
    """Even where all hashes are made to fit, by what is wrong with them."""
    run = tmp_path / runs[0].name
    shutil.copytree(runs[0], run)
    path = run / "shop" / job_of(run)["files"][0]["path"]
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        harm(pdf)
        pdf.save(path)
    correct_hashes(run)
    verified = program("verify", run)
    assert verified.code == 5
    assert f"[{code}]" in verified.out, verified.out


def test_a_reprint_has_the_forms_pages(program: Callable[..., Called], tmp_path: Path) -> None:
    """Those of the first copy."""
    call = write_office(tmp_path, ENCLOSED, antrag=FORM)
    run = reprint_of(program, tmp_path, call)
    (file,) = json.loads((run / "shop-r1/data/job.json").read_bytes())["files"]
    assert "Antrag, Seite 2 von 2" in text_of(run / "shop-r1" / file["path"])[2]


REFUSED = {
    "encrypted": pdf_samples.encrypted("geheim"),
    "script": pdf_samples.scripted(),
    "font not embedded": pdf_samples.form(font="Helvetica"),
    "form filled in": pdf_samples.form(draw=pdf_samples.fields),
    "A5": pdf_samples.small(),
    "twelve pages": pdf_samples.form(12),
    "no pages": pdf_samples.without_pages(),
    "not a PDF": b"PK\x03\x04 a document of another program",
    "cut off": FORM[:400],
    "where the code stands": pdf_samples.form(draw=pdf_samples.in_the_margin),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_cannot_be_printed_is_refused(program: Callable[..., Called], tmp_path: Path, kind: str) -> None:
    """Before the first letter, with the file's name; nothing is made."""
    call = write_office(tmp_path, ENCLOSED, antrag=REFUSED[kind])
    done = program("run", *call, "-o", tmp_path / "lauf")
    assert done.code == 3, done.err
    assert "antrag.pdf, Seite " in done.err
    assert not list(tmp_path.glob("lauf/*/manifest.json"))


@pytest.mark.parametrize("kind", ["script", "A5"])
def test_a_check_of_templates_refuses_it_too(program: Callable[..., Called], tmp_path: Path, kind: str) -> None:
    """Long before a run, with the file's name."""
    *_list, templates = write_office(tmp_path, ENCLOSED, antrag=REFUSED[kind])
    done = program("templates", "--check", "--templates", templates)
    assert done.code == 3
    assert "antrag.pdf" in done.out + done.err


def test_an_accessible_copy_shows_the_forms_pages(program: Callable[..., Called], tmp_path: Path) -> None:
    """Each as a figure that says which page it is; nothing is left out."""
    call = write_office(tmp_path, ENCLOSED, antrag=FORM)
    run = program("run", *call, "-o", tmp_path / "lauf", "--json").run
    assert program("copy", run, "--all", "-o", tmp_path / "kopien").code == 0
    for path in sorted((tmp_path / "kopien").glob("*.pdf")):
        assert "Antrag, Seite 2 von 2" in text_of(path)[2]
        with pikepdf.open(path) as pdf:
            tree = structure_of(pdf)
        assert tree is not None
        assert [figure.alt for figure in tree.below("Figure")] == ["Antrag (1/2)", "Antrag (2/2)"]
        assert list(accessibility_faults(path, path.name)) == []
