"""A clerk's way from a list to letters: what each step shows, and that what comes of it is the command line's."""

from __future__ import annotations

import json
import threading
from typing import TYPE_CHECKING

import pytest
from new_run_kit import DAY, LETTER, clerk_of, files_of, names_on, text_of
from office_kit import SAMPLE, client_of, work_off
from program_kit import Called, row, write_list

from mailing.model import runfolder
from mailing.web.accounts.roles import Role
from mailing.web.work.queue import JobState, Queue

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from mailing.web.office import Office

    Program = Callable[..., Called]

OF_THE_FACE = {"journal.jsonl", "journal.sha256"}
"""They say when the run was made, and by which face."""


def test_the_whole_way(office: Office) -> None:
    """Each step leads to the next by its button, and at the end there is a run, and nothing of its list elsewhere."""
    clerk = clerk_of(office)
    assert clerk.upload(SAMPLE.name, SAMPLE.read_bytes()).headers["location"].startswith("/vorgaenge/")
    work_off(office)
    assert "Was von der Liste verstanden wurde" in text_of(clerk.get("spalten"))
    assert clerk.post("spalten", round=clerk.content.check_round).headers["location"] == clerk.address("befunde")
    assert "Die Postleitzahl hat nur vier Ziffern" in text_of(clerk.get("befunde"))
    assert clerk.post("befunde", round=clerk.content.check_round).headers["location"] == clerk.address("brief")
    assert f'value="{LETTER}"' in clerk.get("brief").text
    assert clerk.post("brief", brief=LETTER, datum="15.06.2020").headers["location"].startswith("/vorgaenge/")
    work_off(office)
    assert "Seite 1 gesehen" in text_of(clerk.get("probe"))
    run = clerk.made()
    assert (office.runs / run / "manifest.json").is_file()
    assert not (office.new_runs / clerk.id).exists()
    assert clerk.browser.get(clerk.address("probe"), follow_redirects=False).headers["location"] == f"/laeufe/{run}"


def test_the_run_is_the_command_lines(office: Office, program: Program, tmp_path: Path) -> None:
    """Byte for byte, but for the journal's times; the journal names the account and the office."""
    made = office.runs / clerk_of(office).proofed(SAMPLE).made()
    where = ("--templates", office.templates, "--out", tmp_path / "runs")
    program("run", SAMPLE, "-t", LETTER, "--date", DAY, "--by", "Eva", *where)
    ours, theirs = files_of(made), files_of(tmp_path / "runs" / made.name)
    assert ours.keys() == theirs.keys()
    assert {name for name in ours if ours[name] != theirs[name]} == OF_THE_FACE
    first = json.loads((made / "journal.jsonl").read_text("utf-8").splitlines()[0])
    assert (first["by"]["name"], first["by"]["source"]) == ("Eva", "web")


def test_accepted_proposals_are_those_of_the_command_line(office: Office, program: Program, tmp_path: Path) -> None:
    """A table of proposals filled by hand gives the same letters; so does the office's own table, byte for byte."""
    clerk = clerk_of(office).checked(SAMPLE)
    clerk.post("befunde", round=clerk.content.check_round, art="plz.four-digits", tun="alle")
    clerk.post("brief", brief=LETTER, datum=DAY)
    work_off(office)
    table = tmp_path / "vorschlaege.csv"
    table.write_bytes(
        (office.new_runs / clerk.id / clerk.content.proof_round / "accepted/vorschlaege.csv").read_bytes()
    )
    made = office.runs / clerk.made()
    where = ("--templates", office.templates, "--out", tmp_path / "runs")
    program("run", SAMPLE, "-t", LETTER, "--date", DAY, "--by", "Eva", "--apply", table, *where)
    ours, theirs = files_of(made), files_of(tmp_path / "runs" / made.name)
    assert {name for name in ours if ours[name] != theirs.get(name)} == OF_THE_FACE
    assert b"01067" in ours["house/changes.csv"]


