"""What stands in a list and speaks against its letter: a phone number in the address, a note that somebody has died.

In what would be printed it costs the letter. In the list's own columns ("Bemerkung") nobody reads it but the office:
there it is told, for "verstorben" beside a name is no reason that a program may judge.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from mailing.intake.checks.placeholders import PERSON
from mailing.intake.checks.rule_runner import Verdict, judged, judged_pairs
from mailing.intake.texts import matching
from mailing.model import LIST_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mailing.findings import Finding
    from mailing.intake.listtable import ListTable
    from mailing.intake.texts import Mask

_DIALLED: Final = r"(?:^|[^0-9])(?:0[1-9]|\+ ?[1-9])"
"""How numbers begin that are dialled; house numbers and PLZ aren't written so."""
_PHONE: Final = re.compile(r"(?<!\d)(?:\+ ?[1-9]\d?|0[1-9])(?:[\s/()–-]{0,3}\d){5,}")
"""Seven figures and more, as offices divide them: "0511/4455", "0171-5556677", "+49 511 4455"."""
_NAMED_PHONE: Final = re.compile(
    r"\b(?:tel|telefon|fon|phone|handy|mobil|fax)\b\.?[\s:/nr.]*\(?\+?\d{3}", re.IGNORECASE
)
_WITH_PHONE: Final = rf"(?i){_DIALLED}|\b(?:tel|telefon|fon|phone|handy|mobil|fax)\b"
_NUMBERED_BY_POST: Final = ("postfach", "packstation", "postfiliale")
"""The figures behind these words are the post's own."""
_DIED: Final = r"(?i)\bverst(?:orben|\.)|\bgestorben\b|\bdeceased\b|†|✝"
_REMARKS: Final = (
    rf"{_DIED}|\bunbekannt verzogen\b|\bverzogen,? unbekannt|\bunzustellbar\b|\bnicht zustellbar\b|"
    r"\bempf(?:ä|ae)nger unbekannt\b|"
    r"\bnicht (?:mehr )?(?:anschreiben|anzuschreiben|versenden|schicken|senden|zusenden)\b|"
    r"\bkeine?n? (?:briefe?|post|schreiben|anschreiben|versand)\b"
)
"""What an office notes beside somebody who shall get no letter, or whom none reaches."""


def check_misplaced(table: ListTable, heads: Mask, members: Mask) -> Iterator[Finding]:
    """Check what the letters of some households, and the names of their other members, would print."""
    yield from _check_phones(table, heads)
    for field in (field for field in (*PERSON, "zusatz") if field in table):
        rows = heads | members if field in PERSON else heads
        yield from judged(table, field, _died_rule, rows & _matching(table, field, _DIED))


def check_remarks(table: ListTable, heads: Mask) -> Iterator[Finding]:
    """Check what the list's own columns note beside those who get a letter."""
    for field in (field for field in table.columns if field not in LIST_COLUMNS):
        yield from judged(table, field, lambda _text: Verdict("row.remark"), heads & _matching(table, field, _REMARKS))


def _matching(table: ListTable, field: str, pattern: str) -> Mask:
    """Return in which rows a column's text matches."""
    column = table[field]
    found: Mask = matching(column.distinct, pattern)[column.codes]
    return found


def _died_rule(text: str) -> Verdict | None:
    """Return that an entry says so of the person; "Erben des verstorbenen Otto Meier" are who gets the letter."""
    return None if "erben des " in text.casefold() else Verdict("person.deceased")


def _check_phones(table: ListTable, rows: Mask) -> Iterator[Finding]:
    """Check street and house number together, for a street's last figures are taken for its house number."""
    some = _matching(table, "strasse", _WITH_PHONE) | _matching(table, "hausnummer", _WITH_PHONE)
    if some.any():
        yield from judged_pairs(table, ("strasse", "hausnummer"), _phone_rule, rows & some)


def _phone_rule(street: str, number: str) -> tuple[Verdict, ...]:
    """Return in which of the two a phone number begins."""
    if street.casefold().startswith(_NUMBERED_BY_POST):
        return ()
    if _has_phone(number):
        return (Verdict("address.phone", field="hausnummer"),)
    return (Verdict("address.phone", field="strasse"),) if _has_phone(f"{street} {number}") else ()


def _has_phone(text: str) -> bool:
    return _PHONE.search(text) is not None or _NAMED_PHONE.search(text) is not None
