"""`mailing posted` and `mailing note`: what went to the post, when, and what the case file gets of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pikepdf
import pypdfium2
import pytest
from life_kit import delivered_run, fates, table

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from program_kit import Called

    Program = Callable[..., Called]


@pytest.fixture
def run(program: Program, tmp_path: Path) -> Path:
    """Return a run of which ten pieces are printed, one is destroyed and one open."""
    run = delivered_run(program, tmp_path)
    assert program("feedback", run, table(tmp_path, "1-10;OK", "11;Makulatur")).code == 0
    return run


def text_of(file: Path) -> str:
    """Return what a PDF says, blanks squeezed."""
    pages = pypdfium2.PdfDocument(file)
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in pages).split())


def test_all_printed_pieces_are_posted(program: Program, tmp_path: Path, run: Path) -> None:
    """With evidence, which stays; the same call again finds none left, and changes nothing."""
    (tmp_path / "beleg.pdf").write_bytes(b"%PDF eingeliefert")
    assert program("posted", run, "--on", "2026-06-17", "--evidence", tmp_path / "beleg.pdf").code == 0
    assert fates(run) == {"posted": 10, "destroyed": 1, "open": 1}
    assert [path.read_bytes() for path in (run / "house/evidence").iterdir()] == [b"%PDF eingeliefert"]
    assert program("verify", run).code == 0
    journal = (run / "journal.jsonl").read_bytes()
    assert program("posted", run, "--on", "2026-06-17").code == 2
    assert (run / "journal.jsonl").read_bytes() == journal


@pytest.mark.parametrize(
    "more",
    [
        ("--pieces", "11"),
        ("--pieces", "12"),
        ("--pieces", "1-99"),
        ("--pieces", "x"),
        ("--on", "2999-01-01"),
        ("--on", "x"),
    ],
)
def test_what_cannot_have_been_posted_is_refused(program: Program, run: Path, more: tuple[str, str]) -> None:
    """A destroyed piece, an open one, one that isn't there, a day to come: nothing is changed."""
    assert program("posted", run, *more).code == 2
    assert fates(run) == {"printed": 10, "destroyed": 1, "open": 1}


@pytest.mark.parametrize(
    ("name", "content"),
    [("beleg.pdf", b""), ("beleg.pdf", b"PK"), ("beleg.exe", b"MZ"), ("beleg", b"x"), ("beleg.txt", b"a\0b")],
)
def test_what_nobody_could_look_at_is_no_evidence(
    program: Program, tmp_path: Path, run: Path, name: str, content: bytes
) -> None:
    """Refused before anything is recorded."""
    (tmp_path / name).write_bytes(content)
    assert program("posted", run, "--evidence", tmp_path / name).code == 3
    assert fates(run)["printed"] == 10


def test_a_day_before_the_delivery_is_told(program: Program, run: Path) -> None:
    """It may have been recorded late; that is for a person to say."""
    done = program("posted", run, "--on", "2020-06-17")
    assert done.code == 0
    assert "hatte die Druckerei den Lauf laut Journal noch nicht" in done.out
    assert program("status", run).code == 0


def test_the_note_tells_of_a_day_before_the_delivery(program: Program, tmp_path: Path, run: Path) -> None:
    """Who reads it in the case file years later hasn't seen what the caller was told."""
    assert program("posted", run, "--on", "2020-06-17", "--pieces", "1").code == 0
    assert program("posted", run, "--pieces", "2").code == 0
    for piece in ("1", "2"):
        assert program("note", run, piece, "-o", tmp_path / f"{piece}.pdf").code == 0
    assert "hatte den Lauf laut Journal erst am" in text_of(tmp_path / "1.pdf")
    assert "laut Journal erst am" not in text_of(tmp_path / "2.pdf")


def test_show_tells_what_became_of_a_piece(program: Program, run: Path) -> None:
    """A letter that was destroyed lies in the print file as any other; without a journal nothing is claimed."""
    assert program("posted", run, "--on", "2026-06-17", "--pieces", "1").code == 0
    told = program("show", run, "1").out, program("show", run, "11").out, program("show", run, "12").out
    assert "eingeliefert, zur Post am 17.06.2026" in told[0]
    assert "vernichtet" in told[1]
    assert "offen" in told[2]
    (letter,) = json.loads(program("show", run, "1", "--json").out)
    assert (letter["fate"], letter["posted_on"]) == ("posted", "2026-06-17")
    (run / "journal.jsonl").write_bytes((run / "journal.jsonl").read_bytes().replace(b"Eva", b"Ida"))
    done = program("show", run, "1")
    assert done.code == 0
    assert "nicht belegt" in done.out


