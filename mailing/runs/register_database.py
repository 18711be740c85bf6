"""The databases that a register can be kept in: SQLite and PostgreSQL, by DB-API 2.0 (PEP 249)."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from mailing.base.errors import SurroundingsError
from mailing.base.messages import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence


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

    def close(self) -> None:
        """Close it."""
        ...


@dataclass(frozen=True, slots=True)
class Driver:
    """How a database is spoken to: DB-API 2.0 (PEP 249), and what its SQL calls things."""

    connect: Callable[[str], Connection]
    error: type[Exception]
    mark: str
    blob: str
    table_kind: str = ""


def sqlite_driver() -> Driver:
    """Return how SQLite is spoken to."""
    return Driver(lambda place: sqlite3.connect(place, timeout=30), sqlite3.Error, "?", "BLOB", "WITHOUT ROWID")


def postgresql_driver() -> Driver:
    """Return how PostgreSQL is spoken to; SurroundingsError where its driver isn't installed."""
    try:
        import psycopg
    except ImportError as error:
        raise SurroundingsError(
            _("Für ein Register in PostgreSQL fehlt ein Paket"), hint=_("pip install 'mailing[database]'")
        ) from error
    return Driver(lambda url: psycopg.connect(_plain(url), connect_timeout=10), psycopg.Error, "%s", "BYTEA")


def _plain(url: str) -> str:
    """Return the URL without SQLAlchemy's name of the driver: both spellings are welcome."""
    scheme, rest = url.split("://", 1)
    return f"{scheme.partition('+')[0]}://{rest}"


def driver_for(place: str | None) -> Driver:
    """Return how the register at a place is spoken to: PostgreSQL where it is a URL."""
    return postgresql_driver() if place is not None and "://" in place else sqlite_driver()
