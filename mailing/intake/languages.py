"""The column `sprache`: language tags, and the words that offices write for them."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from babel import Locale

from mailing.base.messages import _
from mailing.findings import Finding
from mailing.intake.column_names import folded
from mailing.model.language_names import known_languages, language_names
from mailing.model.languages import GERMAN_TAG, is_german, served_by

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mailing.intake.listtable import ListTable
    from mailing.intake.sources import Demands
    from mailing.intake.texts import Mask

_TAG: Final = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
_FURTHER_WORDS: Final[Mapping[str, str]] = {
    "farsi": "fa",
    "iranisch": "fa",
    "dari": "fa-AF",
    "kurmandschi": "ku",
    "kurmanci": "ku",
    "sorani": "ckb",
    "ua": "uk",
    "deu": "de",
    "ger": "de",
    "tur": "tr",
    "ukr": "uk",
    "rus": "ru",
    "ara": "ar",
    "eng": "en",
    "pol": "pl",
    "fas": "fa",
    "per": "fa",
    "keine": GERMAN_TAG,
    "nein": GERMAN_TAG,
}
"""Beside CLDR's names: other names, the codes of ISO 639-2, and the country for the language where lists do so."""


def language_tag(text: str) -> str | None:
    """Return the tag of a language, however it is written; "" for no entry, None where it isn't understood.

    A tag is written as BCP 47 asks: `ar-EG`, `zh-Hans`. Words are CLDR's names in German, English and the language
    itself: "Türkisch", "Turkish", "Türkçe".
    """
    word = folded(text)
    if not word:
        return "" if not text.strip() else None
    if word in _FURTHER_WORDS:
        return _FURTHER_WORDS[word]
    cut = text.strip()
    if _TAG.fullmatch(cut):
        language, *others = re.split("[-_]", cut)
        if language.lower() in known_languages():
            return "-".join([language.lower(), *(_subtag(other) for other in others)])
    words = _tag_of_word()
    return words.get(word) or words.get(word.removesuffix("e")) or words.get(word.removesuffix("esprache"))


def language_name(tag: str) -> str:
    """Return the language's German name; its tag where CLDR has none."""
    names = Locale(GERMAN_TAG).languages
    return str(names.get(tag.replace("-", "_")) or names.get(tag.partition("-")[0]) or tag)


def check_languages(table: ListTable, demands: Demands, rows: Mask) -> Iterator[Finding]:
    """Tell the rows whose language isn't understood, or whose language the template lacks: they get German."""
    column = table["sprache"]
    for position in (rows & column.where(bool)).nonzero()[0].tolist():
        text, row = column[position], int(table.rows[position])
        tag = language_tag(text)
        if tag is None:
            yield Finding("language.unknown", row, "sprache", text)
        elif not is_german(tag) and not served_by(tag, demands.languages):
            offered = ", ".join(sorted(demands.languages)) or _("keine")
            details = {"language": language_name(tag), "offered": offered}
            yield Finding("language.not-offered", row, "sprache", text, details=details)


def _subtag(text: str) -> str:
    """Write a script as "Hans", a region as "EG" (BCP 47, 2.1.1)."""
    return {2: text.upper(), 4: text.title()}.get(len(text), text.lower())


@cache
def _tag_of_word() -> Mapping[str, str]:
    """Give the tags of all languages by their folded names; the first name of several wins."""
    words: dict[str, str] = {}
    for name, tag in language_names():
        words.setdefault(folded(name), tag)
    return words
