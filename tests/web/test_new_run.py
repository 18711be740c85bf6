"""A clerk's way from a list to letters: what each step shows, and that the result is the command line's."""

from __future__ import annotations

from pathlib import Path

from new_run_kit import DAY, LETTER, clerk_of, text_of
from office_kit import SAMPLE, work_off


def test_the_whole_way(office):
    clerk = clerk_of(office)
    answer = clerk.upload(SAMPLE.name, SAMPLE.read_bytes())
    assert answer.headers["location"].startswith("/vorgaenge/")
    work_off(office)
    columns = text_of(clerk.get("spalten"))
    assert "Was von der Liste verstanden wurde" in columns
    assert clerk.post("spalten", round=clerk.content.check_round).headers["location"].endswith("/befunde")
    assert "vier Ziffern" in text_of(clerk.get("befunde"))
    assert clerk.post("befunde", round=clerk.content.check_round).headers["location"].endswith("/brief")
    assert 'value="zugang-nur-mit-termin"' in clerk.get("brief").text
    clerk.post("brief", brief=LETTER, datum="15.06.2020")
    work_off(office)
    proof = clerk.get("probe")
    assert "Seite 1 gesehen" in text_of(proof)
    assert clerk.browser.get(f"/neuer-lauf/{clerk.id}/probe/1.png").content.startswith(b"\x89PNG")
    run = clerk.made()
    assert (office.runs / run / "manifest.json").is_file()
    assert not (office.new_runs / clerk.id).exists()


def all_files(run: Path) -> dict[str, bytes]:
    return {path.relative_to(run).as_posix(): path.read_bytes() for path in sorted(run.rglob("*")) if path.is_file()}


def test_the_run_is_the_command_lines(office, program, tmp_path):
    made = office.runs / clerk_of(office).proofed(SAMPLE).made()
    program(
        "run",
        SAMPLE,
        "-t",
        LETTER,
        "--date",
        DAY,
        "--templates",
        office.templates,
        "--by",
        "Eva",
        "--out",
        tmp_path / "runs",
    )
    ours, theirs = all_files(made), all_files(tmp_path / "runs" / made.name)
    assert ours.keys() == theirs.keys()
    different = {name for name in ours if ours[name] != theirs[name]}
    assert different == {"journal.jsonl", "journal.sha256"}
