"""The list itself, read once more by the auditor's own simple means, and compared with the run's books.

What intake understood of the file (encoding, delimiter, header, columns) stands in the manifest and is taken from
there; the cells are read anew. Texts are compared without blanks, hyphens and case: cleaning changes no more than
that. What a clerk's accepted proposal changed stands in `house/changes.csv` and is left out.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import unicodedata
from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from mailing.audit.expectations import squeezed
from mailing.audit.findings import fault, of_row
from mailing.base.errors import InputError
from mailing.base.files import digest_of
from mailing.base.given_files import open_given
from mailing.base.messages import _
from mailing.base.tables import table_rows
from mailing.model import runfolder
from mailing.model.bg_number import normal_bg_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from mailing.audit.books import Books, HouseholdEntry
    from mailing.audit.manifest import Manifest
    from mailing.audit.run_files import RunFiles
    from mailing.findings import Finding

    Cells = Sequence[str]

WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"})
COMPARED = (("bg_nummer",), ("vorname",), ("nachname",), ("strasse", "hausnummer"), ("plz",), ("ort",))
"""Entries that are compared; a street and its number may be divided anew."""
BG_NUMBER = ("bg_nummer",)
GROUPS = (
    ("vorname", "nachname", "vorname_nachname", "nachname_vorname", "namenszusatz", "name_2"),
    (
        "strasse",
        "hausnummer",
        "hausnummer_zusatz",
        "hausnummer_teil",
        "wohnungsnummer",
        "strasse_hausnummer",
        "postfach",
        "strasse_2",
        "anschrift_komplett",
    ),
    ("plz", "ort", "plz_ort", "anschrift_komplett"),
)
"""Entries and further columns of the list that may hold them in another division."""
_WORD = re.compile(r"\d+|[^\W\d_]+")
DELIMITERS = {"Tab": "\t"}


def list_faults(path: Path, manifest: Manifest, books: Books, run_files: RunFiles) -> Iterator[Finding]:
    """Give where the books say something else than the list does.

    Raises:
        InputError: the list can't be read.
    """
    read = manifest.inputs[0]
    found = _digest(path)
    if found != read["sha256"]:
        yield fault("audit.list-other", where=path.name, expected=read["sha256"], found=found)
        return
    header, rows = read_list(path, read["detected"])
    if "limit" not in manifest.options and len(rows) != read["rows"]:
        yield fault("audit.list-rows", where=path.name, expected=read["rows"], found=len(rows))
    else:
        yield from _line_faults(path, read)
    positions = _positions(header, read["detected"])
    yield from _row_faults(books, rows, positions)
    changed = {(int(line["row"]), line["field"]) for line in table_rows(run_files.open(runfolder.CHANGES))}
    for household in books.households:
        if not household.is_seed:
            yield from _household_faults(household, rows.get(household.row), positions, changed)


def _line_faults(path: Path, told: Mapping[str, Any]) -> Iterator[Finding]:
    """Give where the file has another number of lines than the manifest says: lines end with LF, CR LF or CR."""
    if "lines" in told:
        found = sum(1 for _line in io.StringIO(_text(path, told["detected"]), newline=""))
        if found != told["lines"]:
            yield fault("audit.list-rows", where=path.name, expected=told["lines"], found=found)


def _row_faults(books: Books, rows: Mapping[int, Cells], positions: Mapping[str, int]) -> Iterator[Finding]:
    """Give the rows of the books that the list doesn't have, or that are another household's there."""
    position = positions.get("bg_nummer")
    for entry in books.rows:
        cells = rows.get(entry.row)
        if cells is None:
            yield of_row("audit.list-row", entry.row, field="row")
        elif position is not None and not _alike(BG_NUMBER, entry.bg_number, _cell(cells, position)):
            yield of_row("audit.list-row", entry.row, field="bg_nummer")


def _household_faults(
    household: HouseholdEntry, cells: Cells | None, positions: Mapping[str, int], changed: Iterable[tuple[int, str]]
) -> Iterator[Finding]:
    """Give the entries of a household that its row of the list doesn't have.

    What the list has in a column of its own must be the same. What it holds in another division (a name, an address, a
    place in one column, an addition to the number in one of its own) must be made of the words of these columns.
    """
    if cells is None:
        return
    for fields in COMPARED:
        entry = "".join(household.fields[field] for field in fields)
        if not entry or any((household.row, field) in changed for field in fields):
            continue
        own = "".join(_cell(cells, positions[field]) for field in fields if field in positions)
        if _alike(fields, entry, own):
            continue
        words = _words(" ".join(household.fields[field] for field in fields))
        around = _words(_around(cells, fields, positions))
        may_differ = _is_divided(household, fields, positions) or around.keys() == words.keys()
        if words - around or not may_differ:
            yield of_row("audit.list-row", household.row, field=", ".join(fields))


def _alike(fields: tuple[str, ...], entry: str, cell: str) -> bool:
    """Whether entry and cell are the same text, but for signs without meaning and the spelling of a BG number."""
    if fields == BG_NUMBER and normal_bg_number(entry):
        return normal_bg_number(entry) == normal_bg_number(_visible(cell).strip())
    return squeezed(_visible(entry)) == squeezed(_visible(cell))


def _is_divided(household: HouseholdEntry, fields: tuple[str, ...], positions: Mapping[str, int]) -> bool:
    """Whether the list divides these entries otherwise than the books do."""
    group = next((group for group in GROUPS if fields[0] in group), fields)
    own = {field for compared in COMPARED for field in compared}
    return any(
        field in positions if field not in own else household.fields[field] and field not in positions
        for field in group
    )


def _around(cells: Cells, fields: tuple[str, ...], positions: Mapping[str, int]) -> str:
    """Return the cells that the entries may come from: of the columns of their group, or of all where none is known."""
    group = next((group for group in GROUPS if fields[0] in group), fields)
    known = [_cell(cells, positions[field]) for field in group if field in positions]
    if "postfach" in group and "postfach" in positions:
        known.append("postfach")
    return " ".join(known or cells)


def _words(text: str) -> Counter[str]:
    """Return the words and figures of a text, each as often as it is there."""
    return Counter(_WORD.findall(unicodedata.normalize("NFC", _visible(text)).casefold()))


def _visible(text: str) -> str:
    """Return a text without the signs that nobody sees."""
    return text if text.isprintable() else "".join(sign for sign in text if unicodedata.category(sign) != "Cf")


def read_list(path: Path, detected: Mapping[str, str]) -> tuple[Cells, dict[int, Cells]]:
    """Return the header and the rows that hold anything, by their number as a spreadsheet shows it."""
    if path.suffix.lower() in WORKBOOKS:
        numbered = _workbook_rows(path, detected.get("sheet", ""))
    elif path.suffix.lower() == ".parquet":
        numbered = _parquet_rows(path)
    else:
        numbered = _text_rows(path, detected)
    first = int(detected.get("header_row", "1"))
    rows = {number: cells for number, cells in numbered if number >= first}
    header = rows.pop(first, ())
    left_out = set(map(int, filter(None, detected.get("footer_rows", "").split(","))))
    names = _as_name(header)
    return header, {
        number: cells
        for number, cells in rows.items()
        if number not in left_out and any(cell.strip() for cell in cells) and _as_name(cells)[: len(names)] != names
    }


def _as_name(cells: Cells) -> list[str]:
    """Return cells as a header that is repeated below has them: other case, other blanks."""
    return [cell.strip("\ufeff \t").casefold() for cell in cells]


def _text_rows(path: Path, detected: Mapping[str, str]) -> Iterator[tuple[int, Cells]]:
    delimiter = detected.get("delimiter", ";")
    reader = csv.reader(
        io.StringIO(_text(path, detected), newline=""),
        delimiter=DELIMITERS.get(delimiter, delimiter),
        escapechar=detected.get("escape"),
        skipinitialspace=True,
    )
    return enumerate(reader, start=1)


def _text(path: Path, detected: Mapping[str, str]) -> str:
    """Return the list's text; MS-DOS ends it with a Ctrl-Z."""
    codec = detected.get("encoding", "utf-8").split(" ")[0]
    return path.read_bytes().decode(codec, "replace").removeprefix("\ufeff").rstrip("\x1a")


