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
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_GUARD = "'"


def write_table(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a table whole or not at all; numbers stay as they are, texts are guarded."""
    with written_whole(path) as stream, io.TextIOWrapper(stream, "utf-8-sig", newline="") as text:
        writer = csv.writer(text, delimiter=DELIMITER, lineterminator="\r\n")
        writer.writerow(header)
        writer.writerows([guarded(cell) for cell in row] for row in rows)
        text.flush()
        text.detach()


def read_table(path: Path) -> Iterator[dict[str, str]]:
    """Give the rows of a table that `write_table` wrote, by column name."""
    with path.open(encoding="utf-8-sig", newline="") as text:
        for row in csv.DictReader(text, delimiter=DELIMITER):
            yield {name: unguarded(cell or "") for name, cell in row.items() if name is not None}


def guarded(cell: object) -> object:
    """Return the cell so that no spreadsheet runs it."""
    if isinstance(cell, str) and cell.startswith((*FORMULA_STARTS, _GUARD)):
        return _GUARD + cell
    return cell


def unguarded(cell: str) -> str:
    """Undo `guarded`."""
    if cell.startswith(_GUARD) and cell[1:].startswith((*FORMULA_STARTS, _GUARD)):
        return cell[1:]
    return cell
