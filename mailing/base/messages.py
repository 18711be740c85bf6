"""What users read: German by default, English on request, from gettext catalogs kept with Babel.

The source strings in the code are German, so the language of the office never depends on a catalog; the `en`
catalog translates them. The `de` catalog translates what Python's own argparse says in English.
"""

from __future__ import annotations

import gettext
import os
from enum import StrEnum
from pathlib import Path

LOCALE_FOLDER = Path(__file__).parent.parent / "locale"
DOMAIN = "mailing"
_VARIABLE = "MAILING_LANG"


class Language(StrEnum):
    """The languages that messages can be shown in."""

    GERMAN = "de"
    ENGLISH = "en"


def use_language(language: Language) -> None:
    """Choose the language of all messages from here on, in this process and in those that it starts."""
    os.environ[_VARIABLE] = language
    os.environ["LANGUAGE"] = language
    gettext.bindtextdomain(DOMAIN, LOCALE_FOLDER)
    gettext.textdomain(DOMAIN)


def chosen_language() -> Language:
    """Return the language that messages are shown in."""
    return Language(os.environ.get(_VARIABLE, Language.GERMAN))


_catalogs: dict[Language, gettext.NullTranslations] = {}


def _(message: str) -> str:
    """Return `message` in the chosen language; the German source where the catalog lacks it, nothing for nothing."""
    if not message:
        return message  # gettext keeps a catalog's header under the empty text
    language = chosen_language()
    if language not in _catalogs:
        _catalogs[language] = gettext.translation(DOMAIN, LOCALE_FOLDER, [language], fallback=True)
    return _catalogs[language].gettext(message)


def n_(message: str) -> str:
    """Mark `message` for the catalogs without translating it yet: for tables made at import."""
    return message
