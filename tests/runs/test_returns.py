"""`mailing returns`: letters that came back hold their households until the address is another one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from life_kit import delivered, fates, scanned, table
from program_kit import row, write_list

from mailing.base.tables import read_table
from mailing.press.codes import code_text
from mailing.runs.afterwards import returning

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from program_kit import Called

    Program = Callable[..., Called]
ROWS = [row(number) for number in range(1, 6)]


def made(program: Program, folder: Path, name: str, rows: list[dict[str, str]], *more: str) -> Called:
    """Make a run of these rows."""
    liste = write_list(folder / f"{name}.csv", rows)
    return program("run", liste, "--by", "Eva", "--out", folder / "runs", "--json", *more)


def newest(folder: Path, but: list[Path]) -> Path:
    """Return the run that isn't among the others."""
    (run,) = {path.parent for path in (folder / "runs").glob("*/manifest.json")} - set(but)
    return run


@pytest.fixture
def run(program: Program, tmp_path: Path) -> Path:
    """Return a run of five letters, all posted."""
    made(program, tmp_path, "first", ROWS)
    run = newest(tmp_path, [])
    assert program("release", run, "--by", "Tom", "--yes").code == 0
    delivered(run)
    assert program("feedback", run, table(tmp_path, "1-5;posted")).code == 0
    return run


def came_back(
    program: Program, folder: Path, *lines: str, name: str = "returns.csv", header: str = "code;reason"
) -> Called:
    """Read a table of returned letters."""
    return program("returns", table(folder, *lines, name=name, header=header), "--out", folder / "runs", "--by", "Ute")


def dispositions(run: Path) -> dict[str, tuple[str, str]]:
    """Return what became of each household."""
    return {line["bg_number"]: (line["disposition"], line["code"]) for line in read_table(run / "house/rows.csv")}


def number_of(run: Path, piece: int) -> int:
    """Return the number in `ROWS` of a piece's household."""
    households = {int(line["piece"]): line["bg_nummer"] for line in read_table(run / "house/households.csv")}
    return int(households[piece][-7:])


def test_a_household_is_held_until_its_address_changes(program: Program, tmp_path: Path, run: Path) -> None:
    """Suppressed in the next run; written to when it has moved, and then by the very letter that came back, once."""
    assert came_back(program, tmp_path, f"{scanned(run, 2)};verzogen").code == 0
    assert fates(run) == {"posted": 4, "returned": 1}
    assert program("verify", run).code == 0
    number = number_of(run, 2)
    bg_number = f"23702//{number:07d}"

    assert made(program, tmp_path, "first", ROWS, "--date", "2020-06-16").code in {0, 4}
    second = newest(tmp_path, [run])
    assert dispositions(second)[bg_number] == ("suppressed", "return.address-unchanged")
    assert sum(what == "printed" for what, _code in dispositions(second).values()) == 4
    assert program("verify", second).code == 0
    assert program("verify", second, "--rebuild", tmp_path / "first.csv").code == 0

    changed = [entry | ({"hausnummer": "99"} if entry["bg_nummer"] == bg_number else {}) for entry in ROWS]
    assert made(program, tmp_path, "changed", changed).code in {0, 4}
    third = newest(tmp_path, [run, second])
    assert [number for number, (what, _code) in dispositions(third).items() if what == "printed"] == [bg_number]
    assert made(program, tmp_path, "changed", changed).code in {0, 4}
    newest(tmp_path, [run, second])
    more = [*changed, row(6)]
    assert made(program, tmp_path, "more", more).code in {0, 4}
    fourth = newest(tmp_path, [run, second, third])
    assert [number for number, (what, _code) in dispositions(fourth).items() if what == "printed"] == ["23702//0000006"]


def test_the_same_call_again_writes_to_nobody_twice(program: Program, tmp_path: Path, run: Path) -> None:
    """After a letter came back it is another run, and all others have had theirs."""
    assert came_back(program, tmp_path, f"{scanned(run, 2)};verzogen").code == 0
    assert made(program, tmp_path, "first", ROWS).code == 3
    assert newest(tmp_path, []) == run


