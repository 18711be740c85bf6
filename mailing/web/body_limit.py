"""How much a request may send, and how slowly: each page says its most, and who dawdles is cut off."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Final

from starlette.requests import HTTPConnection
from starlette.routing import compile_path

from mailing.base.figures import number_in
from mailing.base.messages import n_
from mailing.web.refusals import refusal
from mailing.web.routing import FORM_BYTES

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable

    from starlette.responses import Response
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from mailing.web.routing import Page

GRACE: Final = 20.0
"""Seconds that a body may take however slow it is."""
SLOWEST: Final = 8_192
"""Bytes a second that it must bring on the whole, after that."""
SECONDS_TO_LINGER: Final = 5.0
"""For a client that is still sending when it is refused: it would not read the answer otherwise."""
MOST_TOLD: Final = 2**63
"""A length above is no number that anybody counts bytes with."""
TOO_LARGE: Final = n_("Das ist zu groß")
TOO_LARGE_HINT: Final = n_("Eine Liste darf höchstens 200 MB haben, ein Formular eines")
TOO_SLOW: Final = n_("Die Übertragung ist abgebrochen, weil zu wenig ankam")
TOO_SLOW_HINT: Final = n_("Prüfen Sie die Verbindung und senden Sie es noch einmal")
NO_LENGTH: Final = n_("Die Länge dieser Anfrage ist keine Zahl")


class _CutOffError(Exception):
    """The client sent too much, or too slowly; what was to read it on stops."""


class BodyLimit:
    """Reads of each body no more than its page allows, by what it announces and by what comes."""

    def __init__(self, app: ASGIApp, pages: Iterable[Page]) -> None:
        self._app = app
        self._limits = [(compile_path(page.path)[0], page) for page in pages]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, its body counted and timed."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        most = _most(self._limits, scope)
        refused = _refused_by_length(HTTPConnection(scope), most)
        if refused is not None:
            await _answer_lingering(refused, scope, receive, send)
            return
        body = _Body(HTTPConnection(scope), receive, most)
        answer = _Answer(send, body)
        try:
            await self._app(scope, body.receive, answer.send)
        except Exception:
            if body.refused is None:
                raise
        if body.refused is not None and not answer.has_begun:
            await _answer_lingering(body.refused, scope, receive, send)


class _Body:
    """What comes of a body, counted; `refused` is the answer where it is cut off."""

    def __init__(self, connection: HTTPConnection, receive: Receive, most: int) -> None:
        self._connection = connection
        self._receive = receive
        self._most = most
        self._begun = time.monotonic()
        self._bytes = 0
        self._is_whole = False
        self.refused: Response | None = None

    async def receive(self) -> Message:
        if self._is_whole:
            return await self._receive()
        if self.refused is not None:
            raise _CutOffError
        seconds = self._begun + GRACE + self._bytes / SLOWEST - time.monotonic()
        try:
            message = await asyncio.wait_for(self._receive(), max(seconds, 0.001))
        except TimeoutError as error:
            self.refused = refusal(self._connection, 408, TOO_SLOW, TOO_SLOW_HINT, closes=True)
            raise _CutOffError from error
        self._bytes += len(message.get("body", b""))
        self._is_whole = not message.get("more_body", False)
        if self._bytes > self._most:
            self.refused = refusal(self._connection, 413, TOO_LARGE, TOO_LARGE_HINT, closes=True)
            raise _CutOffError
        return message


class _Answer:
    """Passes an answer on, unless the body was cut off: then what the page made of it isn't sent."""

    def __init__(self, send: Send, body: _Body) -> None:
        self._send = send
        self._body = body
        self.has_begun = False

    async def send(self, message: Message) -> None:
        if self._body.refused is None or self.has_begun:
            self.has_begun = True
            await self._send(message)


def _most(limits: Iterable[tuple[re.Pattern[str], Page]], scope: Scope) -> int:
    fitting = (
        page.most_bytes for path, page in limits if scope["method"] in page.methods and path.match(scope["path"])
    )
    return next(fitting, FORM_BYTES)


def _refused_by_length(connection: HTTPConnection, most: int) -> Response | None:
    told = connection.headers.get("content-length", "0")
    length = number_in(told, MOST_TOLD)
    if length is None:
        return refusal(connection, 400, NO_LENGTH, closes=True)
    return refusal(connection, 413, TOO_LARGE, TOO_LARGE_HINT, closes=True) if length > most else None


async def _answer_lingering(answer: Response, scope: Scope, receive: Receive, send: Send) -> None:
    """Send an answer, then take what the client still sends, for a while, so that it comes to reading."""

    async def send_without_end(message: Message) -> None:
        await send({**message, "more_body": True} if message["type"] == "http.response.body" else message)

    await answer(scope, receive, send_without_end)
    try:
        async with asyncio.timeout(SECONDS_TO_LINGER):
            while (await receive()).get("more_body", False):
                pass
    except TimeoutError:
        pass
    await send({"type": "http.response.body", "body": b"", "more_body": False})
