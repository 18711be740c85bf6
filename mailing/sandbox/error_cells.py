"""Cells of workbooks that hold an error or a formula without a result: the reader gives them as empty.

They are looked for in the sheet's own XML, and only where there are signs of them.
"""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET
from collections import defaultdict
from itertools import count
from typing import IO, TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterator, Mapping

ErrorWords: TypeAlias = "Mapping[int, Mapping[int, str]]"
"""Row -> column -> what stands in the cell instead of a value; both counted from 0."""
NO_RESULT: Final = "#FORMEL!"
"""Stands for a formula that was stored without its result, as programs do that write workbooks but don't calculate."""
MOST_REPEATED: Final = 10_000
"""A cell of an ODS that is repeated more often than this is the sheet's empty rest."""

_ERRORS = re.compile(
    r"#(?:NV|N/A|NA|WERT!|VALUE!|BEZUG!|REF!|DIV/0!|NAME\?|ZAHL!|NUM!|NULL!|NUL!|ÜBERLAUF!|SPILL!|KALK!|CALC!|FELD!|FIELD!"
    r"|DATEN_ABRUFEN|GETTING_DATA|BLOCKIERT!|BLOCKED!|VERBINDEN!|CONNECT!|UNBEKANNT!|UNKNOWN!|FORMEL!|FORMEL\?|#+)|#{2,}"
    r"|(?:Err|Fehler):[0-9]{3}",
    re.IGNORECASE,
)


def is_error_word(text: str) -> bool:
    """Whether a text is what a spreadsheet shows where a formula failed, in German or English: "#NV", "#N/A"."""
    return text[:1] in {"#", "E", "F", "e", "f"} and _ERRORS.fullmatch(text) is not None


def error_words(archive: zipfile.ZipFile, entry: str, title: str) -> ErrorWords:
    """Return the errors and unfinished formulas of one sheet of a workbook: XLSX, or ODS with its sheet's title."""
    words: defaultdict[int, dict[int, str]] = defaultdict(dict)
    with archive.open(entry) as stream:
        found = _of_document(stream, title) if entry == "content.xml" else _of_sheet(stream)
        for row, column, word in found:
            words[row][column] = word
    return words


def error_words_of_xls(data: bytes, title: str) -> ErrorWords:
    """Return the errors of one sheet of a workbook of the old format, whose formulas always have a result."""
    import xlrd

    workbook = xlrd.open_workbook(file_contents=data, on_demand=True, logfile=io.StringIO())
    sheet = workbook.sheet_by_name(title)
    words: defaultdict[int, dict[int, str]] = defaultdict(dict)
    for row in range(sheet.nrows):
        for column, kind in enumerate(sheet.row_types(row)):
            if kind == xlrd.XL_CELL_ERROR:
                words[row][column] = xlrd.error_text_from_code[int(str(sheet.cell_value(row, column)))]
    return words


def _of_sheet(stream: IO[bytes]) -> Iterator[tuple[int, int, str]]:
    """Give row, column and word of each such cell of a sheet of XLSX; cells without an address follow the last one."""
    row = column = -1
    above = ET.Element("sheetData")
    for event, element in ET.iterparse(stream, ("start", "end")):  # noqa: S314 - it has no DTD
        kind = _local(element.tag)
        if event == "start":
            if kind == "row":
                row, column = int(element.get("r") or row + 2) - 1, -1
            elif kind == "sheetData":
                above = element
        elif kind == "c":
            column = _column_of(element.get("r", "")) if element.get("r") else column + 1
            if word := _word_of(element):
                yield row, column, word
        elif kind == "row":
            above.clear()


def _word_of(cell: ET.Element) -> str:
    """Return the error's word, what stands for a missing result, or "" where the cell has a value."""
    parts = {_local(part.tag): part.text or "" for part in cell}
    value = parts.get("v", "").strip()
    if cell.get("t") == "e":
        return value or NO_RESULT
    return NO_RESULT if "f" in parts and not value and cell.get("t") not in {"str", "inlineStr"} else ""


def _column_of(address: str) -> int:
    """Return the column of "AB12", counted from 0."""
    number = 0
    for letter in address.rstrip("0123456789"):
        number = 26 * number + ord(letter) - ord("A") + 1
    return number - 1


def _of_document(stream: IO[bytes], title: str) -> Iterator[tuple[int, int, str]]:
    """Give row, column and word of each such cell of an ODS's sheet."""
    is_ours, row, rows = False, 0, 1
    for event, element in ET.iterparse(stream, ("start", "end")):  # noqa: S314 - it has no DTD
        kind = _local(element.tag)
        if kind == "table":
            is_ours, row = event == "start" and _attribute(element, "name") == title, 0
        elif kind == "table-row" and event == "end":
            rows = int(_attribute(element, "number-rows-repeated") or 1)
            if is_ours and rows < MOST_REPEATED:
                cells = list(_words_of_row(element))
                yield from ((number, column, word) for number in range(row, row + rows) for column, word in cells)
            row += rows
            element.clear()


def _words_of_row(row: ET.Element) -> Iterator[tuple[int, str]]:
    column = count()
    for cell in row:
        repeated = int(_attribute(cell, "number-columns-repeated") or 1)
        places = [next(column) for _repeat in range(repeated if repeated < MOST_REPEATED else 0)]
        if not _attribute(cell, "formula"):
            continue
        shown = "".join(cell.itertext()).strip()
        if is_error_word(shown) or not _attribute(cell, "value-type"):
            yield from ((place, shown if is_error_word(shown) else NO_RESULT) for place in places)


def _attribute(element: ET.Element, local: str) -> str:
    """Return an attribute by its local name, "" where there is none."""
    return next((value for name, value in element.attrib.items() if _local(name) == local), "")


def _local(name: str) -> str:
    return name.rpartition("}")[2]
