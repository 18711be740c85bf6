"""The run's own books, read back and held against each other: rows, households, pieces and the manifest."""

from __future__ import annotations

import hmac
import re
from collections import Counter
from dataclasses import dataclass
from hashlib import sha256
from sys import intern
from typing import TYPE_CHECKING, NamedTuple

from mailing.audit.findings import fault, of_row
from mailing.audit.house import KEY_PURPOSE
from mailing.audit.packed_entries import PackedEntries
from mailing.base.messages import _, n_
from mailing.base.table_search import has_cell, row_numbered, rows_with
from mailing.base.tables import table_rows
from mailing.model import Disposition, runfolder
from mailing.model.bg_number import normal_bg_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import BinaryIO

    from mailing.audit.manifest import Manifest
    from mailing.audit.run_files import RunFiles
    from mailing.findings import Finding

_PRINT_FILE = re.compile(r"data/[^/\\]+\.pdf")
"""Print files lie in one folder; a sidecar that sends its reader anywhere else isn't the program's."""
BLOCK = 1 << 20
"""Bytes of a table that are read at once."""
_LINE_END = b"\r\n"
WITH_LETTER = frozenset({Disposition.PRINTED, Disposition.SPECIAL_ROUTE, Disposition.MERGED})
WITHOUT_LETTER = frozenset({Disposition.SUPPRESSED, Disposition.REJECTED})


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


def piece_faults(pieces: Sequence[PieceEntry], manifest: Manifest) -> Iterator[Finding]:
    """Give where `pieces.csv` contradicts the manifest, or its pieces don't cover their files."""
    if len(pieces) != manifest.counts["pieces"]:
        yield _equation(runfolder.SHOP_PIECES, _("Stücke"), manifest.counts["pieces"], len(pieces))
    ends = Counter[str]()
    for number, entry in enumerate(pieces, start=1):
        digits = slice(64 * (entry.piece - 1), 64 * entry.piece)
        checks = (
            (n_("die Nummer"), number, entry.piece),
            (n_("die Prüfsumme"), manifest.content_sha256[digits], entry.content_sha256),
            (n_("die erste Seite"), ends[entry.file] + 1, entry.first_page),
            (n_("die letzte Seite"), entry.first_page + entry.pages - 1, entry.last_page),
        )
        ends[entry.file] = entry.last_page
        for what, expected, found in checks:
            if expected != found:
                yield _of_piece(entry.piece, _(what), expected, found)
    yield from _file_faults(pieces, manifest)


def _file_faults(pieces: Sequence[PieceEntry], manifest: Manifest) -> Iterator[Finding]:
    """Give where the pieces of a file are others than the manifest says."""
    counted = Counter(entry.file for entry in pieces)
    pages = Counter[str]()
    first: dict[str, int] = {}
    for entry in pieces:
        pages[entry.file] += entry.pages
        first.setdefault(entry.file, entry.piece)
    for file in manifest.files:
        for what, expected, found in (
            (_("Stücke"), file.pieces, counted.pop(file.path, 0)),
            (_("Seiten"), file.pages, pages[file.path]),
            (_("erstes Stück"), file.first_piece, first.get(file.path, 0)),
        ):
            if expected != found:
                yield _equation(file.path, what, expected, found)
    for path in counted:
        yield fault("audit.file-stranger", path=path)
    sheets = sum(entry.sheets for entry in pieces)
    if sheets != manifest.counts["sheets"]:
        yield _equation(runfolder.SHOP_PIECES, _("Blätter"), manifest.counts["sheets"], sheets)


def row_faults(books: Books, manifest: Manifest) -> Iterator[Finding]:
    """Give rows whose disposition can't be, and sums that are others than the manifest's."""
    named = Counter(entry.disposition for entry in books.rows)
    for disposition in Disposition:
        if named[disposition] != manifest.counts[disposition]:
            yield _equation(runfolder.ROWS, disposition.value, manifest.counts[disposition], named[disposition])
    yield from _number_faults(books.rows)
    answered = {row.piece for row in books.rows}
    number_of: dict[int, str] = {}
    unanswered: list[HouseholdEntry] = []
    for entry in books.households:
        number_of[entry.piece] = entry.fields["bg_nummer"]
        if not entry.is_seed and entry.piece not in answered:
            unanswered.append(entry)
    for row in books.rows:
        yield from _row_faults(row, number_of)
        if row.piece and row.piece not in number_of and row.piece not in manifest.digital:
            yield of_row("audit.row-disposition", row.row, expected=_("ein Stück"), found=row.piece)
    digital = len(answered.intersection(manifest.digital))
    if digital != len(manifest.digital):
        yield _equation(runfolder.ROWS, _("Elektronische Briefe"), len(manifest.digital), digital)
    yield from (of_row("audit.row-disposition", entry.row, expected=entry.piece, found="") for entry in unanswered)