def test_who_has_died_is_held_whatever_the_address_and_nobody_is_told(
    program: Program, tmp_path: Path, run: Path
) -> None:
    """But the clerk, in a table of its own."""
    done = came_back(program, tmp_path, f"{run.name};3;verstorben", header="run;piece;reason")
    assert done.code == 0
    bg_number = f"23702//{number_of(run, 3):07d}"
    changed = [entry | ({"hausnummer": "99"} if entry["bg_nummer"] == bg_number else {}) for entry in ROWS]
    told = made(program, tmp_path, "changed", changed, "--date", "2020-06-16")
    second = newest(tmp_path, [run])
    assert dispositions(second)[bg_number] == ("suppressed", "return.address-unchanged")
    (confidential,) = (run / "house/feedback").glob("*-confidential.csv")
    assert [line["bg_number"] for line in read_table(confidential)] == [bg_number]
    assert not list((run / "house/feedback").glob("*-proposals.csv"))
    pieces = json.loads((run / "journal.jsonl").read_text("utf-8").splitlines()[-1])["details"]["pieces"]
    assert pieces == {"other": "3"}
    seen = (done.out, told.out, told.err, (second / "house/findings.csv").read_text("utf-8"))
    assert not any(word in text for text in seen for word in ("verstorben", "deceased", "gestorben"))
    assert came_back(program, tmp_path, f"{scanned(run, 3)};verzogen", name="later.csv").code == 4


@pytest.mark.parametrize(
    "line", ["123456789012345678901;moved", "x;moved", "CODE;why", "CODE99;moved", "990000000000001;moved"]
)
def test_what_fits_no_letter_is_set_aside(program: Program, tmp_path: Path, run: Path, line: str) -> None:
    """Exit code 4; the record's own cells are kept; the others count."""
    told = line.replace("CODE", scanned(run, 4))
    assert came_back(program, tmp_path, f"{scanned(run, 1)};unbekannt", told).code == 4
    assert fates(run) == {"posted": 4, "returned": 1}
    (file,) = (tmp_path / "runs/returns").glob("*-quarantine.csv")
    assert [line["code"] for line in read_table(file)] == [told.split(";")[0]]


def test_what_was_not_posted_cannot_have_come_back(program: Program, tmp_path: Path, run: Path) -> None:
    """Nor a letter twice, nor one that isn't there."""
    lines = [f"{run.name};1;moved", f"{run.name};1;refused", f"{run.name};77;moved", "anderswo;1;moved"]
    lines += [f"{run.name};{word};moved" for word in ("²", "9" * 30, "9" * 5_000)]
    assert came_back(program, tmp_path, *lines, header="run;piece;reason").code == 4
    assert fates(run) == {"posted": 4, "returned": 1}


@pytest.mark.parametrize("recorded", [1, 2])
def test_a_call_that_was_cut_off_tells_all_that_is_set_aside(
    program: Program, tmp_path: Path, run: Path, monkeypatch: pytest.MonkeyPatch, recorded: int
) -> None:
    """Of two runs one is on record, or both, and the table of the rest isn't written yet."""
    made(program, tmp_path, "second", [row(number) for number in range(11, 16)])
    other = newest(tmp_path, [run])
    assert program("release", other, "--by", "Tom", "--yes").code == 0
    delivered(other)
    assert program("feedback", other, table(tmp_path, "1-4;posted", name="other.csv")).code == 0
    lines = [f"{name};{piece};moved" for name in (run.name, other.name) for piece in (1, 1, 99)]
    lines += [f"{other.name};5;moved", "anderswo;1;moved"]
    calls = 0

    def cut(*arguments: object) -> bool:
        nonlocal calls
        calls += 1
        if calls > recorded:
            raise OSError(5, "cut")
        return take(*arguments)

    take = returning._take_into
    with monkeypatch.context() as patch:
        patch.setattr(returning, "_take_into", cut)
        patch.setattr(returning, "write_table", cut if recorded > 1 else returning.write_table)
        assert came_back(program, tmp_path, *lines, header="run;piece;reason").code == 6
    assert came_back(program, tmp_path, *lines, header="run;piece;reason").code == 4
    (file,) = (tmp_path / "runs/returns").glob("*-quarantine.csv")
    assert [line["row"] for line in read_table(file)] == ["3", "4", "6", "7", "8", "9"]
    assert (fates(run)["returned"], fates(other)["returned"]) == (1, 1)
    assert came_back(program, tmp_path, *lines, header="run;piece;reason").code == 0