def _workbook_rows(path: Path, sheet: str) -> Iterator[tuple[int, Cells]]:
    from python_calamine import CalamineWorkbook

    workbook = CalamineWorkbook.from_path(path)
    table = workbook.get_sheet_by_name(sheet or workbook.sheet_names[0])
    rows = table.to_python(skip_empty_area=False)
    return ((number, tuple(map(_shown, cells))) for number, cells in enumerate(rows, start=1))


def _parquet_rows(path: Path) -> Iterator[tuple[int, Cells]]:
    from pyarrow import parquet

    table = parquet.read_table(path)
    yield 1, table.column_names
    for number, cells in enumerate(zip(*(column.to_pylist() for column in table.columns), strict=True), start=2):
        yield number, tuple(map(_shown, cells))


def _shown(value: Any) -> str:
    """Return a cell as text: whole numbers without a fraction, days and decimals as Germans write them."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, float | Decimal):
        return str(value).replace(".", ",")
    if isinstance(value, dt.date):
        return f"{value:%d.%m.%Y}"
    return str(value)


def _positions(header: Cells, detected: Mapping[str, str]) -> dict[str, int]:
    """Return the position of each of our columns that the list has under a name of its own."""
    positions = {name.strip().strip("\ufeff"): position for position, name in enumerate(header)}
    compared = {field for fields in (*COMPARED, *GROUPS) for field in fields}
    named = {field: detected.get(f"column.{field}", "") for field in compared}
    return {field: positions[name] for field, name in named.items() if name in positions}


def _cell(cells: Cells, position: int) -> str:
    return cells[position] if position < len(cells) else ""


def _digest(path: Path) -> str:
    try:
        with open_given(path) as stream:
            return digest_of(stream)
    except OSError as error:
        raise InputError(_("Die Liste lässt sich nicht lesen"), where=str(path), hint=str(error.strerror)) from error
