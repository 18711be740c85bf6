"""The office as a web application: each page's address, who may, and what every answer goes through."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from sqlalchemy.exc import DataError
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.routing import Mount, Route

from mailing.base.errors import MailingError
from mailing.base.messages import in_language
from mailing.web.accounts import activity
from mailing.web.call import Call, see
from mailing.web.faults import OUTAGES, page_not_allowed, page_of_error, page_of_outage, page_of_status
from mailing.web.languages import language_of
from mailing.web.pages import all_pages
from mailing.web.static_files import StaticFiles
from mailing.web.work.queue import Queue

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request
    from starlette.responses import Response

    from mailing.web.accounts.account import Account
    from mailing.web.office import Office
    from mailing.web.routing import Page

FIELDS = 5_000
"""The most fields of a form: a page of pieces to click has some hundreds."""
LOG_IN = "/anmelden"


class OfficeApp:
    """What all requests share.

    Args:
        account_of: tells by a request's cookie, or by what the house's proxy vouches for, who sends it.
    """

    def __init__(self, office: Office, account_of: Callable[[Request], Account | None]) -> None:
        self._office = office
        self.queue = Queue(office.store)
        self._account_of = account_of

    def routes(self) -> list[Route | Mount]:
        """Return a route for each page, and one for styles, scripts and fonts."""
        routes: list[Route | Mount] = [
            Route(page.path, self._answering(page), methods=[*page.methods]) for page in all_pages()
        ]
        return [*routes, Mount("/static", StaticFiles())]

    def _answering(self, page: Page) -> Callable[[Request], Awaitable[Response]]:
        async def answer(request: Request) -> Response:
            account = await run_in_threadpool(self._account_of, request)
            form = FormData()
            may = page.roles is None or (account is not None and account.may(*page.roles))
            if request.method == "POST" and may:
                form = await request.form(max_fields=FIELDS, max_files=50)
            call = Call(self._office, self.queue, request, account, form)
            try:
                return await run_in_threadpool(_answer, page, call)
            finally:
                await form.close()

        return answer


def _answer(page: Page, call: Call) -> Response:
    """Return a page's answer in the language of whoever asks, in this thread."""
    with in_language(language_of(call.request)):
        if page.roles is not None and call.account is None:
            return see(LOG_IN)
        if page.roles is not None and not call.who.may(*page.roles):
            return page_not_allowed(call)
        try:
            answer = page.endpoint(call)
        except MailingError as error:
            return page_of_error(call, error)
        except DataError:  # what no database keeps as text, such as a NUL: no page of ours sends it
            return page_of_status(call, HTTPStatus.BAD_REQUEST)
        except OUTAGES as error:
            return page_of_outage(call, error)
        _note(page, call, answer)
        return answer


def _note(page: Page, call: Call, answer: Response) -> None:
    """Put an act that was done into the office's log."""
    is_done = answer.status_code < HTTPStatus.BAD_REQUEST
    if page.is_act and is_done and call.request.method == "POST" and call.account is not None:
        activity.record(call.office.store, call.account.name, activity.DONE, call.request.scope["path"])


def make_app(office: Office, account_of: Callable[[Request], Account | None]) -> Starlette:
    """Return the application, without what guards it from outside."""
    made = OfficeApp(office, account_of)

    async def told(request: Request, error: Exception) -> Response:
        if isinstance(error, OUTAGES):  # the database may be what is out: who asks isn't asked of it again
            with in_language(language_of(request)):
                return page_of_outage(Call(office, made.queue, request, None), error)
        status = error.status_code if isinstance(error, HTTPException) else 500
        account = await run_in_threadpool(account_of, request)
        with in_language(language_of(request)):
            return page_of_status(Call(office, made.queue, request, account), status)

    return Starlette(routes=made.routes(), exception_handlers={HTTPException: told, 500: told})
