"""`mailing reprint`: new copies of pieces whose first copy is gone, the same page for page."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import bagit
import pikepdf
import pypdfium2
import pytest
from life_kit import delivered, delivered_run, fates, table

from mailing.audit.content_hash import Contents
from mailing.base.tables import read_table

if TYPE_CHECKING:
    from collections.abc import Callable

    from program_kit import Called

    from mailing.audit.books import PieceEntry

    Program = Callable[..., Called]

SAMPLE = Path(__file__).parents[2] / "sample_data/haushalte.csv"


@pytest.fixture
def run(program: Program, tmp_path: Path) -> Path:
    """Return a run of twelve: printed, posted (9), destroyed (10), pulled (11) and open (12)."""
    run = delivered_run(program, tmp_path)
    file = table(tmp_path, "1-8;OK", "9;eingeliefert", "10;Makulatur", "11;aussortiert")
    assert program("feedback", run, file).code == 0
    return run


def pieces(package: Path) -> dict[int, dict[str, str]]:
    """Return a package's table of pieces."""
    return {int(row["piece"]): row for row in read_table(package / "data/pieces.csv")}


def test_what_is_destroyed_is_printed_again(program: Program, run: Path) -> None:
    """As a package of its own: a bag, a manifest, a job sheet that says so; the same content; `verify` stays green."""
    done = program("reprint", run, "--open", "--reason", "Stau an der Linie", "--by", "Ute")
    assert done.code == 0, done.err
    package = run / "shop-r1"
    bagit.Bag(str(package)).validate()
    (again,) = pieces(package).values()
    assert again["content_sha256"] == pieces(run / "shop")[10]["content_sha256"]
    manifest = json.loads((run / "manifest-r1.json").read_bytes())
    assert manifest["pieces"]["numbers"] == [10]
    assert manifest["pieces"]["content_sha256"] == again["content_sha256"]
    (file,) = (package / "data").glob("*.pdf")
    assert program("verify", "--print", file).code == 0
    sheet = pypdfium2.PdfDocument(package / "data/job/jobsheet.pdf")[0].get_textpage().get_text_range()
    assert "NACHDRUCK 1" in sheet
    assert "Stau an der Linie" in sheet
    assert program("verify", run).code == 0
    assert fates(run) == {"printed": 8, "posted": 1, "pulled": 1, "open": 2}


def test_pages_are_the_first_copy_s(program: Program, run: Path) -> None:
    """Every byte of their content, whichever pieces are asked for."""
    assert program("reprint", run, "--pieces", "2-3,7", "--old", "lost").code == 0
    assert sorted(pieces(run / "shop-r1")) == [2, 3, 7]
    (old,), (new,) = ((run / name / "data").glob("*.pdf") for name in ("shop", "shop-r1"))
    for number, row in pieces(run / "shop-r1").items():
        first = pieces(run / "shop")[number]
        pages = [range(int(piece["first_page"]) - 1, int(piece["last_page"])) for piece in (first, row)]
        assert Contents(old).look(pages[0]) == Contents(new).look(pages[1])
    with pikepdf.open(new) as pdf:
        assert len(pdf.pages) == 3


@pytest.mark.parametrize("pieces", ["9", "12", "1", "10,12", "13", "x"])
def test_a_first_copy_that_is_not_gone_is_not_replaced(program: Program, run: Path, pieces: str) -> None:
    """Posted, open, printed; one of several; one that isn't there: nothing is made, nothing recorded."""
    journal = (run / "journal.jsonl").read_bytes()
    assert program("reprint", run, "--pieces", pieces).code == 2
    assert (run / "journal.jsonl").read_bytes() == journal
    assert not (run / "shop-r1").exists()


def test_what_was_posted_is_never_printed_again(program: Program, run: Path) -> None:
    """Whatever somebody says of the old copy."""
    assert program("reprint", run, "--pieces", "9", "--old", "lost").code == 2


@pytest.mark.parametrize("old", ["destroyed", "pulled", "lost"])
def test_what_became_of_the_old_copy_is_recorded_with_the_reprint(program: Program, run: Path, old: str) -> None:
    """By whoever says so."""
    assert program("reprint", run, "--pieces", "1,10", "--old", old, "--by", "Ute").code == 0
    event = json.loads((run / "journal.jsonl").read_text("utf-8").splitlines()[-1])
    assert event["details"]["old"] == {old: "1"}
    assert event["by"]["name"] == "Ute"


