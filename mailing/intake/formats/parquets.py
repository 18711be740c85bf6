"""Lists in Parquet files, as data warehouses hand them out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from mailing.base.errors import InputError
from mailing.base.messages import _
from mailing.intake.formats.cells import as_text
from mailing.intake.formats.headers import MOST_COLUMNS, too_many_columns
from mailing.intake.formats.rawlist import RawList
from mailing.intake.texts import Texts

if TYPE_CHECKING:
    from mailing.intake.formats.filebytes import FileBytes

PARQUET_MARK = b"PAR1"
MOST_ROWS = 20_000_000
FIRST_ROW = 2
"""The header counts as the first row, as in a spreadsheet that shows the table."""


def read_parquet(file: FileBytes) -> RawList:
    """Read a list from the bytes of a Parquet file."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    name = file.name
    try:
        source = pq.ParquetFile(pa.BufferReader(file.data))
        count, header = source.metadata.num_rows, tuple(source.schema_arrow.names)
        if len(header) > MOST_COLUMNS:
            raise too_many_columns(name, len(header))
        if count > MOST_ROWS:
            raise _unusable(name, _("Die Datei hat zu viele Zeilen für eine Adressliste"))
        table = source.read()
    except (pa.ArrowException, OSError, ValueError) as error:
        raise _unusable(name, _("Die Parquet-Datei ist beschädigt")) from error
    columns = tuple(_texts(name, label, column) for label, column in zip(header, table.columns, strict=True))
    rows = np.arange(FIRST_ROW, FIRST_ROW + table.num_rows, dtype=np.int64)
    return RawList(name, file.sha256, header, columns, rows, {"format": "Parquet"}).without_blank_rows()


def _texts(name: str, label: str, column: Any) -> Texts:
    import pyarrow as pa

    kind = column.type
    if pa.types.is_dictionary(kind):
        column = column.cast(kind.value_type)
        kind = column.type
    if pa.types.is_nested(kind):
        raise InputError(
            _("Die Spalte „{column}“ enthält zusammengesetzte Werte").format(column=label),
            where=name,
            hint=_("Geben Sie jede Angabe in einer eigenen Spalte aus"),
        )
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        return _decoded(column)
    if pa.types.is_integer(kind):
        return Texts.of_arrow(column.cast(pa.string()).fill_null(""))
    return Texts.of(as_text(value) for value in column.to_pylist())


def _decoded(column: Any) -> Texts:
    """Return a column of texts; bytes that are none cost just their rows."""
    import pyarrow as pa

    try:
        column.validate(full=True)
    except pa.ArrowInvalid:
        raw = column.cast(pa.large_binary())
        return Texts.of(as_text(value) for value in raw.to_pylist())
    return Texts.of_arrow(column.cast(pa.string()).fill_null(""))


def _unusable(name: str, what: str) -> InputError:
    return InputError(what, where=name, hint=_("Geben Sie die Liste neu aus"))