def test_the_button_says_how_many_letters_there_will_be(office: Office) -> None:
    """Printed and electronic ones; the run has exactly these."""
    clerk = clerk_of(office).proofed(SAMPLE)
    assert "38 Briefe erstellen" in text_of(clerk.get("probe"))
    counts = json.loads((office.runs / clerk.made() / "manifest.json").read_bytes())["counts"]
    assert counts["pieces"] + counts["digital"] == 38


def test_nothing_is_made_of_a_proof_that_nobody_has_seen(office: Office, few: Path) -> None:
    """The server checks that, whatever a form says; the pages not ticked are told with links to them."""
    clerk = clerk_of(office).proofed(few)
    pages = clerk.pages()
    answer = clerk.post("erstellen", round=clerk.content.proof_round, gesehen=[str(page) for page in pages[:-1]])
    assert answer.headers["location"] == clerk.address("probe?fehlt=1")
    told = clerk.get("probe?fehlt=1").text
    assert f'href="#gesehen-{pages[-1]}"' in told
    assert f'href="#gesehen-{pages[0]}"' not in told
    assert [job.kind for job in Queue(office.store).open_jobs()] == []


def test_ticks_stay(office: Office, few: Path) -> None:
    """They are the server's: they survive a reload, and another window shows them."""
    clerk = clerk_of(office).proofed(few)
    clerk.post("probe", round=clerk.content.proof_round, gesehen=["1", "3"])
    assert clerk.get("probe").text.count('type="checkbox" value="1" checked') == 1
    assert clerk.content.seen == (1, 3)


def test_a_double_click_makes_one_run(office: Office, few: Path) -> None:
    """Eight windows press the button at once: one job, one run."""
    clerk = clerk_of(office).proofed(few)
    form = {"round": clerk.content.proof_round, "gesehen": [str(page) for page in clerk.pages()]}
    windows = [
        threading.Thread(target=lambda: clerk_of(office).at(clerk.id).post("erstellen", **form)) for _ in range(8)
    ]
    for window in windows:
        window.start()
    for window in windows:
        window.join()
    work_off(office)
    jobs = [job for job in Queue(office.store).about(f"new-run:{clerk.id}") if job.kind == "run"]
    assert [job.state for job in jobs].count(JobState.DONE) == 1
    assert len(list(office.runs.glob("*/manifest.json"))) == 1


def test_what_changes_after_the_proof_changes_nothing(office: Office, few: Path) -> None:
    """The letter's text is rewritten between proof and run: the run has the text that was proofed."""
    clerk = clerk_of(office).proofed(few)
    text = office.templates / LETTER / "letter.md.j2"
    before = text.read_bytes()
    text.write_bytes(before + b"\nEin Satz mehr.\n")
    made = office.runs / clerk.made()
    assert (made / runfolder.TEMPLATES / LETTER / "letter.md.j2").read_bytes() == before


def test_letters_that_others_made_since_the_proof_stop_the_run(office: Office, few: Path) -> None:
    """What was proofed is what is made, or nothing; the proof is to be looked at again."""
    first, second = clerk_of(office).proofed(few), clerk_of(office, "Tom").proofed(few, haushalte="2")
    second.made()
    form = {"round": first.content.proof_round, "gesehen": [str(page) for page in first.pages()]}
    first.post("erstellen", **form)
    work_off(office)
    assert "Seit der Probe hat sich geändert" in text_of(first.get("probe"))
    assert len(list(office.runs.glob("*/manifest.json"))) == 1


def test_who_has_the_letter_is_told_and_can_get_it_again(office: Office, tmp_path: Path) -> None:
    """By number, or all; a number that is none is told at its field."""
    may = write_list(tmp_path / "mai.csv", [row(1), row(2)])
    clerk_of(office).proofed(may).made()
    clerk = clerk_of(office).proofed(write_list(tmp_path / "juni.csv", [row(1), row(2), row(3)]))
    proof = text_of(clerk.get("probe"))
    assert "2 Haushalte haben diesen Brief schon" in proof
    assert "1 Brief erstellen" in proof
    wrong = clerk.post("wieder", round=clerk.content.proof_round, wieder="einige", nummern="<x>")
    assert "Nennen Sie BG-Nummern" in text_of(wrong)
    clerk.post("wieder", round=clerk.content.proof_round, wieder="einige", nummern="23702//0000001")
    work_off(office)
    assert "2 Briefe erstellen" in text_of(clerk.get("probe"))
    clerk.post("wieder", round=clerk.content.proof_round, wieder="alle")
    work_off(office)
    assert "3 Briefe erstellen" in text_of(clerk.get("probe"))


