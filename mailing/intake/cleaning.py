"""Cleaning that changes no meaning: Unicode form, blanks, invisible characters, commas at the end.

What is removed is told: invisible characters row by row, the rest as a number for each column.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

import numpy as np

from mailing.findings import Finding
from mailing.intake.checks.characters import code_points
from mailing.intake.checks.mojibake import repaired
from mailing.intake.checks.rule_runner import Verdict, judged
from mailing.intake.texts import matching
from mailing.model import LIST_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mailing.intake.decisions import Decisions
    from mailing.intake.listtable import ListTable
    from mailing.intake.texts import Texts

PLAIN = r"^([!-+\--~]+( [!-+\--~]+)*)?$"
"""Printable ASCII with single blanks and without commas: nothing to clean."""

_LINE_BREAK = re.compile(r"[\n\r\v\f\x85\u2028\u2029]+")
_HIDDEN = re.compile("[\x00-\x08\x0e-\x1f\x7f\u00ad\u034f\u061c\u180e\u200b-\u200f\u2060-\u2065\ufeff]")
"""Control and zero-width characters, soft hyphens; not bidi overrides, which change what is read and are refused."""
_LATE_CONTROL = re.compile("[\x80-\x84\x86-\x9f]")
_BLANKS = re.compile(r"[^\S\n]+")
_COMMAS_AT_END = re.compile(r"[\s,]*,\s*$")


def clean(text: str) -> str:
    """Return an entry of a name or address column: one line, single blanks, NFC, nothing invisible."""
    return _COMMAS_AT_END.sub("", clean_lines(_LINE_BREAK.sub(" ", text)))


def clean_lines(text: str) -> str:
    """Return the text of any other column: cleaned line by line."""
    visible = _HIDDEN.sub("", text)
    if _LATE_CONTROL.search(visible) and not repaired(visible):
        visible = _LATE_CONTROL.sub("", visible)
    lines = _LINE_BREAK.sub("\n", unicodedata.normalize("NFC", visible)).split("\n")
    return "\n".join(_BLANKS.sub(" ", line).strip() for line in lines).strip("\n")


def cleaned(table: ListTable, decisions: Decisions) -> ListTable:
    """Return the table with all texts cleaned."""
    changed: dict[str, Texts] = {}
    for name in table.columns:
        column = table[name]
        odd = _needs_look(column)
        if not odd:
            continue
        rule = clean if name in LIST_COLUMNS else clean_lines
        texts = list(column.distinct)
        for code in odd:
            texts[code] = rule(texts[code])
        decisions.note(_told(table, name, column, texts))
        changed[name] = column.recoded(texts)
    return table.with_columns(changed) if changed else table


def _needs_look(column: Texts) -> list[int]:
    """Return the codes of the texts that may need cleaning."""
    return np.flatnonzero(~matching(column.distinct, PLAIN)).tolist()


def _told(table: ListTable, name: str, column: Texts, texts: list[str]) -> Iterator[Finding]:
    """Tell what cleaning did: removed characters for each row, the rest as a number."""
    different = [before != after for before, after in zip(column.distinct, texts, strict=True)]
    if not any(different):
        return
    rows = column.looked_up(different, np.bool_)
    noted = list(judged(table, name, _hidden_rule, rows))
    yield from noted
    quiet = int(rows.sum()) - len({finding.row for finding in noted})
    if quiet > 0:
        yield Finding("text.cleaned", None, name, details={"count": quiet})


def _hidden_rule(text: str) -> Verdict | None:
    hidden = "".join(dict.fromkeys(_HIDDEN.findall(text) + _LATE_CONTROL.findall(text)))
    if hidden:
        return Verdict("text.hidden-characters", details={"characters": code_points(hidden)})
    return Verdict("text.line-break") if _LINE_BREAK.search(text.strip()) else None
