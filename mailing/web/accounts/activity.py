"""The office's log: each log-in and each act, in rows that are added and never changed.

Each row holds the digest of the one before it and its own over all that it says, so a change breaks the chain from
there on. Triggers in the database refuse changes too (`store.append_only`); who may do anything with the database can
take them away, but can't mend the chain unseen by somebody who noted its last digest.
"""

from __future__ import annotations

import hashlib
import json
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import func, select

from mailing.base.messages import n_
from mailing.web.store.alone import write_alone
from mailing.web.store.tables import log

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Row

    from mailing.web.store.database import Store

FIRST: Final = "0" * 64
"""What stands before the first row."""
NOBODY: Final = "–"
"""The account where there is none: a name that somebody typed may be their password."""

LOGGED_IN: Final = n_("Angemeldet")
LOGGED_OUT: Final = n_("Abgemeldet")
NOT_LOGGED_IN: Final = n_("Anmeldung gescheitert")
WRONG_CODE: Final = n_("Falscher Code")
DONE: Final = n_("Getan")
ACCOUNT_ADDED: Final = n_("Konto angelegt")
ACCOUNT_REMOVED: Final = n_("Konto entfernt")
ACCOUNT_RESET: Final = n_("Konto zurückgesetzt")
ROLES_CHANGED: Final = n_("Rollen geändert")
SESSIONS_ENDED: Final = n_("Sitzungen beendet")
PASSWORD_SET: Final = n_("Kennwort gesetzt")
CODE_SET: Final = n_("Code eingerichtet")

AT_ONCE: Final = 1_000
"""So many rows are read at a time."""
_TEXT: Final = {"account": 200, "act": 100, "subject": 300}


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the log.

    Attributes:
        at: seconds since 1970.
        subject: what it was done with: an account, a run's address; never a person written to.
    """

    number: int
    at: float
    account: str
    act: str
    subject: str


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check of the log found.

    Attributes:
        entries: how many rows there are.
        last: the digest of the last row, to be noted elsewhere.
        broken_at: the number of the first row that isn't what was written; None where all are.
    """

    entries: int
    last: str
    broken_at: int | None


def record(store: Store, account: str, act: str, subject: str = "") -> None:
    """Add a row."""
    told = {"account": account, "act": act, "subject": subject}
    told = {name: _fit(text, _TEXT[name]) for name, text in told.items()}
    with write_alone(store, log) as connection:
        before = connection.execute(select(log.c.number, log.c.digest).order_by(log.c.number.desc()).limit(1)).first()
        number, previous = (before.number + 1, before.digest) if before else (1, FIRST)
        at = time.time()
        digest = _digest(Entry(number, at, **told), previous)
        connection.execute(log.insert().values(number=number, at=at, previous=previous, digest=digest, **told))


def entries(store: Store, page: int, on_a_page: int) -> tuple[list[Entry], int]:
    """Return a page of the log, the newest first, and how many pages there are."""
    with store.read() as connection:
        number = connection.execute(select(func.count()).select_from(log)).scalar_one()
        query = select(log).order_by(log.c.number.desc()).limit(on_a_page).offset((page - 1) * on_a_page)
        return [_entry(row) for row in connection.execute(query)], max(1, -(-number // on_a_page))


def all_entries(store: Store) -> Iterator[Entry]:
    """Give all rows, from the first on."""
    yield from map(_entry, _rows(store))


def check(store: Store) -> Checked:
    """Follow the chain from the first row to the last."""
    previous, number, broken_at = FIRST, 0, None
    for number, row in enumerate(_rows(store), 1):
        digest = _digest(_entry(row), previous)
        if broken_at is None and (row.number, row.previous, row.digest) != (number, previous, digest):
            broken_at = number
        previous = row.digest
    return Checked(number, previous, broken_at)


def _rows(store: Store) -> Iterator[Row[Any]]:
    """Give all rows in their order, so many at a time: no connection is held while somebody looks at them."""
    last = 0
    while True:
        with store.read() as connection:
            query = select(log).where(log.c.number > last).order_by(log.c.number).limit(AT_ONCE)
            rows = connection.execute(query).all()
        yield from rows
        if len(rows) < AT_ONCE:
            return
        last = rows[-1].number


def _digest(entry: Entry, previous: str) -> str:
    """Return a row's digest: over the digest before it, and all that it says."""
    told = json.dumps([entry.number, entry.at, entry.account, entry.act, entry.subject, previous], ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()


def _fit(text: str, longest: int) -> str:
    """Return a text on one line, as long as its column and without what a database can't hold."""
    return "".join(sign if sign.isprintable() else " " for sign in text)[:longest]


def _entry(row: Row[Any]) -> Entry:
    return Entry(row.number, row.at, row.account, row.act, row.subject)
