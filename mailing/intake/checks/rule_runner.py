"""A rule looks at each distinct text once and says what is wrong with it; findings name every row that has it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np
import pandas as pd

from mailing.findings import KINDS, Finding, Severity
from mailing.intake.texts import joined_codes

if TYPE_CHECKING:
    import numpy.typing as npt

    from mailing.intake.listtable import ListTable
    from mailing.intake.texts import Mask, Positions, Texts

MOST_LISTED = 10_000
"""So many rows of one kind are listed singly; errors always are, for they cost a letter."""


class Verdict(NamedTuple):
    """What a rule says of a text; `field` where it is another column than the one that was looked at."""

    code: str
    proposal: str = ""
    details: Mapping[str, str | int | float] = {}
    field: str = ""


TextRule: TypeAlias = Callable[[str], Verdict | None]
PairRule: TypeAlias = Callable[[str, str], Sequence[Verdict]]


def but(rows: Mask, table: ListTable, found: Sequence[Finding]) -> Mask:
    """Return the rows without those that a finding names."""
    return rows & ~np.isin(table.rows, [finding.row for finding in found if finding.row is not None])


def judged(table: ListTable, field: str, rule: TextRule, rows: Mask) -> Iterator[Finding]:
    """Give the findings of a rule for one column, in the rows where it counts."""
    column = table[field]
    used = pd.unique(column.codes[rows])
    texts = zip(used.tolist(), column.distinct[used], strict=True)
    verdicts = {code: verdict for code, text in texts if (verdict := rule(text))}
    if verdicts:
        yield from findings_of(table, field, column.codes, verdicts, rows)


def judged_pairs(table: ListTable, fields: tuple[str, str], rule: PairRule, rows: Mask) -> Iterator[Finding]:
    """Give the findings of a rule for each pair of texts that stand together in a row."""
    columns = (table[fields[0]], table[fields[1]])
    codes = joined_codes(column.codes for column in columns)
    first = np.flatnonzero(rows)
    first = first[~pd.Series(codes[first]).duplicated()]
    by_field: dict[str, dict[int, Verdict]] = {}
    for code, *texts in zip(codes[first].tolist(), *(column.taken(first).to_list() for column in columns), strict=True):
        for verdict in rule(*texts):
            by_field.setdefault(verdict.field or fields[0], {})[code] = verdict
    for field, verdicts in by_field.items():
        yield from findings_of(table, field, codes, verdicts, rows)


def findings_of(
    table: ListTable, field: str, codes: npt.NDArray[np.integer], verdicts: Mapping[int, Verdict], rows: Mask
) -> Iterator[Finding]:
    """Give the findings of verdicts by code: `codes` has one for every row."""
    column = table[field]
    hit = np.flatnonzero(rows & np.isin(codes, np.fromiter(verdicts, np.int64, len(verdicts))))
    listed: dict[str, int] = {}
    for row, number, text in _entries(table, column, codes, hit):
        verdict = verdicts[number]
        listed[verdict.code] = listed.get(verdict.code, 0) + 1
        if listed[verdict.code] <= MOST_LISTED or KINDS[verdict.code].severity is Severity.ERROR:
            yield Finding(verdict.code, row, field, text, verdict.proposal, verdict.details)
    for code, count in listed.items():
        if count > MOST_LISTED and KINDS[code].severity is not Severity.ERROR:
            yield Finding("list.more-findings", None, field, details={"count": count - MOST_LISTED, "code": code})


def _entries(
    table: ListTable, column: Texts, codes: npt.NDArray[np.integer], positions: Positions
) -> Iterator[tuple[int, int, str]]:
    """Give row, code and text at some positions, some thousand at a time."""
    for first in range(0, len(positions), MOST_LISTED):
        some = positions[first : first + MOST_LISTED]
        yield from zip(table.rows[some].tolist(), codes[some].tolist(), column.taken(some).to_list(), strict=True)
