"""Never twice: of two calls at once one makes a household's letter, the other says so; nobody goes without."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from program_kit import row, write_list

from mailing.base.tables import read_table
from mailing.runs.register import database
from mailing.runs.register.claims import Claim, LostClaimsError
from mailing.runs.register.register import Register
from mailing.runs.register.registered_letters import Letters

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from program_kit import Called

    Program = Callable[..., Called]

HOUSEHOLDS = 40
LETTERS = Letters(digests=bytes(range(96)), addresses=bytes(96))
"""Of three households."""


def letters_of(folder: Path) -> Counter[str]:
    """Return how many letters each household has, over all runs of a folder."""
    found: Counter[str] = Counter()
    for table in folder.glob("2*/house/rows.csv"):
        found.update(line["bg_number"] for line in read_table(table) if line["piece"])
    return found


def called(liste: Path, folder: Path, *more: object) -> subprocess.Popen[bytes]:
    """Start a run in a process of its own."""
    command = [sys.executable, "-m", "mailing", "run", liste, "--out", folder, "--engine", "serial", *more]
    return subprocess.Popen(list(map(str, command)), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


@contextmanager
def claimed(folder: Path, *households: int) -> Iterator[Claim]:
    """A call that has claimed some of three letters and is under way."""
    with Claim(Register(None, folder), LETTERS) as claim:
        assert claim.take(households) == frozenset()
        yield claim


@pytest.mark.parametrize("server", [False, True], ids=["in one folder", "on one PostgreSQL"])
def test_two_calls_at_once_write_to_everybody_once(
    tmp_path: Path,
    request: pytest.FixtureRequest,
    server: bool,  # noqa: FBT001 - the case
) -> None:
    """Lists that overlap: whoever claimed a household writes to it; repeated, both calls leave nobody out."""
    more = ("--register", request.getfixturevalue("postgres_server"), "--date", "2020-07-02") if server else ()
    lists = [
        write_list(tmp_path / f"{name}.csv", [row(number) for number in numbers])
        for name, numbers in (("mai", range(1, HOUSEHOLDS)), ("juni", range(HOUSEHOLDS // 2, 2 * HOUSEHOLDS)))
    ]
    both = [called(liste, tmp_path / "runs", *more) for liste in lists]
    assert {call.wait(120) for call in both} <= {0, 3, 4, 6}
    for liste in lists:
        assert called(liste, tmp_path / "runs", *more).wait(120) in {0, 3, 4, 6}
    letters = letters_of(tmp_path / "runs")
    assert set(letters.values()) == {1}
    assert len(letters) == 2 * HOUSEHOLDS - 1


def test_a_killed_call_claims_nothing_any_more(tmp_path: Path) -> None:
    """Its households get their letter from the next call, and it goes on without them."""
    first = write_list(tmp_path / "mai.csv", [row(number) for number in range(1, 200)])
    call = called(first, tmp_path / "runs")
    register = tmp_path / "runs" / "register.sqlite"
    while call.poll() is None and not _claims(register):
        time.sleep(0.01)
    os.kill(call.pid, signal.SIGKILL)
    call.wait()
    second = write_list(tmp_path / "juni.csv", [row(number) for number in range(150, 220)])
    assert called(second, tmp_path / "runs").wait(120) == 0
    assert called(first, tmp_path / "runs").wait(120) in {0, 4}
    letters = letters_of(tmp_path / "runs")
    assert set(letters.values()) == {1}
    assert len(letters) == 219


def _claims(register: Path) -> int:
    try:
        with sqlite3.connect(register) as connection:
            return int(connection.execute("SELECT COUNT(*) FROM claims").fetchone()[0])
    except sqlite3.Error:
        return 0


def test_what_another_call_claims_is_told(tmp_path: Path) -> None:
    """Only that, and only as long as it is under way."""
    with claimed(tmp_path, 0, 1), Claim(Register(None, tmp_path), LETTERS) as other:
        assert other.take([0, 1, 2]) == {0, 1}
    with claimed(tmp_path, 0, 1, 2):
        pass


def test_what_is_confirmed_is_no_claim_any_more(tmp_path: Path) -> None:
    """It is a letter; what wasn't made is free."""
    with claimed(tmp_path, 0, 1) as claim:
        claim.confirm([0], "run-a", ())
    with Register(None, tmp_path) as register:
        assert register.makers(LETTERS) == {0: "run-a"}
    with claimed(tmp_path, 0, 1, 2):
        pass


