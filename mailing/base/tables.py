"""The tables that the program writes: CSVs that open in Excel as they are, and do no harm there.

UTF-8 with BOM, `;`, CRLF. A cell that a spreadsheet would run as a formula gets an apostrophe before it, which
`read_table` takes off again (OWASP, "CSV Injection").
"""

from __future__ import annotations

import csv
import io
from itertools import islice, zip_longest
from typing import TYPE_CHECKING, Any, BinaryIO

from mailing.base.errors import DamagedTableError
from mailing.base.files import written_whole
from mailing.base.messages import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

DELIMITER = ";"
BYTE_ORDER_MARK = "\ufeff"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
ROWS_AT_ONCE = 5_000
LINE_END = "\r\n"
_GUARD = "'"
_GUARDED_STARTS = frozenset((*FORMULA_STARTS, _GUARD))
_BEFORE_CELLS, _GUARDED_SIGNS = b';"\n', bytes(ord(sign) for sign in _GUARDED_STARTS - {"\r"})
_KINDS = bytes(1 if sign in _BEFORE_CELLS else 2 if sign in _GUARDED_SIGNS else 0 for sign in range(256))
_TO_BE_GUARDED = b"\1\2"


def write_table(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a table whole or not at all; numbers stay as they are, texts are guarded."""
    with written_whole(path) as stream:
        stream.write((BYTE_ORDER_MARK + table_lines([header])[0]).encode())
        source = iter(rows)
        while some := list(islice(source, ROWS_AT_ONCE)):
            stream.write("".join(table_lines(some)).encode())


def table_lines(rows: Sequence[Sequence[object]]) -> list[str]:
    """Return each row as the line that `write_table` would write, its end included."""
    lines = _as_csv(rows)
    return _as_csv(map(_guarded_row, rows)) if _may_run("".join(lines)) else lines


def _may_run(lines: str) -> bool:
    """Whether lines have a cell to be guarded; few have, and a look at all signs at once is soon done.

    A cell that begins with a carriage return stands in quotes, and so may one that ends a line.
    """
    content = b"\n" + lines.encode()
    return _TO_BE_GUARDED in content.translate(_KINDS) or b';"\r' in content or b'\n"\r' in content


def _as_csv(rows: Iterable[Sequence[object]]) -> list[str]:
    lines: list[str] = []
    csv.writer(_Lines(lines), delimiter=DELIMITER, lineterminator=LINE_END).writerows(rows)
    return lines


class _Lines:
    """A stream that keeps what is written as a list; csv writes a line at a time."""

    def __init__(self, lines: list[str]) -> None:
        self.write = lines.append


def read_table(path: Path) -> Iterator[dict[str, str]]:
    """Give the rows of a table that `write_table` wrote, by column name."""
    yield from table_rows(path.open("rb"))


def table_rows(stream: BinaryIO) -> Iterator[dict[str, str]]:
    """Give the rows of an open table that `write_table` wrote, by column name; the stream is closed behind the last."""
    with io.TextIOWrapper(stream, encoding="utf-8-sig", newline="") as text:
        reader = csv.reader(text, delimiter=DELIMITER)
        names = next(reader, [])
        for cells in filter(None, reader):
            if _GUARD in "".join(cells):
                cells[:] = map(unguarded, cells)
            yield dict(zip_longest(names, cells[: len(names)], fillvalue=""))


def read_columns(path: Path, *names: str) -> Iterator[tuple[str, ...]]:
    """Give some columns of a table that `write_table` wrote, row by row; the fast way through a long table.

    Raises:
        DamagedTableError: it isn't any more what was written.
    """
    return columns_of(path.open("rb"), str(path), *names)


def columns_of(opened: BinaryIO, where: str, *names: str) -> Iterator[tuple[str, ...]]:
    """Give some columns of an open table, as `read_columns`; the stream is closed behind the last row."""
    import pyarrow as pa
    from pyarrow import csv as arrow_csv

    try:
        with opened as stream:
            batches = arrow_csv.open_csv(
                stream,
                parse_options=arrow_csv.ParseOptions(delimiter=DELIMITER, newlines_in_values=True),
                convert_options=arrow_csv.ConvertOptions(
                    include_columns=names, column_types=dict.fromkeys(names, pa.string()), null_values=[]
                ),
            )
            for batch in batches:
                yield from zip(*map(_unguarded_cells, batch.columns), strict=True)
    except pa.ArrowException as error:
        raise DamagedTableError(
            _("Die Tabelle ist beschädigt"),
            where=where,
            hint=_("mailing verify sagt, welche Dateien des Laufs noch sind, was sie waren"),
        ) from error


def _unguarded_cells(column: Any) -> Iterable[str]:
    """Return the cells of an Arrow column, guards taken off; a look whether there are any costs next to nothing."""
    import pyarrow.compute as pc

    cells: list[str] = column.to_pylist()
    return map(unguarded, cells) if pc.any(pc.starts_with(column, _GUARD)).as_py() else cells


def guarded(cell: object) -> object:
    """Return the cell so that no spreadsheet runs it."""
    return _guarded_row((cell,))[0]


def _guarded_row(row: Sequence[object]) -> list[object]:
    """Return the row's cells so that no spreadsheet runs them; this is the program's most called line of code."""
    return [_GUARD + cell if isinstance(cell, str) and cell[:1] in _GUARDED_STARTS else cell for cell in row]


def unguarded(cell: str) -> str:
    """Undo `guarded`."""
    return cell[1:] if cell[:1] == _GUARD and cell[1:2] in _GUARDED_STARTS else cell
