"""Looking for a few rows of a long table that the program wrote: its bytes are searched, and only what is hit is read.

Some 10 ms for 60,000 rows, and no more memory for millions.
"""

from __future__ import annotations

import csv
from os import SEEK_END
from typing import TYPE_CHECKING, BinaryIO, Final

from mailing.base.tables import BYTE_ORDER_MARK, DELIMITER, LINE_END, unguarded

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

BYTES_AT_ONCE: Final = 8 << 20
BYTES_NEAR: Final = 16 << 10
LONGEST_LINE: Final = 1 << 20
LONGEST_NUMBER: Final = 20
_END: Final = LINE_END.encode()


def rows_with(stream: BinaryIO, needles: Sequence[bytes], fold: bytes | None = None) -> Iterator[dict[str, str]]:
    """Give the rows, by column name, whose lines have all needles; the stream is closed behind the last.

    Args:
        stream: the table, open.
        needles: what `has_cell` gives, or any other bytes.
        fold: a table for `bytes.translate`, by which the lines are folded first, as the needles are.
    """
    longest = max(needles, key=len)
    with stream:
        header = _header(stream)
        rest = b""
        while block := stream.read(BYTES_AT_ONCE):
            whole, end, rest = (_END + rest + block).rpartition(_END)
            for line in _hits(whole + end, longest, needles, fold):
                yield _row(header, line)


def row_numbered(stream: BinaryIO, number: int) -> dict[str, str] | None:
    """Return the row whose first cell is this number, of a table in the order of these numbers; None without one.

    The table is halved until the row is near, so that this takes no time however long it is. The stream is closed.

    Raises:
        ValueError: a row begins with no number.
    """
    with stream:
        header = _header(stream)
        low, high = stream.tell(), stream.seek(0, SEEK_END)
        while high - low > BYTES_NEAR:
            middle = (low + high) // 2
            start = _next_line(stream, middle, high)
            if start is None or _number_at(stream, start) > number:
                high = middle
            else:
                low = start
        stream.seek(low)
        near = _END + stream.read(2 * BYTES_NEAR + LONGEST_LINE)
        found = next(_hits(near, f"{LINE_END}{number}{DELIMITER}".encode(), (), None), None)
        return None if found is None else _row(header, found)


def _next_line(stream: BinaryIO, place: int, end: int) -> int | None:
    """Return where the first line begins behind a place; None where none does before the end."""
    stream.seek(place)
    found = stream.read(min(LONGEST_LINE, end - place)).find(_END)
    start = place + found + len(_END)
    return start if found >= 0 and start < end else None


def _number_at(stream: BinaryIO, place: int) -> int:
    stream.seek(place)
    return int(stream.read(LONGEST_NUMBER).partition(DELIMITER.encode())[0])


def _header(stream: BinaryIO) -> list[str]:
    first = stream.readline().removesuffix(_END).decode("utf-8").removeprefix(BYTE_ORDER_MARK)
    return next(csv.reader([first], delimiter=DELIMITER))


def _row(header: Sequence[str], line: bytes) -> dict[str, str]:
    cells = next(csv.reader([line.decode("utf-8")], delimiter=DELIMITER))
    return {name: unguarded(cell) for name, cell in zip(header, cells, strict=True)}


def has_cell(cell: object) -> bytes:
    """Return what a line has one of whose inner cells is this one."""
    return f"{DELIMITER}{cell}{DELIMITER}".encode()


def _hits(block: bytes, longest: bytes, needles: Sequence[bytes], fold: bytes | None) -> Iterator[bytes]:
    """Give the lines of a block, which begins and ends with a line's end, that have all needles."""
    folded = block.translate(fold)
    at = folded.find(longest)
    while at >= 0:
        start = folded.rfind(_END, 0, at + len(_END))
        end = folded.find(_END, start + len(_END))
        if end < 0:
            return
        if all(needle in folded[start:end] for needle in needles):
            yield block[start + len(_END) : end]
        at = folded.find(longest, end)
