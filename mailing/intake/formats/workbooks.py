"""Lists in workbooks: XLSX, XLS and ODS, the first visible sheet or the one that was asked for."""

from __future__ import annotations

import itertools
from bisect import bisect_right
from typing import TYPE_CHECKING

from mailing.findings import Finding
from mailing.findings.of_intake import HIDDEN_ROWS, OTHER_SHEETS
from mailing.intake.formats.building import ColumnBuilder
from mailing.intake.formats.headers import find_header
from mailing.intake.formats.rawlist import RawList
from mailing.model.piece_ranges import ranges_of, written
from mailing.sandbox.apart import sheet_apart
from mailing.sandbox.archives import protected
from mailing.sandbox.limits import MOST_COLUMNS, too_many_columns
from mailing.sandbox.sheets import OLE_MARK

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from mailing.intake.formats.filebytes import FileBytes
    from mailing.sandbox.apart import ReadSheet

ZIP_MARK = b"PK\x03\x04"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
HEAD_ROWS = 40


def is_workbook(data: bytes) -> bool:
    """Whether the bytes are those of a workbook, by their mark."""
    return data.startswith((ZIP_MARK, OLE_MARK))


def read_workbook(file: FileBytes, sheet: str | None, is_known: Callable[[str], bool]) -> RawList:
    """Read a list from the bytes of a workbook.

    Args:
        file: the file.
        sheet: the sheet's name; the first visible one if None.
        is_known: whether a column name is one that is looked for.
    """
    if file.data.startswith(OLE_MARK) and _ENCRYPTED_PACKAGE in file.data:
        raise protected(file.name)
    with sheet_apart(file.name, file.data, sheet) as chosen:
        return _as_list(file, chosen, is_known)


def _as_list(file: FileBytes, sheet: ReadSheet, is_known: Callable[[str], bool]) -> RawList:
    numbers, rows = next(sheet.rows, ([], []))
    header = find_header(_head(numbers, rows), "", is_known)
    if len(header.names) > MOST_COLUMNS:
        raise too_many_columns(file.name, len(header.names))
    builder = ColumnBuilder(len(header.names))
    below = bisect_right(numbers, header.row)
    builder.add(numbers[below:], rows[below:])
    for numbers, rows in sheet.rows:
        builder.add(numbers, rows)
    filled = builder.rows()
    blank = int(filled[-1]) - header.row - len(filled) if len(filled) else 0
    detected = {"sheet": sheet.title, "header_row": str(header.row)}
    findings = [*builder.findings, *_told(sheet, header.row)]
    return RawList(
        file.name, file.sha256, header.names, builder.columns(), filled, detected, findings
    ).without_blank_rows(blank)


def _head(numbers: Sequence[int], rows: Sequence[list[str]]) -> list[list[str]]:
    """Return the sheet's first rows, blank ones too."""
    head: list[list[str]] = [[] for _row in range(HEAD_ROWS)]
    for number, cells in itertools.takewhile(lambda each: each[0] <= HEAD_ROWS, zip(numbers, rows, strict=True)):
        head[number - 1] = cells
    return head


def _told(sheet: ReadSheet, header_row: int) -> Iterator[Finding]:
    """Tell what the user may not think of: other sheets, merged cells below the header, hidden rows."""
    if sheet.others:
        others = ", ".join(f"„{other}“" for other in sheet.others)
        yield Finding(OTHER_SHEETS, details={"sheet": sheet.title, "others": others})
    for area in sheet.merged:
        if area.last_row > header_row:
            yield Finding("list.merged-cells", details={"area": area.name})
    if sheet.hidden:
        named = written(ranges_of(sheet.hidden_rows)).replace(",", ", ").replace("-", "–")
        rows = f": {named}{' …' if len(sheet.hidden_rows) < sheet.hidden else ''}" if named else ""
        yield Finding(HIDDEN_ROWS, details={"count": sheet.hidden, "rows": rows})
