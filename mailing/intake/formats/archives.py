"""A workbook is a zip archive from elsewhere: it is weighed before it is opened."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mailing.base.errors import InputError
from mailing.base.messages import _
from mailing.intake.formats.headers import MOST_COLUMNS, too_many_columns

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_BYTES = 1 << 31
"""A sheet full to its last row, with twenty columns, unpacks to half of this."""
MOST_ENTRIES = 10_000
MOST_CELLS = 40_000_000
BLOCK = 1 << 20
OVERLAP = 256

_FAR_COLUMN = re.compile(rb'<c [^>]*?r="([A-Z]{3})[0-9]')
_ROW_NUMBER = re.compile(rb'<row [^>]*?\br="([0-9]+)"')
_WIDE_COLUMN = re.compile(rb'<c [^>]*?r="([A-Z]{2})[0-9]')
_HIDDEN_ROW = re.compile(
    rb'<row [^>]*?\bhidden="(?:1|true)"|<table:table-row [^>]*?table:visibility="(?:collapse|filter)"'
)
_WITHOUT_VALUE = re.compile(
    rb'<(?:\w+:)?c [^>]*\bt="e"|</(?:\w+:)?f>\s*(?:<(?:\w+:)?v\s*(?:/>|>\s*</(?:\w+:)?v>)\s*)?</(?:\w+:)?c>'
    rb'|value-type="error"|table:formula="'
)
"""Cells that may hold an error or a formula without a result; the reader of workbooks gives them as empty."""
_REPEATED = re.compile(rb'number-(?:rows|columns)-repeated="([0-9]+)"')
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml|content\.xml")
MOST_REPEATED = 2_000_000


@dataclass(frozen=True, slots=True)
class Weighed:
    """What weighing found.

    Attributes:
        names: the archive's entries.
        hidden_rows: entry -> how many of its rows are hidden or filtered away.
        doubtful: the entries some of whose cells may hold an error or a formula without a result.
    """

    names: frozenset[str]
    hidden_rows: Counter[str]
    doubtful: frozenset[str]


def weigh(name: str, data: bytes) -> Weighed:
    """Unpack the archive block by block without keeping it; raise an `InputError` for what would burst the memory."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_BYTES:
                raise _bursts(name)
            names = frozenset(entry.filename for entry in entries)
            _refuse_strangers(name, archive, names)
            found = {entry.filename: _weigh_entry(name, archive, entry) for entry in entries}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise damaged(name) from error
    hidden = Counter({entry: hidden for entry, (hidden, _is_doubtful) in found.items()})
    return Weighed(names, +hidden, frozenset(entry for entry, (_hidden, is_doubtful) in found.items() if is_doubtful))


def _refuse_strangers(name: str, archive: zipfile.ZipFile, names: frozenset[str]) -> None:
    """Refuse what is a zip archive but no workbook that can be read."""
    if "META-INF/manifest.xml" in names and b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise protected(name)
    if "xl/workbook.xml" in names or "xl/workbook.bin" in names or "content.xml" in names:
        return
    raise InputError(
        _("Die Datei ist ein Archiv, aber keine Arbeitsmappe"),
        where=name,
        hint=_("Entpacken Sie das Archiv, oder speichern Sie die Liste als XLSX oder CSV"),
    )


def _weigh_entry(name: str, archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> tuple[int, bool]:
    """Unpack one entry; of a sheet count cells and hidden rows, and look whether cells may lack their value."""
    is_sheet = _SHEET.fullmatch(entry.filename) is not None
    is_doubtful = False
    hidden = cells = last_row = widest = 0
    for block, fresh in _blocks(archive, entry):
        if b"<!DOCTYPE" in block or b"<!ENTITY" in block:
            raise damaged(name)
        if not is_sheet:
            continue
        if _FAR_COLUMN.search(block):
            raise too_many_columns(name, 1 + MOST_COLUMNS)
        widest = max(widest, max(map(_column_number, _WIDE_COLUMN.findall(block)), default=26))
        last_row = max(last_row, max(map(int, _ROW_NUMBER.findall(block)), default=0))
        is_doubtful = is_doubtful or _WITHOUT_VALUE.search(block) is not None
        hidden += sum(found.end() > fresh for found in _HIDDEN_ROW.finditer(block))
        cells += block.count(b"<c ", fresh) + block.count(b"<c>", fresh) + block.count(b"<c/>", fresh)
        repeated = max((int(number) for number in _REPEATED.findall(block)), default=0)
        if max(cells, last_row * widest if cells else 0) > MOST_CELLS or repeated > MOST_REPEATED:
            raise _bursts(name)
    return hidden, is_doubtful


def _blocks(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[tuple[bytes, int]]:
    """Give the entry's bytes in blocks that overlap, each with the place where its fresh bytes begin."""
    tail, total = b"", 0
    with archive.open(entry) as stream:
        while block := stream.read(BLOCK):
            total += len(block)
            yield tail + block, len(tail)
            tail = block[-OVERLAP:]


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + letter - 64
    return number


def _bursts(name: str) -> InputError:
    return InputError(
        _("Die Arbeitsmappe ist entpackt viel zu groß für eine Adressliste"),
        where=name,
        hint=_("Löschen Sie leere Bereiche unter und neben der Liste, oder speichern Sie das Blatt als CSV"),
    )


def damaged(name: str) -> InputError:
    """Return the error for a workbook that can't be opened."""
    return InputError(
        _("Die Arbeitsmappe ist beschädigt"),
        where=name,
        hint=_("Öffnen Sie sie im Tabellenprogramm und speichern Sie sie neu"),
    )


def protected(name: str) -> InputError:
    """Return the error for a workbook with a password."""
    return InputError(
        _("Die Arbeitsmappe ist mit einem Kennwort geschützt"),
        where=name,
        hint=_("Speichern Sie sie im Tabellenprogramm ohne Kennwort"),
    )
