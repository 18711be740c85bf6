"""A look at a list that can't be taken in as it is: what it holds, so that somebody can say which column is which."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from mailing.base.errors import InputError, UsageError
from mailing.findings.of_intake import OTHER_SHEETS
from mailing.intake.column_accounts import column_entries
from mailing.intake.columns import Assignment, assign_list
from mailing.intake.formats.rawlist import record_of
from mailing.intake.formats.reading import read_source
from mailing.intake.saved_mappings import without_footer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mailing.findings import Finding
    from mailing.intake.formats.rawlist import RawList
    from mailing.intake.sources import Demands, ListSource
    from mailing.model import InputRecord

_QUOTED: Final = re.compile("„(.*?)“(?:, |$)", re.DOTALL)


class ListLook(NamedTuple):
    """What a list holds; `sheets` are the names of a workbook's visible sheets, where it has several."""

    record: InputRecord
    sheets: tuple[str, ...]


def look_at(source: ListSource, demands: Demands) -> ListLook:
    """Return what a list holds, whether its columns can be told apart or not.

    Raises:
        InputError: it can't be read at all.
    """
    raw = without_footer(read_source(source), source.mapping)
    assignment = _assigned(raw, source, demands)
    names = {f"column.{ours}": raw.header[position] for ours, position in assignment.ours.items()}
    told = column_entries(raw, assignment.ours, assignment.extra, demands)
    return ListLook(replace(record_of(raw, names), columns=told), sheets_told(raw.findings))


def sheets_told(findings: Iterable[Finding]) -> tuple[str, ...]:
    """Return the names of a workbook's sheets, the one that was read first; none where it has no others."""
    for finding in findings:
        if finding.code == OTHER_SHEETS:
            return (str(finding.details["sheet"]), *_QUOTED.findall(str(finding.details["others"])))
    return ()


def _assigned(raw: RawList, source: ListSource, demands: Demands) -> Assignment:
    """Return which column is which, as far as that can be told; where it can't, every column waits for a word."""
    try:
        return assign_list(raw, source, demands)
    except (InputError, UsageError):
        return Assignment({}, {f"{position}": position for position in range(len(raw.header))})
