"""Requests that another site makes a browser send: recognised by what browsers tell, and refused."""

from __future__ import annotations

import ipaddress
import re
import socket
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection

from mailing.base.messages import n_
from mailing.web.arrival import arrival_in
from mailing.web.refusals import refusal

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

    from mailing.web.serve_options import ServeOptions

READING: Final = frozenset({"GET", "HEAD", "OPTIONS"})
FROM_HERE: Final = frozenset({"same-origin", "none"})
"""What `Sec-Fetch-Site` says of our own pages, and of what a person opened themselves."""
PORTS: Final = {"http": 80, "https": 443}
NO_HOST: Final = re.compile(r"[/?#\\\s]")
"""With one of these, a host would be read as the beginning of a path: the page's address would be another's."""
ELSEWHERE: Final = n_("Das kam von einer anderen Seite")
ELSEWHERE_HINT: Final = n_("Das Büro nimmt nur an, was auf seinen eigenen Seiten ausgefüllt wurde")
UNKNOWN_HOST: Final = n_("Unter dieser Adresse gibt es hier nichts")
UNKNOWN_HOST_HINT: Final = n_("Wer das Büro betreibt, nennt weitere Namen mit --address")


class SameSite:
    """Refuses what changes something and comes from another site (CSRF).

    Browsers say with each request where it comes from: `Sec-Fetch-Site` over TLS and to the own machine, `Origin` with
    every POST. No page can change what they say. Only a program that is no browser sends neither; it carries no cookie
    that somebody else's page could make use of, so it may come in. The session's cookie is `SameSite=Strict` besides.
    """

    def __init__(self, app: ASGIApp, options: ServeOptions) -> None:
        self._app = app
        self._address = _origin(options.address or "")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, unless another site makes the browser send it."""
        if scope["type"] != "http" or scope["method"] in READING or self._is_from_here(scope):
            await self._app(scope, receive, send)
            return
        await refusal(HTTPConnection(scope), 403, ELSEWHERE, ELSEWHERE_HINT, closes=True)(scope, receive, send)

    def _is_from_here(self, scope: Scope) -> bool:
        headers = HTTPConnection(scope).headers
        site = headers.get("sec-fetch-site")
        if site is not None:
            return site in FROM_HERE
        told = headers.get("origin", headers.get("referer"))
        if told is None:
            return True
        origin = _origin(told)
        return origin is not None and origin in (
            self._address,
            _origin(f"{scope['scheme']}://{arrival_in(scope).host}"),
        )


class KnownHost:
    """Refuses requests for a host that isn't ours.

    A page on a foreign name that suddenly means our address would be of the same site as we, to the browser (DNS
    rebinding). That takes a name: addresses in figures are let in, as are this machine's names and that of `--address`.
    """

    def __init__(self, app: ASGIApp, options: ServeOptions) -> None:
        self._app = app
        given = {options.host, urlsplit(options.address or "").hostname or ""}
        self._ours = {name.lower() for name in {"localhost", *_own_names(), *given} if name}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, unless it asks for a host that isn't ours."""
        if scope["type"] != "http" or self._is_ours(arrival_in(scope).host):
            await self._app(scope, receive, send)
            return
        await refusal(HTTPConnection(scope), 400, UNKNOWN_HOST, UNKNOWN_HOST_HINT, closes=True)(scope, receive, send)

    def _is_ours(self, host: str) -> bool:
        origin = None if NO_HOST.search(host) else _origin(f"http://{host}")
        return origin is not None and (origin[1] in self._ours or _is_figures(origin[1]))


def _own_names() -> set[str]:
    name = socket.gethostname()
    return {name, name.partition(".")[0]}


def _is_figures(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _origin(address: str) -> tuple[str, str, int] | None:
    """Return scheme, host and port of an address; None where it is none."""
    try:
        parts = urlsplit(address)
        port = parts.port or PORTS.get(parts.scheme, 0)
    except ValueError:
        return None
    if not parts.hostname or parts.scheme not in PORTS or parts.username is not None:
        return None
    return parts.scheme, parts.hostname.lower(), port
