"""What stays in the house: the books that link pieces to rows and households, and the copies of the settings."""

from __future__ import annotations

from dataclasses import astuple
from hashlib import sha256
from itertools import islice
from json import JSONEncoder
from typing import TYPE_CHECKING

from mailing.base.files import make_folder, write_whole, written_whole
from mailing.base.keyed import keyed_sha256
from mailing.base.tables import (
    BYTE_ORDER_MARK,
    ROWS_AT_ONCE,
    lines_of_columns,
    table_lines,
    write_columns,
    write_table,
)
from mailing.model import runfolder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path
    from typing import TypeAlias

    from mailing.audit.closing import Closing
    from mailing.audit.record import RunRecord
    from mailing.findings import Finding
    from mailing.model import HouseholdTable

    Batch: TypeAlias = tuple[Sequence[int], Sequence[int]]

PROPOSED = "proposed"
PIECES_AT_ONCE = 10_000
_as_json = JSONEncoder(ensure_ascii=False).encode
KEY_PURPOSE = b"mailing: key for the hashes of households, 1\n"


def write_house(record: RunRecord, closing: Closing, folder: Path) -> bytes:
    """Write all of `house/` but the households, which are there; return their keyed hashes: 32 bytes a piece."""
    make_folder(folder / runfolder.HOUSE)
    write_rows(record, closing, folder)
    write_findings(folder / runfolder.FINDINGS, (*record.intake.findings, *record.intake.named(record.letter_findings)))
    write_changes(record, folder)
    for path, content in sorted(record.copies.items()):
        target = folder / path
        make_folder(target.parent)
        write_whole(target, content)
    return _seal_households(folder)


def write_rows(record: RunRecord, closing: Closing, folder: Path) -> None:
    """Write `house/rows.csv`: what became of every row, in the list's order."""
    ledger = record.intake.ledger
    messages = _messages(record)
    own_row = _own_rows(record, messages)

    def columns(part: slice) -> tuple[Sequence[object], ...]:
        rows, codes = ledger.rows[part], closing.row_codes[part]
        told = [
            _message(messages, own_row, row, household, code) if code else ""
            for row, household, code in zip(rows, ledger.households[part], codes, strict=True)
        ]
        pieces = [str(piece) if piece else "" for piece in closing.row_pieces[part]]
        return rows, ledger.bg_numbers[part], closing.dispositions[part], pieces, codes, told

    firsts = range(0, len(ledger.rows), ROWS_AT_ONCE)
    parts = (columns(slice(first, first + ROWS_AT_ONCE)) for first in firsts)
    write_columns(folder / runfolder.ROWS, runfolder.ROWS_HEADER, parts)


def write_findings(path: Path, findings: Iterable[Finding]) -> None:
    """Write findings as a table, ordered by row; what concerns no row comes first.

    `column` is the list's own name, `found` the cell as it stands there.
    """
    write_table(
        path,
        runfolder.FINDINGS_HEADER,
        (
            (
                finding.severity.value,
                finding.code,
                finding.row or "",
                finding.field,
                finding.message,
                finding.hint,
                finding.column,
                finding.seen,
            )
            for finding in sorted(findings, key=lambda finding: finding.row or 0)
        ),
    )


def write_changes(record: RunRecord, folder: Path) -> None:
    """Write `house/changes.csv`: each change that the clerk accepted and intake applied, and how it came about."""
    write_table(
        folder / runfolder.CHANGES,
        runfolder.CHANGES_HEADER,
        ((*astuple(change), "" if change.how == PROPOSED else record.edited_by) for change in record.intake.changes),
    )


