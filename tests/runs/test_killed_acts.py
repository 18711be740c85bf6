"""SIGKILL at each change that an act makes on the disk: the journal stays whole, and the same call can be repeated."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from typing import TYPE_CHECKING

import pytest
from life_kit import delivered_run, fates, made_run, scanned, table

from mailing.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from program_kit import Called

    Program = Callable[..., Called]

CHANGES = frozenset({"os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.truncate", "os.link", "os.chmod"})
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
MOST_POINTS = 6
"""At so many moments an act is killed, spread over all that there are."""

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="only where a process can be forked")


def changes_of(arguments: list[str], below: Path, kill_at: int = 0) -> int:
    """Call the program in a process of its own that dies before its `kill_at`th change below a folder; count them."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        count = 0

        def watch(event: str, details: tuple[object, ...]) -> None:
            nonlocal count
            changes = event in CHANGES or (
                event == "open" and isinstance(details[2], int) and bool(details[2] & WRITING)
            )
            if changes and str(details[0]).startswith(str(below)):
                count += 1
                if count == kill_at:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(watch)
        code = main(arguments)
        os.write(writing, f"{count} {int(code)}".encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as stream:
        told = stream.read().split()
    _pid, status = os.waitpid(child, 0)
    if kill_at:
        assert os.WIFSIGNALED(status), "it was to be killed"
        return 0
    assert int(told[1]) == 0
    return int(told[0])


def spread(most: int) -> list[int]:
    """Return moments between the first change and the last, both among them."""
    return sorted({1 + (most - 1) * step // (MOST_POINTS - 1) for step in range(MOST_POINTS)})


def check_act(program: Program, run: Path, tmp_path: Path, *arguments: object) -> None:
    """Kill an act at moments of it; then the run is whole, the same call gets through, and once is enough."""
    out = run.parent

    def fresh(name: str) -> tuple[Path, list[str]]:
        shutil.copytree(out, tmp_path / name)
        return tmp_path / name / run.name, [str(each).replace(str(out), str(tmp_path / name)) for each in arguments]

    untouched, call = fresh("whole")
    number = changes_of(call, tmp_path / "whole")
    assert number > 1
    expected = fates(untouched), (untouched / "journal.jsonl").read_bytes().count(b"\n")
    for moment in spread(number):
        copy, call = fresh(str(moment))
        changes_of(call, copy.parent, kill_at=moment)
        left = program("verify", copy, "--quick")
        kept = {
            code for code in ("journal.broken", "journal.chain", "journal.missing", "journal.seal") if code in left.out
        }
        assert not kept, (moment, left.out)
        assert program(*call).code in {0, 2}, moment
        assert program("verify", copy).code == 0, moment
        assert (fates(copy), (copy / "journal.jsonl").read_bytes().count(b"\n")) == expected, moment
        journal = (copy / "journal.jsonl").read_bytes()
        assert program(*call).code in {0, 2}
        assert (copy / "journal.jsonl").read_bytes() == journal
        assert not list(copy.parent.glob(".*.outgoing/*")), moment
        shutil.rmtree(copy.parent)


@pytest.fixture
def run(program: Program, tmp_path: Path) -> Path:
    """Return a run that the shop has."""
    return delivered_run(program, tmp_path)


@pytest.mark.parametrize("verb", ["release", "reject", "withdraw"])
def test_what_is_decided_of_a_made_run(program: Program, tmp_path: Path, verb: str) -> None:
    """Released, or ended, once."""
    run = made_run(program, tmp_path)
    more = ("--yes",) if verb == "release" else ("--reason", "Ende")
    check_act(program, run, tmp_path, verb, run, "--by", "Tom", *more)


def test_deliver(program: Program, tmp_path: Path) -> None:
    """Laid down once; no archive stays beside the run."""
    run = made_run(program, tmp_path)
    assert program("release", run, "--by", "Tom", "--yes").code == 0
    check_act(program, run, tmp_path, "deliver", run, "--to", run.parent / "abholung")


def test_receipt(program: Program, run: Path, tmp_path: Path) -> None:
    """Kept once, as evidence."""
    (tmp_path / "beleg.txt").write_text("erhalten", "utf-8")
    check_act(program, run, tmp_path, "deliver", run, "--receipt", tmp_path / "beleg.txt")


def test_feedback(program: Program, run: Path, tmp_path: Path) -> None:
    """A table with a row for the quarantine is judged the same way when it comes again."""
    check_act(program, run, tmp_path, "feedback", run, table(tmp_path, "1-11;OK", "12;Makulatur"))


def test_reprint(program: Program, run: Path, tmp_path: Path) -> None:
    """One new copy, whatever a killed call left of the package."""
    assert program("feedback", run, table(tmp_path, "1-11;OK", "12;Makulatur")).code == 0
    check_act(program, run, tmp_path, "reprint", run, "--open")


def test_posted(program: Program, run: Path, tmp_path: Path) -> None:
    """Posted once, with its evidence."""
    evidence = table(tmp_path, "1-12;OK")
    assert program("feedback", run, evidence).code == 0
    check_act(program, run, tmp_path, "posted", run, "--evidence", evidence)


def test_returns(program: Program, run: Path, tmp_path: Path) -> None:
    """Recorded once; the household is held."""
    assert program("feedback", run, table(tmp_path, "1-12;posted")).code == 0
    came = table(tmp_path, f"{scanned(run, 3)};verzogen", name="returns.csv", header="code;reason")
    check_act(program, run, tmp_path, "returns", came, "--out", run.parent)


def test_close(program: Program, run: Path, tmp_path: Path) -> None:
    """Closed once."""
    assert program("feedback", run, table(tmp_path, "1-12;posted")).code == 0
    check_act(program, run, tmp_path, "close", run)


def test_purge(program: Program, run: Path, tmp_path: Path) -> None:
    """What a killed purge left goes with the next call."""
    check_act(program, run, tmp_path, "purge", run, "--yes", "--reason", "Ende")
