"""One's own account: roles, password, code."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from mailing.base.errors import MailingError, UsageError
from mailing.base.messages import _
from mailing.web.accounts import activity, codes, passwords, throttle
from mailing.web.accounts.accounts import Accounts
from mailing.web.accounts.log_in import LogInError
from mailing.web.accounts.roles import EVERYONE, ROLE_NAMES, Role
from mailing.web.call import see
from mailing.web.pages.login import let_in
from mailing.web.pages.setting_up import code_offered, new_password
from mailing.web.routing import Page

if TYPE_CHECKING:
    from starlette.responses import Response

    from mailing.web.call import Call


def show(call: Call) -> Response:
    """Show the account."""
    return _page(call)


def change_password(call: Call) -> Response:
    """Set a new password; all other sessions end."""
    accounts, name = Accounts(call.office.store), call.who.name
    try:
        password = new_password(call, name)
        _confirm_password(call, "bisher")
    except MailingError as error:
        return _page(call, error, "bisher" if isinstance(error, LogInError) else "kennwort")
    accounts.set_password(name, password)
    activity.record(call.office.store, name, activity.PASSWORD_SET)
    return let_in(call, call.who, see("/konto?getan=kennwort"))


def set_up_code(call: Call) -> Response:
    """Keep a new secret for codes, once a code shows that it has arrived; the one before must be known too."""
    store, name = call.office.store, call.who.name
    accounts = Accounts(store)
    try:
        codes.refuse_wrong(call.text("geheimnis"), call.text("code"))
        if accounts.has_password(name):
            _confirm_password(call, "kennwort-fuer-code")
        if call.who.has_code:
            codes.confirm_code(store, call.who, call.text("bisheriger-code"))
        accounts.set_code(name, call.text("geheimnis"), call.text("code"))
    except (UsageError, MailingError) as error:
        return _page(call, error, "kennwort-fuer-code" if isinstance(error, LogInError) else "code")
    activity.record(store, name, activity.CODE_SET)
    return see("/konto?getan=code")


def _confirm_password(call: Call, field: str) -> None:
    """Make sure that it is the account's owner who sits there.

    Raises:
        LogInError: the password isn't theirs.
        TooSoonError: after several wrong ones.
    """
    password = call.form.get(field)
    attempt = throttle.begin(call.office.store, (throttle.own_key(call.who.name),))
    if Accounts(call.office.store).with_password(call.who.name, password if isinstance(password, str) else "") is None:
        raise LogInError(
            _("Das Kennwort stimmt nicht"), hint=_("Geben Sie das Kennwort ein, mit dem Sie sich anmelden")
        )
    attempt.succeed()


def _page(call: Call, error: MailingError | None = None, field: str = "") -> Response:
    accounts, who = Accounts(call.office.store), call.who
    return call.page(
        "own_account.html",
        status=HTTPStatus.OK if error is None else HTTPStatus.UNPROCESSABLE_ENTITY,
        roles=[_(ROLE_NAMES[role]) for role in Role if role in who.roles],
        has_password=accounts.has_password(who.name),
        offered=code_offered(call, who.name),
        shortest=passwords.SHORTEST,
        error=error,
        field=field,
        done=call.asked("getan"),
    )


PAGES = (
    Page("/konto", show, EVERYONE),
    Page("/konto/kennwort", change_password, EVERYONE, ("POST",), is_act=False),
    Page("/konto/code", set_up_code, EVERYONE, ("POST",), is_act=False),
)
