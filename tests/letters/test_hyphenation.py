"""Hyphenation as pyphen does it, opened faster."""

from __future__ import annotations

import pyphen
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailing.letters.setting.hyphenation import syllables

REFERENCE = pyphen.Pyphen(lang="de_DE")
WORDS = (
    "Bedarfsgemeinschaft",
    "Mund-Nasen-Bedeckung",
    "Hausbriefkasten",
    "Leistungsberechtigte",
    "Zuständigkeit",
    "Straße",
    "Größenordnung",
    "Terminvereinbarung",
    "Schutzkonzept",
    "ab",
    "",
)


@pytest.mark.parametrize("word", WORDS)
def test_words_are_divided_as_pyphen_divides_them(word: str) -> None:
    """The dictionary is the same, only read later."""
    assert syllables(word) == REFERENCE.positions(word)


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyzäöüßABC-.'’", max_size=30))
def test_anything_is_divided_as_pyphen_divides_it(word: str) -> None:
    """Whatever stands in a letter."""
    assert syllables(word) == REFERENCE.positions(word)
