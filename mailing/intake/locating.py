"""Where a finding is in the list itself: under its own column name, with the cell as it stands there."""

from __future__ import annotations

from dataclasses import replace
from functools import cache, partial
from typing import TYPE_CHECKING

import numpy as np

from mailing.intake.columns import STANDS_FOR

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from mailing.findings import Finding
    from mailing.intake.listtable import ListTable


def located(findings: Sequence[Finding], read: ListTable, theirs: Mapping[str, str]) -> Iterator[Finding]:
    """Give findings with the list's column and cell.

    Args:
        findings: by our column names.
        read: the list as it was read, before cleaning and dividing, under our names.
        theirs: our names -> the list's.
    """
    sources = cache(partial(sources_of, read=read))
    positions = np.searchsorted(read.rows, [finding.row or 0 for finding in findings])
    for finding, position in zip(findings, positions.tolist(), strict=True):
        names = sources(finding.field)
        if not names:
            yield finding
        elif finding.row is None:
            yield replace(finding, column=theirs.get(names[0], ""))
        else:
            cells = [read[name][position] for name in names]
            place = next((place for place, cell in enumerate(cells) if cell.strip()), 0)
            yield replace(finding, column=theirs.get(names[place], ""), cell=cells[place])


def sources_of(field: str, read: ListTable) -> list[str]:
    """Return the columns of the list that a field of ours may come from, its own first."""
    return [name for name in (field, *STANDS_FOR.get(field, ())) if name in read]


def their_columns(fields: Iterable[str], read: ListTable, theirs: Mapping[str, str]) -> dict[str, str]:
    """Return for each field the name of the list's column that it comes from."""
    sources = {field: sources_of(field, read) for field in fields}
    return {field: theirs.get(names[0], "") for field, names in sources.items() if names}
