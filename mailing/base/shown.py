"""What may be shown: nothing that steers a terminal, no password, no query of an address.

Whatever is said to somebody passes through `fit_to_show`: a cell, a sheet's or a file's name may hold an escape
sequence, and an address a password, whoever puts it into a message.
"""

from __future__ import annotations

import re
from typing import Final

HIDDEN: Final = "***"
_HARMLESS: Final = frozenset("\n\u00a0\u202f")
"""Line ends and bound blanks are no printable characters."""
_ADDRESS: Final = re.compile(
    r"""
    ([A-Za-z][A-Za-z0-9+.-]+:/{1,3})                                     # the scheme; a `Path` writes one slash of two
    (?: (?: [^\s"\\„“/:]* : [^\s"\\„“]* | [^\s"\\„“/]* ) @ )?             # who logs in
    ([^\s"\\„“?]*)                                                       # the place
    (\?[^\s"\\„“]*)?                                                     # the query
    """,
    re.VERBOSE,
)


def masked(text: str) -> str:
    """Return a text whose addresses (`postgresql://…`, `s3://…`) tell neither who logs in nor a query.

    Tokens and passwords stand before the host's `@` and behind the `?`; what a password may hold, nobody can rely on.
    """
    return _ADDRESS.sub(_without_secrets, text) if ":/" in text else text


def _without_secrets(found: re.Match[str]) -> str:
    scheme, place, query = found.groups()
    login = f"{HIDDEN}@" if found.start(2) > found.end(1) else ""
    return f"{scheme}{login}{place}" + (f"?{HIDDEN}" if query else "")


def printable(text: str) -> str:
    """Return a text without what would steer a terminal."""
    if text.isprintable():
        return text
    return "".join(sign if sign.isprintable() or sign in _HARMLESS else "\N{REPLACEMENT CHARACTER}" for sign in text)


def fit_to_show(text: str) -> str:
    """Return a text as it may be shown to people."""
    return printable(masked(text))


def fit_for_programs(json: str) -> str:
    """Return JSON as it may be shown: masked, and what would steer a terminal as JSON escapes it."""
    text = masked(json)
    if text.replace("\n", "").isprintable():
        return text
    return "".join(sign if sign.isprintable() or sign == "\n" else _escaped(sign) for sign in text)


def _escaped(sign: str) -> str:
    units = sign.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[place : place + 4]}" for place in range(0, len(units), 4))
