"""Logging in, however somebody shows who they are; each way ends in the log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailing.base.errors import UsageError
from mailing.base.messages import _
from mailing.web.accounts import activity, devices, throttle
from mailing.web.accounts.accounts import Accounts

if TYPE_CHECKING:
    from mailing.web.accounts.account import Account
    from mailing.web.store.database import Store


class LogInError(UsageError):
    """Nobody is let in; why, it doesn't say."""


def log_in(store: Store, name: str, password: str, address: str, device: str = "") -> Account:
    """Return the account that name and password open.

    The address is where the request came from, the device the cookie of a browser that may have been there before.

    Raises:
        LogInError: there is no such account, or it has another password.
        TooSoonError: after several failures, before the wait is over.
    """
    known = devices.device_in(store, device, name)
    strangers = (throttle.account_key(name), throttle.address_key(address))
    attempt = throttle.begin(store, strangers if known is None else (throttle.device_key(known),))
    accounts = Accounts(store)
    account = accounts.with_password(name, password)
    if account is None:
        meant = accounts.find(name)
        activity.record(store, meant.name if meant else activity.NOBODY, activity.NOT_LOGGED_IN)
        raise LogInError(
            _("Konto oder Kennwort stimmt nicht"),
            hint=_("Groß und klein geschriebene Buchstaben zählen im Kennwort; wer die Konten verwaltet, hilft weiter"),
        )
    attempt.succeed()
    activity.record(store, account.name, activity.LOGGED_IN)
    return account


def log_in_vouched(store: Store, name: str, voucher: str) -> Account:
    """Return the account of somebody whom the house vouches for: by which of its services, the log tells.

    Raises:
        LogInError: there is no account of this name.
    """
    account = Accounts(store).find(name)
    if account is None:
        activity.record(store, activity.NOBODY, activity.NOT_LOGGED_IN, voucher)
        raise LogInError(
            _("Für Sie gibt es hier kein Konto"),
            hint=_("Wer die Konten verwaltet, kann eines unter dem Namen anlegen, den Ihr Haus für Sie führt"),
        )
    activity.record(store, account.name, activity.LOGGED_IN, voucher)
    return account
