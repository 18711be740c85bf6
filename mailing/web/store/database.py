"""The office's database: SQLite in the data folder, or PostgreSQL by URL."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import create_engine, event, func, make_url, select
from sqlalchemy.exc import ArgumentError, InterfaceError, NoSuchModuleError, OperationalError, ProgrammingError
from sqlalchemy.exc import TimeoutError as NoConnectionError

from mailing.base.errors import SurroundingsError, UsageError
from mailing.base.messages import _
from mailing.web.store.tables import metadata

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import URL, Connection, Engine
    from sqlalchemy.engine.interfaces import DBAPIConnection
    from sqlalchemy.pool import ConnectionPoolEntry

SECONDS_TO_WAIT = 20
"""For another's transaction; ours take milliseconds."""
SQLITE = "sqlite"
ONLY_READS = "only_reads"
OUTAGES = (OperationalError, InterfaceError, NoConnectionError)
"""What is raised where the database doesn't answer, is locked, full or not to be written: neither ours nor for good."""


class Store:
    """The office's tables, to be read and written in transactions."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """Give a connection in a transaction of its own, committed at the block's end."""
        with self._engine.begin() as connection:
            yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Give a connection that only reads, which waits for nobody."""
        with self._engine.connect().execution_options(**{ONLY_READS: True}) as connection:
            yield connection

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()


def open_store(url: str) -> Store:
    """Return the store at a database URL, its tables made where they lack.

    Raises:
        UsageError: the URL names no database that can be used.
        SurroundingsError: the database doesn't answer.
    """
    engine = create_engine(_read(url), pool_pre_ping=True)
    if engine.dialect.name == SQLITE:
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_to_write)
    try:
        metadata.create_all(engine)
    except (OperationalError, ProgrammingError):
        # Another process may have made the same tables meanwhile; if that isn't so, this fails again.
        try:
            metadata.create_all(engine)
        except (OperationalError, ProgrammingError) as error:
            raise SurroundingsError(
                _("Die Datenbank des Büros lässt sich nicht öffnen"),
                where=engine.url.render_as_string(hide_password=True),
                hint=_("Adresse, Netz und Rechte prüfen"),
            ) from error
    return Store(engine)


def file_url(file: Path) -> str:
    """Return the URL of a database in a file."""
    return f"{SQLITE}:///{file.as_posix()}"


def seconds_now(connection: Connection) -> float:
    """Return the time that all who share the database agree on, in seconds since 1970: a server's own clock."""
    if connection.dialect.name == SQLITE:
        return time.time()
    return float(connection.execute(select(func.extract("epoch", func.clock_timestamp()))).scalar_one())


def _read(url: str) -> URL:
    try:
        read = make_url(url)
        read.get_dialect()
    except (ArgumentError, NoSuchModuleError, ImportError) as error:
        raise UsageError(
            _("--database braucht die Adresse einer Datenbank"),
            where="--database",
            hint=_("zum Beispiel postgresql+psycopg://office@db/office"),
        ) from error
    return read


def _prepare_sqlite(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    """Let readers and one writer work at once, and let transactions begin where we say."""
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode = WAL", "synchronous = NORMAL", f"busy_timeout = {SECONDS_TO_WAIT * 1000}"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_to_write(connection: Connection) -> None:
    """Take the writer's place at once: a reader that wants to write later would be refused, not made to wait."""
    only_reads = connection.get_execution_options().get(ONLY_READS, False)
    connection.exec_driver_sql("BEGIN" if only_reads else "BEGIN IMMEDIATE")
