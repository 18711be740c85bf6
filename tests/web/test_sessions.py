"""Sessions and single-use links: random, kept as digests, over when they should be."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from office_kit import PASSWORD
from sqlalchemy import select, update

from mailing.web.accounts import invitations, sessions
from mailing.web.accounts.accounts import Accounts
from mailing.web.accounts.invitations import InvitationError
from mailing.web.accounts.roles import Role
from mailing.web.store import tables

if TYPE_CHECKING:
    from mailing.web.accounts.account import Account
    from mailing.web.store.database import Store


def begun(store: Store, name: str = "Eva") -> str:
    """Make an account and begin a session."""
    Accounts(store).add(name, [Role.CREATE], PASSWORD)
    return sessions.begin(store, name)


def account_of(store: Store, token: str, *, is_use: bool = True) -> Account | None:
    """Return whose session it is."""
    return sessions.account_of(store, token, is_use=is_use)


def move(store: Store, **columns: float) -> None:
    """Move times of all sessions into the past by so many seconds."""
    with store.begin() as connection:
        moved = {name: tables.sessions.c[name] - seconds for name, seconds in columns.items()}
        connection.execute(update(tables.sessions).values(**moved))


def test_a_session_is_its_accounts_until_it_is_ended(any_store: Store) -> None:
    """By log-out, one; by an administrator, all of an account."""
    token = begun(any_store)
    other = sessions.begin(any_store, "Eva")
    assert account_of(any_store, token).name == "Eva"
    assert sessions.numbers(any_store) == {"Eva": 2}
    sessions.end(any_store, token)
    assert account_of(any_store, token) is None
    assert account_of(any_store, other).name == "Eva"
    sessions.end_all(any_store, "Eva")
    assert account_of(any_store, other) is None


def test_what_the_table_holds_lets_nobody_in(any_store: Store) -> None:
    """A stolen database has digests of random tokens, from which there is no way back."""
    token = begun(any_store)
    assert len(token) >= 43  # 256 bits
    with any_store.read() as connection:
        kept = connection.execute(select(tables.sessions.c.token_hash)).scalar_one()
    assert token not in kept
    assert account_of(any_store, kept) is None
    assert account_of(any_store, "") is None
    assert account_of(any_store, "\ud800") is None


def test_a_session_ends_after_half_an_hour_without_use(any_store: Store) -> None:
    """A page that asks by itself is no use: a screen left on is over too."""
    token = begun(any_store)
    move(any_store, seen=sessions.IDLE - 60)
    assert account_of(any_store, token, is_use=False)
    move(any_store, seen=120)
    assert account_of(any_store, token) is None


def test_use_keeps_a_session_and_a_day_ends_it(any_store: Store) -> None:
    """Ten hours, however busy."""
    token = begun(any_store)
    move(any_store, seen=sessions.IDLE - 60)
    assert account_of(any_store, token)
    move(any_store, seen=sessions.IDLE - 60)
    assert account_of(any_store, token)
    move(any_store, created=sessions.LONGEST, seen=0)
    assert account_of(any_store, token) is None
    sessions.begin(any_store, "Eva")
    assert sessions.numbers(any_store) == {"Eva": 1}


def test_a_link_holds_once(any_store: Store) -> None:
    """Of two who follow it at once, one sets the password."""
    Accounts(any_store).add("Eva", [Role.CREATE])
    token = invitations.invite(any_store, "Eva").rpartition("/")[2]
    assert invitations.find(any_store, token).account == "Eva"
    used = []

    def follow() -> None:
        try:
            used.append(invitations.use(any_store, token).account)
        except InvitationError:
            return

    threads = [threading.Thread(target=follow) for _number in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert used == ["Eva"]
    assert invitations.find(any_store, token) is None


def test_a_link_ends_after_days_and_when_there_is_a_newer_one(any_store: Store) -> None:
    """And when a password was set another way."""
    accounts = Accounts(any_store)
    accounts.add("Eva", [Role.CREATE])
    first, second = (invitations.invite(any_store, "Eva").rpartition("/")[2] for _number in range(2))
    assert invitations.find(any_store, first) is None
    with any_store.begin() as connection:
        connection.execute(update(tables.invitations).values(expires=1.0))
    with pytest.raises(InvitationError):
        invitations.use(any_store, second)
    third = invitations.invite(any_store, "Eva").rpartition("/")[2]
    accounts.set_password("Eva", PASSWORD)
    assert invitations.find(any_store, third) is None


def test_the_first_administrators_link_is_the_last_that_was_printed(any_store: Store) -> None:
    """Starting the office again voids what the last start printed."""
    first, second = (invitations.invite(any_store, None).rpartition("/")[2] for _number in range(2))
    assert invitations.find(any_store, first) is None
    assert invitations.find(any_store, second).account is None
