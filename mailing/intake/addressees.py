"""Who is written to: what the entries of a row for form of address, title and names mean together.

Most rows say it plainly; only the others are read, each combination of entries once.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from mailing.intake.checks.rule_runner import Verdict, findings_of, judged
from mailing.intake.row_reader import COUPLES, PLAIN_FORMS, RowReader
from mailing.intake.texts import Texts, joined_codes
from mailing.model.names import read_form
from mailing.model.recipients import read_recipient

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mailing.findings import Finding
    from mailing.intake.listtable import ListTable
    from mailing.intake.texts import Mask

FIELDS = ("anrede", "titel", "vorname", "nachname")
_PLAIN_NAME = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f]|['’-](?=[^\W\d_]))*")


class Reading(NamedTuple):
    """The entries as they are handed on, and what there is to tell of them."""

    entries: tuple[str, str, str, str]
    verdicts: tuple[Verdict, ...]


@lru_cache(maxsize=1 << 17)
def read_row(anrede: str, titel: str, vorname: str, nachname: str) -> Reading:
    """Read the four entries of a row together."""
    reader = RowReader(anrede, titel, vorname, nachname)
    reader.read()
    return Reading((reader.anrede, reader.titel, reader.vorname, reader.nachname), tuple(reader.verdicts))


def with_names_read(table: ListTable) -> ListTable:
    """Return the table with forms of address in words, and each part of a name where it belongs."""
    rows = np.flatnonzero(_odd(table))
    if not len(rows):
        return table
    columns = [np.array(table[field].to_list(), np.object_) for field in FIELDS]
    for position, *entries in zip(rows.tolist(), *(column[rows] for column in columns), strict=True):
        for column, entry in zip(columns, read_row(*entries).entries, strict=True):
            column[position] = entry
    return table.with_columns({field: Texts.of(column) for field, column in zip(FIELDS, columns, strict=True)})


def check_names(table: ListTable, rows: Mask) -> Iterator[Finding]:
    """Tell what isn't understood of names and forms of address, and what stands in two columns."""
    odd = rows & _odd(table)
    if odd.any():
        codes = joined_codes(table[field].codes for field in FIELDS)
        first = np.flatnonzero(odd)
        first = first[~pd.Series(codes[first]).duplicated()]
        entries = zip(*(table[field].taken(first).to_list() for field in FIELDS), strict=True)
        told: dict[str, dict[int, Verdict]] = {}
        for code, row in zip(codes[first].tolist(), entries, strict=True):
            for verdict in read_row(*row).verdicts:
                told.setdefault(f"{verdict.field} {verdict.code}", {})[code] = verdict
        for key, verdicts in told.items():
            yield from findings_of(table, key.split()[0], codes, verdicts, odd)


def check_recipients(table: ListTable, rows: Mask) -> Iterator[Finding]:
    """Tell which authorised recipients can't be greeted by name."""
    yield from judged(table, "empfaenger", _recipient_rule, rows)


def _recipient_rule(text: str) -> Verdict | None:
    return Verdict("name.not-understood") if text and not read_recipient(text).is_sure else None


def _odd(table: ListTable) -> Mask:
    """Return the rows whose names aren't plainly a form of address, a title, given names and a surname."""
    given, family = table["vorname"], table["nachname"]
    both = {text.casefold() for text in given.distinct} & {text.casefold() for text in family.distinct} - {""}
    return (
        table["anrede"].where(lambda text: text not in PLAIN_FORMS)
        | table["anrede"].where(COUPLES.__contains__)
        | table["titel"].where(lambda text: bool(text) and bool(read_form(text).form))
        | ~given.where(lambda text: not text or _PLAIN_NAME.fullmatch(text) is not None)
        | ~family.where(lambda text: not text or _PLAIN_NAME.fullmatch(text) is not None)
        | (given.where(lambda text: text.casefold() in both) & family.where(lambda text: text.casefold() in both))
    )
