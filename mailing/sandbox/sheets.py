"""The sheet of a workbook that is read: which one, its rows as text, and what is odd about it."""

from __future__ import annotations

import difflib
import io
import xml.etree.ElementTree as ET
import zipfile
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from mailing.base.errors import InputError
from mailing.base.messages import _
from mailing.sandbox.archives import damaged, entry_of, has_rows, looked_through, protected, signs_of
from mailing.sandbox.cells import as_text
from mailing.sandbox.error_cells import error_words, error_words_of_xls
from mailing.sandbox.limits import LONGEST_CELL, broken

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import python_calamine

    from mailing.sandbox.error_cells import ErrorWords


OLE_MARK: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class Listed(NamedTuple):
    """A sheet as the workbook lists it."""

    title: str
    is_visible: bool


class Sheet(NamedTuple):
    """A sheet to be read.

    Attributes:
        title: its name.
        others: the names of the other visible sheets, but of those that are known to be empty.
        merged: the areas of merged cells, as in "F2:F3", and the number of each one's last row.
        rows: its rows from the first on, as texts.
        left: how many empty columns stand before the first one of the rows.
        hidden: how many of the rows are hidden or filtered away.
        hidden_rows: the first of them by number, as far as the workbook tells.
    """

    title: str
    others: Sequence[str]
    merged: Sequence[tuple[str, int]]
    rows: Iterable[list[str]]
    left: int = 0
    hidden: int = 0
    hidden_rows: Sequence[int] = ()

    def with_words(self, words: ErrorWords) -> Sheet:
        """Return the sheet with words in the cells that have no value: rows and columns counted from 0."""
        return self._replace(rows=_filled(self.rows, words, self.left)) if words else self


def read_sheet(name: str, data: bytes, asked: str | None) -> Sheet:
    """Return the sheet that was asked for, or the first visible one.

    Raises:
        InputError: there is none, or the workbook can't be read.
    """
    with told_plainly(name):
        if data.startswith(OLE_MARK):
            sheet = _opened_sheet(name, data, asked)
            return sheet.with_words(error_words_of_xls(data, sheet.title))
        with looked_through(name, data) as archive:
            sheet = _opened_sheet(name, data, asked)
            entry = entry_of(archive, sheet.title)
            signs = signs_of(name, archive, entry)
            words = error_words(archive, entry, sheet.title) if signs.is_doubtful else {}
            others = [other for other in sheet.others if has_rows(archive, entry_of(archive, other))]
        return sheet.with_words(words)._replace(others=others, hidden=signs.hidden, hidden_rows=signs.hidden_rows)


def _opened_sheet(name: str, data: bytes, asked: str | None) -> Sheet:
    workbook, listed = opened(data)
    return sheet_of(name, workbook, listed, asked)


def opened(data: bytes) -> tuple[python_calamine.CalamineWorkbook, list[Listed]]:
    """Open a workbook and list its sheets."""
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return workbook, [
        Listed(sheet.name, sheet.visible == SheetVisibleEnum.Visible and sheet.typ == SheetTypeEnum.WorkSheet)
        for sheet in workbook.sheets_metadata
    ]


def sheet_of(
    name: str, workbook: python_calamine.CalamineWorkbook, listed: Sequence[Listed], asked: str | None
) -> Sheet:
    """Return the sheet of the workbook that was asked for, or the first visible one."""
    title = choose(name, listed, asked)
    content = workbook.get_sheet_by_name(title)
    areas = content.merged_cell_ranges or ()
    merged = [(_area(first, last), last[0] + 1) for first, last in areas]
    rows = (_texts(cells) for cells in content.iter_rows())
    return Sheet(title, _others(listed, title, asked), merged, rows, content.start[1] if content.start else 0)


def _texts(cells: list[Any]) -> list[str]:
    """Return a row's cells as texts; none of a row without any: a sheet may have a million of those."""
    return [as_text(cell)[:LONGEST_CELL] for cell in cells] if any(cells) or any(cell == 0 for cell in cells) else []


def _filled(rows: Iterable[list[str]], words: ErrorWords, left: int) -> Iterator[list[str]]:
    for number, cells in enumerate(rows):
        for column, word in words.get(number, {}).items():
            place = column - left
            if place >= 0:
                cells.extend([""] * (place + 1 - len(cells)))
                cells[place] = word
        yield cells


def choose(name: str, listed: Sequence[Listed], asked: str | None) -> str:
    """Return the title of the sheet to read."""
    if asked is None:
        for sheet in listed:
            if sheet.is_visible:
                return sheet.title
        raise InputError(
            _("Die Arbeitsmappe hat kein sichtbares Blatt"),
            where=name,
            hint=_("Blenden Sie das Blatt mit der Liste ein"),
        )
    for sheet in listed:
        if sheet.title.casefold() == asked.strip().casefold():
            return sheet.title
    nearest = difflib.get_close_matches(asked, [sheet.title for sheet in listed], 1, 0) or [""]
    raise InputError(
        _("Die Arbeitsmappe hat kein Blatt „{sheet}“").format(sheet=asked),
        where=name,
        hint=_("Am nächsten kommt --sheet {sheet}").format(sheet=f'"{nearest[0]}"'),
    )


def _others(listed: Sequence[Listed], title: str, asked: str | None) -> list[str]:
    """Return the other visible sheets, of which the user may not think; none where she chose."""
    return [sheet.title for sheet in listed if sheet.is_visible and sheet.title != title] if asked is None else []


def _area(first: tuple[int, int], last: tuple[int, int]) -> str:
    return f"{_letters(first[1])}{first[0] + 1}:{_letters(last[1])}{last[0] + 1}"


def _letters(column: int) -> str:
    """Return a column's letters; it is counted from 0."""
    letters, rest = "", column + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


@contextmanager
def told_plainly(name: str) -> Iterator[None]:
    """Turn what the reader of workbooks raises into our errors; its panics are no `Exception`."""
    import python_calamine

    try:
        yield
    except InputError:
        raise
    except python_calamine.PasswordError as error:
        raise protected(name) from error
    except (
        python_calamine.CalamineError,
        zipfile.BadZipFile,
        zlib.error,
        ET.ParseError,
        ValueError,
        LookupError,
        EOFError,
        RuntimeError,
        OSError,
    ) as error:
        raise damaged(name) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise broken(name) from error
