"""Lists in workbooks: XLSX, XLS and ODS, the first visible sheet or the one that was asked for."""

from __future__ import annotations

import io
import itertools
import xml.etree.ElementTree as ET
import zipfile
from typing import TYPE_CHECKING

from mailing.findings import Finding
from mailing.intake.formats.archives import protected, weigh
from mailing.intake.formats.building import ColumnBuilder, batches
from mailing.intake.formats.error_cells import error_words
from mailing.intake.formats.headers import MOST_COLUMNS, find_header, too_many_columns
from mailing.intake.formats.rawlist import RawList
from mailing.intake.formats.sheets import open_sheet, told_plainly
from mailing.intake.formats.xls_sandbox import open_apart

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mailing.intake.formats.filebytes import FileBytes
    from mailing.intake.formats.sheets import Sheet

OLE_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP_MARK = b"PK\x03\x04"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_SHEETS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}sheets/*"
HEAD_ROWS = 40


def is_workbook(data: bytes) -> bool:
    """Whether the bytes are those of a workbook, by their mark."""
    return data.startswith((ZIP_MARK, OLE_MARK))


def read_workbook(file: FileBytes, sheet: str | None, is_known: Callable[[str], bool]) -> RawList:
    """Read a list from the bytes of a workbook.

    Args:
        file: the file.
        sheet: the sheet's name; the first visible one if None.
        is_known: whether a column name is one that is looked for.
    """
    name, data = file.name, file.data
    if data.startswith(OLE_MARK):
        if _ENCRYPTED_PACKAGE in data:
            raise protected(name)
        chosen = open_apart(name, data, sheet)
        return _as_list(file, chosen, is_known)
    weighed = weigh(name, data)
    with told_plainly(name):
        chosen = open_sheet(name, data, sheet)
        entry = _entry_of(data, chosen.title)
        if entry in weighed.doubtful:
            chosen = chosen.with_words(error_words(data, entry, chosen.title))
        raw = _as_list(file, chosen, is_known)
        count = weighed.hidden_rows.get(entry, 0)
    return raw.with_findings([Finding("list.hidden-rows", details={"count": count})] if count else [])


def _as_list(file: FileBytes, sheet: Sheet, is_known: Callable[[str], bool]) -> RawList:
    rows = iter(sheet.rows)
    head = list(itertools.islice(rows, HEAD_ROWS))
    header = find_header(head, "", is_known)
    if len(header.names) > MOST_COLUMNS:
        raise too_many_columns(file.name, len(header.names))
    builder = ColumnBuilder(len(header.names))
    first = header.row + 1
    for batch in batches(itertools.chain(head[header.row :], rows)):
        builder.add(first, batch)
        first += len(batch)
    detected = {"sheet": sheet.title, "header_row": str(header.row)}
    findings = [*builder.findings, *_told(sheet, header.row)]
    return RawList(
        file.name, file.sha256, header.names, builder.columns(), builder.rows(), detected, findings
    ).without_blank_rows()


def _told(sheet: Sheet, header_row: int) -> Iterator[Finding]:
    """Tell what the user may not think of: other sheets, merged cells below the header."""
    if sheet.others:
        others = ", ".join(f"„{other}“" for other in sheet.others)
        yield Finding("list.other-sheets", details={"sheet": sheet.title, "others": others})
    for area in sheet.merged:
        if area.last_row > header_row:
            yield Finding("list.merged-cells", details={"area": area.name})


def _entry_of(data: bytes, sheet: str) -> str:
    """Return the archive's entry that holds the sheet."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
        if "xl/workbook.xml" not in names:
            return "content.xml"
        sheets = ET.fromstring(archive.read("xl/workbook.xml")).iterfind(_SHEETS)  # noqa: S314 - weighed: it has no DTD
        relation = next((found.get(_RELATION) for found in sheets if found.get("name") == sheet), None)
        relations = ET.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314 - as above
        target = next((found.get("Target", "") for found in relations if found.get("Id") == relation), "")
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"
