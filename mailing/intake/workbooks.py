"""Lists in workbooks: XLSX, XLS and ODS, the first visible sheet or the one that was asked for."""

from __future__ import annotations

import difflib
import io
import itertools
import xml.etree.ElementTree as ET
import zipfile
from contextlib import contextmanager
from typing import TYPE_CHECKING

from mailing.errors import InputError
from mailing.findings import Finding
from mailing.intake.archives import damaged, protected, weigh
from mailing.intake.building import ColumnBuilder, batches
from mailing.intake.cells import as_text
from mailing.intake.headers import MOST_COLUMNS, find_header, too_many_columns
from mailing.intake.rawlist import RawList
from mailing.messages import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import python_calamine

OLE_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP_MARK = b"PK\x03\x04"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_SHEETS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}sheets/*"
HEAD_ROWS = 40


def is_workbook(data: bytes) -> bool:
    """Whether the bytes are those of a workbook, by their mark."""
    return data.startswith((ZIP_MARK, OLE_MARK))


def read_workbook(name: str, sha256: str, data: bytes, sheet: str | None, is_known: Callable[[str], bool]) -> RawList:
    """Read a list from the bytes of a workbook.

    Args:
        name: the file's name, for messages.
        sha256: hex digest of the bytes.
        data: the file's bytes.
        sheet: the sheet's name; the first visible one if None.
        is_known: whether a column name is one that is looked for.
    """
    if data.startswith(OLE_MARK) and _ENCRYPTED_PACKAGE in data:
        raise protected(name)
    hidden = weigh(name, data).hidden_rows if data.startswith(ZIP_MARK) else {}
    with _told_plainly(name):
        import python_calamine

        with python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)) as workbook:
            chosen, findings = _chosen_sheet(name, workbook, sheet)
            content = workbook.get_sheet_by_name(chosen)
            rows = ([as_text(cell) for cell in cells] for cells in content.iter_rows())
            raw = _as_list(name, sha256, rows, chosen, is_known)
            findings += [_merged(area) for area in (content.merged_cell_ranges or ()) if area[1][0] > area[0][0]]
    count = hidden.get(_entry_of(data, chosen), 0)
    if count:
        findings.append(Finding("list.hidden-rows", details={"count": count}))
    return raw.with_findings(findings)


@contextmanager
def _told_plainly(name: str) -> Iterator[None]:
    """Turn what the reader of workbooks raises into our errors; its panics are no `Exception`."""
    import python_calamine

    try:
        yield
    except InputError:
        raise
    except python_calamine.PasswordError as error:
        raise protected(name) from error
    except (python_calamine.CalamineError, ValueError, OSError) as error:
        raise damaged(name) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise damaged(name) from error


def _chosen_sheet(
    name: str, workbook: python_calamine.CalamineWorkbook, asked: str | None
) -> tuple[str, list[Finding]]:
    """Return the sheet to read, and a word on the others."""
    import python_calamine

    visible = [
        sheet.name
        for sheet in workbook.sheets_metadata
        if sheet.visible == python_calamine.SheetVisibleEnum.Visible
        and sheet.typ == python_calamine.SheetTypeEnum.WorkSheet
    ]
    if asked is not None:
        return _named(name, asked, workbook.sheet_names), []
    if not visible:
        raise InputError(
            _("Die Arbeitsmappe hat kein sichtbares Blatt"),
            where=name,
            hint=_("Blenden Sie das Blatt mit der Liste ein"),
        )
    others = ", ".join(f"„{other}“" for other in visible[1:])
    told = [Finding("list.other-sheets", details={"sheet": visible[0], "others": others})] if others else []
    return visible[0], told


def _named(name: str, asked: str, names: Sequence[str]) -> str:
    for sheet in names:
        if sheet.casefold() == asked.strip().casefold():
            return sheet
    nearest = difflib.get_close_matches(asked, names, 1, 0) or [""]
    raise InputError(
        _("Die Arbeitsmappe hat kein Blatt „{sheet}“").format(sheet=asked),
        where=name,
        hint=_("Am nächsten kommt --sheet {sheet}").format(sheet=f'"{nearest[0]}"'),
    )


def _as_list(name: str, sha256: str, rows: Iterator[list[str]], sheet: str, is_known: Callable[[str], bool]) -> RawList:
    head = list(itertools.islice(rows, HEAD_ROWS))
    header = find_header(head, "", is_known)
    if len(header.names) > MOST_COLUMNS:
        raise too_many_columns(name, len(header.names))
    builder = ColumnBuilder(len(header.names))
    first = header.row + 1
    for batch in batches(itertools.chain(head[header.row :], rows)):
        builder.add(first, batch)
        first += len(batch)
    detected = {"sheet": sheet, "header_row": str(header.row)}
    raw = RawList(name, sha256, header.names, builder.columns(), builder.rows(), detected, builder.findings)
    return raw.without_blank_rows()


def _merged(area: tuple[tuple[int, int], tuple[int, int]]) -> Finding:
    (first_row, first_column), (last_row, last_column) = area
    cells = f"{_letters(first_column)}{first_row + 1}:{_letters(last_column)}{last_row + 1}"
    return Finding("list.merged-cells", details={"area": cells})


def _letters(column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _entry_of(data: bytes, sheet: str) -> str:
    """Return the archive's entry that holds the sheet."""
    if not data.startswith(ZIP_MARK):
        return ""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
        if "xl/workbook.xml" not in names:
            return "content.xml"
        sheets = ET.fromstring(archive.read("xl/workbook.xml")).iterfind(_SHEETS)  # noqa: S314 - weighed: it has no DTD
        relation = next((found.get(_RELATION) for found in sheets if found.get("name") == sheet), None)
        relations = ET.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314 - as above
        target = next((found.get("Target", "") for found in relations if found.get("Id") == relation), "")
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"
