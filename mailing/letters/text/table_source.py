"""Tables in Markdown: rows of cells between bars, and below the first row how each column stands."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from mailing.base.messages import _
from mailing.letters.blocks import Alignment

if TYPE_CHECKING:
    from mailing.letters.text.source_text import SourceText

_BAR: Final = re.compile(r"(?<!\\)\|")
_ALIGNMENT: Final = re.compile(r"(:?)-+(:?)")
_ALIGNED: Final = {
    ("", ""): Alignment.LEFT,
    (":", ""): Alignment.LEFT,
    (":", ":"): Alignment.CENTRE,
    ("", ":"): Alignment.RIGHT,
}


class TableSource(NamedTuple):
    """A table's cells, row by row, the head first; and its columns' alignments."""

    rows: tuple[tuple[str, ...], ...]
    row_lines: tuple[int, ...]
    alignments: tuple[Alignment, ...]


def read_table(source: SourceText, first: int, end: int) -> TableSource:
    """Read the lines from `first` to before `end`, each of which begins with a bar.

    Raises:
        TemplateError: the line below the head is none of dashes, or a row has other cells than the head.
    """
    rows = [_cells(line) for line in source.lines[first:end]]
    found = [_ALIGNMENT.fullmatch(cell) for cell in rows[1]] if len(rows) > 1 else []
    alignments = tuple(_ALIGNED[match[1], match[2]] for match in found if match)
    if not found or len(alignments) < len(found):
        hint = _("Unter der ersten Zeile einer Tabelle steht | --- | --- |, mit so vielen Teilen wie Spalten")
        raise source.refused(first, _("eine Zeile mit „|“ am Anfang, die keine Tabelle beginnt"), hint)
    for line, cells in enumerate(rows, first):
        if len(cells) != len(rows[0]):
            raise source.refused(
                line,
                _("eine Tabellenzeile mit mehr Zellen als die erste Zeile")
                if len(cells) > len(rows[0])
                else _("eine Tabellenzeile mit weniger Zellen als die erste Zeile"),
                _("Jede Zeile hat gleich viele Striche „|“; einen Strich im Text schreiben Sie \\|"),
            )
    return TableSource((rows[0], *rows[2:]), (first, *range(first + 2, end)), alignments)


def _cells(line: str) -> tuple[str, ...]:
    cells = _BAR.split(line.strip())[1:]
    return tuple(cell.strip() for cell in (cells if cells[-1].strip() or len(cells) == 1 else cells[:-1]))
