"""Hyphenation: pyphen's dictionary and algorithm, its patterns read only where a word asks for them.

Pyphen parses all 78,000 patterns when a dictionary is opened (0.4 s in each process, measured); a run asks for some
hundreds.
"""

from __future__ import annotations

import re
from functools import cache

import pyphen

from mailing.model.languages import GERMAN_TAG, is_german, is_right_to_left

LANGUAGE = "de_DE"
_VALUE_BEFORE = re.compile(r"(\d?)(\D?)")


class _Patterns(dict[str, str]):
    """Liang's patterns: letters -> the pattern with its values as the dictionary writes it, parsed when asked for."""

    def __init__(self, dictionary: bytes, encoding: str) -> None:
        patterns = dictionary.decode(encoding).splitlines()
        letters = dictionary.translate(None, b"0123456789").decode(encoding).splitlines()
        super().__init__(zip(letters, patterns, strict=True))
        self._parsed: dict[str, tuple[int, tuple[int, ...]] | None] = {}

    def get(self, letters: str, _default: object = None) -> tuple[int, tuple[int, ...]] | None:  # type: ignore[override]
        """Return (offset, values) of the pattern of these letters, as pyphen keeps them; None where there is none."""
        if letters not in self:
            return None
        if letters not in self._parsed:
            self._parsed[letters] = _parsed(self[letters])
        return self._parsed[letters]


def _parsed(pattern: str) -> tuple[int, tuple[int, ...]] | None:
    values = [int(value or 0) for value, _letter in _VALUE_BEFORE.findall(pattern)]
    nonzero = [index for index, value in enumerate(values) if value]
    if not nonzero:
        return None
    return nonzero[0], tuple(values[nonzero[0] : nonzero[-1] + 1])


class _Dictionary(pyphen.HyphDict):  # type: ignore[misc] # pyphen has no type hints
    """Pyphen's dictionary, opened without parsing it."""

    def __init__(self, name: str) -> None:
        encoding, _newline, patterns = pyphen.LANGUAGES[name].read_bytes().partition(b"\n")
        self.patterns = _Patterns(patterns, encoding.decode().strip())
        self.maxlen = max(len(letters) for letters in self.patterns if "#" not in letters and " " not in letters)
        self.cache: dict[str, list[int]] = {}


@cache
def _dictionary(language: str) -> pyphen.HyphDict | None:
    """Return the language's dictionary; None where pyphen has none, as for Arabic."""
    if is_german(language):
        return _Dictionary(LANGUAGE)
    name = pyphen.language_fallback(language.replace("-", "_"))
    return pyphen.HyphDict(pyphen.LANGUAGES[name]) if name and not is_right_to_left(language) else None


def syllables(word: str, language: str = GERMAN_TAG) -> list[int]:
    """Return where the word may be divided, as pyphen's `positions` gives it: between two letters on either side."""
    dictionary = _dictionary(language)
    found = dictionary.positions(word) if dictionary else []
    return [position for position in found if 2 <= position <= len(word) - 2]  # noqa: PLR2004