def test_the_same_table_twice_changes_nothing(program: Program, tmp_path: Path, run: Path) -> None:
    """Told by its hash."""
    assert came_back(program, tmp_path, f"{scanned(run, 2)};refused").code == 0
    journal = (run / "journal.jsonl").read_bytes()
    assert came_back(program, tmp_path, f"{scanned(run, 2)};refused").code == 0
    assert (run / "journal.jsonl").read_bytes() == journal


def test_a_format_says_what_premiumadress_calls_its_columns(program: Program, tmp_path: Path, run: Path) -> None:
    """The 16 bytes that the sender gave come back: our job and piece."""
    (tmp_path / "format.toml").write_text('columns = {code = "Kundeninfo", reason = "RC"}\nwords = {moved = ["10"]}\n')
    file = table(tmp_path, f"{scanned(run, 2)[:15]};10", header="Kundeninfo;RC")
    done = program("returns", file, "--out", tmp_path / "runs", "--format", tmp_path / "format.toml")
    assert done.code == 0, done.err
    assert fates(run) == {"posted": 4, "returned": 1}


def test_both_sheets_of_a_letter_may_be_scanned(program: Program, tmp_path: Path, run: Path) -> None:
    """They are one letter that came back; the same sheet twice is set aside, and so is another reason."""
    job = int(json.loads((run / "shop/data/job.json").read_bytes())["job"])
    first, second = (code_text(job, 2, sheet, 2) for sheet in (1, 2))
    lines = [f"{first};moved", f"{second};verzogen", f"{second};moved", f"{first};refused"]
    assert came_back(program, tmp_path, *lines).code == 4
    assert fates(run) == {"posted": 4, "returned": 1}
    (file,) = (tmp_path / "runs/returns").glob("*-quarantine.csv")
    assert [line["row"] for line in read_table(file)] == ["4", "5"]


def test_a_new_address_is_for_the_clerk_to_take_over(program: Program, tmp_path: Path, run: Path) -> None:
    """It stands in the proposals, and nowhere else: the household stays held."""
    header = "code;reason;strasse;hausnummer;plz;ort"
    assert (
        came_back(program, tmp_path, f"{scanned(run, 2)};verzogen;Neue Gasse;7 a;30161;Hannover", header=header).code
        == 0
    )
    (file,) = (run / "house/feedback").glob("*-proposals.csv")
    (proposal,) = read_table(file)
    assert [proposal[name] for name in header.split(";")[2:]] == ["Neue Gasse", "7 a", "30161", "Hannover"]
    assert "Neue Gasse" not in (run / "journal.jsonl").read_text("utf-8")
    assert program("verify", run).code == 0


def test_returns_of_a_purged_run_are_counted_and_hold_nobody(program: Program, tmp_path: Path, run: Path) -> None:
    """Whose they were, nobody can tell any more: that is told."""
    assert program("close", run).code == 0
    assert program("purge", run, "--yes").code == 0
    done = came_back(program, tmp_path, f"{scanned(run, 2)};verzogen", f"{scanned(run, 3)};verstorben")
    assert done.code == 0
    assert "2 davon halten niemanden an" in done.out
    assert fates(run) == {"posted": 3, "returned": 2}
    assert program("verify", run).code == 0


def test_a_run_whose_papers_are_damaged_is_not_found_by_code(program: Program, tmp_path: Path, run: Path) -> None:
    """The letter is set aside; letters of the other runs count."""
    broken = tmp_path / "runs" / "broken"
    (broken / "shop/data").mkdir(parents=True)
    (broken / "manifest.json").write_bytes(b"{}")
    for content in (None, b"{", b"[]", b'{"job": "x"}'):
        if content is not None:
            (broken / "shop/data/job.json").write_bytes(content)
        assert came_back(program, tmp_path, "990000000000001;moved", name="foreign.csv").code == 4
    assert came_back(program, tmp_path, f"{scanned(run, 1)};moved").code == 0
