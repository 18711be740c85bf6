"""The pages that tell why something can't be done."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from mailing.base.errors import MailingError, NotAllowedError
from mailing.base.failures import error_for_user
from mailing.base.messages import _, n_
from mailing.web.accounts.throttle import TooSoonError
from mailing.web.call import NotFoundError
from mailing.web.store import database

if TYPE_CHECKING:
    from starlette.responses import Response

    from mailing.web.call import Call

logger: Final = logging.getLogger("mailing.web")
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


OUTAGES: Final = (OSError, MemoryError, *database.OUTAGES)
"""What isn't the program's fault: the disk, the memory, the database."""
SECONDS_UNTIL_AGAIN: Final = 30


def page_of_outage(call: Call, error: Exception) -> Response:
    """Return the page for what the machine or the database refuses just now, and tell whoever runs the office."""
    kind = type(error).__name__
    logger.error("%s, %s", kind, call.request.method)  # an error's text may hold values, and the address a link's token
    answer = _page(call, _("Das geht gerade nicht"), _outage_told(error), HTTPStatus.SERVICE_UNAVAILABLE)
    answer.headers["Retry-After"] = str(SECONDS_UNTIL_AGAIN)
    return answer


def _outage_told(error: Exception) -> MailingError:
    if isinstance(error, database.OUTAGES):
        return MailingError(
            _("Die Datenbank des Büros antwortet nicht"),
            hint=_("In einer Minute noch einmal; hält es an, sagen Sie es dem, der das Büro betreibt"),
        )
    told = error_for_user(error)
    what = told.what if told is not None else _("Das geht so nicht")
    return MailingError(what, hint=_("Sagen Sie es dem, der das Büro betreibt; danach geht es hier weiter"))


def page_not_allowed(call: Call) -> Response:
    """Return the page for somebody whose role doesn't allow what they ask for."""
    told = MailingError(
        _("Ihr Konto darf das nicht"),
        hint=_("Wer die Konten verwaltet, kann es ändern, wenn Sie es brauchen"),
    )
    return _page(call, _("Nicht erlaubt"), told, HTTPStatus.FORBIDDEN)


def page_of_status(call: Call, status: int) -> Response:
    """Return the page for what the server itself refuses, or fails at."""
    return _page(call, _("Das ging nicht"), MailingError(_(WHAT.get(HTTPStatus(status), ANYTHING_ELSE))), status)


def _page(call: Call, heading: str, told: MailingError, status: int) -> Response:
    return call.page("fault.html", status=status, heading=heading, told=told, back=call.page_before())
