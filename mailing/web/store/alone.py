"""Transactions that must not run beside each other: those that write on from what stands there."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Table

    from mailing.web.store.database import Store


@contextmanager
def write_alone(store: Store, table: Table) -> Iterator[Connection]:
    """Give a connection in a transaction beside which no other writes the table; reading goes on.

    SQLite has one writer at a time anyhow, from a transaction's begin on (`store.database`); PostgreSQL is told.
    """
    with store.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text(f'LOCK TABLE "{table.name}" IN SHARE ROW EXCLUSIVE MODE'))
        yield connection
