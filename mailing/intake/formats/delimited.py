"""Lists as text: CSV, TSV and their kin, with whatever delimiter, quotes and line ends they have.

Text without quotes is nothing but lines and delimiters, which Arrow splits in a moment; all other text is read by
Python's csv module. Both give the same.
"""

from __future__ import annotations

import csv
import io
import itertools
from contextlib import suppress
from typing import TYPE_CHECKING

import numpy as np

from mailing.base.errors import InputError
from mailing.base.messages import _
from mailing.intake.formats.building import ColumnBuilder, batches
from mailing.intake.formats.encodings import Encoding, detect
from mailing.intake.formats.headers import MOST_COLUMNS, Header, find_header, too_many_columns
from mailing.intake.formats.rawlist import RawList
from mailing.intake.texts import Texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mailing.intake.formats.filebytes import FileBytes

DELIMITERS = (";", ",", "\t", "|")
DELIMITER_LABELS = {"\t": "Tab"}
HEAD_CHARACTERS = 1 << 18
HEAD_ROWS = 40
LONGEST_CELL = 1 << 17
_END = "\x1eEnde\x1e"
"""Set after the text: a quote that is never closed swallows it."""


def read_delimited(file: FileBytes, is_known: Callable[[str], bool]) -> RawList:
    """Read a list from the bytes of a text file.

    Args:
        file: the file; its bytes may be gone afterwards.
        is_known: whether a column name is one that is looked for; the header is the row that has most of them.
    """
    encoding = detect(file.data)
    head = encoding.text(file.data[:HEAD_CHARACTERS])
    header = min((find_header(_head_rows(head, mark), mark, is_known) for mark in DELIMITERS), key=Header.doubt)
    detected = {
        "encoding": encoding.label,
        "delimiter": DELIMITER_LABELS.get(header.delimiter, header.delimiter),
        "header_row": str(header.row),
    }
    if len(header.names) > MOST_COLUMNS:
        raise too_many_columns(file.name, len(header.names))
    if _is_plain(file.data, encoding):
        columns = _split_by_arrow(file, encoding, header)
        if columns is not None:
            rows = np.arange(header.row + 1, header.row + 1 + len(columns[0]), dtype=np.int64)
            return RawList(file.name, file.sha256, header.names, columns, rows, detected).without_blank_rows()
    return _read_carefully(file, encoding, header, detected)


def _head_rows(head: str, delimiter: str) -> list[list[str]]:
    """Return the first rows, up to the first that is none."""
    rows: list[list[str]] = []
    with suppress(csv.Error):
        rows.extend(itertools.islice(_reader(head, delimiter), HEAD_ROWS))
    return rows


def _reader(text: str, delimiter: str) -> Iterator[list[str]]:
    csv.field_size_limit(LONGEST_CELL)
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)


def _is_plain(data: bytes, encoding: Encoding) -> bool:
    """Whether the file is nothing but lines and delimiters: no quotes, no blank lines, one kind of line end."""
    return (
        not encoding.is_broken
        and not encoding.codec.startswith("utf-16")
        and b'"' not in data
        and data.count(b"\r") in (0, data.count(b"\r\n"))
        and b"\n\n" not in data
        and b"\n\r\n" not in data
        and not data.startswith((b"\n", b"\r\n"), len(encoding.mark))
    )


def _split_by_arrow(file: FileBytes, encoding: Encoding, header: Header) -> tuple[Texts, ...] | None:
    """Return the columns, or None where rows differ in their number of cells."""
    import pyarrow as pa
    from pyarrow import csv as arrow_csv

    content = pa.py_buffer(file.data).slice(len(encoding.mark))
    if encoding.codec != "utf-8":
        content = pa.py_buffer(encoding.text(file.data).encode())
    names = [str(place) for place in range(len(header.names))]
    pa.enable_signal_handlers(False)  # noqa: FBT003 - Arrow's own would swallow a Ctrl-C that comes while it reads
    coded = pa.dictionary(pa.int32(), pa.string())
    unquoted = {"delimiter": header.delimiter, "quote_char": False, "double_quote": False}
    try:
        table = arrow_csv.read_csv(
            pa.BufferReader(content),
            read_options=arrow_csv.ReadOptions(column_names=names, skip_rows=header.row),
            parse_options=arrow_csv.ParseOptions(**unquoted),
            convert_options=arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(names, coded), strings_can_be_null=False, null_values=[]
            ),
        )
    except pa.ArrowInvalid:
        return None
    del content
    file.let_go()
    columns = dict(enumerate(table.columns))
    del table
    smallest_first = sorted(columns, key=lambda place: int(columns[place].nbytes))
    texts = {place: Texts.of_arrow(columns.pop(place)) for place in smallest_first}
    return tuple(texts[place] for place in range(len(names)))


def _read_carefully(file: FileBytes, encoding: Encoding, header: Header, detected: dict[str, str]) -> RawList:
    """Read row by row: quotes, line breaks in cells, rows of any length."""
    builder = ColumnBuilder(len(header.names))
    for first, batch in _numbered_batches(file.name, encoding.text(file.data), header):
        builder.add(first, batch)
    raw = RawList(file.name, file.sha256, header.names, builder.columns(), builder.rows(), detected, builder.findings)
    return raw.without_blank_rows()


def _numbered_batches(name: str, text: str, header: Header) -> Iterator[tuple[int, list[list[str]]]]:
    """Give the rows below the header, some at a time, each batch with the number of its first row."""
    reader = _reader(f"{text}\n{_END}\n", header.delimiter)
    row = header.row + 1
    is_closed = False
    try:
        for _skipped in range(header.row):
            next(reader, None)
        for batch in batches(reader):
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
