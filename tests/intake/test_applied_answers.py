"""`--apply` applies what the program asked for: nothing that it didn't ask about, never whose letter it is."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest
from program_kit import row, write_list

from mailing.base.tables import read_table

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from program_kit import Called

    Program = Callable[..., Called]

HEADER = ["row", "field", "found", "proposal", "code", "übernehmen"]
ASKED = ["2", "plz", "1067", "01067", "plz.four-digits", "ja"]


def run_with(program: Program, folder: Path, *answers: list[str], by: str = "") -> Called:
    """Make a run from a list with one short PLZ, and these answers."""
    people = [row(1, plz="1067", ort="Dresden"), row(2), row(3), row(4, plz="301")]
    path = folder / "answers.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream, delimiter=";").writerows([HEADER, *answers])
    named = ["--by", by] if by else []
    command = ["run", write_list(folder / "liste.csv", people), "--apply", path, *named, "--json"]
    return program(*command, "--date", "2020-06-15", "-o", folder / "runs")


def changes(called: Called) -> list[dict[str, str]]:
    """Return what was changed, as the house's book has it."""
    return list(read_table(called.run / "house/changes.csv"))


def findings(called: Called) -> set[str]:
    """Return the codes of the run's findings."""
    return {line["code"] for line in read_table(called.run / "house/findings.csv")}


def test_a_proposal_as_it_was_names_nobody(program: Program, tmp_path: Path) -> None:
    """The same bytes whoever takes it."""
    (change,) = changes(run_with(program, tmp_path, ASKED, by="Erika"))
    assert (change["how"], change["by"], change["applied"]) == ("proposed", "", "01067")


def test_an_edited_proposal_names_who(program: Program, tmp_path: Path) -> None:
    """In a field of the address, and with the name that was given."""
    (change,) = changes(run_with(program, tmp_path, [*ASKED[:3], "01069", *ASKED[4:]], by="Erika Mustermann"))
    assert (change["how"], change["by"], change["applied"]) == ("edited", "Erika Mustermann", "01069")


def test_an_entry_that_only_a_person_can_mend_is_added(program: Program, tmp_path: Path) -> None:
    """The program found something and proposed nothing; who added it is told."""
    added = ["5", "plz", "301", "30159", "plz.format", "ja"]
    _proposed, change = changes(run_with(program, tmp_path, ASKED, added, by="Erika Mustermann"))
    assert (change["how"], change["by"], change["applied"]) == ("added", "Erika Mustermann", "30159")


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (["3", "nachname", "Mustermannc", "Forger", "", "ja"], "proposal.foreign"),
        (["3", "strasse", "Musterstraße", "Fremde Straße", "plz.four-digits", "ja"], "proposal.foreign"),
        (["3", "bg_nummer", "23702//0000002", "23702//0000001", "bg.format", "ja"], "proposal.foreign"),
        (["2", "plz", "1068", "01068", "plz.four-digits", "ja"], "proposal.stale"),
        (["99", "plz", "1067", "01067", "plz.four-digits", "ja"], "proposal.stale"),
    ],
    ids=["a sound name", "a sound street", "a number", "another entry", "no row"],
)
def test_what_the_program_never_asked_isnt_applied(
    program: Program, tmp_path: Path, answer: list[str], code: str
) -> None:
    """A table that somebody wrote on: it is told, and nothing of it is done."""
    called = run_with(program, tmp_path, ASKED, answer)
    assert [change["row"] for change in changes(called)] == ["2"]
    assert code in findings(called)


def test_an_edited_run_is_made_again_to_the_same_bytes(program: Program, tmp_path: Path) -> None:
    """Who edited comes from the run's own book, not from who verifies."""
    called = run_with(program, tmp_path, [*ASKED[:3], "01069", *ASKED[4:]], by="Erika Mustermann")
    assert program("verify", called.run, "--rebuild", tmp_path / "liste.csv").code == 0


@pytest.mark.parametrize("number", ["²", "٣", "9" * 30, "9" * 5_000])
def test_a_row_that_no_list_has_is_refused_with_its_place(program: Program, tmp_path: Path, number: str) -> None:
    """Whatever somebody's spreadsheet made of the row's number; nothing is applied."""
    refused = run_with(program, tmp_path, [number, *ASKED[1:]])
    assert refused.code == 3
    assert "keine Zeilennummer" in refused.err
    assert "answers.csv, Zeile 2" in refused.err
