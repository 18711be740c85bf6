"""Lists in databases: any SQLAlchemy URL with a table or a query; nothing is written there."""

from __future__ import annotations

import hashlib
import sqlite3
from datetime import date, datetime, time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mailing.base.errors import InputError, SurroundingsError, UsageError
from mailing.base.messages import _
from mailing.intake.formats.building import ColumnBuilder, batches
from mailing.intake.formats.parquets import FIRST_ROW
from mailing.intake.formats.rawlist import RawList
from mailing.sandbox.cells import as_text
from mailing.sandbox.limits import MOST_COLUMNS, too_many_columns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from sqlalchemy import URL, Connection, CursorResult

ROWS_FETCHED = 5_000


def read_database(url: str, query: str | None, table: str | None) -> RawList:
    """Read a list from a database's table or query; the order is the database's own."""
    if (query is None) == (table is None):
        raise UsageError(_("Zu einer Datenbank gehört entweder --query oder --table"))
    try:
        import sqlalchemy
    except ImportError as error:
        raise _no_driver("sqlalchemy") from error
    try:
        address = sqlalchemy.make_url(url)
    except sqlalchemy.exc.ArgumentError as error:
        raise UsageError(
            _("Die Adresse der Datenbank ist nicht zu lesen"),
            hint=_("Sie hat die Form postgresql+psycopg://name@rechner/datenbank oder sqlite:///pfad.db"),
        ) from error
    where = _shown(address)
    _refuse_missing_file(address, where)
    try:
        engine = sqlalchemy.create_engine(address, connect_args=_typed_columns(address))
    except (sqlalchemy.exc.NoSuchModuleError, ImportError) as error:
        raise _no_driver(address.drivername) from error
    try:
        with engine.connect() as connection:
            return _read(_reading_only(connection), query, table, where)
    except sqlalchemy.exc.SQLAlchemyError as error:
        raise InputError(
            _("Die Datenbank gibt die Liste nicht heraus: {reason}").format(reason=_reason(error)),
            where=where,
            hint=_("Prüfen Sie Adresse, Rechte, Tabelle und Abfrage"),
        ) from error
    finally:
        engine.dispose()


def _shown(address: URL) -> str:
    """Return the address for people and the record: without password and query, a file without its folders."""
    if address.get_backend_name() == "sqlite" and address.database:
        address = address.set(database=Path(address.database).name)
    return address.set(query={}).render_as_string(hide_password=True)


def _refuse_missing_file(address: URL, where: str) -> None:
    """SQLite would make a new file where there is none."""
    path = address.database
    if address.get_backend_name() == "sqlite" and path and path != ":memory:" and not Path(path).is_file():
        raise InputError(_("Die Datei der Datenbank gibt es nicht"), where=where)


def _typed_columns(address: URL) -> dict[str, Any]:
    """Let SQLite give days, times, yes and no as what the columns are declared to be: it keeps texts and numbers."""
    if address.get_backend_name() != "sqlite":
        return {}
    for declared, reader in _DECLARED.items():
        sqlite3.register_converter(declared, partial(_read_declared, reader=reader))
    return {"detect_types": sqlite3.PARSE_DECLTYPES}


def _read_declared(stored: bytes, reader: Callable[[str], object]) -> object:
    """Return what the column's type says, or the text itself where it is something else: SQLite takes anything."""
    text = stored.decode("utf-8", "replace")
    try:
        return reader(text)
    except (ValueError, KeyError):
        return text


_DECLARED: Mapping[str, Callable[[str], object]] = {
    "BOOL": {"0": False, "1": True}.__getitem__,
    "BOOLEAN": {"0": False, "1": True}.__getitem__,
    "DATE": date.fromisoformat,
    "TIME": time.fromisoformat,
    "DATETIME": datetime.fromisoformat,
    "TIMESTAMP": datetime.fromisoformat,
}


def _no_driver(name: str) -> SurroundingsError:
    return SurroundingsError(
        _("Für diese Datenbank fehlt ein Paket"),
        where=name,
        hint=_(
            'Richten Sie das Programm mit „pip install "mailing[database]"“ ein, für andere Datenbanken deren Treiber'
        ),
    )


def _reading_only(connection: Connection) -> Connection:
    """Make sure that a query can't change anything."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA query_only = ON")
    if connection.dialect.name == "postgresql":
        return connection.execution_options(postgresql_readonly=True, stream_results=True)
    return connection.execution_options(stream_results=True)


def _read(connection: Connection, query: str | None, table: str | None, where: str) -> RawList:
    import sqlalchemy

    statement = query or _all_of(connection, table or "")
    result = connection.execution_options(yield_per=ROWS_FETCHED).execute(sqlalchemy.text(_plain(statement)))
    if not result.returns_rows:
        raise InputError(_("Die Abfrage gibt keine Zeilen zurück"), where=where, hint=_("Sie muss mit SELECT beginnen"))
    header = tuple(result.keys())
    if len(header) > MOST_COLUMNS:
        raise too_many_columns(where, len(header))
    digest = hashlib.sha256("\x1f".join(header).encode())
    builder, first = ColumnBuilder(len(header)), FIRST_ROW
    for batch in batches(_hashed(result, digest)):
        builder.add(range(first, first + len(batch)), batch)
        first += len(batch)
    detected = {"database": where, "table" if table else "query": table or statement}
    name = f"{connection.dialect.name}:{table or 'query'}"
    raw = RawList(name, digest.hexdigest(), header, builder.columns(), builder.rows(), detected, builder.findings)
    return raw.without_blank_rows()


def _all_of(connection: Connection, table: str) -> str:
    """Return the query for a whole table, `schema.table` quoted part by part."""
    quote = connection.dialect.identifier_preparer.quote_identifier
    return "SELECT * FROM " + ".".join(quote(part) for part in table.split("."))  # noqa: S608 - quoted, and reading only


def _plain(statement: str) -> str:
    """Return the statement with its colons kept: they are no parameters."""
    return statement.replace("\\:", ":").replace(":", "\\:").replace("\\:\\:", "\\:\\:")


def _hashed(result: CursorResult[Any], digest: Any) -> Iterator[list[str]]:
    """Give the rows as texts; the digest is that of what was read."""
    for row in result:
        cells = [as_text(value) for value in row]
        digest.update(b"\x1e" + "\x1f".join(cells).encode("utf-8", "surrogatepass"))
        yield cells


def _reason(error: Exception) -> str:
    """Return the database's own first line; it may name tables and columns, never passwords."""
    cause: Iterable[str] = str(getattr(error, "orig", None) or error).strip().splitlines()
    return next(iter(cause), "")
