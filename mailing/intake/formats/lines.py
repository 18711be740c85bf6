"""The lines of a text file as its bytes have them, and which of them are no rows of the list.

The closing of a run starts here: lines = rows + line breaks in cells + blank lines + title and header lines.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Lines:
    """A text file's lines.

    Attributes:
        count: how many there are, counted by their ends alone.
        besides: how many of them are no rows, by what they are: `head` (titles and header), `breaks` (within cells),
            `blank`, `headers` (repeated ones).
    """

    count: int
    besides: Mapping[str, int]

    def with_others(self, what: str, count: int) -> Lines:
        """Return the same lines, `count` more of which are no rows."""
        return dataclasses.replace(self, besides={**self.besides, what: self.besides.get(what, 0) + count})


def lines_of_text(text: str) -> int:
    """Count the lines of a text: ended by LF, CR LF or CR alone; the last one need not be."""
    ends = text.count("\n") + text.count("\r") - text.count("\r\n")
    return ends + (bool(text) and not text.endswith(("\n", "\r")))


def lines_of_bytes(data: bytes) -> int:
    """Count the lines of bytes whose line ends are those of ASCII."""
    ends = data.count(b"\n") + data.count(b"\r") - data.count(b"\r\n")
    return ends + (bool(data) and not data.endswith((b"\n", b"\r")))