def test_changed_evidence_is_told(program: Program, tmp_path: Path, run: Path) -> None:
    """Its hash stands in the journal."""
    (tmp_path / "beleg.txt").write_text("10 Stück")
    assert program("posted", run, "--evidence", tmp_path / "beleg.txt").code == 0
    (kept,) = (run / "house/evidence").iterdir()
    kept.write_text("11 Stück")
    assert program("verify", run).code == 5


@pytest.mark.parametrize(
    ("day", "counts"),
    [("2024-12-30", "02.01.2025"), ("2025-01-02", "06.01.2025"), ("2026-06-17", "21.06.2026 (ein Sonntag)")],
)
def test_a_note_tells_the_day_that_counts(program: Program, tmp_path: Path, run: Path, day: str, counts: str) -> None:
    """By the law of the day of posting, with piece, household and who recorded it."""
    assert program("posted", run, "--on", day, "--pieces", "1-3", "--by", "Ute Beispiel").code == 0
    assert program("note", run, "2", "-o", tmp_path / "note.pdf").code == 0
    told = text_of(tmp_path / "note.pdf")
    year, month, of_month = day.split("-")
    assert counts in told
    assert f"{of_month}.{month}.{year}" in told
    assert "Ute Beispiel" in told
    assert "Stück 2" in told
    assert "23702//" in told


def test_a_note_is_found_by_the_bg_number(program: Program, tmp_path: Path, run: Path) -> None:
    """In any spelling."""
    assert program("posted", run).code == 0
    assert program("note", run, "23702BG0000003", "-o", tmp_path / "note.pdf").code == 0
    assert "23702//0000003" in text_of(tmp_path / "note.pdf")


def test_there_is_no_note_on_what_was_not_posted(program: Program, tmp_path: Path, run: Path) -> None:
    """It would be false."""
    assert program("note", run, "1", "-o", tmp_path / "note.pdf").code == 2
    assert not (tmp_path / "note.pdf").exists()


def test_a_note_says_that_the_letter_came_back_and_not_why(program: Program, tmp_path: Path, run: Path) -> None:
    """Notification is in doubt then."""
    from life_kit import OFFICE

    from mailing.lifecycle import EventKind
    from mailing.runs.journal.journalled import open_run

    assert program("posted", run).code == 0
    with open_run(run, OFFICE) as journalled:
        journalled.record(EventKind.RETURNED, {"pieces": {"deceased": "1"}})
    assert program("note", run, "1", "-o", tmp_path / "note.pdf").code == 0
    told = text_of(tmp_path / "note.pdf")
    assert "Zurückgekommen" in told
    assert "verstorben" not in told
    assert "deceased" not in told


def test_all_notes_are_archivable(program: Program, tmp_path: Path, run: Path) -> None:
    """PDF/A-2u: told in the metadata, every font embedded, colours defined."""
    assert program("posted", run, "--pieces", "1-4").code == 0
    assert program("note", run, "--all", tmp_path / "notes").code == 0
    notes = sorted((tmp_path / "notes").iterdir())
    assert len(notes) == 4
    with pikepdf.open(notes[0]) as pdf:
        metadata = pdf.open_metadata()
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "U")
        assert pdf.Root.OutputIntents[0].S == "/GTS_PDFA1"
        fonts = [found for page in pdf.pages for found in page.Resources.Font.values()]
        assert fonts
        assert all("/FontFile2" in font.FontDescriptor for font in fonts)


def test_a_shop_that_says_posted_says_when(program: Program, tmp_path: Path, run: Path) -> None:
    """Its day counts; where it tells none, the day on which its table was read, which is never too early."""
    file = table(tmp_path, "12;eingeliefert;17.06.2026 14:30", "1;posted", name="second.csv")
    assert program("feedback", run, file).code == 0
    assert program("note", run, "12", "-o", tmp_path / "told.pdf").code == 0
    assert "21.06.2026" in text_of(tmp_path / "told.pdf")
    assert program("note", run, "1", "-o", tmp_path / "untold.pdf").code == 0
    assert "spätestens" in text_of(tmp_path / "untold.pdf")
