"""The small rules of German typography: quotes, and blanks and positions at which a line may or may not end.

Sources: DIN 5008:2020; Duden, "Textverarbeitung, Maschinenschreiben und E-Mails"; Forssman and de Jong,
"Detailtypografie". Every change keeps a text's length, so that positions in it stay true.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import count, pairwise
from typing import TYPE_CHECKING, Final

from mailing.letters.setting.hyphenation import syllables
from mailing.model.languages import GERMAN_TAG, is_german

if TYPE_CHECKING:
    from collections.abc import Iterator

NBSP = "\u00a0"

LEAST_BEFORE_HYPHEN = 3
LEAST_AFTER_HYPHEN = 3
LEAST_DIVIDED = 7
"""Words below this length are never divided."""

SEAMS_KEPT = 30_000
LONGEST_BEFORE, LONGEST_BEHIND = 10, 12
SHORTEST = 2
ANY_FIGURE = "0"
"""So many letters on either side of a blank decide whether it is bound: "Artikel " and "September", each with a
neighbour; of other words two of them. Which figure stands there never does, and of a number behind the blank only that
it begins with one."""

_MONTHS = "Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember"
_NAMED = ("Absatz", "Satz", "Nummer", "Artikel", "Zimmer", "Raum", "Frau", "Herr", "Herrn", "SGB", "Seite")
_FIGURES = dict.fromkeys(map(ord, "0123456789"), ANY_FIGURE)
_STREETS = ("straße", "str.", "weg", "platz", "allee", "gasse", "ring", "damm", "ufer")
_UNITS = ("Uhr", "Euro", "€", "%", "Minuten", "Stunden", "Tage", "Meter", "m", "km", "cm", "kg")
_SIGNS_BEFORE = frozenset("§.)")
_SIGNS_BEHIND = frozenset("–—")
_WORDS_BEFORE = tuple(f"{word.lower()} " for word in (*_NAMED, *_STREETS))
_WORDS_BEHIND = (*_MONTHS.split("|"), *_UNITS)
_BOUND_BLANKS = re.compile(
    r"§§? (?=\d)"
    r"|\b(?:Nr|Abs|Art|Satz|Dr|Prof|Tel|St|Dipl|Hr|Fr|ca|bzw|vgl)\. (?=\S)"
    rf"|\b(?:{'|'.join(_NAMED)}) (?=\S)"
    rf"|\b\d{{1,2}}\. (?=(?:{_MONTHS})\b)"
    rf"|\d (?=(?:{'|'.join(_UNITS)})\b|[€%])"
    r"|\d\)? (?=\d)"
    r"|\b\d{5} (?=[A-ZÄÖÜ])"
    rf"|(?i:{'|'.join(map(re.escape, _STREETS))}) (?=\d)"
    r"|\b[^\W\d_]\. (?=[^\W\d_]\.|[A-ZÄÖÜ])"
    r"| (?=[–—] )"
)
_OPENING_QUOTE = re.compile(r"(?:^|(?<=[\s(\[/–—\u00a0]))\"")
_OPENING_SINGLE = re.compile(r"(?:^|(?<=[\s(\[/–—„\u00a0]))'(?=\w+')")
_CLOSING_SINGLE = re.compile(r"(?<=‚)(\w+)'")

_ADDRESS = re.compile(r"\S*(?:@|://|www\.)\S*")
_ADDRESS_BREAK = re.compile(r"[.@/?&=-](?=\w)")
_COMPOUND_BREAK = re.compile(r"[-/](?<=[^\W\d_]{2}[-/])(?=[^\W\d_]{2})")
_SIGN_BREAK = re.compile(rf"{_COMPOUND_BREAK.pattern}|@|://|www\.")
_LETTER = re.compile(r"[^\W\d_]")
_REFERENCE_NUMBER = re.compile(r"(?=[\dA-Z/.-]{8})(?=(?:[^\d]*\d){5})[\dA-Z/.-]+")
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


@dataclass(frozen=True, slots=True, eq=False)
class Edge:
    """The edge of a text beside a blank.

    Attributes:
        text: what of it decides whether it is bound to its neighbour.
        may_bind: whether there is any neighbour to which it would be.
        key: of its own, odd where it may bind: whole columns of edges are compared by it.
    """

    text: str
    may_bind: bool
    key: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "key", 2 * next(_EDGES_MADE) + self.may_bind)


_EDGES_MADE: Final = count(1)
NO_EDGE: Final = Edge("", may_bind=False)
_A_FIGURE: Final = Edge(ANY_FIGURE, may_bind=True)


def end(text: str) -> Edge:
    """Return the edge with which a text ends; its blank belongs to it."""
    last = text[-LONGEST_BEFORE:]
    is_other_word = last.isascii() and last[-2:-1].isalpha() and not last.lower().endswith(_WORDS_BEFORE)
    return _end(last[-SHORTEST:] if is_other_word else last.translate(_FIGURES))


def beginning(text: str) -> Edge:
    """Return the edge with which a text begins."""
    if text[:1].isdecimal():
        return _A_FIGURE
    return _beginning(text[: LONGEST_BEHIND if text.startswith(_WORDS_BEHIND) else SHORTEST])


@lru_cache(maxsize=SEAMS_KEPT)
def _end(text: str) -> Edge:
    sign = text[-2:-1]
    return Edge(text, sign in _SIGNS_BEFORE or sign.isdecimal() or text.lower().endswith(_WORDS_BEFORE))


@lru_cache(maxsize=SEAMS_KEPT)
def _beginning(text: str) -> Edge:
    return Edge(text, text[:1] in _SIGNS_BEHIND)


def binds(before: Edge, after: Edge) -> bool:
    """Whether a line mustn't end between two neighbours."""
    return (before.may_bind or after.may_bind) and _binds(before.text, after.text)


@lru_cache(maxsize=SEAMS_KEPT)
def _binds(before: str, after: str) -> bool:
    return bound(before + after)[len(before) - 1 : len(before)] == NBSP


def has_sign_breaks(text: str) -> bool:
    """Whether the text may have positions behind signs at which compounds and addresses may be divided."""
    return _SIGN_BREAK.search(text) is not None


def has_letters(text: str) -> bool:
    """Whether the text has any letter."""
    return _LETTER.search(text) is not None


def is_reference_number(text: str) -> bool:
    """Whether the text is like 23702//0690448 or 237D069604: eight signs at least, five of them digits."""
    return _REFERENCE_NUMBER.fullmatch(text) is not None


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


def syllable_breaks(text: str, language: str = GERMAN_TAG) -> Iterator[int]:
    """Give the positions at which words may be divided with a hyphen."""
    for match in _DIVIDED.finditer(text):
        word = match[0]
        for position in _syllables(word, language):
            if LEAST_BEFORE_HYPHEN <= position <= len(word) - LEAST_AFTER_HYPHEN:
                yield match.start() + position


def _syllables(word: str, language: str) -> Iterator[int]:
    """Give where the word's syllables begin, but for the first.

    pyphen reads the two levels of the German dictionary as one and finds "Mit-a-r-bei-ter": what has no vowel is no
    syllable, and belongs to the one before it.
    """
    starts = syllables(word, language)
    if not is_german(language):
        yield from starts
        return
    for start, end in pairwise([*starts, len(word)]):
        if _VOWEL.search(word, start, end):
            yield start
