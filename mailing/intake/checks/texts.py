"""What an entry's characters say: encodings gone wrong, DIN 91379 by data type, the font, capitals, abbreviations."""

from __future__ import annotations

import re
import unicodedata
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from mailing.intake.checks.characters import DataType, code_points, is_within, outside
from mailing.intake.checks.mojibake import repaired
from mailing.intake.checks.placeholders import has_broken_quotes, says_nothing
from mailing.intake.checks.rule_runner import Verdict, judged
from mailing.intake.texts import matching
from mailing.model.names import AND, without_suffix

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mailing.findings import Finding
    from mailing.intake.listtable import ListTable
    from mailing.intake.sources import Demands
    from mailing.intake.texts import Mask

PERSON_FIELDS = {"titel": DataType.PLACES, "vorname": DataType.NAMES, "nachname": DataType.NAMES}
ADDRESS_FIELDS = {
    "empfaenger": DataType.PLACES,
    "zusatz": DataType.PLACES,
    "strasse": DataType.PLACES,
    "hausnummer": DataType.PLACES,
    "ortsteil": DataType.PLACES,
    "ort": DataType.PLACES,
    "land": DataType.PLACES,
}
REPLACEMENT = "\ufffd"
ORDINARY = r"^([A-ZÄÖÜ]?[a-zäöüß]+([ -][A-ZÄÖÜ]?[a-zäöüß]+)*|[0-9]+ ?[a-z]?)?$"
"""Entries in which there's nothing to find: plain German words, house numbers, nothing at all."""

_TYPOGRAPHIC = str.maketrans({
    "–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-", "‘": "’", "‚": ",", "“": '"', "”": '"', "„": '"', "…": "...",
    "•": "·", "′": "’", "‹": "<", "›": ">",
})  # fmt: skip
_SMALL = frozenset(
    [
        "von",
        "vom",
        "van",
        "de",
        "der",
        "den",
        "della",
        "di",
        "da",
        "dos",
        "du",
        "zu",
        "zur",
        "zum",
        "am",
        "an",
        "auf",
        "im",
        "in",
        "bei",
        "und",
    ]
)
_STREET_SHORT = re.compile(r"(?<=[a-zäöüß])(str\.?|strasse)(?=$|\s*\d)|\b(Str\.|Strasse\b|Str$)")


def check_texts(table: ListTable, demands: Demands, rows: Mask, fields: dict[str, DataType]) -> Iterator[Finding]:
    """Check the characters of some columns."""
    for field, kind in fields.items():
        if field in table:
            look = rows & _odd(table, field)
            if look.any():
                look &= ~says_nothing(table, field)
            yield from judged(table, field, partial(_text_rule, kind=kind), look)
    yield from _check_glyphs(table, demands.unsettable, rows, tuple(fields))


def check_decoded(table: ListTable, field: str, rows: Mask) -> Iterator[Finding]:
    """Check that a column's bytes were all text."""
    broken = [REPLACEMENT in text for text in table[field].distinct]
    if any(broken):
        yield from judged(
            table, field, lambda _text: Verdict("text.broken-encoding"), rows & np.array(broken)[table[field].codes]
        )


def check_streets(table: ListTable, rows: Mask) -> Iterator[Finding]:
    """Check how streets are written."""
    yield from judged(table, "strasse", _street_rule, rows)


def _odd(table: ListTable, field: str) -> Mask:
    """Return the rows whose text is more than ordinary words."""
    column = table[field]
    return ~matching(column.distinct, ORDINARY)[column.codes]


def _text_rule(text: str, kind: DataType) -> Verdict | None:
    """Return the gravest thing that is wrong with the characters of a text."""
    if '"' in text and has_broken_quotes(text):
        return None
    if meant := repaired(text):
        return Verdict("text.double-encoded", unicodedata.normalize("NFC", meant))
    if not _is_allowed(text, kind):
        return _character_verdict(text, kind)
    if is_all_capitals(text):
        return Verdict("text.all-capitals", in_mixed_case(text))
    return None


def _is_allowed(text: str, kind: DataType) -> bool:
    """Whether the text holds what the data type does; what joins names or follows them may be as in other texts."""
    if is_within(text, kind) or kind is not DataType.NAMES:
        return is_within(text, kind)
    name, suffix = without_suffix(text)
    return is_within(AND.sub(" ", name), kind) and is_within(suffix, DataType.PLACES)


def _character_verdict(text: str, kind: DataType) -> Verdict:
    strange = outside(text, DataType.GENERAL)
    plain = text.translate(_TYPOGRAPHIC)
    if strange and plain != text and not outside(plain, DataType.GENERAL):
        return Verdict("text.typographic", plain, {"characters": code_points(strange)})
    if strange:
        return Verdict("text.outside-din91379", details={"characters": code_points(strange)})
    details = {"characters": code_points(outside(text, kind)), "type": kind.letter}
    return Verdict("text.outside-data-type", details=details)


def is_all_capitals(text: str) -> bool:
    """Whether the text shouts: three capitals or more and no small letter."""
    return text.isupper() and sum(map(str.isalpha, text)) > 2 and any(len(word) > 2 for word in text.split())  # noqa: PLR2004 - "OG", "DL"


def in_mixed_case(text: str) -> str:
    """Return a text in capitals as it might be written: "VON DER HEIDE-MEYER" as "von der Heide-Meyer"."""
    words = [word if word.casefold() in _SMALL else word.title() for word in text.casefold().split()]
    if words and words[0].casefold() in _SMALL and len(words) == 1:
        words[0] = words[0].title()
    return " ".join(words)


def _street_rule(text: str) -> Verdict | None:
    written = _STREET_SHORT.sub(lambda found: "Straße" if found[0][0] == "S" else "straße", text)
    return Verdict("street.abbreviated", written) if written != text else None


def _check_glyphs(
    table: ListTable, unsettable: Callable[[str], str], rows: Mask, fields: tuple[str, ...]
) -> Iterator[Finding]:
    """Check that the font has every character: one question for all of them, and a closer look only if it lacks one."""
    columns = (table[field] for field in fields if field in table)
    texts = {text for column in columns for text in column.distinct[pd.unique(column.codes[rows])]}
    characters = {character for text in texts for character in text}
    marks = {character for character in characters if unicodedata.combining(character)}
    clusters = (
        {text[place - 1 : place + 1] for text in texts if not marks.isdisjoint(text) for place in range(1, len(text))}
        if marks
        else set()
    )
    if not unsettable(" ".join(sorted(characters | clusters))):
        return

    def rule(text: str) -> Verdict | None:
        if repaired(text):
            return None
        lacking = unsettable(text)
        return Verdict("text.missing-glyph", details={"characters": code_points(lacking)}) if lacking else None

    for field in fields:
        if field in table:
            yield from judged(table, field, rule, rows)