def _number_faults(rows: Sequence[RowEntry]) -> Iterator[Finding]:
    """Give the rows whose number stands in the books more than once."""
    named = Counter(entry.row for entry in rows)
    yield from (of_row("audit.row-twice", row) for row, times in named.items() if times > 1)


def _row_faults(row: RowEntry, number_of: Mapping[int, str]) -> Iterator[Finding]:
    """Give what contradicts a row's disposition; `number_of` is the BG number of the household of each piece."""
    number = number_of.get(row.piece)
    if row.disposition == Disposition.PRINTED and number is None:
        yield of_row("audit.row-disposition", row.row, expected=_("ein Stück"), found=row.disposition)
    if row.disposition in WITHOUT_LETTER and row.piece:
        yield of_row("audit.row-disposition", row.row, expected=_("kein Stück"), found=row.disposition)
    if row.disposition not in WITH_LETTER | WITHOUT_LETTER:
        yield of_row("audit.row-disposition", row.row, expected=", ".join(Disposition), found=row.disposition)
    if number is not None and not _is_same_number(number, row.bg_number):
        yield of_row("audit.row-household", row.row, piece=row.piece)


def _is_same_number(one: str, other: str) -> bool:
    """Whether two BG numbers are one, in whatever spelling."""
    return one == other or (normal_bg_number(one) == normal_bg_number(other) != "")


def change_faults(run_files: RunFiles, books: Books, manifest: Manifest) -> Iterator[Finding]:
    """Give changes that nobody can have accepted: there was no list of proposals, or the list has no such row."""
    has_proposals = any(other.path.startswith(f"{runfolder.SIDE_LISTS}apply/") for other in manifest.others)
    rows = {entry.row for entry in books.rows}
    for line in table_rows(run_files.open(runfolder.CHANGES)):
        row = int(line["row"])
        if not has_proposals or row not in rows:
            yield of_row("audit.change", row, field=line["field"])


def household_faults(run_files: RunFiles, manifest: Manifest) -> Iterator[Finding]:
    """Give the pieces whose household isn't the one that the manifest's keyed hash was made of."""
    key = read_key(run_files)
    told, read = bytes.fromhex(manifest.household_hmac), 0
    made, others = sha256(KEY_PURPOSE), list[int]()
    with run_files.open(runfolder.HOUSEHOLDS) as stream:
        for read, line in enumerate(_lines_below_header(stream), 1):
            made.update(line + _LINE_END)
            if hmac.digest(key, line, "sha256") != told[32 * read - 32 : 32 * read]:
                others.append(read)
    if key != made.digest():
        yield fault("audit.books-broken", where=runfolder.KEY, found=runfolder.KEY)
    if read != manifest.counts["pieces"]:
        yield _equation(runfolder.HOUSEHOLDS, _("Stücke"), manifest.counts["pieces"], read)
        return
    yield from (fault("audit.piece-household", where=runfolder.HOUSEHOLDS, piece=piece) for piece in others)


def _lines_below_header(stream: BinaryIO) -> Iterator[bytes]:
    """Give what stands between the ends of lines; what no end follows isn't given."""
    rest, is_below = b"", False
    while block := stream.read(BLOCK):
        *lines, rest = (rest + block).split(_LINE_END)
        yield from lines if is_below else lines[1:]
        is_below = is_below or bool(lines)


def read_key(run_files: RunFiles) -> bytes:
    """Return the key of the hashes over what is one household's."""
    return bytes.fromhex(run_files.read(runfolder.KEY).decode("ascii"))


def _equation(where: str, what: str, expected: int, found: int) -> Finding:
    return fault("audit.equation", where=where, what=what, expected=expected, found=found)


def _of_piece(piece: int, what: str, expected: str | int, found: str | int) -> Finding:
    return fault(
        "audit.piece-table", where=runfolder.SHOP_PIECES, piece=piece, what=what, expected=expected, found=found
    )
