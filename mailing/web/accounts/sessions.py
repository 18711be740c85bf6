"""Who is logged in: a random token in the browser's cookie, its digest in a table.

A session ends by log-out, after a time without use, after a working day, by an administrator, when the password
changes and when the account goes. What the table holds lets nobody in.
"""

from __future__ import annotations

import hashlib
import secrets
import time
from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, func, or_, select, update

from mailing.web.accounts.accounts import account_in
from mailing.web.store.tables import accounts, sessions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import ColumnElement

    from mailing.web.accounts.account import Account
    from mailing.web.store.database import Store

IDLE: Final = 30 * 60
"""Seconds without use."""
LONGEST: Final = 10 * 3_600
NOTED_EVERY: Final = 30
"""Seconds: a session's use is noted no more often, pages would wait for the database otherwise."""


def digest_of(token: str) -> str:
    """Return what is kept of a token."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def begin(store: Store, name: str) -> str:
    """Begin a session of an account; return its token, which is nowhere kept."""
    token, now = secrets.token_urlsafe(32), time.time()
    with store.begin() as connection:
        connection.execute(delete(sessions).where(_is_over(now)))
        values = {"token_hash": digest_of(token), "account": name, "created": now, "seen": now}
        connection.execute(sessions.insert().values(**values))
    return token


def account_of(store: Store, token: str, *, is_use: bool) -> Account | None:
    """Return the account whose session it is; None where there is none or it is over.

    It `is_use` where somebody sits there, rather than a page that asks by itself how far a job is.
    """
    now = time.time()
    of_token = sessions.c.token_hash == digest_of(token)
    query = select(accounts, sessions.c.seen).join(sessions, sessions.c.account == accounts.c.name)
    with store.read() as connection:
        row = connection.execute(query.where(of_token, ~_is_over(now))).first()
    if row is None:
        return None
    if is_use and row.seen < now - NOTED_EVERY:
        with store.begin() as connection:
            connection.execute(update(sessions).where(of_token).values(seen=now))
    return account_in(row)


def end(store: Store, token: str) -> None:
    """End a session."""
    with store.begin() as connection:
        connection.execute(delete(sessions).where(sessions.c.token_hash == digest_of(token)))


def end_all(store: Store, name: str) -> None:
    """End all sessions of an account."""
    with store.begin() as connection:
        connection.execute(delete(sessions).where(sessions.c.account == name))


def numbers(store: Store) -> Mapping[str, int]:
    """Return how many sessions each account has now."""
    query = select(sessions.c.account, func.count()).where(~_is_over(time.time())).group_by(sessions.c.account)
    with store.read() as connection:
        return {row[0]: row[1] for row in connection.execute(query)}


def _is_over(now: float) -> ColumnElement[bool]:
    return or_(sessions.c.seen < now - IDLE, sessions.c.created < now - LONGEST)
