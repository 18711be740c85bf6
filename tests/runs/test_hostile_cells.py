"""A cell costs its own letter at most: whatever it holds, however long it is, in whichever column."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from hostile_kit import SETTINGS, TEXT, write_rows
from program_kit import HEADER, row
from templates_kit import office

from mailing.audit.verification import VerifyOptions, verify
from mailing.base.tables import read_table

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from program_kit import Called

    Program = Callable[..., Called]

COLUMNS = (*HEADER.split(";"), "aktenzeichen")
CELLS = {
    "digits": "7" * 5_000,
    "hyphens": "-" * 10_000,
    "words": "Wort " * 20_000,
    "one word": "Donaudampfschiff" * 2_000,
    "a hundred thousand": "x" * 100_000,
    "combining marks": "a" + "\u0301" * 2_000,
    "bidi": "\u202eabc\u2066" * 50,
    "zero": "\u200b" * 500,
    "emoji": "👩‍👩‍👧‍👦" * 200,
    "right to left": "مرحبا " * 100,
    "line ends": "a\nb\r\nc\u2028d\u0085e" * 20,
    "tabs": "a\tb\x0bc\x0cd" * 50,
    "signs": "()[]{}<>%&$#*_`|~^\\/'\"!?;:,.@€§" * 30,
    "numbers": "1e999999 NaN -0 ٣٤٥ 0x41 1/0",
    "slashes": "//" * 3_000,
    "commas": "," * 5_000,
    "blanks": " " * 50_000,
    "names": "von der und zu " * 300,
}
SLOWEST = 20
"""So many times as long as a list without such cells: linear, whatever the machine."""


@pytest.fixture
def letters(program: Program, tmp_path: Path) -> Callable[[list[dict[str, str]]], tuple[Called, float]]:
    """Make a run of rows; return how it ended, and its seconds of CPU."""
    office(tmp_path / "vorlagen", TEXT, SETTINGS)

    def made(rows: list[dict[str, str]]) -> tuple[Called, float]:
        write_rows(tmp_path / "liste.csv", rows)
        started = time.process_time()
        call = ("run", "liste.csv", "-t", "brief", "--templates", "vorlagen", "--json", "--engine", "serial")
        called = program(*call, "--out", tmp_path / f"runs{len(rows)}")
        return called, time.process_time() - started

    return made


def test_a_cell_costs_its_own_letter(letters: Callable[[list[dict[str, str]]], tuple[Called, float]]) -> None:
    """Each in each column: the neighbours get their letters, the run verifies, and it takes no time."""
    every = [(column, cell) for cell in CELLS.values() for column in COLUMNS]
    hostile = [row(number, **{column: cell}) for number, (column, cell) in enumerate(every, 1)]
    sound = [row(number) for number in range(1_000, 1_020)]
    _plain, usual = letters([row(number) for number in range(1, len(hostile) + 1)])
    called, seconds = letters([*hostile, *sound])
    assert called.code == 4, called.err
    assert seconds < SLOWEST * max(usual, 1.0)
    rows = list(read_table(called.run / "house" / "rows.csv"))
    assert len(rows) == len(hostile) + len(sound)
    assert [line["disposition"] for line in rows[-len(sound) :]] == ["printed"] * len(sound)
    assert list(verify(called.run, VerifyOptions(workers=1))) == []
