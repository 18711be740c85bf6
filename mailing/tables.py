"""The tables that the program writes: CSVs that open in Excel as they are, and do no harm there.

UTF-8 with BOM, `;`, CRLF. A cell that a spreadsheet would run as a formula gets an apostrophe before it, which
`read_table` takes off again (OWASP, "CSV Injection").
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from mailing.files import written_whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

DELIMITER = ";"
BYTE_ORDER_MARK = "\ufeff"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_GUARD = "'"
_GUARDED_STARTS = frozenset((*FORMULA_STARTS, _GUARD))


def write_table(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a table whole or not at all; numbers stay as they are, texts are guarded."""
    with written_whole(path) as stream:
        text = io.TextIOWrapper(stream, "utf-8", newline="")
        text.write(BYTE_ORDER_MARK)
        writer = csv.writer(text, delimiter=DELIMITER, lineterminator="\r\n")
        writer.writerow(header)
        writer.writerows(map(_guarded_row, rows))
        text.detach()


def table_lines(rows: Iterable[Sequence[object]]) -> list[str]:
    """Return each row as the line that `write_table` would write, its end included."""
    lines: list[str] = []
    writer = csv.writer(_Lines(lines), delimiter=DELIMITER, lineterminator="\r\n")
    writer.writerows(map(_guarded_row, rows))
    return lines


class _Lines:
    """A stream that keeps what is written as a list; csv writes a line at a time."""

    def __init__(self, lines: list[str]) -> None:
        self.write = lines.append


def read_table(path: Path) -> Iterator[dict[str, str]]:
    """Give the rows of a table that `write_table` wrote, by column name."""
    with path.open(encoding="utf-8-sig", newline="") as text:
        for row in csv.DictReader(text, delimiter=DELIMITER):
            yield {name: unguarded(cell or "") for name, cell in row.items() if name is not None}


def read_columns(path: Path, *names: str) -> Iterator[tuple[str, ...]]:
    """Give some columns of a table that `write_table` wrote, row by row; the fast way through a long table."""
    with path.open(encoding="utf-8-sig", newline="") as text:
        rows = csv.reader(text, delimiter=DELIMITER)
        header = next(rows)
        places = [header.index(name) for name in names]
        for row in rows:
            yield tuple([unguarded(row[place]) for place in places])


def guarded(cell: object) -> object:
    """Return the cell so that no spreadsheet runs it."""
    return _guarded_row((cell,))[0]


def _guarded_row(row: Sequence[object]) -> list[object]:
    """Return the row's cells so that no spreadsheet runs them; this is the program's most called line of code."""
    return [_GUARD + cell if isinstance(cell, str) and cell[:1] in _GUARDED_STARTS else cell for cell in row]


def unguarded(cell: str) -> str:
    """Undo `guarded`."""
    if cell.startswith(_GUARD) and cell[1:].startswith((*FORMULA_STARTS, _GUARD)):
        return cell[1:]
    return cell
