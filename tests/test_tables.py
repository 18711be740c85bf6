"""The tables that the program writes: what goes in comes out, and no spreadsheet runs it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mailing.tables import guarded, read_table, table_lines, unguarded, write_table

if TYPE_CHECKING:
    from pathlib import Path

CELLS = ["", "plain", "a;b", 'say "yes"', "two\nlines", "=1+1", "+49", "-", "@x", "'quoted", "'=x", "ß", "\ttab"]


def test_what_goes_in_comes_out(tmp_path: Path) -> None:
    """Every text survives writing and reading, formulas and apostrophes among them."""
    path = tmp_path / "t.csv"
    write_table(path, ("number", "text"), enumerate(CELLS))
    assert [row["text"] for row in read_table(path)] == CELLS
    assert path.read_bytes().startswith(b"\xef\xbb\xbfnumber;text\r\n0;\r\n")


@pytest.mark.parametrize("formula", ["=1+1", "+1", "-1", "@sum", "\tx", "\rx"])
def test_a_formula_is_guarded(formula: str) -> None:
    """A cell that Excel would run gets an apostrophe, which reading takes off."""
    assert guarded(formula) == "'" + formula
    assert unguarded("'" + formula) == formula


def test_lines_are_those_of_the_file(tmp_path: Path) -> None:
    """A table's lines can be had without a file, byte for byte the same."""
    rows = [(1, "=x"), (2, "a;b")]
    write_table(tmp_path / "t.csv", ("n", "x"), rows)
    assert "".join(table_lines([("n", "x"), *rows])) == (tmp_path / "t.csv").read_bytes().decode("utf-8-sig")
