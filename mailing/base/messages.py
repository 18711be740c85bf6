"""What users read: German by default, English on request, from gettext catalogs kept with Babel.

The source strings in the code are German, so the language of the office never depends on a catalog; the `en`
catalog translates them. The `de` catalog translates what Python's own argparse says in English.

The language is a context variable: each thread and each asynchronous task has its own, and German where none was
chosen. Worker processes are given that of the caller (`engines`).
"""

from __future__ import annotations

import gettext
from contextlib import contextmanager
from contextvars import ContextVar
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

LOCALE_FOLDER = Path(__file__).parent.parent / "locale"
DOMAIN = "mailing"


class Language(StrEnum):
    """The languages that messages can be shown in."""

    GERMAN = "de"
    ENGLISH = "en"


_language: ContextVar[Language] = ContextVar("language", default=Language.GERMAN)


def use_language(language: Language) -> None:
    """Choose the language of all messages from here on, in this thread or asynchronous task."""
    _language.set(language)


def chosen_language() -> Language:
    """Return the language that messages are shown in."""
    return _language.get()


@contextmanager
def in_language(language: Language) -> Iterator[None]:
    """Show messages in `language` within the block."""
    token = _language.set(language)
    try:
        yield
    finally:
        _language.reset(token)


@cache
def _catalog(language: Language) -> gettext.NullTranslations:
    return gettext.translation(DOMAIN, LOCALE_FOLDER, [language], fallback=True)


def _(message: str) -> str:
    """Return `message` in the chosen language; as it stands where the catalog lacks it, nothing for nothing."""
    if not message:
        return message  # gettext keeps a catalog's header under the empty text
    return _catalog(chosen_language()).gettext(message)


def plural(singular: str, plural: str, number: int) -> str:
    """Return the form of a message that fits `number`, in the chosen language."""
    return _catalog(chosen_language()).ngettext(singular, plural, number)


def n_(message: str) -> str:
    """Mark `message` for the catalogs without translating it yet: for tables made at import."""
    return message
