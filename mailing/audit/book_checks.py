"""The run's books held against each other and against the manifest: rows, households, pieces."""

from __future__ import annotations

import hmac
from collections import Counter
from hashlib import sha256
from typing import TYPE_CHECKING

from mailing.audit.books import read_key
from mailing.audit.findings import fault, of_row
from mailing.audit.house import KEY_PURPOSE
from mailing.base.messages import _, n_
from mailing.base.tables import table_rows
from mailing.model import Disposition, runfolder
from mailing.model.bg_number import normal_bg_number

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import BinaryIO

    from mailing.audit.books import Books, HouseholdEntry, PieceEntry, RowEntry
    from mailing.audit.manifest import Manifest
    from mailing.audit.run_files import RunFiles
    from mailing.findings import Finding

BLOCK = 1 << 20
"""Bytes of a table that are read at once."""
_LINE_END = b"\r\n"
WITH_LETTER = frozenset({Disposition.PRINTED, Disposition.SPECIAL_ROUTE, Disposition.MERGED})
WITHOUT_LETTER = frozenset({Disposition.SUPPRESSED, Disposition.REJECTED})


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
    # A line that was changed has another digest too: the key is at fault where no line is, or all are.
    if key != made.digest() and len(others) in {0, read}:
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


def _equation(where: str, what: str, expected: int, found: int) -> Finding:
    return fault("audit.equation", where=where, what=what, expected=expected, found=found)


def _of_piece(piece: int, what: str, expected: str | int, found: str | int) -> Finding:
    return fault(
        "audit.piece-table", where=runfolder.SHOP_PIECES, piece=piece, what=what, expected=expected, found=found
    )
