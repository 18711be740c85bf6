"""A list is read once, whatever it is kept in: the bytes that are hashed are the bytes that are parsed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mailing.base.errors import InputError, UsageError
from mailing.base.messages import _
from mailing.intake.column_names import folded, is_known
from mailing.intake.formats.delimited import read_delimited
from mailing.intake.formats.filebytes import read_bytes
from mailing.intake.formats.parquets import PARQUET_MARK, read_parquet
from mailing.intake.formats.workbooks import is_workbook, read_workbook

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from mailing.intake.formats.filebytes import FileBytes
    from mailing.intake.formats.rawlist import RawList
    from mailing.intake.sources import ListSource


_MORE_THAN_BLANKS = re.compile(rb"[^ \t\r\n\0\xef\xbb\xbf\xff\xfe]")


def read_source(source: ListSource) -> RawList:
    """Read the list that the user named."""
    if (source.path is None) == (source.url is None):
        raise UsageError(_("Angegeben wird entweder eine Datei oder die Adresse einer Datenbank"))
    if source.url is not None:
        from mailing.intake.formats.databases import read_database

        return read_database(source.url, source.query, source.table)
    assert source.path is not None  # noqa: S101 - settled above
    wanted = {folded(theirs) for theirs in source.columns.values()}
    return read_file(source.path, lambda name: is_known(name) or folded(name) in wanted, source.sheet, source.encoding)


def read_file(
    path: Path, is_wanted: Callable[[str], bool], sheet: str | None = None, encoding: str | None = None
) -> RawList:
    """Read a list from a file.

    Args:
        path: where it is.
        is_wanted: tells the column names that its header is known by.
        sheet: a workbook's sheet; the first visible one if None.
        encoding: a text's encoding, by Python's name; found out if None.
    """
    return _read(read_bytes(path), is_wanted, sheet, encoding).without_repeated_headers()


def _read(file: FileBytes, is_wanted: Callable[[str], bool], sheet: str | None, encoding: str | None) -> RawList:
    if not _MORE_THAN_BLANKS.search(file.data):
        raise InputError(_("Die Liste ist leer"), where=file.name, hint=_("Prüfen Sie, ob es die richtige Datei ist"))
    is_text = not (file.data.startswith(PARQUET_MARK) or is_workbook(file.data))
    if encoding is not None and not is_text:
        raise UsageError(_("--encoding gibt es nur bei Listen, die Text sind (CSV)"), where=file.name)
    if file.data.startswith(PARQUET_MARK):
        return read_parquet(file)
    if is_workbook(file.data):
        return read_workbook(file, sheet, is_wanted)
    if sheet is not None:
        raise UsageError(_("--sheet gibt es nur bei Arbeitsmappen"), where=file.name)
    return read_delimited(file, is_wanted, encoding)
