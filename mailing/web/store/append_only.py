"""A table to which rows are only added: the database itself refuses to change or remove one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import DDL, event

if TYPE_CHECKING:
    from sqlalchemy import Table
    from sqlalchemy.schema import ExecutableDDLElement

_SQLITE = """CREATE TRIGGER IF NOT EXISTS {table}_no_{act} BEFORE {act} ON {table}
BEGIN SELECT RAISE(ABORT, 'rows of this table are only added'); END"""
_SQLITE_REPLACING = """CREATE TRIGGER IF NOT EXISTS {table}_no_replacing BEFORE INSERT ON {table}
WHEN EXISTS (SELECT 1 FROM {table} WHERE number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'rows of this table are only added'); END"""
"""SQLite's INSERT OR REPLACE removes a row without asking the trigger for that."""
_POSTGRESQL = (
    """CREATE OR REPLACE FUNCTION {table}_only_adds() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'rows of this table are only added'; END $$""",
    """CREATE OR REPLACE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION {table}_only_adds()""",
)


def protect(table: Table) -> None:
    """Have the table, numbered by `number`, made with triggers that refuse all but adding."""
    name = table.name
    sqlite = [_SQLITE.format(table=name, act=act) for act in ("UPDATE", "DELETE")]
    sqlite.append(_SQLITE_REPLACING.format(table=name))
    postgresql = [statement.format(table=name) for statement in _POSTGRESQL]
    for dialect, statements in (("sqlite", sqlite), ("postgresql", postgresql)):
        for statement in statements:
            event.listen(table, "after_create", _only_on(dialect, statement))


def _only_on(dialect: str, statement: str) -> ExecutableDDLElement:
    made: ExecutableDDLElement = DDL(statement).execute_if(dialect=dialect)  # type: ignore[no-untyped-call]
    return made
