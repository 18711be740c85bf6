"""What stands in a cell instead of an entry: a spreadsheet's errors, words for nothing, a mark where a letter was lost.

Errors and lost letters cost the letter that would print them. A word for nothing ("NULL", "k.A.", "-") is proposed to
be emptied where an entry may be missing, and costs the letter where it may not. "Null", "NA", "None" and "nan" are
surnames.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np

from mailing.intake.checks.rule_runner import Verdict, judged, judged_pairs
from mailing.intake.checks.towns import directory
from mailing.sandbox.error_cells import is_error_word

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mailing.findings import Finding
    from mailing.intake.listtable import ListTable
    from mailing.intake.sources import Demands
    from mailing.intake.texts import Mask

EMPTY: Final = "leer"
"""What is proposed for a word for nothing: accepting it empties the cell."""
PERSON: Final = ("anrede", "titel", "vorname", "nachname")
PRINTED: Final = (*PERSON, "empfaenger", "zusatz", "strasse", "hausnummer", "ortsteil", "plz", "ort", "land")
"""Columns that every letter prints or is worded by."""

_NULL: Final = frozenset({r"\n", "null", "<null>", "(null)", "[null]", "nil"})
_UNSTATED: Final = frozenset({
    "k.a.", "k. a.", "k.a", "k.-a.", "n/a", "n.a.", "n. a.", "keine angabe", "keine angaben", "ohne angabe",
    "nicht bekannt", "nicht vorhanden", "unbekannt", "unbek.", "n.v.", "(leer)", "entfällt", "ohne angaben", "o.a.",
    "o. a.", "nicht angegeben", "nicht erfasst", "unb.", "n.b.", "n. b.", "undefined", "<leer>", "s.o.", "s. o.",
    "siehe oben", "wie oben", "siehe akte", "null null", "none none", "nan nan", "fehlt",
})  # fmt: skip
_NONE: Final = frozenset({"na", "nan", "none", "keine", "keiner", "keines", "kein", "ohne"})
"""Words that can be names."""
_ZERO: Final = re.compile(r"0+([.,]0+)?")
_MARKS: Final = re.compile(r"[-–—_./\\]+|[xX]{2,}")
_UNFILLED: Final = re.compile(r"\{\{.*\}\}|«.*»|<[^\W\d_]+>")
"""A form letter's field that nobody filled."""
_MAY_BE_EMPTY: Final = {
    "titel": _NULL | _UNSTATED | _NONE,
    "zusatz": _NULL | _UNSTATED | _NONE,
    "ortsteil": _NULL | _UNSTATED | _NONE - {"ohne"},
    "empfaenger": _NULL | _UNSTATED | _NONE,
    "hausnummer": _NULL | _UNSTATED | _NONE,
    "vorname": _NULL | _UNSTATED,
}
"""Field -> the words that say that it is empty; Leer and Ohne are places."""
_MUST_BE_FILLED: Final = {
    "nachname": _UNSTATED - {"n/a", "fehlt"} | {r"\n", "n.n.", "n. n."},
    "strasse": _NULL | _UNSTATED | _NONE | {"dito", "n.n."},
    "ort": _NULL | _UNSTATED,
}
_OF_THE_LISTS_OWN: Final = _NULL | _UNSTATED - {"unbekannt", "entfällt"}
"""Words for nothing in the list's own columns, in which "0" is a number."""
_ONLY_FIGURES: Final = re.compile(r"(?=.*\d)[\d\s.,:/()+-]+")
_POWER_OF_TEN = re.compile(r"[0-9](?:[.,][0-9]+)?E[+-]?[0-9]{2,3}", re.IGNORECASE)
_NO_QUOTE = re.compile(r'""|\w"\w')
"""Quotes that name nothing: doubled, or within a word."""
_LOST = re.compile(r"[^\W\d_]\?|\?[^\W\d_]")
_LOST_IN_STREET = re.compile(r"(?<=[Ss]tra)\?(?=e)")


def check_placeholders(table: ListTable, demands: Demands, heads: Mask, members: Mask) -> Iterator[Finding]:
    """Check what the letters of some households, and the names of their other members, would print."""
    yield from _check_errors(table, demands, heads, members)
    for fields, rows in ((PRINTED, heads), (PERSON, members)):
        for field in (field for field in fields if field in table):
            yield from judged(table, field, partial(nothing_rule, field=field), rows & _short(table, field))
            yield from _check_quotes(table, field, rows)
    yield from _check_lost_letters(table, heads, members)
    for field in sorted(demands.placeholders - {*PRINTED, *NOT_TEXTS}):
        if field in table:
            yield from judged(table, field, partial(nothing_rule, field=""), heads & _short(table, field))
            yield from _check_quotes(table, field, heads)


NOT_TEXTS: Final = frozenset({"bg_nummer", "kundennummer", "rolle", "format", "standort", "termin"})
"""Columns that have checks of their own."""
LONGEST: Final = 16


