"""`mailing close`: a run is done when each letter is posted or pulled, and only then."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from life_kit import OFFICE, delivered, delivered_run, made_run, table

from mailing.base.progress import Progress
from mailing.lifecycle import EventKind
from mailing.runs.afterwards.collecting import collect
from mailing.runs.journal.journalled import open_run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from program_kit import Called

    Program = Callable[..., Called]


@pytest.fixture
def run(program: Program, tmp_path: Path) -> Path:
    """Return a run that the shop has."""
    return delivered_run(program, tmp_path)


def test_a_run_that_adds_up_is_closed(program: Program, tmp_path: Path, run: Path) -> None:
    """Posted and pulled, one after a reprint; unsigned, which is told; then it may be purged without a reason."""
    assert program("feedback", run, table(tmp_path, "1-10;OK", "11;Makulatur", "12;aussortiert")).code == 0
    assert program("reprint", run, "--open").code == 0
    assert program("release", run, "--by", "Tom", "--yes").code == 0
    delivered(run, "shop-r1")
    assert program("feedback", run, table(tmp_path, "11;OK", name="second.csv")).code == 0
    assert program("posted", run).code == 0
    done = program("close", run)
    assert done.code == 0
    assert "ohne Unterschrift" in done.out
    event = json.loads((run / "journal.jsonl").read_text("utf-8").splitlines()[-1])
    figures = {"made": 12, "posted": 11, "pulled": 1, "sheets": 13, "sheets_posted": 11, "sheets_waste": 2}
    assert event["details"] == figures
    assert program("verify", run).code == 0
    assert program("close", run).code == 2
    assert program("purge", run, "--yes").code == 0
    assert program("verify", run).code == 0


def test_a_close_that_is_cut_off_after_its_record_leaves_no_archive(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would lie beside the run with all its addresses: nobody closes a closed run once more."""
    run = made_run(program, tmp_path)
    assert program("release", run, "--by", "Tom", "--yes").code == 0
    archive = collect(run, "shop", OFFICE, Progress()).path
    assert program("feedback", run, table(tmp_path, "1-12;posted")).code == 0
    assert archive.is_file()

    def cut(*_arguments: object) -> None:
        raise OSError(5, "cut")

    monkeypatch.setattr("mailing.lifecycle.journal.seal", cut)
    assert program("close", run).code == 6
    assert json.loads((run / "journal.jsonl").read_text("utf-8").splitlines()[-1])["kind"] == "closed"
    assert not archive.parent.exists()


@pytest.mark.parametrize("record", ["1-11;posted", "1-11;posted|12;printed", "1-11;posted|12;destroyed"])
def test_what_is_missing_is_told(program: Program, tmp_path: Path, run: Path, record: str) -> None:
    """An open piece, a printed one, a destroyed one: exit code 5, and the run goes on."""
    assert program("feedback", run, table(tmp_path, *record.split("|"))).code == 0
    journal = (run / "journal.jsonl").read_bytes()
    done = program("close", run)
    assert done.code == 5
    assert "Stücke 12" in done.err
    assert (run / "journal.jsonl").read_bytes() == journal


def test_a_run_that_nobody_has_printed_does_not_add_up(program: Program, tmp_path: Path) -> None:
    """Whatever its state."""
    run = made_run(program, tmp_path)
    assert program("close", run).code == 5
    assert program("reject", run, "--by", "Tom", "--reason", "falsch").code == 0
    assert program("close", run).code == 5


def test_sheets_that_nobody_knows_of_are_told(program: Program, tmp_path: Path, run: Path) -> None:
    """A reprint of more sheets than its pieces have."""
    assert program("feedback", run, table(tmp_path, "1-11;posted", "12;Makulatur")).code == 0
    with open_run(run, OFFICE) as journalled:
        told = {"package": "shop-r1", "pieces": "12", "sheets": 7, "needs": 0}
        journalled.record(EventKind.REPRINTED, told)
    delivered(run, "shop-r1")
    assert program("feedback", run, table(tmp_path, "12;posted", name="second.csv")).code == 0
    assert program("close", run).code == 5


def test_purging_what_is_not_closed_needs_a_reason(program: Program, run: Path) -> None:
    """Refused with exit code 2, nothing gone; the reason stands in the journal: later nobody can find out any more."""
    journal = (run / "journal.jsonl").read_bytes()
    refused = program("purge", run, "--yes", "--reason", " ")
    assert refused.code == 2
    assert "--reason" in refused.err
    assert (run / "house/rows.csv").exists()
    assert (run / "journal.jsonl").read_bytes() == journal
    assert program("purge", run, "--yes", "--reason", "Abbruch der Maßnahme").code == 0
    assert not (run / "house/rows.csv").exists()
    assert "Abbruch der Maßnahme" in (run / "journal.jsonl").read_text("utf-8")
    assert program("purge", run, "--yes").code == 0


def test_a_run_that_nobody_released_needs_no_reason(program: Program, tmp_path: Path) -> None:
    """None of its letters has left the house."""
    run = made_run(program, tmp_path)
    assert program("purge", run, "--yes").code == 0
    assert not (run / "house/rows.csv").exists()


def test_a_damaged_journal_does_not_count_as_closed(program: Program, run: Path) -> None:
    """With a reason the personal data goes all the same, and that nothing is recorded is told."""
    (run / "journal.jsonl").write_bytes(b"{}\n")
    assert program("purge", run, "--yes").code == 2
    done = program("purge", run, "--yes", "--reason", "Journal zerstört")
    assert done.code == 0
    assert "steht nicht darin" in done.out
    assert not (run / "house/rows.csv").exists()


def test_a_run_without_a_journal_needs_no_reason_to_be_purged(program: Program, run: Path) -> None:
    """Versions that wrote none knew no closing."""
    (run / "journal.jsonl").unlink()
    (run / "journal.sha256").unlink()
    assert program("purge", run, "--yes").code == 0
    assert not (run / "house/rows.csv").exists()


def test_of_a_folder_what_is_not_closed_is_left_and_told(program: Program, run: Path) -> None:
    """Without a reason; the others are purged."""
    old = run.with_name("2020-01-01_brief_00000000")
    (old / "shop").mkdir(parents=True)
    done = program("purge", run.parent, "--older-than", "1", "--yes")
    assert done.code == 6
    assert "--reason" in done.out or "braucht einen Grund" in done.out
    assert not old.exists()
    assert (run / "house/rows.csv").exists()