def test_a_call_that_lost_its_claims_seals_nothing(tmp_path: Path) -> None:
    """Another one may have made the same letters by now."""
    with claimed(tmp_path, 0, 1) as claim:
        with sqlite3.connect(tmp_path / "register.sqlite") as connection:
            connection.execute("DELETE FROM claims")
        with pytest.raises(LostClaimsError):
            claim.confirm([0, 1], "run-a", ())
    with Register(None, tmp_path) as register:
        assert register.makers(LETTERS) == {}


@pytest.mark.parametrize(
    ("again", "notices"),
    [
        ({"bg_nummer": "BG 23702-0000001"}, True),
        ({"termin": "24.06.2020 9:30", "standort": "hannover-mitte"}, True),
        ({"nachname": "Musterfrau", "strasse": "Musterstr.", "format": "Großdruck"}, True),
        ({"termin": "2020-06-24 10:30"}, False),
        ({"standort": "Burgdorf"}, False),
    ],
    ids=["number", "appointment", "person", "another appointment", "another site"],
)
def test_a_letter_is_known_by_what_it_says(
    program: Program,
    tmp_path: Path,
    again: dict[str, str],
    notices: bool,  # noqa: FBT001 - the case
) -> None:
    """However its cells are spelled."""
    first = write_list(tmp_path / "mai.csv", [row(1)])
    assert program("run", first, "-t", "einladung", "--out", tmp_path / "runs").code == 0
    second = write_list(tmp_path / "juni.csv", [row(1, **again), row(2)])
    done = program("run", second, "-t", "einladung", "--out", tmp_path / "runs", "--json")
    codes = {
        line["code"] for line in read_table(done.run / "house" / "rows.csv") if line["disposition"] == "suppressed"
    }
    assert bool(codes & {"register.already-made", "register.address-changed"}) == notices


def test_a_locked_register_is_told_and_costs_the_guard(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody's database tool holds it: the run waits once, is made, and says so; exit code 4."""
    assert database.WAITED_FOR < 50
    monkeypatch.setattr(database, "WAITED_FOR", 1)
    liste = write_list(tmp_path / "mai.csv", [row(1)])
    assert program("run", liste, "--out", tmp_path / "runs").code == 0
    other = write_list(tmp_path / "juni.csv", [row(2)])
    with sqlite3.connect(tmp_path / "runs" / "register.sqlite", isolation_level=None) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        done = program("run", other, "--out", tmp_path / "runs")
        connection.execute("ROLLBACK")
    assert done.code == 4
    assert "nicht benutzbar" in done.out


@pytest.mark.parametrize("key", [None, b""], ids=["gone", "empty"])
def test_a_missing_key_is_told_on_the_screen(program: Program, tmp_path: Path, key: bytes | None) -> None:
    """The run is made, and the exit code says that it wasn't compared."""
    assert program("run", write_list(tmp_path / "mai.csv", [row(1)]), "--out", tmp_path / "runs").code == 0
    (tmp_path / "runs" / "register.key").unlink()
    if key is not None:
        (tmp_path / "runs" / "register.key").write_bytes(key)
    done = program("run", write_list(tmp_path / "juni.csv", [row(2)]), "--out", tmp_path / "runs")
    assert done.code == 4
    assert "Schlüssel des Registers" in done.out
