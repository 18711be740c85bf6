"""Lists as text: CSV, TSV and their kin, with whatever delimiter, quotes and line ends they have.

Text without quotes is nothing but lines and delimiters, which Arrow splits in a moment; all other text is read by
Python's csv module (`quotes`). Both give the same.
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
from mailing.intake.formats.encodings import Encoding, UnsureEncodingError, detect, named_encoding
from mailing.intake.formats.headers import Header, find_header
from mailing.intake.formats.lines import Lines, lines_of_bytes, lines_of_text
from mailing.intake.formats.quotes import LONGEST_CELL, STAND_IN, QuotedRows, QuoteFaultError, understood
from mailing.intake.formats.rawlist import RawList
from mailing.intake.texts import Texts
from mailing.sandbox.limits import MOST_COLUMNS, too_many_columns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mailing.intake.formats.filebytes import FileBytes

DELIMITERS = (";", ",", "\t", "|")
DELIMITER_LABELS = {"\t": "Tab"}
HEAD_CHARACTERS = 1 << 18
HEAD_ROWS = 40
END_OF_FILE = "\x1a"
"""Ends text files of MS-DOS."""


def read_delimited(file: FileBytes, is_known: Callable[[str], bool], named: str | None = None) -> RawList:
    """Read a list from the bytes of a text file.

    Args:
        file: the file; its bytes may be gone afterwards.
        is_known: whether a column name is one that is looked for; the header is the row that has most of them.
        named: the encoding that the user named; found out if None.
    """
    encoding = named_encoding(named, file.data) if named else _sure_encoding(file)
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
        lines = lines_of_bytes(file.data)
        columns = _split_by_arrow(file, encoding, header)
        if columns is not None:
            rows = np.arange(header.row + 1, header.row + 1 + len(columns[0]), dtype=np.int64)
            counted = Lines(lines, {"head": header.row, "breaks": 0})
            return RawList(
                file.name, file.sha256, header.names, columns, rows, detected, (), counted
            ).without_blank_rows()
    return _read_carefully(file, encoding, header, detected)


def _sure_encoding(file: FileBytes) -> Encoding:
    """Return the file's encoding, or ask which of two it is."""
    try:
        return detect(file.data)
    except UnsureEncodingError as unsure:
        first, second = unsure.codecs
        raise InputError(
            _("Die Zeichenkodierung der Liste ist nicht sicher zu erkennen: {first} oder {second}").format(
                first=first, second=second
            ),
            where=_("{name}, Zeile {row} der Datei").format(name=file.name, row=unsure.line),
            hint=_(
                "Nennen Sie sie mit --encoding {first} oder --encoding {second}, oder speichern Sie die Liste als UTF-8"
            ).format(first=first, second=second),
        ) from unsure


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
        and not data.endswith(END_OF_FILE.encode())
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
    text = encoding.text(file.data).rstrip(END_OF_FILE)
    lines = lines_of_text(text)
    named = max((place for place, name in enumerate(header.names, start=1) if name), default=0)
    builder = ColumnBuilder(len(header.names))
    try:
        text = understood(text, header.delimiter, named)
        quoted = QuotedRows(text, header.delimiter, named)
        rows = iter(quoted)
        for _skipped in range(header.row):
            next(rows, None)
        head, breaks = quoted.lines, quoted.breaks
        row = header.row + 1
        for batch in batches(rows):
            numbers = range(row, row + len(batch))
            builder.add(numbers, [_with_quotes(cells) for cells in batch] if STAND_IN in text else batch)
            row += len(batch)
    except QuoteFaultError as fault:
        raise _refused(file.name, fault) from fault
    if STAND_IN in text:
        detected["escape"] = "\\"
    besides = {"head": head, "breaks": quoted.breaks - breaks}
    raw = RawList(
        file.name,
        file.sha256,
        header.names,
        builder.columns(),
        builder.rows(),
        detected,
        [*builder.findings, *builder.longer()],
        Lines(lines, besides),
    )
    return raw.without_blank_rows()


def _with_quotes(cells: list[str]) -> list[str]:
    return [cell.replace(STAND_IN, '"') for cell in cells]


def _refused(name: str, fault: QuoteFaultError) -> InputError:
    return InputError(
        _(fault.what),
        where=_("{name}, Zeile {row} der Datei").format(name=name, row=fault.line),
        hint=_("Ergänzen oder entfernen Sie das Anführungszeichen, oder speichern Sie die Liste neu als CSV"),
    )
