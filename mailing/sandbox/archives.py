"""A workbook is a zip archive: what it says of itself, and signs in a sheet's text."""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET
import zipfile
from typing import TYPE_CHECKING, Final, NamedTuple

from mailing.base.errors import InputError
from mailing.base.messages import _
from mailing.sandbox.limits import bursts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MOST_BYTES: Final = 1 << 31
"""A sheet full to its last row, with twenty columns, unpacks to half of this."""
MOST_ENTRIES: Final = 10_000
FEW_BYTES: Final = 64 << 20
MOST_TIMES: Final = 300
"""Unpacked, a sheet of rows that differ takes ten to thirty times as much; only what repeats itself takes more."""
BLOCK: Final = 1 << 20
OVERLAP: Final = 256

_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_SHEETS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}sheets/*"
_HIDDEN_ROW = re.compile(
    rb"""<(?:\w+:)?row\s[^>]*?\bhidden\s*=\s*["'](?:1|true)["']"""
    rb"""|<table:table-row\s[^>]*?table:visibility\s*=\s*["'](?:collapse|filter)["']"""
)
_ROW = re.compile(rb"<(?:\w+:)?row[\s>]")
_ROW_NUMBER = re.compile(rb"""\sr\s*=\s*["'](\d{1,9})["']""")
NAMED_ROWS: Final = 20
"""So many hidden rows are named; the others are counted."""
_WITHOUT_VALUE = re.compile(
    rb"""<(?:\w+:)?c\s[^>]*\bt\s*=\s*["']e["']"""
    rb"""|</(?:\w+:)?f>\s*(?:<(?:\w+:)?v\s*(?:/>|>\s*</(?:\w+:)?v>)\s*)?</(?:\w+:)?c>"""
    rb"""|value-type\s*=\s*["']error["']|table:formula\s*="""
)
"""Cells that may hold an error or a formula without a result; the reader of workbooks gives them as empty."""


def looked_through(name: str, data: bytes) -> zipfile.ZipFile:
    """Return the archive; raise an `InputError` for what is no workbook, or says that it unpacks to far too much."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, EOFError, NotImplementedError, ValueError) as error:
        raise damaged(name) from error
    entries = archive.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    most = min(max(FEW_BYTES, MOST_TIMES * len(data)), MOST_BYTES)
    if len(entries) > MOST_ENTRIES or unpacked > most:
        raise bursts(name)
    _refuse_strangers(name, archive, frozenset(entry.filename for entry in entries))
    return archive


class Signs(NamedTuple):
    """What a sheet's own text gives away that the reader of workbooks doesn't tell.

    Attributes:
        hidden: how many of its rows are hidden or filtered away.
        hidden_rows: the first of them by number, where the sheet numbers its rows.
        is_doubtful: whether some of its cells may hold an error or a formula without a result.
    """

    hidden: int
    hidden_rows: Sequence[int]
    is_doubtful: bool


def signs_of(name: str, archive: zipfile.ZipFile, entry: str) -> Signs:
    """Look through a sheet; one with a DTD is refused: workbooks have none, and who writes one means harm."""
    hidden, is_doubtful = 0, False
    rows: list[int] = []
    for block, fresh in _blocks(archive, entry):
        if b"<!DOCTYPE" in block or b"<!ENTITY" in block:
            raise damaged(name)
        is_doubtful = is_doubtful or _WITHOUT_VALUE.search(block) is not None
        for found in _HIDDEN_ROW.finditer(block):
            if found.end() > fresh:
                hidden += 1
                number = _ROW_NUMBER.search(found[0]) if len(rows) < NAMED_ROWS else None
                rows += [int(number[1])] if number else []
    return Signs(hidden, rows, is_doubtful)


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


def _blocks(archive: zipfile.ZipFile, entry: str) -> Iterator[tuple[bytes, int]]:
    """Give the entry's bytes in blocks that overlap, each with the place where its fresh bytes begin."""
    tail = b""
    with archive.open(entry) as stream:
        while block := stream.read(BLOCK):
            yield tail + block, len(tail)
            tail = block[-OVERLAP:]


def entry_of(archive: zipfile.ZipFile, sheet: str) -> str:
    """Return the archive's entry that holds the sheet."""
    if "xl/workbook.xml" not in archive.namelist():
        return "content.xml"
    sheets = ET.fromstring(archive.read("xl/workbook.xml")).iterfind(_SHEETS)  # noqa: S314 - within the process's limits
    relation = next((found.get(_RELATION) for found in sheets if found.get("name") == sheet), None)
    relations = ET.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314 - as above
    target = next((found.get("Target", "") for found in relations if found.get("Id") == relation), "")
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def has_rows(archive: zipfile.ZipFile, entry: str) -> bool:
    """Whether a sheet of its own entry has any row; what can't be told counts as one."""
    if not entry.startswith("xl/") or entry not in archive.namelist():
        return True
    return any(_ROW.search(block) for block, _fresh in _blocks(archive, entry))


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
