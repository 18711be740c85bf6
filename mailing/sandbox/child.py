"""The process that reads a file for its caller: it comes by standard input, what it holds goes to standard output.

First a line of JSON with what is asked, then the file's bytes. The answer's first line is JSON too: what stopped the
reading, or what is known of the whole; behind it come rows, as lines of JSON, or columns, as Arrow sends them.
"""

from __future__ import annotations

import json
import os
import sys
from base64 import b64decode
from typing import TYPE_CHECKING, BinaryIO

from mailing.base.errors import InputError
from mailing.base.messages import Language, use_language
from mailing.sandbox import limits

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mailing.sandbox.sheets import Sheet

ROWS_AT_A_TIME = 20_000
PARQUET = "parquet"
ARTWORK = "artwork"


def main() -> None:
    """Read what standard input holds, and answer."""
    asked = json.loads(sys.stdin.buffer.readline())
    data = sys.stdin.buffer.read()
    use_language(Language(asked["language"]))
    answer = sys.stdout.buffer
    try:
        {PARQUET: _answer_columns, ARTWORK: _answer_pages}.get(asked["kind"], _answer_rows)(answer, data, asked)
    except InputError as error:
        _say(answer, {"error": [error.what, error.where, error.hint]})
    answer.flush()
    os._exit(0)  # taking a workbook's millions of cells down one by one takes longer than reading them


def _answer_rows(answer: BinaryIO, data: bytes, asked: dict[str, str]) -> None:
    from mailing.sandbox.sheets import read_sheet

    name = asked["name"]
    limits.keep_within(len(data))
    sheet = read_sheet(name, data, asked["sheet"])
    said = ("title", "others", "merged", "hidden", "hidden_rows")
    _say(answer, {name: getattr(sheet, name) for name in said})
    for batch in _batches(name, len(data), sheet):
        _say(answer, batch)
    _say(answer, None)


def _batches(name: str, size: int, sheet: Sheet) -> Iterator[tuple[list[int], list[list[str]]]]:
    """Give the rows that hold any text, some thousand at a time, with their numbers."""
    numbers: list[int] = []
    rows: list[list[str]] = []
    filled = characters = 0
    for number, cells in enumerate(sheet.rows, start=1):
        text = "".join(cells)
        if not text or text.isspace():
            continue
        filled += 1
        characters += len(text)
        if filled > limits.rows(size) or characters > limits.characters(size):
            raise limits.bursts(name)
        numbers.append(number)
        rows.append(cells)
        if len(rows) == ROWS_AT_A_TIME:
            yield numbers, rows
            numbers, rows = [], []
    yield numbers, rows


def _answer_columns(answer: BinaryIO, data: bytes, asked: dict[str, str]) -> None:
    import pyarrow as pa
    import pyarrow.parquet

    from mailing.sandbox.parquets import read_columns

    limits.keep_within(len(data))
    header, table = read_columns(asked["name"], data)
    _say(answer, {"header": header})
    with pa.ipc.new_stream(answer, table.schema) as stream:
        stream.write_table(table)


def _answer_pages(answer: BinaryIO, data: bytes, asked: dict[str, str]) -> None:
    from mailing.sandbox.artworks.converting import plain_pdf

    limits.keep_within(len(data))
    made = plain_pdf(asked["name"], data, b64decode(asked["icc"]) if asked["icc"] else None)
    _say(answer, {"sizes": made.sizes, "dpi": made.dpi, "length": len(made.pdf)})
    answer.write(made.pdf)


def _say(answer: BinaryIO, said: object | Sequence[object]) -> None:
    answer.write(json.dumps(said, ensure_ascii=False).encode("utf-8", "replace") + b"\n")


if __name__ == "__main__":
    main()
