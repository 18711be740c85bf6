"""The life of a run after it is made, verb by verb, as office and shop call them: `verify` is green after each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from life_kit import delivered, fates, made_run, scanned, table

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from program_kit import Called

    Program = Callable[..., Called]


def test_a_run_from_made_to_purged(program: Program, tmp_path: Path) -> None:
    """Released, delivered, reported, reprinted, posted, noted, returned, closed, purged."""
    run = made_run(program, tmp_path)
    evidence = tmp_path / "beleg.pdf"
    evidence.write_bytes(b"%PDF-1.4 eingeliefert")

    def does(*arguments: object) -> None:
        done = program(*arguments)
        assert done.code == 0, done.err
        checked = program("verify", run)
        assert checked.code == 0, checked.out

    does("release", run, "--by", "Tom", "--yes")
    delivered(run)
    does("feedback", run, table(tmp_path, "1-9;OK", f"{scanned(run, 10)};Makulatur", "11;OK", "12;aussortiert"))
    does("reprint", run, "--pieces", "10", "--by", "Ute")
    does("release", run, "--by", "Tom", "--yes")
    delivered(run, "shop-r1")
    does("feedback", run, table(tmp_path, "10;spoiled", name="second.csv"))
    does("reprint", run, "--open", "--by", "Ute")
    does("release", run, "--by", "Tom", "--yes")
    delivered(run, "shop-r2")
    does("feedback", run, table(tmp_path, "10;OK", name="third.csv"))
    does("posted", run, "--on", "2026-06-17", "--evidence", evidence)
    does("note", run, "10", "-o", tmp_path / "note.pdf")
    returned = table(tmp_path, f"{scanned(run, 3)};verzogen", name="returns.csv", header="code;reason")
    does("returns", returned, "--out", run.parent)
    does("close", run, "--by", "Ute")
    assert fates(run) == {"posted": 10, "returned": 1, "pulled": 1}
    late = table(tmp_path, f"{scanned(run, 4)};unbekannt", name="late.csv", header="code;reason")
    does("returns", late, "--out", run.parent)
    does("purge", run, "--yes")
    does("note", run, "10", "-o", tmp_path / "after.pdf")
    last = table(tmp_path, f"{scanned(run, 5)};unbekannt", name="last.csv", header="code;reason")
    does("returns", last, "--out", run.parent)
