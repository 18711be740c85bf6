"""Which of the old encodings of one byte a character gives words: those of Windows, MS-DOS and the Macintosh.

First by form: signs within words, capitals behind small letters, small letters between capitals speak against a
reading. Where that leaves more than one, by substance: which reading's words are names of people or places.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

from mailing.intake.formats.words import likeness

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

CODEPAGES: Final = (
    "cp1252", "iso8859-15", "mac-roman", "cp850", "cp437", "cp1250", "cp1254", "iso8859-2", "cp852", "cp857",
)  # fmt: skip
"""In the order in which a tie is settled where the readings are the same: Excel in Germany writes cp1252."""
PROBED: Final = 20_000
"""So many words beyond ASCII are looked at."""
HEAD_WEIGHT: Final = 100
"""Column names are words, whatever stands below them: in a list of mere symbols they settle the encoding."""
FAR: Final = 0.5
"""A reading whose form is worse than the best one's by so much a word is none."""
FIRM: Final = 3.0
"""Evidence of less than this is none: as much as one letter between neighbours that it is known between."""
CLEAR: Final = 3.0
"""The right reading has so many times the evidence of any other."""

_FROM_HERE = re.compile(rb"[\x80-\xff][A-Za-z'\x80-\xff]{0,40}")
_UP_TO_HERE = re.compile(rb"[A-Za-z0-9']*$")
LONGEST_BEGIN: Final = 30
"""So many letters before its first special one belong to a word."""


class Choice(NamedTuple):
    """The best code page; where another fits as well, that one, and a word (as bytes) that they read differently."""

    codec: str
    other: str = ""
    word: bytes = b""


def best_codepage(data: bytes) -> Choice:
    """Return the code page in which the text's words are words, and the one that fits as well, if any."""
    words = _words(data)
    readings = _distinct_readings(words)
    form = {
        codec: sum(count * form_of(text) for text, count in zip(texts, words.values(), strict=True))
        for codec, texts in readings.items()
    }
    best = max(readings, key=form.__getitem__)
    total = sum(words.values())
    rivals = [codec for codec in readings if codec != best and form[best] - form[codec] <= FAR * total]
    if not rivals:
        return Choice(best)
    return _by_substance(words, {codec: readings[codec] for codec in readings if codec in {best, *rivals}})


def _words(data: bytes) -> Counter[bytes]:
    """Return the words beyond ASCII with their weight; those of the first line that isn't blank weigh most."""
    words: Counter[bytes] = Counter()
    head = len(data) - len(data.lstrip()) + len(data.lstrip().partition(b"\n")[0])
    for found in islice(_FROM_HERE.finditer(data), PROBED):
        begin = _UP_TO_HERE.search(data, max(0, found.start() - LONGEST_BEGIN), found.start())
        word = (begin.group() if begin else b"") + found.group()
        if not _is_utf8(word):
            words[word] += HEAD_WEIGHT if found.end() <= head else 1
    return words


def _is_utf8(word: bytes) -> bool:
    """Whether a word was encoded as UTF-8 before: a damage, which tells nothing of the code page."""
    try:
        return bool(word.decode())
    except UnicodeDecodeError:
        return False


def _distinct_readings(words: Mapping[bytes, int]) -> dict[str, tuple[str, ...]]:
    """Return codec -> the words as it reads them; of those that read the same the first."""
    by_text: dict[tuple[str, ...], str] = {}
    for codec in CODEPAGES:
        by_text.setdefault(tuple(word.decode(codec, "replace") for word in words), codec)
    return {codec: texts for texts, codec in by_text.items()}


def _by_substance(words: Mapping[bytes, int], readings: Mapping[str, Sequence[str]]) -> Choice:
    """Return the reading whose words are like names; another that is not clearly worse comes with it."""
    scores = {codec: [likeness(text) + form_of(text) for text in texts] for codec, texts in readings.items()}
    best = max(scores, key=lambda codec: sum(scores[codec]))
    for other in (codec for codec in scores if codec != best):
        gaps = [ours - theirs for ours, theirs in zip(scores[best], scores[other], strict=True)]
        won, lost = sum(gap for gap in gaps if gap > 0), -sum(gap for gap in gaps if gap < 0)
        differing = zip(words, readings[best], readings[other], strict=True)
        asked = [word for word, ours, theirs in differing if ours != theirs and any(map(str.isalpha, ours))]
        if asked and (won < FIRM or won < CLEAR * lost):
            return Choice(best, other, asked[0])
    return Choice(best)


def form_of(text: str) -> int:
    """Return how likely a word's form is: above 0 where its special characters are letters in place."""
    around = zip(f" {text}", text, f"{text[1:]} ", strict=False)
    return sum(_fit(before, char, after) for before, char, after in around if not char.isascii())


def _fit(before: str, char: str, after: str) -> int:
    """Return how well a character stands between its neighbours."""
    if unicodedata.category(char) in {"Cc", "Cn", "Co", "So"} and char not in "°©®":
        return -10
    if char.isalpha() and unicodedata.category(char) != "Lm" and unicodedata.normalize("NFKC", char) == char:
        return _fit_of_letter(before, char, after)
    return _fit_of_sign(before, char, after)


def _fit_of_letter(before: str, char: str, after: str) -> int:
    """Return how well a letter stands: alone, as a capital behind a letter, small between capitals."""
    if char == "ƒ":
        return -2
    if not (before.isalpha() or after.isalpha()):
        return -1
    if char.isupper() and before.isalpha():
        return -2 if before.islower() else -1 if after.islower() else 0
    if char.islower() and char != "ß" and before.isupper() and after.isupper():
        return -2
    return 1


def _fit_of_sign(before: str, char: str, after: str) -> int:
    """Return how well a sign stands: fractions behind figures, an apostrophe within a word."""
    if char in "¼½¾€":
        return -2 if before.isalpha() else int(before.isdigit() or char == "€")
    if char in "¤¦¨¸":
        return -2
    if not (before.isalpha() and after.isalpha()):
        return -1 if char == "´" and after.isalpha() else 0
    return 1 if char == "’" else 0 if char in "‘´" else -2
