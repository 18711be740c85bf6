"""Accounts: made, changed, removed, and what each does to those who are logged in; on SQLite and PostgreSQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from argon2 import PasswordHasher
from office_kit import PASSWORD
from sqlalchemy import select, update

from mailing.base.errors import NotAllowedError, UsageError
from mailing.web.accounts import sessions
from mailing.web.accounts.accounts import Accounts
from mailing.web.accounts.passwords import PasswordError
from mailing.web.accounts.roles import Role
from mailing.web.store.tables import accounts as table

if TYPE_CHECKING:
    from mailing.web.store.database import Store


def test_an_account_is_found_however_its_name_is_spelled(any_store: Store) -> None:
    """Case, blanks and composition of umlauts make no other person."""
    accounts = Accounts(any_store)
    accounts.add(" Jörg   Muster ", [Role.CREATE], PASSWORD)
    assert accounts.named("jo\u0308rg muster").name == "Jörg Muster"
    with pytest.raises(UsageError, match="gibt es schon"):
        accounts.add("JÖRG MUSTER", [Role.ADMINISTER], PASSWORD)
    assert accounts.find("Jörg") is None


@pytest.mark.parametrize("name", ["", "  ", "x" * 67, "a\0b", "a\x1b[2Jb", "-rf", "a\u202eb", "\ud800"])
def test_what_can_stand_in_no_journal_is_no_name(any_store: Store, name: str) -> None:
    """Nothing that steers a terminal, turns a line around, or looks like an option."""
    with pytest.raises(UsageError):
        Accounts(any_store).add(name, [Role.CREATE], PASSWORD)


def test_an_account_has_a_role_and_keeps_each_once(any_store: Store) -> None:
    """None is no account; twice is once."""
    accounts = Accounts(any_store)
    with pytest.raises(UsageError, match="Rolle"):
        accounts.add("Eva", [], PASSWORD)
    assert accounts.add("Eva", [Role.RELEASE, Role.CREATE, Role.CREATE], PASSWORD).roles == {Role.CREATE, Role.RELEASE}
    accounts.change_roles("eva", [Role.AUDIT])
    assert accounts.named("Eva").roles == {Role.AUDIT}


def test_a_password_opens_its_own_account_only(any_store: Store) -> None:
    """And none that has no password."""
    accounts = Accounts(any_store)
    accounts.add("Eva", [Role.CREATE], PASSWORD)
    accounts.add("Max", [Role.CREATE])
    assert accounts.with_password("eva", PASSWORD) == accounts.named("Eva")
    assert accounts.with_password("Eva", PASSWORD + "x") is None
    assert accounts.with_password("Max", PASSWORD) is None
    assert accounts.with_password("niemand", PASSWORD) is None


def test_a_digest_of_weaker_times_is_renewed_at_the_next_log_in(any_store: Store) -> None:
    """Without anybody noticing."""
    accounts = Accounts(any_store)
    accounts.add("Eva", [Role.CREATE], PASSWORD)
    weak = PasswordHasher(time_cost=1, memory_cost=8192).hash(PASSWORD)
    with any_store.begin() as connection:
        connection.execute(update(table).values(password=weak))
    assert accounts.with_password("Eva", PASSWORD)
    with any_store.read() as connection:
        assert "m=65536" in connection.execute(select(table.c.password)).scalar_one()
    assert accounts.with_password("Eva", PASSWORD)


def test_a_new_password_ends_all_sessions_and_the_old_one(any_store: Store) -> None:
    """Who sits elsewhere with the old one is out."""
    accounts = Accounts(any_store)
    accounts.add("Eva", [Role.CREATE], PASSWORD)
    token = sessions.begin(any_store, "Eva")
    with pytest.raises(PasswordError):
        accounts.set_password("Eva", "kurz")
    assert sessions.account_of(any_store, token, is_use=True)
    accounts.set_password("Eva", "ein anderes Kennwort")
    assert sessions.account_of(any_store, token, is_use=True) is None
    assert accounts.with_password("Eva", PASSWORD) is None
    assert accounts.with_password("Eva", "ein anderes Kennwort")


def test_removing_ends_all_sessions(any_store: Store) -> None:
    """At once, not at the next log-in."""
    accounts = Accounts(any_store)
    accounts.add("Eva", [Role.CREATE], PASSWORD)
    token = sessions.begin(any_store, "Eva")
    accounts.remove("eva")
    assert sessions.account_of(any_store, token, is_use=True) is None
    with pytest.raises(UsageError, match="gibt es nicht"):
        accounts.remove("Eva")


def test_roles_hold_from_the_next_request_on(any_store: Store) -> None:
    """A session carries no roles of its own."""
    accounts = Accounts(any_store)
    accounts.add("Eva", [Role.RELEASE], PASSWORD)
    token = sessions.begin(any_store, "Eva")
    accounts.change_roles("Eva", [Role.AUDIT])
    assert sessions.account_of(any_store, token, is_use=True).roles == {Role.AUDIT}


def test_the_last_who_administers_stays_unless_the_command_line_says_so(any_store: Store) -> None:
    """Neither removed nor stripped of the role, by the page."""
    accounts = Accounts(any_store)
    accounts.add("Ada", [Role.ADMINISTER], PASSWORD)
    accounts.add("Eva", [Role.CREATE], PASSWORD)
    with pytest.raises(NotAllowedError, match="letzte Konto"):
        accounts.remove("Ada")
    with pytest.raises(NotAllowedError, match="letzte Konto"):
        accounts.change_roles("Ada", [Role.CREATE])
    assert accounts.named("Ada").roles == {Role.ADMINISTER}
    accounts.remove("Eva")
    accounts.remove("Ada", may_be_last=True)
    assert accounts.are_none()


def test_the_first_administrator_is_made_once(any_store: Store) -> None:
    """A second link of the first day is worth nothing."""
    accounts = Accounts(any_store)
    assert accounts.add_first("Ada", PASSWORD).roles == {Role.ADMINISTER}
    with pytest.raises(NotAllowedError):
        accounts.add_first("Böse", PASSWORD)
