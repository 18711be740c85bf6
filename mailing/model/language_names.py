"""What languages are called, by CLDR: in German, in English, and some by themselves."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from babel import Locale

from mailing.model.languages import GERMAN_TAG

if TYPE_CHECKING:
    from collections.abc import Iterator

_OWN_NAMES: Final = frozenset({"tr", "uk", "ru", "pl", "ar", "fa", "en", "fr", "es", "it", "ro", "bg"})
"""Languages whose own name for themselves is known too: those that letters are most often translated into."""


def language_names() -> Iterator[tuple[str, str]]:
    """Give the names of all languages with their tags: German ones first, so that they win over others' like them."""
    for language in (GERMAN_TAG, "en"):
        for code, name in Locale(language).languages.items():
            yield str(name), str(code).replace("_", "-")
    for code in Locale(GERMAN_TAG).languages:
        own = Locale(code).get_display_name(code) if code in _OWN_NAMES else ""
        if own:
            yield str(own), str(code)


@cache
def known_languages() -> frozenset[str]:
    """Return the tags of all languages, without script and region."""
    return frozenset(map(str, Locale(GERMAN_TAG).languages))


def tag_named(name: str) -> str:
    """Return the tag of the language of that name, or of a tag in another spelling (`TR`, `ar_EG`); "" for none."""
    words = name.strip().casefold()
    named = next((tag for known, tag in language_names() if known.casefold() == words), "")
    language, *others = name.strip().replace("_", "-").split("-")
    is_tag = language.lower() in known_languages() and all(other.isalnum() for other in others)
    return named or ("-".join([language.lower(), *others]) if is_tag else "")
