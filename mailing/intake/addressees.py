"""Who is written to: what the entries of a row for form of address, title and names mean together."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from mailing.findings import Finding
from mailing.intake.checks.rule_runner import Verdict, judged
from mailing.intake.row_reader import PLAIN_FORMS, RowReader
from mailing.intake.row_readings import Reader, Reading
from mailing.model.names import is_degree, read_leading
from mailing.model.recipients import read_recipient

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mailing.intake.listtable import ListTable
    from mailing.intake.texts import Mask

_PLAIN_NAME = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f]|['’-](?=[^\W\d_]))*")


@lru_cache(maxsize=1 << 17)
def _read_row(anrede: str, titel: str, vorname: str, nachname: str) -> Reading:
    reader = RowReader(anrede, titel, vorname, nachname)
    reader.read()
    return Reading((reader.anrede, reader.titel, reader.vorname, reader.nachname), tuple(reader.verdicts))


def _odd(table: ListTable) -> Mask:
    """Return the rows whose names aren't plainly a form of address, a title, given names and a surname."""
    given, family = table["vorname"], table["nachname"]
    both = {text.casefold() for text in given.distinct} & {text.casefold() for text in family.distinct} - {""}
    return (
        table["anrede"].where(lambda text: text not in PLAIN_FORMS)
        | table["titel"].where(_is_no_title)
        | ~given.where(_is_plain)
        | ~family.where(_is_plain)
        | (given.where(lambda text: text.casefold() in both) & family.where(lambda text: text.casefold() in both))
    )


def _is_no_title(text: str) -> bool:
    """Whether more than titles stands there: a form of address, what belongs to the surname, or another word."""
    return not is_degree(text)


def _is_plain(text: str) -> bool:
    return not text or _PLAIN_NAME.fullmatch(text) is not None


NAMES = Reader(("anrede", "titel", "vorname", "nachname"), _read_row, _odd)
"""How a row's names are read."""


def check_salutation_column(table: ListTable) -> Iterator[Finding]:
    """Tell once that the list has no column that says how to address anybody, unless all names say it."""
    if "anrede" in table:
        return
    given, family = (
        table[field].where(lambda text: bool(read_leading(text).form)) for field in ("vorname", "nachname")
    )
    if not (given | family).all():
        yield Finding("name.no-form-of-address", field="anrede")


def check_recipients(table: ListTable, rows: Mask) -> Iterator[Finding]:
    """Tell which authorised recipients can't be greeted by name."""
    yield from judged(table, "empfaenger", _recipient_rule, rows)


def _recipient_rule(text: str) -> Verdict | None:
    return Verdict("name.not-understood") if text and not read_recipient(text).is_sure else None
