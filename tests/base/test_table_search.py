"""Rows of a long table that are found without reading the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mailing.base.table_search import has_cell, row_numbered, rows_with
from mailing.base.tables import read_table, write_table

if TYPE_CHECKING:
    from pathlib import Path

ROWS = 20_000
HEADER = ("piece", "name", "more")


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A table in the order of its pieces: quotes, line feeds, formulas, and lines of very different lengths."""
    file = tmp_path_factory.mktemp("tables") / "table.csv"
    odd = {7: 'a "b"; c', 8: "one\ntwo", 9: "=1+1", 4_711: "x" * 100_000, 4_712: "", 15_000: "\n15001;y;\n"}
    write_table(file, HEADER, [(piece, f"Müller{piece}", odd.get(piece, "")) for piece in range(1, ROWS + 1)])
    return file


@pytest.mark.parametrize("piece", [1, 2, 7, 8, 9, 100, 4_710, 4_711, 4_712, 15_000, 15_001, 19_999, 20_000])
def test_a_row_is_found_by_its_number_as_reading_all_finds_it(table: Path, piece: int) -> None:
    """The first, the last, and those beside a line that is longer than all others."""
    (expected,) = (row for row in read_table(table) if row["piece"] == str(piece))
    assert row_numbered(table.open("rb"), piece) == expected


@pytest.mark.parametrize("piece", [0, 20_001, 9_999_999])
def test_a_row_that_isnt_there_isnt_found(table: Path, piece: int) -> None:
    """Before the first, behind the last."""
    assert row_numbered(table.open("rb"), piece) is None


def test_an_empty_table_has_no_row(tmp_path: Path) -> None:
    """Nothing below its header."""
    write_table(tmp_path / "empty.csv", HEADER, [])
    assert row_numbered((tmp_path / "empty.csv").open("rb"), 1) is None


def test_rows_are_found_by_what_stands_in_them(table: Path) -> None:
    """All needles must be in the line, whatever lies where the table was cut into blocks."""
    found = list(rows_with(table.open("rb"), [has_cell("Müller15001")]))
    assert [row["piece"] for row in found] == ["15001"]
    assert [row["piece"] for row in rows_with(table.open("rb"), ["Müller7".encode(), b"c"])] == ["7"]
    assert not list(rows_with(table.open("rb"), [b"nobody"]))


def test_blocks_are_cut_where_lines_end(table: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However small they are."""
    monkeypatch.setattr("mailing.base.table_search.BYTES_AT_ONCE", 50)
    small = table.with_name("small.csv")
    write_table(small, HEADER, [(piece, f"Müller{piece}", "") for piece in range(1, 200)])
    assert [row["piece"] for row in rows_with(small.open("rb"), ["Müller".encode()])] == list(map(str, range(1, 200)))
