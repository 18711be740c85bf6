"""The pages that tell why something can't be done."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from mailing.base.errors import MailingError, NotAllowedError
from mailing.base.messages import _, n_
from mailing.web.accounts.throttle import TooSoonError
from mailing.web.call import NotFoundError

if TYPE_CHECKING:
    from starlette.responses import Response

    from mailing.web.call import Call

WHAT = {
    HTTPStatus.NOT_FOUND: n_("Diese Seite gibt es nicht"),
    HTTPStatus.METHOD_NOT_ALLOWED: n_("Das geht auf dieser Seite nicht"),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: n_("Das ist zu groß"),
    HTTPStatus.INTERNAL_SERVER_ERROR: n_("Hier ist ein Fehler im Programm"),
}

ANYTHING_ELSE = n_("Das geht so nicht")


def page_of_error(call: Call, error: MailingError) -> Response:
    """Return the page of an error that an endpoint raised, with the way back."""
    if isinstance(error, NotFoundError):
        status = HTTPStatus.NOT_FOUND
    elif isinstance(error, NotAllowedError):
        status = HTTPStatus.CONFLICT
    else:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    answer = _page(call, _("Das ging nicht"), error, status)
    if isinstance(error, TooSoonError):
        answer.status_code = HTTPStatus.TOO_MANY_REQUESTS
        answer.headers["Retry-After"] = str(error.seconds)
    return answer


def page_not_allowed(call: Call) -> Response:
    """Return the page for somebody whose role doesn't allow what they ask for."""
    told = MailingError(
        _("Ihr Konto darf das nicht"),
        hint=_("Wer die Konten verwaltet, kann es ändern, wenn Sie es brauchen"),
    )
    return _page(call, _("Nicht erlaubt"), told, HTTPStatus.FORBIDDEN)


def page_of_status(call: Call, status: int) -> Response:
    """Return the page for what the server itself refuses, or fails at."""
    return _page(
        call, _("Das ging nicht"), MailingError(_(WHAT.get(HTTPStatus(status), ANYTHING_ELSE))), status
    )


def _page(call: Call, heading: str, told: MailingError, status: int) -> Response:
    return call.page("fault.html", status=status, heading=heading, told=told, back=call.page_before())
