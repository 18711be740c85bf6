"""The tables that the program writes: CSVs that open in Excel as they are, and do no harm there.

UTF-8 with BOM, `;`, CRLF. A cell that a spreadsheet would run as a formula gets an apostrophe before it, which
`read_table` takes off again (OWASP, "CSV Injection").
"""

from __future__ import annotations

import csv
import io
import re
from array import array
from collections import Counter
from itertools import islice, zip_longest
from typing import TYPE_CHECKING, Any, BinaryIO, cast

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
_QUOTED = re.compile(r'[;"\r\n]')
_KINDS = bytes(
    1 if sign == "\n" else 3 if _QUOTED.match(sign) else 2 if sign in _GUARDED_STARTS else 0
    for sign in map(chr, range(256))
)
"""A sign of UTF-8 -> whether it ends a cell of many, is guarded where it begins one, or must be quoted."""
_TO_BE_GUARDED, _TO_BE_QUOTED = b"\1\2", b"\3"


def write_table(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a table whole or not at all; numbers stay as they are, texts are guarded."""
    source = iter(rows)
    parts = iter(lambda: list(islice(source, ROWS_AT_ONCE)), [])
    write_columns(path, header, (list(zip(*part, strict=True)) for part in parts))


def write_columns(path: Path, header: Sequence[str], parts: Iterable[Sequence[Sequence[object]]]) -> None:
    """Write a table as `write_table`, some thousand rows at a time, which are given by their columns."""
    with written_whole(path) as stream:
        stream.write((BYTE_ORDER_MARK + table_lines([header])[0]).encode())
        for columns in parts:
            stream.write("".join(lines_of_columns(columns)).encode())


def table_lines(rows: Sequence[Sequence[object]]) -> list[str]:
    """Return each row as the line that `write_table` would write, its end included."""
    return lines_of_columns([*zip(*rows, strict=True)])


def lines_of_columns(columns: Iterable[Sequence[object]]) -> list[str]:
    """Return the lines of a table of more than one column, whose columns are given."""
    return [line + LINE_END for line in map(DELIMITER.join, zip(*map(_cells, columns), strict=True))]


def _cells(column: Sequence[object]) -> Sequence[str]:
    """Return a column's cells as they stand in the file; few need more than they are, and one look at all tells it."""
    if isinstance(column, (range, array)):
        return list(map(str, column))
    texts = cast("Sequence[str]", column)
    try:
        kinds = ("\n" + "\n".join(texts)).encode().translate(_KINDS)
    except TypeError:
        return [_cell(cell) if isinstance(cell, str) else str(cell) for cell in column]
    if _TO_BE_QUOTED in kinds or _TO_BE_GUARDED in kinds or kinds.count(b"\1") != len(texts):
        return [_cell(text) for text in texts]
    return texts


def _cell(text: str) -> str:
    """Return a text guarded, and quoted as RFC 4180 has it."""
    text = guarded(text)
    return '"' + text.replace('"', '""') + '"' if _QUOTED.search(text) else text


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


def read_columns(path: Path, *names: str, empty: str | None = None) -> Iterator[tuple[str, ...]]:
    """Give some columns of a table that `write_table` wrote, row by row; the fast way through a long table.

    With `empty`, one of the columns, only the rows are given that have nothing there.

    Raises:
        DamagedTableError: it isn't any more what was written.
    """
    return columns_of(path.open("rb"), str(path), *names, empty=empty)


def columns_of(opened: BinaryIO, where: str, *names: str, empty: str | None = None) -> Iterator[tuple[str, ...]]:
    """Give some columns of an open table, as `read_columns`; the stream is closed behind the last row."""
    import pyarrow.compute as pc

    for batch in _batches(opened, where, names):
        rows = batch if empty is None else batch.filter(pc.equal(batch[empty], ""))
        yield from zip(*map(_unguarded_cells, rows.columns), strict=True)


def counts_of(opened: BinaryIO, where: str, name: str) -> Counter[str]:
    """Return how often each cell of a column stands there, in the order of first sight; errors as `read_columns`."""
    counts: Counter[str] = Counter()
    for batch in _batches(opened, where, (name,)):
        for counted in batch[name].value_counts().to_pylist():
            counts[unguarded(counted["values"])] += counted["counts"]
    return counts


def _batches(opened: BinaryIO, where: str, names: Sequence[str]) -> Iterator[Any]:
    """Give some columns of an open table as Arrow reads them, some thousand rows at a time."""
    import pyarrow as pa
    from pyarrow import csv as arrow_csv

    try:
        with opened as stream:
            yield from arrow_csv.open_csv(
                stream,
                parse_options=arrow_csv.ParseOptions(delimiter=DELIMITER, newlines_in_values=True),
                convert_options=arrow_csv.ConvertOptions(
                    include_columns=names, column_types=dict.fromkeys(names, pa.string()), null_values=[]
                ),
            )
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


def guarded(text: str) -> str:
    """Return the text so that no spreadsheet runs it."""
    return _GUARD + text if text[:1] in _GUARDED_STARTS else text


def unguarded(cell: str) -> str:
    """Undo `guarded`."""
    return cell[1:] if cell[:1] == _GUARD and cell[1:2] in _GUARDED_STARTS else cell
