"""Tables open in Excel as they are and do no harm there."""

from __future__ import annotations

import csv
import io
import tempfile
from array import array
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailing.base.errors import InputError
from mailing.base.tables import (
    counts_of,
    guarded,
    lines_of_columns,
    read_columns,
    read_table,
    table_lines,
    unguarded,
    write_table,
)

if TYPE_CHECKING:
    from collections.abc import Sequence


def test_excel_finds_bom_semicolons_and_crlf(tmp_path: Path) -> None:
    """The bytes are those that Excel in German reads by a double click."""
    write_table(tmp_path / "t.csv", ("row", "ort"), [(2, "Lehrte"), (3, "Süd;lich")])
    assert (tmp_path / "t.csv").read_bytes() == '\ufeffrow;ort\r\n2;Lehrte\r\n3;"Süd;lich"\r\n'.encode()


@pytest.mark.parametrize("cell", ["=1+1", "+49 511", "-5", "@SUM(A1)", "\tx", "\rx", "'=1"])
def test_no_cell_runs_as_a_formula(cell: str) -> None:
    """An apostrophe stands before what a spreadsheet would run."""
    assert guarded(cell).startswith("'")


def test_numbers_stay_numbers() -> None:
    """A negative figure of ours is no formula."""
    assert table_lines([(-3, "-3"), (4, "")]) == ["-3;'-3\r\n", "4;\r\n"]


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_the_guard_comes_off_again(text: str) -> None:
    """What goes in as text comes out as the same text."""
    assert unguarded(guarded(text)) == text


def test_a_table_reads_back(tmp_path: Path) -> None:
    """Guard, quotes and line breaks included."""
    write_table(tmp_path / "t.csv", ("a", "b"), [("=x", 'sagt "ja"\nund')])
    assert list(read_table(tmp_path / "t.csv")) == [{"a": "=x", "b": 'sagt "ja"\nund'}]


CELLS = st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufeff"), max_size=6)


@settings(deadline=None)
@given(st.lists(st.tuples(CELLS, st.sampled_from(["", "=1", "-", "'", "\tx", "a;b", 'a"b', "a\nb"]), st.integers())))
def test_any_table_reads_back_by_either_way(rows: list[tuple[str, str, int]]) -> None:
    """Line by line and column by column, cell for cell what went in."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "t.csv"
        write_table(path, ("a", "b", "c"), rows)
        expected = [(a, b, str(c)) for a, b, c in rows]
        assert [tuple(line.values()) for line in read_table(path)] == expected
        assert list(read_columns(path, "c", "a")) == [(c, a) for a, _b, c in expected]


@settings(deadline=None)
@given(st.lists(st.tuples(CELLS, st.sampled_from(["", "=1", "Lehrte", "'x"]))))
def test_cells_are_counted_and_rows_with_nothing_in_a_column_chosen(rows: list[tuple[str, str]]) -> None:
    """As by going through all rows: guards don't count, and what comes first is told first."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "t.csv"
        write_table(path, ("a", "b"), rows)
        counts = counts_of(path.open("rb"), "t.csv", "b")
        assert list(counts.items()) == list(Counter(b for _a, b in rows).items())
        assert list(read_columns(path, "a", "b", empty="b")) == [row for row in rows if not row[1]]


TRICKY = st.text(st.sampled_from("=+-@\t\r\n';\"a1 "), max_size=4)


@given(st.lists(st.tuples(TRICKY, TRICKY, TRICKY), min_size=1, max_size=3))
def test_no_cell_escapes_the_look_at_whole_lines(rows: list[tuple[str, str, str]]) -> None:
    """Wherever a cell stands, and however it is quoted, its line is what guarding each cell gives."""
    expected = io.StringIO()
    csv.writer(expected, delimiter=";", lineterminator="\r\n").writerows([map(guarded, row) for row in rows])
    assert "".join(table_lines(rows)) == expected.getvalue()


@pytest.mark.parametrize("figures", [range(-2, 3), array("I", [0, 7, 4_000_000_000]), [3, -1]])
def test_columns_of_figures_are_written_as_they_are(figures: Sequence[int]) -> None:
    """None of them is text, so none is guarded, whichever sequence they come in."""
    texts = [f"={figure}" for figure in figures]
    lines = lines_of_columns([figures, texts])
    assert lines == [f"{figure};'={figure}\r\n" for figure in figures]


def test_each_cell_is_guarded_among_many(tmp_path: Path) -> None:
    """A look at many lines at once finds the one that needs a guard."""
    rows = [(n, "Lehrte") for n in range(12_000)]
    rows[7_777] = (7_777, "=HYPERLINK(1)")
    write_table(tmp_path / "t.csv", ("row", "ort"), rows)
    lines = (tmp_path / "t.csv").read_text("utf-8-sig").splitlines()
    assert [line for line in lines if "'" in line] == ["7777;'=HYPERLINK(1)"]
    assert len(lines) == 12_001


@pytest.mark.parametrize("content", [b"", b"x;y\r\n1;2\r\n", b"a;b\r\n1;2\r\n3\r\n", b"a;b\r\n\xff;2\r\n"])
def test_a_damaged_table_is_told_by_its_place(tmp_path: Path, content: bytes) -> None:
    """It is no fault of the program, and no traceback."""
    path = tmp_path / "rows.csv"
    path.write_bytes(content)
    with pytest.raises(InputError, match="beschädigt") as caught:
        list(read_columns(path, "a"))
    assert caught.value.where == str(path)