def test_the_second_reprint_follows_the_first(program: Program, tmp_path: Path, run: Path) -> None:
    """Of a piece that was destroyed again, too; until it is reported, it is open and can't be made again."""
    assert program("reprint", run, "--open").code == 0
    assert program("reprint", run, "--open").code == 2
    assert program("reprint", run, "--pieces", "10", "--old", "lost").code == 2
    assert program("feedback", run, table(tmp_path, "10;OK", name="early.csv")).code == 4
    with_release(program, run)
    delivered(run, "shop-r1")
    assert program("feedback", run, table(tmp_path, "10;Makulatur", name="second.csv")).code == 0
    assert program("reprint", run, "--open").code == 0
    assert sorted(pieces(run / "shop-r2")) == [10]
    assert program("verify", run).code == 0


def with_release(program: Program, run: Path) -> None:
    """Release a reprint: of twelve letters, one is more than a twentieth."""
    assert program("release", run, "--by", "Tom", "--yes").code == 0


def test_a_large_reprint_must_be_released(program: Program, run: Path) -> None:
    """Not by who had it made."""
    assert "mailing release" in program("reprint", run, "--open", "--by", "Ute").out
    assert program("release", run, "--by", "Ute", "--yes").code == 2
    assert program("release", run, "--by", "Tom", "--yes").code == 0


def test_a_small_reprint_needs_no_release(program: Program, tmp_path: Path) -> None:
    """One of thirty-seven, from several files."""
    assert program("run", SAMPLE, "--by", "Eva", "--out", tmp_path / "sample").code in {0, 4}
    (run,) = (path.parent for path in (tmp_path / "sample").glob("*/manifest.json"))
    assert program("release", run, "--by", "Tom", "--yes").code == 0
    delivered(run)
    assert program("feedback", run, table(tmp_path, "1-37;OK")).code == 0
    assert program("reprint", run, "--pieces", "37", "--old", "lost").code == 0
    delivered(run, "shop-r1")
    assert program("reprint", run, "--pieces", "1-36", "--old", "destroyed").code == 0
    assert len(list((run / "shop-r2/data").glob("*.pdf"))) > 1
    assert program("verify", run).code == 0


def test_a_damaged_print_file_is_not_reprinted_from(program: Program, run: Path) -> None:
    """Nothing of it leaves the house."""
    (file,) = (run / "shop/data").glob("*.pdf")
    file.write_bytes(file.read_bytes() + b"\n")
    assert program("reprint", run, "--open").code == 5
    assert fates(run)["destroyed"] == 1


@pytest.mark.parametrize("name", ["manifest-r1.json", "shop-r1/data/pieces.csv", "shop-r1/bag-info.txt"])
def test_a_changed_reprint_is_told(program: Program, run: Path, name: str) -> None:
    """Each of its files."""
    assert program("reprint", run, "--open").code == 0
    (run / name).write_bytes((run / name).read_bytes().replace(b"1", b"2"))
    assert program("verify", run).code == 5


def test_a_stranger_in_a_reprint_is_told(program: Program, run: Path) -> None:
    """The journal doesn't name it."""
    assert program("reprint", run, "--open").code == 0
    (run / "shop-r1/data/more.pdf").write_bytes(b"%PDF")
    assert "shop-r1/data/more.pdf" in program("verify", run).out


def test_a_reprint_without_its_manifest_is_told_by_name(program: Program, run: Path) -> None:
    """Not by the kind of error that a library has for it."""
    assert program("reprint", run, "--open").code == 0
    (run / "manifest-r1.json").unlink()
    done = program("verify", run)
    assert done.code == 5
    assert "lassen sich nicht lesen: manifest-r1.json" in done.out
    assert "Error" not in done.out


def test_a_reprint_goes_with_its_run_and_its_manifest_stays(program: Program, run: Path) -> None:
    """It tells of hashes only."""
    assert program("reprint", run, "--open").code == 0
    assert program("purge", run, "--yes", "--reason", "Ende").code == 0
    assert not (run / "shop-r1").exists()
    assert (run / "manifest-r1.json").exists()
    assert program("verify", run).code == 0


def test_a_letter_that_was_exchanged_is_told(program: Program, run: Path) -> None:
    """Also by who writes papers and manifest anew, so that they agree with it."""
    from mailing.audit.extraction import extract
    from mailing.audit.reprints import reprint_faults
    from mailing.audit.run_files import load_manifest, run_files_at

    assert program("reprint", run, "--open").code == 0
    (old,), (new,) = ((run / name / "data").glob("*.pdf") for name in ("shop", "shop-r1"))
    other = next(letter for letter in audit_pieces(run) if letter.piece == 1)
    with new.open("wb") as stream:
        extract(old, [other], stream)
    manifest = load_manifest(run_files_at(run, shop_only=False))
    assert "audit.reprint-content" in {finding.code for finding in reprint_faults(run, manifest, 1)}


def audit_pieces(run: Path) -> list[PieceEntry]:
    """Return the pieces of the run's own package."""
    from mailing.audit.books import read_pieces
    from mailing.audit.run_files import run_files_at

    return list(read_pieces(run_files_at(run, shop_only=False)))
