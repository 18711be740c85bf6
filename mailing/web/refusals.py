"""Answers of the guard's own: plain, in both languages, before anything of the office was asked."""

from __future__ import annotations

import html
import logging
import os
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Final

from starlette.requests import ClientDisconnect, HTTPConnection
from starlette.responses import HTMLResponse

from mailing.base.messages import _, in_language
from mailing.web.languages import language_of

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

logger: Final = logging.getLogger("mailing.web")
DEBUG_VARIABLE: Final = "MAILING_DEBUG"


def refusal(
    connection: HTTPConnection, status: int, what: str, hint: str = "", *, closes: bool = False
) -> HTMLResponse:
    """Return a page that refuses; what and hint are German source texts. It `closes` the connection where it must."""
    language = language_of(connection)
    with in_language(language):
        title, told = html.escape(_(what)), html.escape(_(hint))
        link = html.escape(_("Zur ersten Seite"))
    page = (
        f'<!doctype html>\n<html lang="{language.value}">\n<head><meta charset="utf-8"><title>{title}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark">'
        f'<link rel="stylesheet" href="/static/office.css"></head>\n<body><main class="content"><h1>{title}</h1>'
        f'<p>{told}</p><p><a href="/">{link}</a></p></main></body>\n</html>\n'
    )
    return HTMLResponse(page, status, {"Connection": "close"} if closes else None)


class Faultless:
    """Keeps a fault of the program from telling more than its kind and place: values may be personal."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; a fault of whoever answers it is told and answered here."""
        has_begun = False

        async def watched(message: Message) -> None:
            nonlocal has_begun
            has_begun = True
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except ClientDisconnect:
            return  # nobody is there any more to answer, and nothing is at fault
        except Exception as error:  # noqa: BLE001 - whatever it is, it is told here and nowhere else
            logger.error("%s", _told(error))  # noqa: TRY400 - a traceback would show values
            if not has_begun and scope["type"] == "http":
                answer = refusal(HTTPConnection(scope), 500, "Hier ist ein Fehler im Programm")
                await answer(scope, receive, send)


def _told(error: Exception) -> str:
    if os.environ.get(DEBUG_VARIABLE):
        return "".join(traceback.format_exception(error))
    place = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}, {Path(place.filename).name}:{place.lineno}"
