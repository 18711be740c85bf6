"""The numbers by which the office knows its households, and the words with which a list chooses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from mailing.intake.checks.rule_runner import Verdict, judged
from mailing.intake.households import role
from mailing.intake.texts import matching

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mailing.findings import Finding
    from mailing.intake.listtable import ListTable
    from mailing.intake.sources import Demands
    from mailing.intake.texts import Mask, Texts

_SCIENTIFIC = re.compile(r"[0-9](?:[.,][0-9]+)?[eE]\+?[0-9]{1,3}")


def check_numbers(table: ListTable, demands: Demands, rows: Mask) -> Iterator[Finding]:
    """Check BG numbers and customer numbers, softly: their check digits' rule isn't public."""
    for field, pattern, code in (
        ("bg_nummer", demands.bg_pattern, "bg.pattern"),
        ("kundennummer", demands.customer_pattern, "customer.pattern"),
    ):
        if field in table:
            odd = rows & _unlike(table[field], pattern)
            yield from judged(table, field, lambda text, code=code: _number_rule(text, code), odd)  # type: ignore[misc]


def _unlike(column: Texts, pattern: str) -> Mask:
    """Return the rows whose text isn't empty and doesn't match the pattern as a whole."""
    return ~matching(column.distinct, f"^(?:{pattern})?$")[column.codes]


def _number_rule(text: str, code: str) -> Verdict:
    if code == "bg.pattern" and _SCIENTIFIC.fullmatch(text):
        return Verdict("bg.damaged-number")
    return Verdict(code)


def check_roles(table: ListTable, rows: Mask) -> Iterator[Finding]:
    """Check the words for roles."""
    yield from judged(table, "rolle", lambda text: Verdict("role.unknown") if role(text) is None else None, rows)


def check_required(table: ListTable, fields: tuple[str, ...], rows: Mask) -> Iterator[Finding]:
    """Check that the entries are there."""
    for field in fields:
        missing = rows & table[field].where(lambda text: not text)
        if np.any(missing):
            yield from judged(table, field, lambda _text: Verdict("field.missing"), missing)
