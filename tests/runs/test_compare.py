"""`mailing compare`: households that only one run has, other addresses, other texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from program_kit import row, write_list

from mailing.base.tables import read_table

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from program_kit import Called

    Program = Callable[..., Called]
ROWS = [row(number) for number in range(1, 6)]


def made(program: Program, folder: Path, name: str, rows: list[dict[str, str]]) -> Path:
    """Return a run of these rows, in a folder of its own: its letters are known to no register."""
    liste = write_list(folder / f"{name}.csv", rows)
    assert program("run", liste, "--out", folder / name).code in {0, 4}
    (manifest,) = (folder / name).glob("*/manifest.json")
    return manifest.parent


@pytest.fixture
def first(program: Program, tmp_path: Path) -> Path:
    """Return the run that others are compared with."""
    return made(program, tmp_path, "first", ROWS)


def test_a_run_is_like_itself(program: Program, first: Path) -> None:
    """The control: nothing differs."""
    told = program("compare", first, first, "--json").json
    assert told == {"households": [5, 5], "same": 5, "only-first": 0, "only-second": 0, "address": 0, "text": 0}


def test_each_difference_is_counted_and_listed(program: Program, tmp_path: Path, first: Path) -> None:
    """One household left, one came, one moved, one is called otherwise."""
    changed = [ROWS[1] | {"hausnummer": "99"}, ROWS[2] | {"nachname": "Anders"}, *ROWS[3:], row(9)]
    second = made(program, tmp_path, "second", changed)
    done = program("compare", first, second, "-o", tmp_path / "compared.csv", "--json")
    counted = {"only-first": 1, "only-second": 1, "address": 1, "text": 1}
    assert done.json == {"households": [5, 5], "same": 2, **counted}
    listed = [(line["change"], line["bg_number"]) for line in read_table(tmp_path / "compared.csv")]
    assert listed == [
        ("only-first", "23702//0000001"),
        ("only-second", "23702//0000009"),
        ("address", "23702//0000002"),
        ("text", "23702//0000003"),
    ]


def test_a_purged_run_cannot_be_compared(program: Program, first: Path) -> None:
    """Nobody can tell its households any more."""
    assert program("purge", first, "--yes", "--reason", "Ende").code == 0
    assert program("compare", first, first).code == 5


def test_what_is_no_run_is_refused(program: Program, tmp_path: Path, first: Path) -> None:
    """With its name."""
    assert program("compare", first, tmp_path).code == 2
