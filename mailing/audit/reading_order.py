"""Lines from right to left as they were written: their words by where they stand, not as a PDF library orders them.

PDFium takes such a line for one from left to right where most of it is Latin letters, and turns the parts of a
telephone number. Where words stand on the page is no matter of opinion: the rightmost is read first, and what is
neither Arabic nor Hebrew keeps its order from left to right as long as it lasts.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

FROM_RIGHT: Final = re.compile("[\u0590-\u065f\u066e-\u06ef\u06fa-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
"""Letters of scripts from right to left, joined forms too."""
_ENTRY: Final = re.compile(r"\{\{-?\s*organisation\.(\w+)\s*-?\}\}")
_LINE: Final = re.compile(r"[^\r\n]+")
_WORD: Final = re.compile(r"\S+")


def is_from_right(text: str) -> bool:
    """Whether a text has letters that are read from right to left."""
    return FROM_RIGHT.search(text) is not None


def as_written(text: str, left_of: Callable[[int], float]) -> str:
    """Return a page's text with its lines from right to left in the order of reading, by letters instead of forms.

    Args:
        text: what a library takes out; each character has its index.
        left_of: the left side of the character with an index.
    """
    if not is_from_right(text):
        return text
    return _LINE.sub(lambda line: _line(line, left_of) if is_from_right(line[0]) else line[0], text)


def with_entries(line: str, organisation: Mapping[str, Any]) -> str:
    """Return a line from right to left with the organisation's entries in it: its number the right way round."""

    def entry(found: re.Match[str]) -> str:
        text = organisation.get(found[1])
        return text if isinstance(text, str) and "{" not in text else found[0]

    return _ENTRY.sub(entry, line) if is_from_right(line) else line


def _line(line: re.Match[str], left_of: Callable[[int], float]) -> str:
    places = [
        (min(map(left_of, range(line.start() + word.start(), line.start() + word.end()))), word[0])
        for word in _WORD.finditer(line[0])
    ]
    words = [word for _left, word in sorted(places, reverse=True)]
    return unicodedata.normalize("NFKC", " ".join(_read(words)))


def _read(words: list[str]) -> Iterator[str]:
    """Give words that stand from right to left as they are read."""
    for from_right, group in groupby(words, key=is_from_right):
        some = list(group)
        yield from some if from_right else reversed(some)
