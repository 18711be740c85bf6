"""The accounts, for whoever administers them: added, changed, reset, removed; and the log."""

from __future__ import annotations

import hashlib
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from mailing.base.errors import MailingError
from mailing.base.messages import _
from mailing.model.actors import folded
from mailing.web.accounts import activity, sessions
from mailing.web.accounts.accounts import Accounts, Listed, NoRoleError
from mailing.web.accounts.managing import Managing, WaysIn
from mailing.web.accounts.public_address import kept_address
from mailing.web.accounts.roles import ROLE_NAMES, Role
from mailing.web.call import NotFoundError, see
from mailing.web.routing import Page

if TYPE_CHECKING:
    from starlette.responses import Response

    from mailing.web.call import Call

ADMINISTRATORS: Final = frozenset({Role.ADMINISTER})
READERS: Final = frozenset({Role.ADMINISTER, Role.AUDIT})
ON_A_PAGE: Final = 50


def key_of(name: str) -> str:
    """Return what stands for an account in addresses of pages: those are kept in places where names don't belong."""
    return hashlib.sha256(f"account:{folded(name)}".encode()).hexdigest()[:16]


def show_all(call: Call) -> Response:
    """Show all accounts, and the form for a new one."""
    return _all(call)


def add(call: Call) -> Response:
    """Make an account and show its owner's link, this once."""
    try:
        made = Managing(call.office.store, call.actor).add(call.text("konto"), _roles(call))
    except MailingError as error:
        return _all(call, error)
    return _link(call, _("Das Konto ist angelegt"), made)


def show_one(call: Call) -> Response:
    """Show an account with all that can be done with it."""
    return _one(call, _listed(call))


def change_roles(call: Call) -> Response:
    """Give the account other roles."""
    listed = _listed(call)
    try:
        Managing(call.office.store, call.actor).change_roles(listed.account.name, _roles(call))
    except MailingError as error:
        return _one(call, listed, error)
    return see(f"/konten/{call.in_path('key')}?getan=rollen")


def reset(call: Call) -> Response:
    """Take the password away and show a link for a new one, this once."""
    name = _listed(call).account.name
    made = Managing(call.office.store, call.actor).reset(name, renews_code=call.text("code") == "ja")
    return _link(call, _("Das Konto ist zurückgesetzt"), made)


def end_sessions(call: Call) -> Response:
    """End all sessions of the account."""
    Managing(call.office.store, call.actor).log_out(_listed(call).account.name)
    return see(f"/konten/{call.in_path('key')}?getan=sitzungen")


def ask_before_removing(call: Call) -> Response:
    """Ask once more."""
    return call.page("account_removal.html", listed=_listed(call), key=call.in_path("key"))


def remove(call: Call) -> Response:
    """Remove the account."""
    listed = _listed(call)
    try:
        Managing(call.office.store, call.actor).remove(listed.account.name)
    except MailingError as error:
        return _one(call, listed, error)
    return see("/konten?getan=entfernt")


def show_log(call: Call) -> Response:
    """Show a page of the log, the newest first; checked where that is asked for."""
    page = call.number_asked("seite")
    entries, number = activity.entries(call.office.store, page, ON_A_PAGE)
    checked = activity.check(call.office.store) if call.asked("pruefen") else None
    return call.page("accounts_log.html", entries=entries, shown=page, number=number, checked=checked)


def _all(call: Call, error: MailingError | None = None) -> Response:
    numbers = sessions.numbers(call.office.store)
    rows = [
        (listed, key_of(listed.account.name), numbers.get(listed.account.name, 0))
        for listed in Accounts(call.office.store).all()
    ]
    return call.page(
        "accounts.html",
        status=HTTPStatus.OK if error is None else HTTPStatus.UNPROCESSABLE_ENTITY,
        rows=rows,
        role_names=_role_names(),
        chosen=call.texts("rolle"),
        konto=call.text("konto"),
        error=error,
        field="" if error is None else "rollen" if isinstance(error, NoRoleError) else "konto",
        done=call.asked("getan"),
    )


def _one(call: Call, listed: Listed, error: MailingError | None = None) -> Response:
    return call.page(
        "account.html",
        status=HTTPStatus.OK if error is None else HTTPStatus.CONFLICT,
        listed=listed,
        key=call.in_path("key"),
        number=sessions.numbers(call.office.store).get(listed.account.name, 0),
        role_names=_role_names(),
        error=error,
        done=call.asked("getan"),
    )


def _link(call: Call, heading: str, made: WaysIn) -> Response:
    link = kept_address(call.office.store) + (made.link or "")
    return call.page("account_link.html", heading=heading, owner=made.account, link=link)


def _listed(call: Call) -> Listed:
    key = call.in_path("key")
    found = [listed for listed in Accounts(call.office.store).all() if key_of(listed.account.name) == key]
    if not found:
        raise NotFoundError(_("Dieses Konto gibt es nicht"))
    return found[0]


def _roles(call: Call) -> list[Role]:
    return [Role(word) for word in call.texts("rolle") if word in [*Role]]


def _role_names() -> list[tuple[Role, str]]:
    return [(role, _(ROLE_NAMES[role])) for role in Role]


PAGES = (
    Page("/konten", show_all, ADMINISTRATORS),
    Page("/konten", add, ADMINISTRATORS, ("POST",), is_act=False),
    Page("/konten/protokoll", show_log, READERS),
    Page("/konten/{key}", show_one, ADMINISTRATORS),
    Page("/konten/{key}/rollen", change_roles, ADMINISTRATORS, ("POST",), is_act=False),
    Page("/konten/{key}/zuruecksetzen", reset, ADMINISTRATORS, ("POST",), is_act=False),
    Page("/konten/{key}/sitzungen", end_sessions, ADMINISTRATORS, ("POST",), is_act=False),
    Page("/konten/{key}/entfernen", ask_before_removing, ADMINISTRATORS),
    Page("/konten/{key}/entfernen", remove, ADMINISTRATORS, ("POST",), is_act=False),
)
