"""The run's own books, read back: rows, households and pieces."""

from __future__ import annotations

import re
from dataclasses import dataclass
from sys import intern
from typing import TYPE_CHECKING, NamedTuple

from mailing.audit.packed_entries import PackedEntries
from mailing.base.table_search import has_cell, row_numbered, rows_with
from mailing.base.tables import table_rows
from mailing.model import runfolder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from mailing.audit.run_files import RunFiles

_PRINT_FILE = re.compile(r"data/[^/\\]+\.pdf")
"""Print files lie in one folder; a sidecar that sends its reader anywhere else isn't the program's."""


class PieceEntry(NamedTuple):
    """A line of `shop/data/pieces.csv`; `file` is the manifest's path."""

    piece: int
    file: str
    first_page: int
    last_page: int
    pages: int
    sheets: int
    leitregion: str
    content_sha256: str


class RowEntry(NamedTuple):
    """A line of `house/rows.csv`; `piece` is 0 where no letter answers the row, `message` says why."""

    row: int
    bg_number: str
    disposition: str
    piece: int
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class HouseholdEntry:
    """A line of `house/households.csv`: whom a piece is for."""

    piece: int
    is_seed: bool
    row: int
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Books:
    """All of a run's books; without the house, rows and households are empty.

    Households are read anew each time that they are gone through: they are most of what a run knows.
    """

    pieces: Sequence[PieceEntry]
    rows: Sequence[RowEntry]
    households: Iterable[HouseholdEntry]


class _Households:
    """The lines of `house/households.csv`, as often as they are gone through."""

    def __init__(self, run_files: RunFiles) -> None:
        self._run_files = run_files

    def __iter__(self) -> Iterator[HouseholdEntry]:
        return read_households(self._run_files)


def read_books(run_files: RunFiles) -> Books:
    """Read what there is of the books; a line that can't be understood raises ValueError or KeyError."""
    figures = ("piece", "first_page", "last_page", "pages", "sheets")
    pieces = PackedEntries(PieceEntry, read_pieces(run_files), figures, own="content_sha256")
    if not run_files.has_house:
        return Books(pieces, (), ())
    rows = PackedEntries(RowEntry, read_rows(run_files), ("row", "piece"), own="bg_number")
    return Books(pieces, rows, _Households(run_files))


def read_households(run_files: RunFiles, only: int = 0) -> Iterator[HouseholdEntry]:
    """Give the lines of `house/households.csv`, piece 1 first; or that of one piece only, which takes no time."""
    for line in _numbered(run_files, runfolder.HOUSEHOLDS, only):
        yield HouseholdEntry(int(line["piece"]), bool(line["seed"]), int(line["row"]), line)


def read_pieces(run_files: RunFiles, only: int = 0) -> Iterator[PieceEntry]:
    """Give the lines of `shop/data/pieces.csv`, or that of one piece only."""
    for line in _numbered(run_files, runfolder.SHOP_PIECES, only):
        first, last, pages, sheets = (int(line[name]) for name in ("first_page", "last_page", "pages", "sheets"))
        if not _PRINT_FILE.fullmatch(line["file"]):
            raise ValueError(line["file"])
        file = f"{runfolder.SHOP}/{line['file']}"
        piece, region = int(line["piece"]), intern(line["leitregion"])
        yield PieceEntry(piece, intern(file), first, last, pages, sheets, region, line["content_sha256"])


def read_rows(run_files: RunFiles, only: int = 0) -> Iterator[RowEntry]:
    """Give the lines of `house/rows.csv`, or those that one piece answers, and some that it doesn't."""
    stream = run_files.open(runfolder.ROWS)
    for line in rows_with(stream, [has_cell(only)]) if only else table_rows(stream):
        piece = int(line["piece"] or 0)
        disposition, code, message = (intern(line[name]) for name in ("disposition", "code", "message"))
        yield RowEntry(int(line["row"]), line["bg_number"], disposition, piece, code, message)


def _numbered(run_files: RunFiles, table: str, only: int) -> Iterator[dict[str, str]]:
    """Give the lines of a table in the order of pieces, or the one of a piece."""
    if not only:
        yield from table_rows(run_files.open(table))
    elif (line := row_numbered(run_files.open(table), only)) is not None:
        yield line


def read_key(run_files: RunFiles) -> bytes:
    """Return the key of the hashes over what is one household's."""
    return bytes.fromhex(run_files.read(runfolder.KEY).decode("ascii"))