def _short(table: ListTable, field: str) -> Mask:
    """Return the rows whose text is short enough for a word that stands for nothing."""
    return table[field].where(lambda text: 0 < len(text) <= LONGEST)


def says_nothing(table: ListTable, field: str) -> Mask:
    """Return the rows whose entry is a word for nothing, and told as such."""
    return table[field].where(lambda text: len(text) <= LONGEST and nothing_rule(text, field) is not None)


def nothing_rule(text: str, field: str) -> Verdict | None:
    """Return that an entry says nothing, or is a number that lost it; `field` is empty for the list's own columns."""
    if not text or is_error_word(text):
        return None
    if _POWER_OF_TEN.fullmatch(text):
        return None if field == "plz" else Verdict("text.became-number")
    word, is_marks = text.casefold(), _MARKS.fullmatch(text) is not None
    is_unfilled = bool(field) and _UNFILLED.fullmatch(text) is not None and word not in _NULL | _UNSTATED
    is_zero = bool(field) and _ZERO.fullmatch(text) is not None
    if field in _MUST_BE_FILLED or is_unfilled:
        says_nothing = is_unfilled or is_marks or is_zero or word in _MUST_BE_FILLED[field]
        return Verdict("field.placeholder") if says_nothing else None
    if field and field not in _MAY_BE_EMPTY:
        return None
    if is_marks or is_zero or word in _MAY_BE_EMPTY.get(field, _OF_THE_LISTS_OWN):
        return Verdict("text.nothing", EMPTY)
    return None


def check_words(table: ListTable, fields: Sequence[str], rows: Mask) -> Iterator[Finding]:
    """Check fields that a number or a day never fills: names, streets and places."""
    for field in (field for field in fields if field in table):
        yield from judged(table, field, _words_rule, rows)


def _words_rule(text: str) -> Verdict | None:
    return Verdict("field.only-figures") if _ONLY_FIGURES.fullmatch(text) else None


def _check_errors(table: ListTable, demands: Demands, heads: Mask, members: Mask) -> Iterator[Finding]:
    """Check the columns for errors of a spreadsheet: they cost the letter that uses the cell."""
    used = {*PRINTED, *demands.required, *demands.placeholders}
    for field in (field for field in table.columns if field != "bg_nummer"):
        errors = [is_error_word(text) for text in table[field].distinct]
        if not any(errors):
            continue
        rows = np.array(errors)[table[field].codes]
        costs = (heads & rows) if field in used else np.zeros(len(table), np.bool_)
        costs |= (members & rows) if field in PERSON else False
        yield from judged(table, field, lambda _text: Verdict("cell.error"), costs)
        yield from judged(table, field, lambda _text: Verdict("cell.error-unused"), (heads | members) & rows & ~costs)


def _check_quotes(table: ListTable, field: str, rows: Mask) -> Iterator[Finding]:
    """Check for quotes that a program left over."""
    quoted = ['"' in text for text in table[field].distinct]
    if any(quoted):
        yield from judged(table, field, _quote_rule, rows & np.array(quoted)[table[field].codes])


def has_broken_quotes(text: str) -> bool:
    """Whether a text has a finding for its quotes."""
    return _quote_rule(text) is not None


def _quote_rule(text: str) -> Verdict | None:
    if '\\"' in text:
        return Verdict("text.escaped-quote", text.replace('\\"', '"'))
    if text.count('"') % 2 or _NO_QUOTE.search(text):
        return Verdict("text.stray-quote", " ".join(text.replace('"', "").split()))
    return None


def _check_lost_letters(table: ListTable, heads: Mask, members: Mask) -> Iterator[Finding]:
    """Check for question marks where a program didn't know a letter; those of streets and places may be known."""
    for fields, rows in ((PRINTED, heads), (PERSON, members)):
        for field in (field for field in fields if field in table and field not in {"plz", "ort"}):
            marked = [_has_lost_letter(text) for text in table[field].distinct]
            if any(marked):
                yield from judged(table, field, _lost_rule, rows & np.array(marked)[table[field].codes])
    places = table["ort"].where(lambda text: "?" in text)
    if places.any():
        yield from judged_pairs(table, ("ort", "plz"), _lost_in_place_rule, heads & places)


def _has_lost_letter(text: str) -> bool:
    return _LOST.search(text) is not None and not is_error_word(text)


def _lost_rule(text: str) -> Verdict:
    mended = _LOST_IN_STREET.sub("ß", text)
    return Verdict("text.lost-letter", "" if _LOST.search(mended) else mended)


def _lost_in_place_rule(place: str, code: str) -> tuple[Verdict, ...]:
    if not _has_lost_letter(place):
        return ()
    pattern = re.compile(re.escape(place).replace(r"\?", "."), re.IGNORECASE)
    meant = [official for official in directory().get(code, ()) if pattern.fullmatch(official)]
    return (Verdict("text.lost-letter", meant[0] if len(meant) == 1 else ""),)
