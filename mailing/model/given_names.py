"""Whether a word is surely a given name: where neither comma nor prefix says where the surname begins."""

from __future__ import annotations

import importlib
from functools import cache
from typing import Any, Final

STOCKS: Final = (
    "de_DE", "tr_TR", "pl_PL", "ro_RO", "hr_HR", "it_IT", "es_ES", "fr_FR", "fr_DZ", "vi_VN", "az_AZ", "cs_CZ", "lv_LV",
    "yo_NG", "tw_GH",
)  # fmt: skip
"""The stocks of names in Latin script, of the package Faker, in which a word is looked up."""


def is_given_name(word: str) -> bool:
    """Whether all parts of a word are given names and none is a surname: "Anna", "Karl-Heinz", not "Martin"."""
    given, surnames = _known()
    return all(part.casefold() in given and part.casefold() not in surnames for part in word.split("-"))


def may_be_given_name(word: str) -> bool:
    """Whether the word is a given name, though it may be a surname too."""
    return word.casefold() in _known()[0]


@cache
def _known() -> tuple[frozenset[str], frozenset[str]]:
    """Return given names and surnames, in small letters."""
    providers: list[Any] = [importlib.import_module(f"faker.providers.person.{stock}").Provider for stock in STOCKS]
    return (
        frozenset(_words(name for provider in providers for name in _of(provider, "first_names"))),
        frozenset(_words(name for provider in providers for name in _of(provider, "last_names"))),
    )


def _of(provider: Any, kind: str) -> list[str]:
    return [name for key in vars(provider) if kind in key for name in getattr(provider, key) if isinstance(name, str)]


def _words(names: Any) -> set[str]:
    return {name.strip().casefold() for name in names}
