"""The headers that tell a browser what our pages may do: nothing but what they need."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette.datastructures import MutableHeaders

from mailing.web.arrival import arrival_in

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY: Final = (
    "default-src 'none'; "
    "script-src 'self'; "
    "style-src 'self'; "
    "img-src 'self' data: blob:; "
    "font-src 'self'; "
    "connect-src 'self'; "
    "form-action 'self'; "
    "frame-ancestors 'none'; "
    "base-uri 'none'"
)
HEADERS: Final = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    # With no-referrer, browsers would send a form's POST with the origin "null".
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
    "X-Robots-Tag": "noindex",
}
ONLY_TLS: Final = "max-age=31536000"
"""How long a browser remembers to come by TLS only, in seconds."""
STATIC: Final = "/static/"


class SecurityHeaders:
    """Sets them on every answer; letters and lists are kept in no browser's cache, styles and scripts are."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and its answer with our headers."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                _set(MutableHeaders(scope=message), scope, message["status"])
            await send(message)

        await self._app(scope, receive, send_with_headers)


def _set(headers: MutableHeaders, scope: Scope, status: int) -> None:
    for name, value in HEADERS.items():
        headers[name] = value
    if arrival_in(scope).is_secure:
        headers["Strict-Transport-Security"] = ONLY_TLS
    if not scope["path"].startswith(STATIC) or status >= 400:  # noqa: PLR2004 - where refusals begin
        headers["Cache-Control"] = "no-store"
