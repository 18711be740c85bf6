"""What users read: German by default, English on request, from gettext catalogs kept with Babel.

The source strings in the code are German, so the language of the office never depends on a catalog; the `en`
catalog translates them. The `de` catalog translates what Python's own argparse says in English.
"""

from __future__ import annotations

import gettext
from enum import StrEnum
from pathlib import Path

LOCALE_FOLDER = Path(__file__).parent / "locale"
DOMAIN = "mailing"


class Language(StrEnum):
    """The languages that messages can be shown in."""

    GERMAN = "de"
    ENGLISH = "en"


_catalogs: dict[Language, gettext.NullTranslations] = {}
_chosen = Language.GERMAN


def use_language(language: Language) -> None:
    """Choose the language of all messages from here on in this process."""
    global _chosen  # noqa: PLW0603 - one process speaks one language
    _chosen = language


def _(message: str) -> str:
    """Return `message` in the chosen language; the German source where the catalog lacks it."""
    if _chosen not in _catalogs:
        _catalogs[_chosen] = gettext.translation(DOMAIN, LOCALE_FOLDER, [_chosen], fallback=True)
    return _catalogs[_chosen].gettext(message)


def n_(message: str) -> str:
    """Mark `message` for the catalogs without translating it yet: for tables made at import."""
    return message
