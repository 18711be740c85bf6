"""A single-use link, followed: a password is set, a code set up, and at the very first an administrator made."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from mailing.base.errors import MailingError, UsageError
from mailing.base.messages import _
from mailing.web.accounts import activity, codes, cookies, invitations, passwords
from mailing.web.accounts.accounts import Accounts
from mailing.web.accounts.codes import CodeError
from mailing.web.accounts.names import account_name
from mailing.web.accounts.passwords import PasswordError
from mailing.web.accounts.roles import Role
from mailing.web.call import see
from mailing.web.pages.login import let_in
from mailing.web.qr_code import qr_code
from mailing.web.routing import Page

if TYPE_CHECKING:
    from starlette.responses import Response

    from mailing.web.accounts.account import Account
    from mailing.web.accounts.invitations import Invitation
    from mailing.web.call import Call

SECONDS_FOR_THE_PAGE: Final = 3_600


def follow(call: Call) -> Response:
    """Take the link's token into a cookie and out of the address: it stays in no history and no log.

    Nothing is used up by that; programs that look at links in mail do no harm.
    """
    token = call.in_path("token")
    if not invitations.is_token(token):
        return _refused(call)
    answer = see(invitations.PATH)
    cookies.keep(answer, call.request, cookies.LINK, token, SECONDS_FOR_THE_PAGE)
    return answer


def show(call: Call) -> Response:
    """Show the form, or that the link doesn't hold any more."""
    found = _invitation(call)
    return _refused(call) if found is None else _form(call, found)


def _refused(call: Call) -> Response:
    return call.page("setting_up_refused.html", status=HTTPStatus.CONFLICT, error=invitations.refused())


def set_up(call: Call) -> Response:
    """Set password and code and let the account's owner in; the link is used up."""
    found = _invitation(call)
    if found is None:
        return show(call)
    try:
        account = _set(call, found)
    except (PasswordError, CodeError, UsageError) as error:
        return _form(call, found, error)
    activity.record(call.office.store, account.name, activity.PASSWORD_SET)
    activity.record(call.office.store, account.name, activity.LOGGED_IN)
    answer = let_in(call, account)
    cookies.forget(answer, call.request, cookies.LINK)
    return answer


def _set(call: Call, found: Invitation) -> Account:
    """Refuse all that is wrong before the link is used up."""
    accounts, token = Accounts(call.office.store), cookies.cookie(call.request, cookies.LINK)
    name = account_name(call.text("konto")) if found.account is None else found.account
    password = new_password(call, name)
    if found.account is None:
        invitations.use(call.office.store, token)
        return accounts.add_first(name, password)
    secret = call.text("geheimnis") if _needs_code(accounts.named(name)) else ""
    if secret:
        codes.refuse_wrong(secret, call.text("code"))
    invitations.use(call.office.store, token)
    accounts.set_password(name, password)
    if secret:
        accounts.set_code(name, secret, call.text("code"))
    return accounts.named(name)


def new_password(call: Call, name: str) -> str:
    """Return the form's new password.

    Raises:
        PasswordError: it can't be one, or was typed differently the second time.
    """
    password, again = (call.form.get(field, "") for field in ("kennwort", "wiederholt"))
    if not isinstance(password, str) or password != again:
        raise PasswordError(_("Die beiden Kennwörter sind nicht gleich"), hint=_("Geben Sie beide noch einmal ein"))
    passwords.refuse_unfit(password, name)
    return password


def _invitation(call: Call) -> Invitation | None:
    return invitations.find(call.office.store, cookies.cookie(call.request, cookies.LINK))


def _needs_code(account: Account) -> bool:
    return account.may(Role.RELEASE) and not account.has_code


def _form(call: Call, found: Invitation, error: MailingError | None = None) -> Response:
    account = None if found.account is None else Accounts(call.office.store).named(found.account)
    status = HTTPStatus.OK if error is None else HTTPStatus.UNPROCESSABLE_ENTITY
    offered = code_offered(call, account.name) if account is not None and _needs_code(account) else None
    shortest = passwords.SHORTEST
    values = {"given": account, "konto": call.text("konto"), "offered": offered, "shortest": shortest, "error": error}
    return call.page("setting_up.html", status=status, **values, field=field_of(error))


def code_offered(call: Call, name: str) -> dict[str, str]:
    """Return a new secret, or the one that the form was shown with, as an authenticator takes it in.

    It is kept by the page only, until a code shows that it has arrived.
    """
    shown = call.text("geheimnis")
    secret = shown if codes.is_secret(shown) else codes.new_secret()
    address = codes.address_of(name, secret)
    return {"secret": secret, "address": address, "picture": qr_code(address)}


def field_of(error: MailingError | None) -> str:
    """Return the field of the form that an error is about."""
    if error is None:
        return ""
    if isinstance(error, PasswordError):
        return "kennwort"
    return "code" if isinstance(error, CodeError) else "konto"


PAGES = (
    Page(invitations.PATH, show, None),
    Page(invitations.PATH, set_up, None, ("POST",), most_bytes=10_000, is_act=False),
    Page(invitations.PATH + "/{token}", follow, None),
)
