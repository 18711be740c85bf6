"""Tables that others send us about letters: CSV, workbooks or fixed columns, as rows of cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from mailing.base.errors import InputError
from mailing.base.messages import _
from mailing.intake.column_names import folded
from mailing.intake.formats.filebytes import read_bytes
from mailing.intake.formats.reading import read_file

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

Place = tuple[int, int]
"""First and last sign of a fixed column, from 1."""
GERMAN_NAMES: Final = {
    "piece": ("Stück", "Stücknummer", "Stück-Nr."),
    "time": ("Zeit", "Zeitpunkt"),
    "reason": ("Grund",),
    "run": ("Lauf",),
}
"""What our columns are called by German tables too, where nobody says what they are called."""


class TableRow(NamedTuple):
    """A row: its number as a spreadsheet or an editor shows it, its cells, and whether they stand in their columns."""

    row: int
    cells: tuple[str, ...]
    is_sound: bool


class ForeignTable(NamedTuple):
    """A table as it was read.

    Attributes:
        header: its column names as they stand there.
        places: where our columns are: our name -> position in the header. Ours that it hasn't are left out.
    """

    header: tuple[str, ...]
    rows: tuple[TableRow, ...]
    places: Mapping[str, int]

    def cell(self, row: TableRow, name: str) -> str:
        """Return what a row has in our column of that name; "" where the table hasn't got it."""
        place = self.places.get(name)
        return "" if place is None else row.cells[place].strip()


def read_foreign_table(path: Path, columns: Mapping[str, str | Place]) -> ForeignTable:
    """Read a table; `columns` says where each of our columns is: by the table's name for it, or by its place.

    Raises:
        InputError: it can't be read.
    """
    named = {ours: theirs for ours, theirs in columns.items() if isinstance(theirs, str)}
    placed = {ours: place for ours, place in columns.items() if not isinstance(place, str)}
    return _by_place(path, placed) if placed else _by_name(path, named)


def _by_name(path: Path, columns: Mapping[str, str]) -> ForeignTable:
    wanted = {
        folded(name): ours
        for ours, theirs in columns.items()
        for name in (theirs, *(GERMAN_NAMES.get(ours, ()) if theirs == ours else ()))
    }
    raw = read_file(path, lambda name: folded(name) in wanted)
    unsound = {finding.row for finding in raw.findings if finding.row is not None}
    rows = tuple(
        TableRow(row, tuple(column[position] for column in raw.columns), row not in unsound)
        for position, row in enumerate(raw.rows.tolist())
    )
    places: dict[str, int] = {}
    for position, name in enumerate(raw.header):
        ours = wanted.get(folded(name))
        if ours is not None and places.setdefault(ours, position) != position:
            raise InputError(_("Die Tabelle hat zwei Spalten „{name}“").format(name=name), where=str(path))
    return ForeignTable(raw.header, rows, places)


def _by_place(path: Path, columns: Mapping[str, Place]) -> ForeignTable:
    rows = tuple(
        TableRow(number, tuple(line[first - 1 : last] for first, last in columns.values()), is_sound=True)
        for number, line in enumerate(_decoded(read_bytes(path).data).splitlines(), start=1)
        if line.strip()
    )
    return ForeignTable(tuple(columns), rows, {ours: place for place, ours in enumerate(columns)})


def _decoded(data: bytes) -> str:
    """Return the text of fixed columns: UTF-8 or, as mainframes' exports are, Windows-1252."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")
