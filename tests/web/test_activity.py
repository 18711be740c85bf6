"""The log: rows are added and never changed; who changes one all the same is found out."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from office_kit import PASSWORD
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from mailing.web.accounts import activity
from mailing.web.accounts.accounts import Accounts
from mailing.web.accounts.log_in import LogInError, log_in
from mailing.web.accounts.roles import Role

if TYPE_CHECKING:
    from mailing.web.store.database import Store

SABOTAGE = (
    "UPDATE log SET account = 'Max' WHERE number = 2",
    "UPDATE log SET number = 9 WHERE number = 3",
    "DELETE FROM log WHERE number = 2",
    "DELETE FROM log",
)


def write(store: Store, number: int = 4) -> None:
    """Add so many rows."""
    for line in range(number):
        activity.record(store, "Eva", activity.LOGGED_IN, f"Zeile {line}")


def run(store: Store, statement: str) -> None:
    """Send a statement to the database as it is."""
    with store.begin() as connection:
        connection.execute(text(statement))


def without_triggers(store: Store) -> None:
    """Take away what refuses changes, as whoever owns the database can."""
    with store.begin() as connection:
        if connection.dialect.name == "sqlite":
            names = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars().all()
            for name in names:
                connection.execute(text(f"DROP TRIGGER {name}"))
        else:
            connection.execute(text("DROP TRIGGER log_no_change ON log"))


@pytest.mark.parametrize("statement", SABOTAGE)
def test_the_database_refuses_to_change_a_row(any_store: Store, statement: str) -> None:
    """Whichever way the program, or somebody in its place, may try."""
    write(any_store)
    with pytest.raises(DBAPIError, match="only added"):
        run(any_store, statement)
    assert activity.check(any_store).broken_at is None


def test_the_database_refuses_to_replace_or_empty(any_store: Store) -> None:
    """SQLite's way around DELETE, and PostgreSQL's."""
    write(any_store)
    columns = "(number, at, account, act, subject, previous, digest)"
    with any_store.read() as connection:
        is_sqlite = connection.dialect.name == "sqlite"
    replacing = f"INSERT OR REPLACE INTO log {columns} VALUES (2, 0, 'Max', 'x', '', '', '')"  # noqa: S608
    with pytest.raises(DBAPIError, match="only added"):
        run(any_store, replacing if is_sqlite else "TRUNCATE log")


@pytest.mark.parametrize("statement", SABOTAGE[:3])
def test_a_change_without_the_triggers_breaks_the_chain(any_store: Store, statement: str) -> None:
    """From the row on that isn't what was written."""
    write(any_store)
    without_triggers(any_store)
    run(any_store, statement)
    assert activity.check(any_store).broken_at in {2, 3}


def test_a_row_with_a_digest_made_to_fit_breaks_the_next(any_store: Store) -> None:
    """Who changes a row must change all that follow, and so the last digest."""
    write(any_store)
    noted = activity.check(any_store).last
    without_triggers(any_store)
    with any_store.begin() as connection:
        before = connection.execute(text("SELECT * FROM log WHERE number = 2")).one()
        forged = activity._digest(activity.Entry(2, before.at, "Max", before.act, before.subject), before.previous)
        connection.execute(text("UPDATE log SET account = 'Max', digest = :d WHERE number = 2"), {"d": forged})
    checked = activity.check(any_store)
    assert (checked.broken_at, checked.last) == (3, noted)


def test_rows_of_many_at_once_are_one_chain(any_store: Store) -> None:
    """Two server processes write beside each other."""
    threads = [threading.Thread(target=write, args=(any_store, 10)) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    checked = activity.check(any_store)
    assert (checked.entries, checked.broken_at) == (40, None)


def test_log_ins_stand_there_and_names_that_are_no_accounts_dont(any_store: Store) -> None:
    """What somebody typed into the wrong field may be their password."""
    Accounts(any_store).add("Eva", [Role.CREATE], PASSWORD)
    log_in(any_store, "eva", PASSWORD, "192.0.2.7")
    for name in ("EVA", "mein geheimes Kennwort"):
        with pytest.raises(LogInError):
            log_in(any_store, name, "falsch", "192.0.2.7")
    told = [(entry.account, entry.act) for entry in activity.all_entries(any_store)]
    assert told == [
        ("Eva", activity.LOGGED_IN),
        ("Eva", activity.NOT_LOGGED_IN),
        (activity.NOBODY, activity.NOT_LOGGED_IN),
    ]


def test_any_text_fits_a_row(any_store: Store) -> None:
    """Long ones are cut, what steers a terminal or a database can't hold becomes blank."""
    activity.record(any_store, "x" * 500, "y" * 500, "a\0b\x1b\n\ud800" + "z" * 500)
    entry = next(activity.all_entries(any_store))
    assert (len(entry.account), len(entry.act), len(entry.subject)) == (200, 100, 300)
    assert entry.subject.startswith("a b   z")
    assert activity.check(any_store).broken_at is None


def test_the_log_is_paged_newest_first(any_store: Store) -> None:
    """A year of an office is some hundred thousand rows."""
    write(any_store, 7)
    entries, pages = activity.entries(any_store, 2, 3)
    assert ([entry.number for entry in entries], pages) == ([4, 3, 2], 3)
