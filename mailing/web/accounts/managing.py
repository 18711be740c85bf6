"""What whoever administers accounts does, on the page and on the command line alike; each act stands in the log."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mailing.base.errors import NotAllowedError
from mailing.base.messages import _
from mailing.model.actors import Source, folded
from mailing.web.accounts import activity, sessions
from mailing.web.accounts.accounts import Accounts
from mailing.web.accounts.invitations import invite
from mailing.web.accounts.roles import Role

if TYPE_CHECKING:
    from collections.abc import Collection

    from mailing.model.actors import Actor
    from mailing.web.accounts.account import Account
    from mailing.web.store.database import Store


@dataclass(frozen=True, slots=True)
class WaysIn:
    """What the owner of an account is to be given, once: nobody can look it up again.

    Attributes:
        link: the path by which they set a password; None where it was set.
        code_address: the `otpauth://` address for their authenticator; None where they set it up themselves.
    """

    account: Account
    link: str | None = None
    code_address: str | None = None


class Managing:
    """The accounts of an office, changed by somebody.

    On the command line that is whoever may write the database; there an account's secret for codes is told at once, and
    nobody need be left who administers. In the browser the owner sets up their code themselves, unseen.
    """

    def __init__(self, store: Store, by: Actor) -> None:
        self._store = store
        self._accounts = Accounts(store)
        self._is_page = by.source is Source.WEB
        self._by = by.name
        self._told_as = by.name if self._is_page else f"{by.name} ({by.source.value})"

    def add(self, name: str, roles: Collection[Role], password: str | None = None) -> WaysIn:
        """Make an account; errors as of `Accounts.add`."""
        account = self._accounts.add(name, roles, password)
        self._note(activity.ACCOUNT_ADDED, account)
        link = invite(self._store, account.name) if password is None else None
        return WaysIn(account, link, self._code_address(account))

    def reset(self, name: str, password: str | None = None, *, renews_code: bool = False) -> WaysIn:
        """Set a password, or take it away and give a link; sessions end. The code is renewed where it is lost."""
        account = self._accounts.named(name)
        if password is None:
            self._accounts.clear_password(account.name)
        else:
            self._accounts.set_password(account.name, password)
        if renews_code:
            self._accounts.clear_code(account.name)
        self._note(activity.ACCOUNT_RESET, account)
        link = invite(self._store, account.name) if password is None else None
        return WaysIn(account, link, self._code_address(account) if renews_code else None)

    def change_roles(self, name: str, roles: Collection[Role]) -> WaysIn:
        """Give an account other roles.

        Raises:
            NotAllowedError: it is one's own, or nobody would be left who administers.
        """
        account = self._accounts.named(name)
        if self._is_page and folded(account.name) == folded(self._by):
            raise NotAllowedError(
                _("Die eigenen Rollen ändert niemand selbst"), hint=_("Das tut ein anderes Konto, das Konten verwaltet")
            )
        self._accounts.change_roles(account.name, roles)
        changed = self._accounts.named(account.name)
        self._note(activity.ROLES_CHANGED, changed)
        return WaysIn(changed, code_address=None if changed.has_code else self._code_address(changed))

    def log_out(self, name: str) -> Account:
        """End all sessions of an account."""
        account = self._accounts.named(name)
        sessions.end_all(self._store, account.name)
        self._note(activity.SESSIONS_ENDED, account)
        return account

    def remove(self, name: str) -> Account:
        """Remove an account.

        Raises:
            NotAllowedError: nobody would be left who administers.
        """
        account = self._accounts.remove(name, may_be_last=not self._is_page)
        self._note(activity.ACCOUNT_REMOVED, account)
        return account

    def _code_address(self, account: Account) -> str | None:
        if self._is_page or not account.may(Role.RELEASE):
            return None
        return self._accounts.renew_code(account.name)

    def _note(self, act: str, account: Account) -> None:
        roles = " ".join(role.value for role in Role if role in account.roles)
        activity.record(self._store, self._told_as, act, f"{account.name}: {roles}")
