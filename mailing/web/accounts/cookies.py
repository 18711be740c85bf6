"""The cookies that say who sits at a browser: read by no script, sent to no other site, over TLS where there is any."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mailing.web.arrival import arrival_of

if TYPE_CHECKING:
    from starlette.requests import HTTPConnection
    from starlette.responses import Response

SESSION: Final = "sitzung"
DEVICE: Final = "geraet"
LINK: Final = "einrichten"
ROUND_TRIP: Final = "rundweg"
"""Kept while a browser is at the house's log-in service."""
HOST_PREFIX: Final = "__Host-"
"""Browsers take a cookie of such a name over TLS only, from this host only, for all of it (RFC 6265bis)."""


def cookie(connection: HTTPConnection, name: str) -> str:
    """Return what the browser keeps under a name; nothing where it doesn't."""
    return connection.cookies.get(_name(connection, name), "")


ACROSS_SITES: Final = frozenset({LINK, ROUND_TRIP})
"""Kept when a link in a message, or the log-in service, leads here: sent along then, but with no other site's POST."""


def keep(response: Response, connection: HTTPConnection, name: str, value: str, seconds: int | None = None) -> None:
    """Have the browser keep a value, so many seconds or until it is closed."""
    response.set_cookie(
        _name(connection, name),
        value,
        max_age=seconds,
        path="/",
        secure=arrival_of(connection).is_secure,
        httponly=True,
        samesite="lax" if name in ACROSS_SITES else "strict",
    )


def forget(response: Response, connection: HTTPConnection, name: str) -> None:
    """Have the browser forget a value."""
    keep(response, connection, name, "", 0)


def _name(connection: HTTPConnection, name: str) -> str:
    return f"{HOST_PREFIX}{name}" if arrival_of(connection).is_secure else name
