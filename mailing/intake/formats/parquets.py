"""Lists in Parquet files, as data warehouses hand them out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mailing.intake.formats.rawlist import RawList
from mailing.intake.texts import Texts
from mailing.sandbox.apart import columns_apart

if TYPE_CHECKING:
    from mailing.intake.formats.filebytes import FileBytes

PARQUET_MARK = b"PAR1"
FIRST_ROW = 2
"""The header counts as the first row, as in a spreadsheet that shows the table."""


def read_parquet(file: FileBytes) -> RawList:
    """Read a list from the bytes of a Parquet file."""
    with columns_apart(file.name, file.data) as (header, table):
        columns = tuple(map(Texts.of_arrow, table.columns))
        rows = np.arange(FIRST_ROW, FIRST_ROW + table.num_rows, dtype=np.int64)
    return RawList(file.name, file.sha256, tuple(header), columns, rows, {"format": "Parquet"}).without_blank_rows()
