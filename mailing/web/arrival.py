"""How a request came to the office: from where, over what, and by whose recommendation."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, cast

from starlette.datastructures import Headers

from mailing.base.errors import UsageError
from mailing.base.messages import _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.requests import HTTPConnection
    from starlette.types import ASGIApp, Receive, Scope, Send

    from mailing.web.serve_options import ServeOptions

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_KEY: Final = "mailing.arrival"
_HTTPS: Final = "https"


@dataclass(frozen=True, slots=True)
class Arrival:
    """Where a request came from, as far as it can be believed.

    Attributes:
        client: the address of whoever sent it; behind a trusted proxy, the one that the proxy saw.
        is_secure: whether it came over TLS, to us or to the trusted proxy.
        host: the host that the browser asked for, with its port.
        vouched: the name under which a trusted proxy has let somebody in.
    """

    client: str
    is_secure: bool
    host: str
    vouched: str | None = None


def arrival_of(connection: HTTPConnection) -> Arrival:
    """Return how a request came."""
    return arrival_in(connection.scope)


def arrival_in(scope: Scope) -> Arrival:
    """Return how a request came; as the connection itself tells where `Arrivals` hasn't looked at it."""
    found = scope.get(_KEY)
    return cast("Arrival", found) if found is not None else _direct(scope)


class Arrivals:
    """Finds out how each request came, before anything else looks at it.

    What a proxy tells (`X-Forwarded-For`, `-Proto`, `-Host`, and the header that names who is logged in) is believed if
    the connection comes from one that is trusted, and only of the header's last entry: earlier ones are the client's.
    From anybody else these headers are as good as not there.
    """

    def __init__(self, app: ASGIApp, options: ServeOptions) -> None:
        self._app = app
        self._proxies = networks(options.trusted_proxies)
        self._header = options.trusted_header

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Note how a request came, and pass it on."""
        if scope["type"] == "http":
            arrival = _direct(scope)
            if is_in(arrival.client, self._proxies):
                arrival = self._by_proxy(Headers(scope=scope), arrival)
            scheme = _HTTPS if arrival.is_secure else "http"
            scope = {**scope, _KEY: arrival, "scheme": scheme}
        await self._app(scope, receive, send)

    def _by_proxy(self, headers: Headers, direct: Arrival) -> Arrival:
        vouched = headers.getlist(self._header) if self._header else []
        return Arrival(
            client=_last(headers, "x-forwarded-for") or direct.client,
            is_secure=(_last(headers, "x-forwarded-proto") or "").lower() == _HTTPS or direct.is_secure,
            host=_last(headers, "x-forwarded-host") or direct.host,
            vouched=_as_text(vouched[0]) if len(vouched) == 1 else None,
        )


def networks(given: Iterable[str]) -> tuple[Network, ...]:
    """Return the networks that addresses and networks name.

    Raises:
        UsageError: one is neither.
    """
    read = []
    for text in given:
        try:
            read.append(ipaddress.ip_network(text, strict=False))
        except ValueError as error:
            raise UsageError(
                _("--trusted-proxy braucht die Adresse eines Rechners oder Netzes"),
                where=f"--trusted-proxy {text}",
                hint=_("zum Beispiel 10.0.0.1 oder 10.0.0.0/24"),
            ) from error
    return tuple(read)


def is_in(address: str, among: Iterable[Network]) -> bool:
    """Whether an address belongs to one of the networks."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    mapped = found.ipv4_mapped if isinstance(found, ipaddress.IPv6Address) else None
    return any((mapped or found) in network for network in among)


def _direct(scope: Scope) -> Arrival:
    client = scope.get("client")
    host = Headers(scope=scope).get("host", "")
    return Arrival(client[0] if client else "", scope.get("scheme") == _HTTPS, host)


def _last(headers: Headers, name: str) -> str | None:
    """Return the last entry of a header that each proxy lengthens; None where there is none."""
    entries = ",".join(headers.getlist(name)).split(",")
    return entries[-1].strip() or None


def _as_text(value: str) -> str | None:
    """Return a header's value, which HTTP reads as Latin-1, as the UTF-8 that proxies write."""
    try:
        return value.encode("latin-1").decode("utf-8").strip() or None
    except UnicodeDecodeError:
        return value.strip() or None