def test_where_all_have_the_letter_there_is_a_way_back(office: Office, tmp_path: Path) -> None:
    """Nothing would be made: that is told, with what can be done about it."""
    clerk_of(office).proofed(write_list(tmp_path / "mai.csv", [row(1), row(2)])).made()
    clerk = clerk_of(office).proofed(write_list(tmp_path / "juni.csv", [row(2), row(1)]))
    told = clerk.get("probe")
    assert "Alle Haushalte der Liste haben diesen Brief schon" in text_of(told)
    assert "sagen Sie unten, wer ihn bekommt" in text_of(told)
    assert "Briefe erstellen" not in text_of(told)
    assert clerk.address("brief") in told.text


def test_another_window_harms_nothing(office: Office, few: Path) -> None:
    """A form of a proof that another window has replaced does nothing but show the one that counts."""
    clerk = clerk_of(office).proofed(few)
    old = clerk.content.proof_round
    clerk.post("brief", brief="einladung", datum=DAY)
    work_off(office)
    assert clerk.post("erstellen", round=old, gesehen=["1"]).headers["location"] == clerk.address("probe")
    clerk.post("probe", round=old, gesehen=["1"])
    assert clerk.content.seen == ()


def test_a_run_made_twice_by_killed_workers_is_one(office: Office, few: Path) -> None:
    """The task is done again after the run was made: the same run, and no fault."""
    clerk = clerk_of(office).proofed(few)
    run = clerk.made()
    Queue(office.store).add("run", f"new-run:{clerk.id}", {}, "Eva")
    work_off(office)
    assert [path.parent.name for path in office.runs.glob("*/manifest.json")] == [run]


def test_thrown_away_is_gone(office: Office) -> None:
    """Its files, its row, its jobs."""
    clerk = clerk_of(office)
    clerk.upload(SAMPLE.name, SAMPLE.read_bytes())
    clerk.post("verwerfen")
    assert not (office.new_runs / clerk.id).exists()
    assert Queue(office.store).open_jobs() == []
    assert clerk.get("spalten").status_code == 404


def test_what_a_list_is_called_or_says_names_nothing_on_the_pages(office: Office, tmp_path: Path) -> None:
    """Whoever looks for a field by its name, a screen reader's user for one, finds that field and nothing else."""
    lists = write_list(tmp_path / "Liste für den Brief.csv", [row(1)])
    clerk = clerk_of(office)
    clerk.upload(lists.name, lists.read_bytes().replace(b";anrede;", b";gruss;"))
    work_off(office)
    begun, findings = clerk.browser.get("/neuer-lauf").text, clerk.get("befunde").text
    assert (lists.name in begun, "alle Briefe" in findings) == (True, True)
    assert [name for name in names_on(begun) if "Liste" in name] == ["Liste"]
    assert not [name for name in names_on(findings) if "Brief" in name]


@pytest.mark.parametrize("role", [Role.RELEASE, Role.SHOP, Role.AUDIT, Role.ADMINISTER])
def test_others_may_not(office: Office, few: Path, role: Role) -> None:
    """Lists and proofs are for who makes letters."""
    clerk = clerk_of(office).proofed(few)
    other = client_of(office, "Otto", role)
    for path in ("liste", "spalten", "befunde", "befunde/tabelle", "brief", "probe", "probe/1.png"):
        assert other.get(clerk.address(path)).status_code == 403
    assert other.post(clerk.address("erstellen")).status_code == 403
