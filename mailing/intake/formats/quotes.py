"""Rows of delimited text, with quotes taken by their word: what a quote would swallow or leave over stops the list.

A quoted cell may hold delimiters, doubled quotes and line breaks. It may not hold a row: then its quote was never
closed where it should have been, and the households in it would vanish without a trace.
"""

from __future__ import annotations

import csv
import io
import re
from itertools import accumulate, islice
from typing import TYPE_CHECKING, Final

from mailing.base.messages import n_

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LONGEST_CELL: Final = 1 << 17
STAND_IN: Final = "\ue0f0"
"""Stands for a quote that the list writes with a backslash before it, while its cells are taken apart."""
SWALLOWED: Final = n_("Ein Anführungszeichen, das hier beginnt, verschluckt ganze Zeilen der Liste")
LEFT_OPEN: Final = n_("Ein Anführungszeichen wird nicht geschlossen, oder hinter dem schließenden steht noch Text")
FEWEST_DELIMITERS: Final = 2
"""A line of a note may hold one delimiter, whatever the header has."""
FEWEST_COLUMNS: Final = 4
"""From so many columns on, delimiters of several lines that add up to whole rows are no accident."""

_BREAK = re.compile(r"\r\n|\r|\n")
_BACKSLASHED = re.compile(r'(?<!\\)((?:\\\\)*)\\"')
_BG_NUMBER = r"(?:BG ?)?(?:[0-9]{5} ?(?://?|BG|-) ?[0-9]{7}(?![0-9])|(?!0)[0-9]{12}(?=\s*(?:[;,\t|\"]|$)))"
_BEGINS_A_ROW = re.compile(rf"\s*{_BG_NUMBER}")


class QuoteFaultError(ValueError):
    """A quote can't be what it says: `what` is wrong with the one that opens in `line` of the file."""

    def __init__(self, what: str, line: int) -> None:
        super().__init__(what)
        self.what = what
        self.line = line


class QuotedRows:
    """The rows of a text, one after the other, each a list of cells.

    Args:
        text: the whole file.
        delimiter: what its cells are split by.
        columns: how many columns the header names.

    Attributes:
        lines: how many of the file's lines were read so far.
        breaks: how many line breaks in cells were among them.
    """

    def __init__(self, text: str, delimiter: str, columns: int) -> None:
        self._delimiter, self._columns = delimiter, columns
        self._text = _without_blanks_behind_quotes(text, delimiter)
        self.lines = self.breaks = 0

    def __iter__(self) -> Iterator[list[str]]:
        """Give the rows; a quote that is none raises `QuoteFaultError`."""
        csv.field_size_limit(LONGEST_CELL)
        lines = io.StringIO(self._text, newline="")
        reader = csv.reader(lines, delimiter=self._delimiter, strict=True, skipinitialspace=True)
        try:
            for cells in reader:
                breaks = reader.line_num - self.lines - 1
                if breaks:
                    self._refuse_swallowed_rows(cells)
                    self.breaks += breaks
                self.lines = reader.line_num
                yield cells
        except csv.Error as error:
            raise QuoteFaultError(LEFT_OPEN, self._opening_line()) from error

    def _refuse_swallowed_rows(self, cells: Sequence[str]) -> None:
        """Refuse a row one of whose cells holds what looks like other rows."""
        line = self.lines + 1
        is_misfit = len(cells) < self._columns or any(cell.strip() for cell in cells[self._columns :])
        for cell in cells:
            parts = _BREAK.split(cell)
            if len(parts) > 1 and (self._holds_rows(parts) or (is_misfit and self._delimiter in cell)):
                raise QuoteFaultError(SWALLOWED, line)
            line += len(parts) - 1

    def _holds_rows(self, lines: Sequence[str]) -> bool:
        """Whether the lines of a cell are rows: by their delimiters, or by a BG number where a cell begins."""
        first, *rest = map(self._count, lines)
        wanted = self._columns - 1
        if any(found >= max(wanted, FEWEST_DELIMITERS) for found in rest):
            return True
        if self._columns >= FEWEST_COLUMNS and first + sum(rest) == wanted * len(rest):
            return True
        cells = (cell for line in lines[1:] for cell in line.split(self._delimiter))
        return any(map(_BEGINS_A_ROW.match, lines[1:])) or (sum(rest) > 0 and any(map(_BEGINS_A_ROW.fullmatch, cells)))

    def _count(self, line: str) -> int:
        """Count a line's delimiters: commas of prose have a blank behind them."""
        return line.count(self._delimiter) - (line.count(", ") if self._delimiter == "," else 0)

    def _opening_line(self) -> int:
        """Return the line in which the quote opens that the reader stumbled over."""
        starts = accumulate(map(len, islice(io.StringIO(self._text, newline=""), self.lines)), initial=0)
        begin = place = max(starts)
        mark = re.escape(self._delimiter)
        quoted = re.compile(rf' *"[^"]*+(?:""[^"]*+)*+"(?=[{mark}\r\n]|\Z)')
        bare = re.compile(rf' *(?!["])[^{mark}\r\n]*+')
        while found := quoted.match(self._text, place) or bare.match(self._text, place):
            place = found.end() + 1
            if self._text[found.end() : place] != self._delimiter:
                break
        return self.lines + 1 + len(_BREAK.findall(self._text, begin, place))


def understood(text: str, delimiter: str, columns: int) -> str:
    r"""Return the text with `STAND_IN` for quotes that have a backslash before them, where the list writes them so.

    A backslash that is one, as in "C:\Ordner\", stays. Where neither reading holds, `QuoteFaultError` is raised for
    the plain one.
    """
    if '\\"' not in text:
        return text
    fault = None
    try:
        if not any('\\"' in cell for cells in QuotedRows(text, delimiter, columns) for cell in cells):
            return text
    except QuoteFaultError as found:
        fault = found
    other = _BACKSLASHED.sub(rf"\1{STAND_IN}", text)
    try:
        for _cells in QuotedRows(other, delimiter, columns):
            pass
    except QuoteFaultError:
        if fault:
            raise fault from None
        return text
    return other


def _without_blanks_behind_quotes(text: str, delimiter: str) -> str:
    """Return the text without blanks between a closing quote and the cell's end."""
    return re.sub(rf'(?<!")" +(?=[{re.escape(delimiter)}\r\n]|\Z)', '"', text) if '" ' in text else text
