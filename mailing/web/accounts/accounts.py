"""The office's accounts, in their table: made, changed and removed; what `mailing office account` and the page call."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import IntegrityError

from mailing.base.errors import NotAllowedError, UsageError
from mailing.base.messages import _
from mailing.model.actors import folded
from mailing.web.accounts import codes, passwords, throttle
from mailing.web.accounts.account import Account
from mailing.web.accounts.names import account_name
from mailing.web.accounts.roles import Role
from mailing.web.store.alone import write_alone
from mailing.web.store.tables import accounts, invitations, sessions

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection, Row

    from mailing.web.store.database import Store


class NoRoleError(UsageError):
    """An account that may do nothing is none."""


@dataclass(frozen=True, slots=True)
class Listed:
    """An account as whoever administers sees it.

    Attributes:
        created: seconds since 1970.
        has_password: whether it was set; without, the account is waiting for its owner, or the house vouches for them.
    """

    account: Account
    created: float
    has_password: bool


class Accounts:
    """The accounts of an office.

    Each verb that names an account raises `UsageError` where there is none of that name.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, name: str, roles: Iterable[Role], password: str | None = None) -> Account:
        """Make an account; without a password nobody can log in to it until its owner sets one.

        Raises:
            UsageError: the name is none, is taken, or there is no role.
            PasswordError: the password can't be one.
        """
        plain, kept = account_name(name), _roles_text(roles)
        digest = None if password is None else passwords.digest_of(password, plain)
        values = {"name": plain, "folded": folded(plain), "roles": kept, "password": digest, "created": time.time()}
        try:
            with self._store.begin() as connection:
                connection.execute(accounts.insert().values(**values))
        except IntegrityError as error:
            raise UsageError(
                _("Dieses Konto gibt es schon"), where=plain, hint=_("Groß und klein geschrieben ist es dasselbe")
            ) from error
        return Account(plain, frozenset(_roles(kept)))

    def add_first(self, name: str, password: str) -> Account:
        """Make the first administrator.

        Raises:
            NotAllowedError: there are accounts already.
            UsageError, PasswordError: as of `add`.
        """
        plain = account_name(name)
        digest = passwords.digest_of(password, plain)
        values = {"name": plain, "folded": folded(plain), "roles": Role.ADMINISTER.value}
        with write_alone(self._store, accounts) as connection:
            if not _is_empty(connection):
                raise NotAllowedError(
                    _("Dieses Büro hat schon Konten"), hint=_("Wer sie verwaltet, kann Ihnen eines anlegen")
                )
            connection.execute(accounts.insert().values(**values, password=digest, created=time.time()))
        return Account(plain, frozenset({Role.ADMINISTER}))

    def are_none(self) -> bool:
        """Whether there is no account yet."""
        with self._store.read() as connection:
            return _is_empty(connection)

    def all(self) -> tuple[Listed, ...]:
        """Return all accounts by name."""
        with self._store.read() as connection:
            return tuple(map(_listed, connection.execute(select(accounts).order_by(accounts.c.folded))))

    def find(self, name: str) -> Account | None:
        """Return the account of this name, however it is spelled; None where there is none."""
        row = self._row(name)
        return None if row is None else account_in(row)

    def named(self, name: str) -> Account:
        """Return the account of this name."""
        found = self.find(name)
        if found is None:
            raise UsageError(
                _("Dieses Konto gibt es nicht"), where=name[:200], hint=_("mailing office account list zeigt alle")
            )
        return found

    def has_password(self, name: str) -> bool:
        """Whether the account has one; others are let in by the house."""
        row = self._row(name)
        return row is not None and row.password is not None

    def with_password(self, name: str, password: str) -> Account | None:
        """Return the account if the password is its own; whether there is such an account takes no other time."""
        row = self._row(name)
        digest = None if row is None else row.password
        if not passwords.is_password(password, digest) or row is None:
            return None
        if passwords.is_outdated(row.password):
            with self._store.begin() as connection:
                as_it_was = (accounts.c.name == row.name, accounts.c.password == row.password)
                connection.execute(update(accounts).where(*as_it_was).values(password=passwords.renewed(password)))
        return account_in(row)

    def set_password(self, name: str, password: str) -> None:
        """Set a password; all sessions of the account end, and its links and waits are void."""
        account = self.named(name)
        digest = passwords.digest_of(password, account.name)
        with self._store.begin() as connection:
            connection.execute(update(accounts).where(accounts.c.name == account.name).values(password=digest))
            _forget_ways_in(connection, account.name)
        throttle.forget(self._store, (throttle.account_key(account.name), throttle.code_key(account.name)))

    def clear_password(self, name: str) -> None:
        """Take the password away, until its owner sets one by a link; all sessions end."""
        account = self.named(name)
        with self._store.begin() as connection:
            connection.execute(update(accounts).where(accounts.c.name == account.name).values(password=None))
            _forget_ways_in(connection, account.name)

    def renew_code(self, name: str) -> str:
        """Give the account a new secret for its codes; return the address for its authenticator, shown this once."""
        account, secret = self.named(name), codes.new_secret()
        self._keep_secret(account.name, secret)
        return codes.address_of(account.name, secret)

    def set_code(self, name: str, secret: str, code: str) -> None:
        """Keep a secret that the account's owner has taken into their authenticator, as a code of it shows.

        Raises:
            CodeError: the code isn't of this secret and of now.
        """
        account = self.named(name)
        self._keep_secret(account.name, secret, codes.refuse_wrong(secret, code))

    def clear_code(self, name: str) -> None:
        """Take the secret of the codes away, until its owner sets up a new one."""
        self._keep_secret(self.named(name).name, None)

    def change_roles(self, name: str, roles: Iterable[Role]) -> None:
        """Give the account these roles in place of those it has.

        Raises:
            UsageError: there is no role.
            NotAllowedError: nobody would be left who administers accounts.
        """
        account, kept = self.named(name), _roles_text(roles)
        with write_alone(self._store, accounts) as connection:
            connection.execute(update(accounts).where(accounts.c.name == account.name).values(roles=kept))
            _refuse_without_administrator(connection, account)

    def remove(self, name: str, *, may_be_last: bool = False) -> Account:
        """Remove an account; its sessions end.

        On the command line, where accounts can be added by whoever may write there, it `may_be_last` that administers.

        Raises:
            NotAllowedError: nobody would be left who administers accounts.
        """
        account = self.named(name)
        with write_alone(self._store, accounts) as connection:
            connection.execute(delete(accounts).where(accounts.c.name == account.name))
            _forget_ways_in(connection, account.name)
            if not may_be_last:
                _refuse_without_administrator(connection, account)
        return account

    def _keep_secret(self, name: str, secret: str | None, last_step: int | None = None) -> None:
        with self._store.begin() as connection:
            query = update(accounts).where(accounts.c.name == name)
            connection.execute(query.values(secret=secret, last_step=last_step))

    def _row(self, name: str) -> Row[Any] | None:
        with self._store.read() as connection:
            return connection.execute(select(accounts).where(accounts.c.folded == folded(name)[:200])).first()


