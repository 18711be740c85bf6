"""The numbers by which the office knows its households, and the words with which a list chooses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mailing.intake.checks.rule_runner import Verdict, judged
from mailing.intake.households import role
from mailing.intake.texts import matching
from mailing.model.bg_number import is_no_bg_number, is_rounded_bg_number, normal_bg_number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mailing.findings import Finding
    from mailing.intake.listtable import ListTable
    from mailing.intake.sources import Demands
    from mailing.intake.texts import Mask


def check_bg_numbers(table: ListTable, demands: Demands, rows: Mask) -> Iterator[Finding]:
    """Check that a household's number is there: without one, nobody knows whose household a row is."""
    details = {"label": demands.number_label}

    def rule(text: str) -> Verdict | None:
        if normal_bg_number(text):
            return None
        if not text:
            return Verdict("field.missing")
        if is_no_bg_number(text):
            return Verdict("bg.placeholder", details=details)
        return Verdict("bg.damaged-number", details=details) if is_rounded_bg_number(text) else None

    yield from judged(table, "bg_nummer", rule, rows)


def check_numbers(table: ListTable, demands: Demands, rows: Mask) -> Iterator[Finding]:
    """Check BG numbers and customer numbers, softly: their check digits' rule isn't public.

    Case numbers of another office may have any form.
    """
    if demands.has_bg_numbers:
        odd_number = Verdict("bg.pattern")
        yield from judged(table, "bg_nummer", lambda text: None if normal_bg_number(text) else odd_number, rows)
    customers = table["kundennummer"]
    odd = rows & ~matching(customers.distinct, f"^(?:{demands.customer_pattern})?$")[customers.codes]
    yield from judged(table, "kundennummer", lambda _text: Verdict("customer.pattern"), odd)


def check_roles(table: ListTable, rows: Mask) -> Iterator[Finding]:
    """Check the words for roles."""
    yield from judged(table, "rolle", lambda text: Verdict("role.unknown") if role(text) is None else None, rows)


def check_required(table: ListTable, fields: tuple[str, ...], rows: Mask) -> Iterator[Finding]:
    """Check that the entries are there."""
    for field in fields:
        missing = rows & table[field].where(lambda text: not text)
        if np.any(missing):
            yield from judged(table, field, lambda _text: Verdict("field.missing"), missing)