def write_households(households: HouseholdTable, batches: Iterable[Batch], folder: Path) -> bytes:
    """Write `house/households.csv`, a line for each piece; return the key for the hashes over what is one household's.

    The key is a digest of all lines: the same input gives the same bytes, and who hasn't the whole list can't make it
    (`docs/audit.md` says what that is worth). `batches` are the numbers of the pieces and the indices of their
    households, in the order of printing: nothing can be printed before the key is known.
    """
    make_folder(folder / runfolder.HOUSE)
    digest = sha256(KEY_PURPOSE)
    with written_whole(folder / runfolder.HOUSEHOLDS) as stream:
        stream.write((BYTE_ORDER_MARK + table_lines([runfolder.HOUSEHOLDS_HEADER])[0]).encode())
        for lines in _household_lines(households, batches):
            digest.update(lines)
            stream.write(lines)
    return digest.digest()


def _seal_households(folder: Path) -> bytes:
    """Write `house/key`, and return the keyed hashes of the lines of `house/households.csv`."""
    path = folder / runfolder.HOUSEHOLDS
    digest = sha256(KEY_PURPOSE)
    for line in _lines_below_header(path):
        digest.update(line)
    key = digest.digest()
    write_whole(folder / runfolder.KEY, key.hex().encode() + b"\n")
    keyed = keyed_sha256(key)
    return b"".join([keyed(line.removesuffix(b"\r\n")) for line in _lines_below_header(path)])


def _household_lines(households: HouseholdTable, batches: Iterable[Batch]) -> Iterator[bytes]:
    """Give the lines of the households, piece 1 first, some thousand at a time."""
    for numbers, indices in batches:
        for first in range(0, len(numbers), PIECES_AT_ONCE):
            part = slice(first, first + PIECES_AT_ONCE)
            names = ("is_seed", runfolder.HOUSEHOLD_PERSONS, *runfolder.HOUSEHOLD_FIELDS)
            is_seed, persons, *fields = map(list, households.taken(indices[part], names))
            seeds = ["1" if seed else "" for seed in is_seed]
            further = _further(households, indices[part])
            columns = (numbers[part], seeds, *fields, [*map(_persons, persons)], further)
            yield "".join(lines_of_columns(columns)).encode()


def _persons(persons: Sequence[Sequence[str]]) -> str:
    """Return a household's persons as JSON; nothing where there is just the one that the other columns name."""
    return _as_json(persons) if len(persons) > 1 else ""


def _further(households: HouseholdTable, indices: Sequence[int]) -> list[str]:
    """Return the further columns of some households as JSON; nothing where the list has none that the letter uses."""
    names = sorted(households.extra)
    if not names:
        return [""] * len(indices)
    rows = zip(*households.taken(indices, names), strict=True)
    return [_as_json(dict(zip(names, row, strict=True))) for row in rows]


def _lines_below_header(path: Path) -> Iterator[bytes]:
    """Give the lines of a table with their ends; a cell may hold a line feed, but not a line's end."""
    with path.open("rb") as stream:
        line = b""
        for part in islice(stream, 1, None):
            line += part
            if line.endswith(b"\r\n"):
                yield line
                line = b""


def _messages(record: RunRecord) -> dict[tuple[int | None, str], Finding]:
    """Return the findings by row and code; the first of each."""
    found: dict[tuple[int | None, str], Finding] = {}
    for finding in (*record.intake.findings, *record.letter_findings):
        found.setdefault((finding.row, finding.code), finding)
    return found


def _own_rows(record: RunRecord, messages: Mapping[tuple[int | None, str], Finding]) -> dict[int, int]:
    """Return, for each household that lost its letter, the row that the finding names."""
    ledger = record.intake.ledger
    return {
        household: row
        for row, household in zip(ledger.rows, ledger.households, strict=True)
        if household in record.rejected and (row, record.rejected[household]) in messages
    }


def _message(
    messages: Mapping[tuple[int | None, str], Finding],
    own_row: Mapping[int, int],
    row: int,
    household: int,
    code: str,
) -> str:
    """Return the text of what settled a row; a member's row has its household's."""
    finding = messages.get((row, code)) or messages.get((own_row.get(household, row), code))
    return finding.message if finding else ""
