"""The small rules of German typography: quotes, and blanks and places at which a line may or may not end.

Sources: DIN 5008:2020; Duden, "Textverarbeitung, Maschinenschreiben und E-Mails"; Forssman and de Jong,
"Detailtypografie". Every change keeps a text's length, so that positions in it stay true.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from mailing.letters.hyphenation import syllables

if TYPE_CHECKING:
    from collections.abc import Iterator

NBSP = "\u00a0"

LEAST_BEFORE_HYPHEN = 3
LEAST_AFTER_HYPHEN = 3
LEAST_DIVIDED = 7
"""Words below this length are never divided."""

_MONTHS = "Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember"
_BOUND_BLANKS = re.compile(
    r"§§? (?=\d)"
    r"|\b(?:Nr|Abs|Art|Satz|Dr|Prof|Tel|St|Dipl|Hr|Fr|ca|bzw|vgl)\. (?=\S)"
    r"|\b(?:Absatz|Satz|Nummer|Artikel|Zimmer|Raum|Frau|Herr|Herrn|SGB|Seite) (?=\S)"
    rf"|\b\d{{1,2}}\. (?=(?:{_MONTHS})\b)"
    r"|\d (?=(?:Uhr|Euro|€|%|Minuten|Stunden|Tage|Meter|m|km|cm|kg)\b|[€%])"
    r"|\d\)? (?=\d)"
    r"|\b\d{5} (?=[A-ZÄÖÜ])"
    r"|(?i:straße|str\.|weg|platz|allee|gasse|ring|damm|ufer) (?=\d)"
    r"|\b[^\W\d_]\. (?=[^\W\d_]\.|[A-ZÄÖÜ])"
    r"| (?=[–—] )"
)
_OPENING_QUOTE = re.compile(r"(?:^|(?<=[\s(\[/–—\u00a0]))\"")
_OPENING_SINGLE = re.compile(r"(?:^|(?<=[\s(\[/–—„\u00a0]))'(?=\w+')")
_CLOSING_SINGLE = re.compile(r"(?<=‚)(\w+)'")

_ADDRESS = re.compile(r"\S*(?:@|://|www\.)\S*")
_ADDRESS_BREAK = re.compile(r"[.@/?&=-](?=\w)")
_COMPOUND_BREAK = re.compile(r"[-/](?<=[^\W\d_]{2}[-/])(?=[^\W\d_]{2})")
_VOWEL = re.compile("[aeiouyäöüàáâéèêíîóôúûı]", re.IGNORECASE)
_DIVIDED = re.compile(rf"[^\W\d_]{{{LEAST_DIVIDED},}}")


def german(text: str) -> str:
    """Return the office's own text with German quotes, apostrophes and dashes for what a keyboard has."""
    if '"' in text:
        text = _OPENING_QUOTE.sub("„", text).replace('"', "“")
    if "'" in text:
        text = _CLOSING_SINGLE.sub(r"\1‘", _OPENING_SINGLE.sub("‚", text)).replace("'", "’")
    return text.replace(" - ", " – ")


def bound(text: str) -> str:
    """Return the text with a no-break blank where a line mustn't end: § 38, 17. Juni, 9:30 Uhr, Dr. Meier."""
    return _BOUND_BLANKS.sub(lambda match: match[0].replace(" ", NBSP), text)


def blanks(text: str) -> Iterator[int]:
    """Give the positions behind blanks."""
    position = text.find(" ") + 1
    while position:
        yield position
        position = text.find(" ", position) + 1


def compound_breaks(text: str) -> Iterator[int]:
    """Give the positions behind a hyphen or stroke between two words."""
    return (match.end() for match in _COMPOUND_BREAK.finditer(text))


def address_spans(text: str) -> Iterator[tuple[int, int]]:
    """Give where e-mail and web addresses stand."""
    if "@" in text or "://" in text or "www." in text:
        for match in _ADDRESS.finditer(text):
            yield match.span()


def address_breaks(text: str, span: tuple[int, int]) -> Iterator[tuple[int, str]]:
    """Give the positions in an address at which it may be divided, with no sign added, and the sign before each."""
    return ((match.end(), match[0]) for match in _ADDRESS_BREAK.finditer(text, *span))


def syllable_breaks(text: str) -> Iterator[int]:
    """Give the positions at which words may be divided with a hyphen."""
    for match in _DIVIDED.finditer(text):
        word = match[0]
        for position in _syllables(word):
            if LEAST_BEFORE_HYPHEN <= position <= len(word) - LEAST_AFTER_HYPHEN:
                yield match.start() + position


def _syllables(word: str) -> Iterator[int]:
    """Give where the word's syllables begin, but for the first.

    pyphen reads the two levels of the German dictionary as one and finds "Mit-a-r-bei-ter": what has no vowel is no
    syllable, and belongs to the one before it.
    """
    starts = syllables(word)
    for start, end in pairwise([*starts, len(word)]):
        if _VOWEL.search(word, start, end):
            yield start
