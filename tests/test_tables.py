"""Tables open in Excel as they are and do no harm there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailing.tables import guarded, read_table, unguarded, write_table

if TYPE_CHECKING:
    from pathlib import Path


def test_excel_finds_bom_semicolons_and_crlf(tmp_path: Path) -> None:
    """The bytes are those that Excel in German reads by a double click."""
    write_table(tmp_path / "t.csv", ("row", "ort"), [(2, "Lehrte"), (3, "Süd;lich")])
    assert (tmp_path / "t.csv").read_bytes() == '\ufeffrow;ort\r\n2;Lehrte\r\n3;"Süd;lich"\r\n'.encode()


@pytest.mark.parametrize("cell", ["=1+1", "+49 511", "-5", "@SUM(A1)", "\tx", "\rx", "'=1"])
def test_no_cell_runs_as_a_formula(cell: str) -> None:
    """An apostrophe stands before what a spreadsheet would run."""
    assert str(guarded(cell)).startswith("'")


def test_numbers_stay_numbers() -> None:
    """A negative figure of ours is no formula."""
    assert guarded(-3) == -3


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_the_guard_comes_off_again(text: str) -> None:
    """What goes in as text comes out as the same text."""
    assert unguarded(str(guarded(text))) == text


def test_a_table_reads_back(tmp_path: Path) -> None:
    """Guard, quotes and line breaks included."""
    write_table(tmp_path / "t.csv", ("a", "b"), [("=x", 'sagt "ja"\nund')])
    assert list(read_table(tmp_path / "t.csv")) == [{"a": "=x", "b": 'sagt "ja"\nund'}]
