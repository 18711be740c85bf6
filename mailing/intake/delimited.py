"""Lists as text: CSV, TSV and their kin, with whatever delimiter, quotes and line ends they have.

Text without quotes is nothing but lines and delimiters, which Arrow splits in a moment; all other text is read by
Python's csv module. Both give the same.
"""

from __future__ import annotations

import csv
import io
import itertools
from typing import TYPE_CHECKING

import numpy as np

from mailing.errors import InputError
from mailing.findings import Finding
from mailing.intake.encodings import Encoding, detect
from mailing.intake.headers import Header, find_header
from mailing.intake.rawlist import RawList
from mailing.intake.texts import Texts
from mailing.messages import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mailing.intake.texts import Positions

DELIMITERS = (";", ",", "\t", "|")
DELIMITER_LABELS = {"\t": "Tab"}
HEAD_CHARACTERS = 1 << 18
ROWS_AT_A_TIME = 50_000
LONGEST_CELL = 1 << 17
_END = "\x1eEnde\x1e"
"""Set after the text: a quote that is never closed swallows it."""


def read_delimited(name: str, sha256: str, data: bytes, is_known: Callable[[str], bool]) -> RawList:
    """Read a list from the bytes of a text file.

    Args:
        name: the file's name, for messages.
        sha256: hex digest of the file's bytes.
        data: the file's bytes.
        is_known: whether a column name is one that is looked for; the header is the row that has most of them.
    """
    encoding = detect(data)
    head = encoding.text(data[:HEAD_CHARACTERS])
    header = min((find_header(_head_rows(head, mark), mark, is_known) for mark in DELIMITERS), key=Header.doubt)
    detected = {
        "encoding": encoding.label,
        "delimiter": DELIMITER_LABELS.get(header.delimiter, header.delimiter),
        "header_row": str(header.row),
    }
    if _is_plain(data, encoding):
        columns = _split_by_arrow(data, encoding, header)
        if columns is not None:
            rows = np.arange(header.row + 1, header.row + 1 + len(columns[0]), dtype=np.int64)
            return RawList(name, sha256, header.names, columns, rows, detected)
    return _read_carefully(name, sha256, encoding.text(data), header, detected)


def _head_rows(head: str, delimiter: str) -> list[list[str]]:
    try:
        return list(itertools.islice(csv.reader(io.StringIO(head, newline=""), delimiter=delimiter), 40))
    except csv.Error:
        return []


def _is_plain(data: bytes, encoding: Encoding) -> bool:
    """Whether the file is nothing but lines and delimiters: no quotes, no blank lines, one kind of line end."""
    return (
        not encoding.is_broken
        and not encoding.codec.startswith("utf-16")
        and b'"' not in data
        and data.count(b"\r") in (0, data.count(b"\r\n"))
        and b"\n\n" not in data
        and b"\n\r\n" not in data
        and not data[len(encoding.mark) :].startswith((b"\n", b"\r\n"))
    )


def _split_by_arrow(data: bytes, encoding: Encoding, header: Header) -> tuple[Texts, ...] | None:
    """Return the columns, or None where rows differ in their number of cells."""
    import pyarrow as pa
    from pyarrow import csv as arrow_csv

    content = data[len(encoding.mark) :]
    if encoding.codec != "utf-8":
        content = content.decode(encoding.codec).encode()
    names = [str(place) for place in range(len(header.names))]
    texts = pa.dictionary(pa.int32(), pa.string())
    try:
        table = arrow_csv.read_csv(
            pa.BufferReader(content),
            read_options=arrow_csv.ReadOptions(column_names=names, skip_rows=header.row),
            parse_options=arrow_csv.ParseOptions(delimiter=header.delimiter, quote_char=False, double_quote=False),
            convert_options=arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(names, texts), strings_can_be_null=False, null_values=[]
            ),
        )
    except pa.ArrowInvalid:
        return None
    return tuple(Texts.of_arrow(column) for column in table.columns)


def _read_carefully(name: str, sha256: str, text: str, header: Header, detected: dict[str, str]) -> RawList:
    """Read row by row: quotes, line breaks in cells, rows of any length."""
    width = len(header.names)
    parts: list[list[object]] = [[] for _name in header.names]
    numbers: list[Positions] = []
    findings: list[Finding] = []
    unreadable: dict[int, str] = {}
    for first, batch in _batches(name, text, header):
        for offset, cells in enumerate(batch):
            if len(cells) == width:
                continue
            if any(cell.strip() for cell in cells[width:]):
                row = first + offset
                findings.append(Finding("row.too-many-cells", row, details={"cells": len(cells), "columns": width}))
                unreadable[row] = "row.too-many-cells"
            cells[width:] = []
            cells.extend([""] * (width - len(cells)))
        numbers.append(np.arange(first, first + len(batch), dtype=np.int64))
        _append(parts, batch)
    columns = tuple(_joined(part) for part in parts)
    rows = np.concatenate(numbers) if numbers else np.zeros(0, np.int64)
    return RawList(name, sha256, header.names, columns, rows, detected, findings, unreadable).without_blank_rows()


def _batches(name: str, text: str, header: Header) -> Iterator[tuple[int, list[list[str]]]]:
    """Give the rows below the header, some at a time, each batch with the number of its first row."""
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(io.StringIO(f"{text}\n{_END}\n", newline=""), delimiter=header.delimiter)
    row = header.row + 1
    is_closed = False
    try:
        for _skipped in range(header.row):
            next(reader, None)
        while batch := list(itertools.islice(reader, ROWS_AT_A_TIME)):
            is_closed = batch[-1] == [_END]
            if is_closed:
                batch.pop()
            yield row, batch
            row += len(batch)
    except csv.Error as error:
        raise _never_closed(name, row) from error
    if not is_closed:
        raise _never_closed(name, row - 1)


def _never_closed(name: str, row: int) -> InputError:
    return InputError(
        _("Ein Anführungszeichen wird nicht geschlossen, oder eine Zelle ist viel zu lang"),
        where=_("{name}, ab Zeile {row}").format(name=name, row=row),
        hint=_("Ergänzen oder entfernen Sie das Anführungszeichen, oder speichern Sie die Liste neu als CSV"),
    )


def _append(parts: list[list[object]], batch: list[list[str]]) -> None:
    import pyarrow as pa

    for part, cells in zip(parts, zip(*batch, strict=True), strict=False):
        part.append(pa.array(cells, pa.string()).dictionary_encode())


def _joined(part: list[object]) -> Texts:
    import pyarrow as pa

    return Texts.of_arrow(pa.chunked_array(part)) if part else Texts.of(())
