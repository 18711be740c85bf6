"""The databases that a register can be kept in: SQLite and PostgreSQL, by DB-API 2.0 (PEP 249)."""

from __future__ import annotations

import os
import sqlite3
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from mailing.base.errors import SurroundingsError
from mailing.base.files import OWNER_ONLY_FILE
from mailing.base.messages import _
from mailing.runs.register.calls import CallsBesideFile, CallsOnServer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from mailing.runs.register.calls import Calls

WAITED_FOR = 20
"""Seconds that a call waits for another one's lock on the register."""


class Cursor(Protocol):
    """A cursor as both drivers have it."""

    def execute(self, statement: str, values: Sequence[object] = ...) -> Any:
        """Execute a statement."""
        ...

    def executemany(self, statement: str, rows: Iterable[Sequence[object]]) -> Any:
        """Execute a statement for each row."""
        ...

    def fetchall(self) -> list[tuple[Any, ...]]:
        """Return all rows that are left."""
        ...


class Connection(Protocol):
    """A connection as both drivers have it."""

    def cursor(self) -> Cursor:
        """Return a new cursor."""
        ...

    def commit(self) -> None:
        """Make what was executed last."""
        ...

    def rollback(self) -> None:
        """Undo what wasn't committed."""
        ...

    def close(self) -> None:
        """Close it."""
        ...


@dataclass(frozen=True, slots=True)
class Driver:
    """How a database is spoken to: DB-API 2.0 (PEP 249), and what its SQL calls things.

    Attributes:
        alone: the statement after which no other call claims or enters letters until the next commit.
        before_tables: the statement after which no other call makes tables until the next commit, where need be.
        is_shared: whether folders on several machines may share a register.
        calls: what tells of the calls that share a register, by its place and a connection to it.
    """

    connect: Callable[[str], Connection]
    error: type[Exception]
    mark: str
    blob: str
    alone: str
    calls: Callable[[str, Connection], Calls]
    is_shared: bool
    before_tables: str = ""
    table_kind: str = ""


def _open_file(place: str) -> sqlite3.Connection:
    """Open a SQLite file; a new one is its owner's only, as are the journals that SQLite lays beside it."""
    with suppress(OSError):  # SQLite says why
        os.close(os.open(place, os.O_RDWR | os.O_CREAT, OWNER_ONLY_FILE))
    return sqlite3.connect(place, timeout=WAITED_FOR)


def sqlite_driver() -> Driver:
    """Return how SQLite is spoken to."""
    return Driver(
        connect=_open_file,
        error=sqlite3.Error,
        mark="?",
        blob="BLOB",
        alone="BEGIN IMMEDIATE",
        calls=lambda place, _connection: CallsBesideFile(Path(place).absolute()),
        is_shared=False,
        table_kind="WITHOUT ROWID",
    )


def postgresql_driver() -> Driver:
    """Return how PostgreSQL is spoken to; SurroundingsError where its driver isn't installed."""
    try:
        import psycopg
    except ImportError as error:
        raise SurroundingsError(
            _("Für ein Register in PostgreSQL fehlt ein Paket"), hint=_("pip install 'mailing[database]'")
        ) from error
    options = f"-c lock_timeout={WAITED_FOR}s"
    return Driver(
        connect=lambda url: psycopg.connect(_plain(url), connect_timeout=10, options=options),
        error=psycopg.Error,
        mark="%s",
        blob="BYTEA",
        alone="LOCK TABLE claims IN SHARE ROW EXCLUSIVE MODE",
        calls=lambda _place, connection: CallsOnServer(connection),
        is_shared=True,
        before_tables="SELECT pg_advisory_xact_lock(hashtext('mailing'))",
    )


def _plain(url: str) -> str:
    """Return the URL without SQLAlchemy's name of the driver: both spellings are welcome."""
    scheme, rest = url.split("://", 1)
    return f"{scheme.partition('+')[0]}://{rest}"


def driver_for(place: str | None) -> Driver:
    """Return how the register at a place is spoken to: PostgreSQL where it is a URL."""
    return postgresql_driver() if place is not None and "://" in place else sqlite_driver()


@contextmanager
def reached(driver: Driver) -> Iterator[None]:
    """Turn what a database raises into an error that says so."""
    try:
        yield
    except driver.error as error:
        raise SurroundingsError(
            _("Das Register gemachter Briefe ist nicht benutzbar ({reason})").format(reason=type(error).__name__),
            where="--register",
            hint=_("Pfad, Adresse, Rechte und Kennwort prüfen"),
        ) from error
