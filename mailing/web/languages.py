"""The language of whoever asks: German, unless they chose English by the button in the page's head.

What the browser asks for doesn't count: an English Windows doesn't make an English office.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mailing.base.messages import Language

if TYPE_CHECKING:
    from starlette.requests import HTTPConnection

COOKIE: Final = "sprache"
SECONDS_KEPT: Final = 365 * 24 * 3600


def language_of(request: HTTPConnection) -> Language:
    """Return the language to answer in."""
    chosen = request.cookies.get(COOKIE)
    return Language.ENGLISH if chosen == Language.ENGLISH else Language.GERMAN
