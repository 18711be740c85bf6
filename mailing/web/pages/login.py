"""Logging in and out: by account and password, by the house's log-in service, by the proxy's word."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from mailing.base.messages import _
from mailing.web.accounts import activity, cookies, devices, sessions
from mailing.web.accounts.doors import BACK, log_in_service_of
from mailing.web.accounts.log_in import LogInError, log_in, log_in_vouched
from mailing.web.accounts.roles import EVERYONE
from mailing.web.accounts.throttle import TooSoonError
from mailing.web.arrival import arrival_of
from mailing.web.call import NotFoundError, see
from mailing.web.menu import first_page
from mailing.web.routing import Page

if TYPE_CHECKING:
    from starlette.responses import Response

    from mailing.base.errors import MailingError
    from mailing.web.accounts.account import Account
    from mailing.web.accounts.oidc import LogInService
    from mailing.web.call import Call

PROXY = "Proxy"
"""Who vouches for somebody, as the log tells it."""
SERVICE = "OpenID Connect"


def log_in_page(call: Call) -> Response:
    """Show the log-in; whom the proxy vouches for is in already."""
    if call.account is not None:
        return see(first_page(call.account))
    vouched = arrival_of(call.request).vouched
    if vouched is None:
        return _log_in_page(call)
    try:
        return let_in(call, log_in_vouched(call.office.store, vouched, PROXY))
    except LogInError as error:
        return _log_in_page(call, error)


def log_in_by_password(call: Call) -> Response:
    """Let somebody in by account and password."""
    password = call.form.get("kennwort")
    came, name = arrival_of(call.request), call.text("konto")
    device = cookies.cookie(call.request, cookies.DEVICE)
    try:
        account = log_in(call.office.store, name, password if isinstance(password, str) else "", came.client, device)
    except (LogInError, TooSoonError) as error:
        return _log_in_page(call, error)
    return let_in(call, account)


def log_out(call: Call) -> Response:
    """End the session and go to the log-in; where the proxy vouches, that would let them in again."""
    sessions.end(call.office.store, cookies.cookie(call.request, cookies.SESSION))
    activity.record(call.office.store, call.who.name, activity.LOGGED_OUT)
    answer = see("/anmelden" if arrival_of(call.request).vouched is None else "/abgemeldet")
    cookies.forget(answer, call.request, cookies.SESSION)
    return answer


def logged_out(call: Call) -> Response:
    """Say that nobody is logged in any more."""
    return call.page("logged_out.html")


def go_to_service(call: Call) -> Response:
    """Send the browser to the house's log-in service."""
    from mailing.web.accounts.oidc import SECONDS_AWAY

    address, trip = _service(call).begin()
    answer = see(address)
    cookies.keep(answer, call.request, cookies.ROUND_TRIP, trip.as_text(), SECONDS_AWAY)
    return answer


def come_from_service(call: Call) -> Response:
    """Let somebody in whom the service sends back.

    The answer is a page with a link rather than a redirect: it is the service's site that led here, so the browser
    would leave the session's cookie out of what follows by itself.
    """
    from mailing.web.accounts.oidc import OidcError, round_trip_in

    trip = round_trip_in(cookies.cookie(call.request, cookies.ROUND_TRIP))
    if trip is None:
        return see("/anmelden")
    try:
        name = _service(call).finish(trip, dict(call.request.query_params))
        account = log_in_vouched(call.office.store, name, SERVICE)
    except (OidcError, LogInError) as error:
        answer = _log_in_page(call, error)
    else:
        answer = let_in(call, account, call.page("logged_in.html", owner=account))
    cookies.forget(answer, call.request, cookies.ROUND_TRIP)
    return answer


def let_in(call: Call, account: Account, answer: Response | None = None) -> Response:
    """Begin a session of the account's and go to its first page, or give this answer."""
    store = call.office.store
    sessions.end(store, cookies.cookie(call.request, cookies.SESSION))
    answer = see(first_page(account)) if answer is None else answer
    cookies.keep(answer, call.request, cookies.SESSION, sessions.begin(store, account.name))
    device = cookies.cookie(call.request, cookies.DEVICE)
    if devices.device_in(store, device, account.name) is None:
        device = devices.new_device(store, account.name)
    cookies.keep(answer, call.request, cookies.DEVICE, device, devices.SECONDS_KEPT)
    return answer


def _log_in_page(call: Call, error: MailingError | None = None) -> Response:
    service = log_in_service_of(call.request)
    status = HTTPStatus.OK if error is None else HTTPStatus.UNPROCESSABLE_ENTITY
    label = None if service is None else service.label or _("Mit dem Anmeldedienst des Hauses anmelden")
    answer = call.page("login.html", status=status, error=error, konto=call.text("konto"), service=label)
    if isinstance(error, TooSoonError):
        answer.status_code = HTTPStatus.TOO_MANY_REQUESTS
        answer.headers["Retry-After"] = str(error.seconds)
    return answer


def _service(call: Call) -> LogInService:
    service = log_in_service_of(call.request)
    if service is None:
        raise NotFoundError(
            _("Dieses Büro hat keinen Anmeldedienst"), hint=_("Melden Sie sich mit Konto und Kennwort an")
        )
    return service


PAGES = (
    Page("/anmelden", log_in_page, None),
    Page("/anmelden", log_in_by_password, None, ("POST",), most_bytes=10_000, is_act=False),
    Page("/anmelden/dienst", go_to_service, None),
    Page(BACK, come_from_service, None),
    Page("/abmelden", log_out, EVERYONE, ("POST",), is_act=False),
    Page("/abgemeldet", logged_out, None),
)
