"""Whether the rows of one Bedarfsgemeinschaft agree with each other, and who speaks for it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from mailing.findings import Finding
from mailing.intake.households import MEMBER, MEMBER_RANK, REPRESENTATIVE, role, role_ranks

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy.typing as npt

    from mailing.intake.households import Groups
    from mailing.intake.listtable import ListTable
    from mailing.intake.texts import Mask

ADDRESS = ("strasse", "hausnummer", "plz", "ort", "land")
SAME_FOR_ALL = ("empfaenger", "standort", "termin", "format")


def check_representatives(table: ListTable, groups: Groups) -> Iterator[Finding]:
    """Tell which representatives are presumed, and which households have several."""
    ranks = role_ranks(table["rolle"])
    ranks_of_heads = ranks[groups.heads]
    presumed = groups.heads[((groups.sizes > 1) & (ranks_of_heads > 0)) | (ranks_of_heads == MEMBER_RANK)]
    for position in np.sort(presumed).tolist():
        yield Finding("household.presumed-representative", int(table.rows[position]), "rolle")
    speaks = table["rolle"].where(lambda text: role(text) == REPRESENTATIVE)
    others = speaks & ~groups.head_of_row(len(table)) & (groups.household_of >= 0)
    yield from _beside_heads(table, groups, others, "household.two-representatives", "rolle")


def check_agreement(table: ListTable, groups: Groups, rows: Mask) -> Iterator[Finding]:
    """Tell where a member's row says something else than the representative's; empty entries say nothing."""
    members = rows & (groups.household_of >= 0) & ~groups.head_of_row(len(table))
    if not members.any():
        return
    says = np.logical_or.reduce([table[field].where(bool) for field in ("strasse", "plz")])
    differ = members & says & _differs(table, groups, ADDRESS)
    strangers = differ & _are_strangers(table, groups) if differ.any() else differ
    yield from _beside_heads(table, groups, strangers, "household.stranger", "bg_nummer")
    yield from _beside_heads(table, groups, differ & ~strangers, "household.two-addresses", "strasse")
    for field in SAME_FOR_ALL:
        if field in table:
            differ = members & table[field].where(bool) & _differs(table, groups, (field,))
            yield from _beside_heads(table, groups, differ, "household.contradiction", field)


def _are_strangers(table: ListTable, groups: Groups) -> Mask:
    """Return which rows share nothing with their representative but the number, and aren't said to be members.

    Another surname at another address: so stand households below each other where the number was copied downwards.
    """
    heads = _head_of_each(table, groups)
    elsewhere: Mask = np.zeros(len(table), np.bool_)
    for field, change in (("plz", str.strip), ("strasse", _squeezed), ("hausnummer", _number)):
        codes = table[field].changed(change).codes
        elsewhere |= codes != codes[heads]
    surnames = table["nachname"].changed(_squeezed).codes
    is_member = table["rolle"].where(lambda text: role(text) == MEMBER)
    strangers: Mask = elsewhere & (surnames != surnames[heads]) & ~is_member
    return strangers


def _squeezed(text: str) -> str:
    """Return a street or a name however it is spelled: "Lange Str." is "Lange-Straße"."""
    return re.sub(r"[\W_]+|(?<=str)(?:a(?:ß|ss)e|\.)", "", text.casefold())


def _number(text: str) -> str:
    """Return a house number's own figures: 5 of "5a" and "5 // 2. OG"."""
    found = re.search(r"\d+", text)
    return found[0] if found else ""


def _differs(table: ListTable, groups: Groups, fields: Sequence[str]) -> Mask:
    """Return in which rows an entry isn't that of the representative."""
    heads = _head_of_each(table, groups)
    columns = (table[field].changed(str.casefold).codes for field in fields)
    differs: Mask = np.logical_or.reduce([codes != codes[heads] for codes in columns])
    return differs


def _head_of_each(table: ListTable, groups: Groups) -> npt.NDArray[np.int64]:
    """Return for every row the position of its representative's; its own where it has none."""
    own = np.arange(len(table))
    if not len(groups):
        return own
    return np.where(groups.household_of >= 0, groups.heads[groups.household_of], own)


def _beside_heads(table: ListTable, groups: Groups, rows: Mask, code: str, field: str) -> Iterator[Finding]:
    heads, column = _head_of_each(table, groups), table[field]
    for position in np.flatnonzero(rows).tolist():
        other = {"other": int(table.rows[heads[position]])}
        yield Finding(code, int(table.rows[position]), field, column[position], details=other)
