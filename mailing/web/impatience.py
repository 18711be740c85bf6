"""HTTP with a time for everything: a request that never ends and an answer that nobody reads are cut off.

Uvicorn limits the time between requests and the size of a header, not the time that a header takes, nor that of reading
an answer. Bodies are timed in `body_limit`, where it is known how large they may be.
"""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING, Any, Final

import h11
from starlette.requests import HTTPConnection
from uvicorn.protocols.http.h11_impl import H11Protocol

from mailing.base.messages import n_
from mailing.web.refusals import refusal
from mailing.web.security_headers import HEADERS, SecurityHeaders

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable

    from starlette.types import Receive, Scope, Send

HEADER_SECONDS: Final = 10.0
"""From a connection's first byte, or its opening, to the end of the header."""
READING_SECONDS: Final = 60.0
"""That a client may leave an answer unread when all buffers are full."""


CROWDED: Final = n_("Gerade ist zu viel los")
CROWDED_HINT: Final = n_("In einer Minute noch einmal")


async def _refuse_crowd(scope: Scope, receive: Receive, send: Send) -> None:
    await refusal(HTTPConnection(scope), 503, CROWDED, CROWDED_HINT, closes=True)(scope, receive, send)


class ImpatientProtocol(H11Protocol):
    """A connection that is closed when its client dawdles; what it refuses itself has our headers too."""

    _header_timer: asyncio.TimerHandle | None = None
    _reading_timer: asyncio.TimerHandle | None = None

    def __init__(self, *arguments: Any, **more: Any) -> None:
        """Take over what uvicorn would refuse in its own words."""
        super().__init__(*arguments, **more)
        self._most = self.limit_concurrency
        self._office = self.app
        self.limit_concurrency = None
        self.app = self._answer

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Have the office answer, unless it has too much to do."""
        is_crowded = self._most is not None and max(len(self.connections), len(self.tasks)) > self._most
        app = SecurityHeaders(_refuse_crowd) if is_crowded else self._office
        await app(scope, receive, send)

    def send_400_response(self, msg: str) -> None:
        """Refuse what is no HTTP."""
        headers = {**HEADERS, "Cache-Control": "no-store", "Content-Type": "text/plain", "Connection": "close"}
        for event in (
            h11.Response(status_code=400, headers=list(headers.items()), reason=b"Bad Request"),
            h11.Data(data=msg.encode("ascii")),
            h11.EndOfMessage(),
        ):
            self.transport.write(self.conn.send(event))
        self.transport.close()

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for a header; send small packets at once.

        The system would keep an answer's body back until its header was acknowledged, 40 ms later (Nagle); asyncio sees
        to that itself on sockets that it has opened, not on one that it was given.
        """
        super().connection_made(transport)
        connection = transport.get_extra_info("socket")
        if connection is not None:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._header_timer = self._timer(HEADER_SECONDS)

    def data_received(self, data: bytes) -> None:
        """Take what came; a header that is begun and not ended is waited for, but not for long."""
        super().data_received(data)
        self._time_header()

    def on_response_complete(self) -> None:
        """Look whether a further header has begun already."""
        super().on_response_complete()
        self._time_header()

    def pause_writing(self) -> None:
        """Wait for the client to read, but not for long."""
        super().pause_writing()
        self._reading_timer = self._timer(READING_SECONDS)

    def resume_writing(self) -> None:
        """Go on: the client reads."""
        super().resume_writing()
        self._stop_reading_timer()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing any more."""
        super().connection_lost(exc)
        self._stop_header_timer()
        self._stop_reading_timer()

    def _time_header(self) -> None:
        is_in_header = self.conn.their_state is h11.IDLE and bool(self.conn.trailing_data[0])
        if not is_in_header:
            self._stop_header_timer()
        elif self._header_timer is None:
            self._header_timer = self._timer(HEADER_SECONDS)

    def _timer(self, seconds: float) -> asyncio.TimerHandle:
        cut: Callable[[], None] = self.transport.abort
        return self.loop.call_later(seconds, cut)

    def _stop_header_timer(self) -> None:
        if self._header_timer is not None:
            self._header_timer.cancel()
            self._header_timer = None

    def _stop_reading_timer(self) -> None:
        if self._reading_timer is not None:
            self._reading_timer.cancel()
            self._reading_timer = None
