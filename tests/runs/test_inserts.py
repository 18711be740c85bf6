"""Inserts of the shop's and enclosed templates, from the list to the shop's papers: weights, files, checks."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pypdfium2 as pdfium
import pytest
from audit_sabotage import correct_hashes
from enclosures_kit import ALWAYS, ELSEWHERE, IN_HANNOVER, job_of, manifest_of, reprint_of, runs_in, write_office

from mailing.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from program_kit import Called


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The run of a letter with a sheet for all and a leaflet for each half, by two engines."""
    folder = tmp_path_factory.mktemp("beilagen")
    call = write_office(folder, ALWAYS, IN_HANNOVER, ELSEWHERE)
    for engine in ("serial", "processes"):
        assert main(["run", *call, "-o", str(folder / engine), "--engine", engine, "--workers", "2"]) == 0
    return runs_in(folder / engine for engine in ("serial", "processes"))


def text_of(file: Path) -> list[str]:
    """Return the text of each page."""
    document = pdfium.PdfDocument(file)
    texts = [page.get_textpage().get_text_bounded() for page in document]
    document.close()
    return texts


def test_pieces_of_a_file_have_the_same_inserts(runs: list[Path]) -> None:
    """The shop puts in by file; the post's product and the weight count them."""
    files = job_of(runs[0])["files"]
    told = [(file["pieces"], file["grams_a_piece"], file["product"], file["inserts"]) for file in files]
    assert told == [
        (3, 27.23, "Kompaktbrief", [{"title": "Fahrplan", "grams": 12.25}]),
        (3, 19.48, "Standardbrief", [{"title": "Faltblatt", "grams": 4.5}]),
    ]
    assert job_of(runs[0])["order"]["inserts"] == [
        {"title": "Fahrplan", "grams": 12.25, "pieces": 3},
        {"title": "Faltblatt", "grams": 4.5, "pieces": 3},
    ]
    assert job_of(runs[0])["counts"]["grams"] == round(3 * 19.48 + 3 * 27.23, 2)


def test_the_sheet_is_a_sheet_of_the_piece(runs: list[Path]) -> None:
    """With its code, its household's values, and in all counts."""
    for file in job_of(runs[0])["files"]:
        assert (file["sheets_a_piece"], file["pages"]) == (2, 6)
        assert file["enclosures"] == [{"title": "Merkblatt", "first_page": 2, "pages": 1}]
        pages = text_of(runs[0] / "shop" / file["path"])
        assert all("Merkblatt für Elif Mustermann" in page for page in pages[1::2])
        assert all("Musterstraße 1 ·" not in page for page in pages[1::2]), "no return line"


def test_the_letter_lists_what_its_household_gets(runs: list[Path]) -> None:
    """Below the close."""
    first, second = (text_of(runs[0] / "shop" / file["path"])[0] for file in job_of(runs[0])["files"])
    assert "Fahrplan" in first
    assert "Faltblatt" not in first
    assert "Faltblatt" in second


def test_the_job_sheet_names_what_is_put_in(runs: list[Path]) -> None:
    """For each file, and how many in all."""
    text = " ".join(" ".join(text_of(runs[0] / "shop/data/job/jobsheet.pdf")).split())
    for words in (
        "beilegen, 4,50 g",
        "beilegen, 12,25 g",
        "gedruckt, Seite 2 der Sendung",
        "Faltblatt, 4,50 g: in 3 Sendungen",
    ):
        assert words in text


def test_the_proof_has_each_branch(runs: list[Path]) -> None:
    """A letter with the leaflet and one without."""
    why = (runs[0] / "house/proof.csv").read_text(encoding="utf-8-sig")
    for line in (14, 20):
        assert f"Bedingung bescheid/letter.toml:{line}" in why
        assert f"ohne Bedingung bescheid/letter.toml:{line}" in why


def test_every_engine_gives_the_same_bytes(runs: list[Path]) -> None:
    """Files and manifest."""
    assert manifest_of(runs[0]) == manifest_of(runs[1])


def test_verify_has_nothing_to_say(runs: list[Path]) -> None:
    """In the house, in the shop, and page by page."""
    assert main(["verify", str(runs[0])]) == 0
    assert main(["verify", str(runs[0]), "--shop"]) == 0


def test_a_reprint_names_the_inserts(program: Callable[..., Called], tmp_path: Path) -> None:
    """And weighs them; its pages are those of the first copy, enclosures and all."""
    call = write_office(tmp_path, ALWAYS, IN_HANNOVER, ELSEWHERE)
    run = reprint_of(program, tmp_path, call)
    (file,) = json.loads((run / "shop-r1/data/job.json").read_bytes())["files"]
    assert (file["grams_a_piece"], file["pages"], file["inserts"][0]["title"]) == (19.48, 2, "Faltblatt")
    order = json.loads((run / "shop-r1/data/job.json").read_bytes())["order"]
    assert order["inserts"] == [{"title": "Faltblatt", "grams": 4.5, "pieces": 1}]
    assert "Merkblatt für Elif" in text_of(run / "shop-r1" / file["path"])[1]


@pytest.mark.parametrize("harm", ["title", "grams", "lost", "counted"])
def test_another_insert_in_the_job_data_is_found(
    runs: list[Path], program: Callable[..., Called], tmp_path: Path, harm: str
) -> None:
    """Whoever tells the shop to put in something else."""
    run = tmp_path / runs[0].name
    shutil.copytree(runs[0], run)
    job = job_of(run)
    insert = job["files"][0]["inserts"][0]
    if harm == "lost":
        del job["files"][0]["inserts"]
    elif harm == "counted":
        job["order"]["inserts"][0]["pieces"] = 4
    else:
        insert[harm] = {"title": "Werbung", "grams": 5.5}[harm]
    (run / "shop/data/job.json").write_text(json.dumps(job, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    correct_hashes(run)
    told = program("verify", run, "--json")
    assert told.code == 5
    assert "audit.shop-data" in told.out


def test_letters_without_enclosures_say_nothing_of_them(program: Callable[..., Called], tmp_path: Path) -> None:
    """Neither manifest nor job data."""
    call = write_office(tmp_path)
    run = program("run", *call, "-o", tmp_path / "ohne", "--json").run
    assert job_of(run)["order"]["inserts"] == []
    for told in (job_of(run), manifest_of(run)):
        assert "inserts" not in json.dumps(told["files"])
        assert "enclosures" not in json.dumps(told["files"])
