"""How much a word looks like one that stands in a German address list: a place's or a person's name, a street.

The names are those of the directory of post codes and, from Faker, of the languages that people in Germany bring along.
"""

from __future__ import annotations

import importlib
import math
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from mailing.intake.checks.towns import directory

if TYPE_CHECKING:
    from collections.abc import Iterator

LANGUAGES: Final = (
    "de_DE", "tr_TR", "pl_PL", "cs_CZ", "sk_SK", "hu_HU", "hr_HR", "sl_SI", "ro_RO", "fr_FR", "es_ES", "pt_PT", "it_IT",
    "sv_SE", "da_DK", "no_NO", "fi_FI",
)  # fmt: skip
_LISTS: Final = ("first_names", "first_names_male", "first_names_female", "last_names", "last_names_male",
                 "last_names_female")  # fmt: skip
TABLE: Final = Path(__file__).parent / "data" / "words.txt"
WHOLE: Final = 6.0
KNOWN: Final = 3.0
HALF_KNOWN: Final = 1.0
STRANGE: Final = -2.0
_LETTERS = re.compile(r"[^\W\d_]+")


class Lexicon(NamedTuple):
    """What is known of words beyond ASCII.

    Attributes:
        words: whole ones, without case.
        triples: how often a letter stands between two others; `^` and `$` for a word's begin and end.
        pairs: likewise with the letter before it or behind it.
    """

    words: frozenset[str]
    triples: Counter[str]
    pairs: Counter[str]


def likeness(text: str) -> float:
    """Return how much the words of a text are like known ones: 0 where they are ASCII, below where they are strange."""
    return sum(_likeness_of(word) for word in _LETTERS.findall(_lower(text)) if not word.isascii())


def _likeness_of(word: str) -> float:
    known = lexicon()
    letters = (place for place, char in enumerate(word, 1) if not char.isascii())
    whole = WHOLE if word in known.words or word.endswith("straße") else 0.0
    return whole + sum(_likeness_in(known, f"^{word}$", place) for place in letters)


def _likeness_in(known: Lexicon, word: str, place: int) -> float:
    """Return how usual a letter is between its neighbours."""
    triple = word[place - 1 : place + 2]
    if count := known.triples[triple]:
        return KNOWN + math.log(count)
    halves = (known.pairs[triple[:2] + "_"] > 0) + (known.pairs["_" + triple[1:]] > 0)
    return HALF_KNOWN * halves if halves else STRANGE


@cache
def lexicon() -> Lexicon:
    """Return what is known of words, gathered once."""
    words = frozenset(word for text in _texts() for word in _LETTERS.findall(_lower(text)) if not word.isascii())
    triples, pairs = Counter[str](), Counter[str]()
    for word in words:
        whole = f"^{word}$"
        for place, char in enumerate(word, 1):
            if not char.isascii():
                triples[whole[place - 1 : place + 2]] += 1
                pairs[whole[place - 1 : place + 1] + "_"] += 1
                pairs["_" + whole[place : place + 2]] += 1
    return Lexicon(words, triples, pairs)


def _lower(text: str) -> str:
    """Return a text without case; ß stays, and İ, which Python would take for two characters."""
    return "İ".join(part.lower() for part in text.split("İ"))


def _texts() -> Iterator[str]:
    yield from (line for line in TABLE.read_text("utf-8").splitlines() if not line.startswith("#"))
    for places in directory().values():
        yield from places
    for language in LANGUAGES:
        provider = importlib.import_module(f"faker.providers.person.{language}").Provider
        for names in _LISTS:
            yield from map(str, getattr(provider, names, ()))