def account_in(row: Row[Any]) -> Account:
    """Return the account that a row of the table tells of."""
    return Account(row.name, frozenset(_roles(row.roles)), has_code=row.secret is not None)


def _listed(row: Row[Any]) -> Listed:
    return Listed(account_in(row), row.created, row.password is not None)


def _roles(text: str) -> list[Role]:
    return [Role(word) for word in text.split() if word in [*Role]]


def _roles_text(roles: Iterable[Role]) -> str:
    given = set(roles)
    if not given:
        raise NoRoleError(
            _("Ein Konto braucht mindestens eine Rolle"), where="--role", hint=", ".join(role.value for role in Role)
        )
    return " ".join(role.value for role in Role if role in given)


def _is_empty(connection: Connection) -> bool:
    return connection.execute(select(func.count()).select_from(accounts)).scalar_one() == 0


def _forget_ways_in(connection: Connection, name: str) -> None:
    connection.execute(delete(sessions).where(sessions.c.account == name))
    connection.execute(delete(invitations).where(invitations.c.account == name))


def _refuse_without_administrator(connection: Connection, changed: Account) -> None:
    """Undo the transaction if it took the last one away who administers."""
    rows = connection.execute(select(accounts.c.roles)).scalars()
    if changed.may(Role.ADMINISTER) and not any(Role.ADMINISTER in _roles(row) for row in rows):
        raise NotAllowedError(
            _("Das ist das letzte Konto, das Konten verwaltet"),
            where=changed.name,
            hint=_("Geben Sie zuerst einem anderen Konto die Rolle verwalten"),
        )
