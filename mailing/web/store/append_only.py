"""A table to which rows are only added: the database itself refuses to change or remove one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import DDL, event

if TYPE_CHECKING:
    from sqlalchemy import Table

_SQLITE = """CREATE TRIGGER IF NOT EXISTS {table}_no_{act} BEFORE {act} ON {table}
BEGIN SELECT RAISE(ABORT, 'rows of this table are only added'); END"""
_POSTGRESQL = (
    """CREATE OR REPLACE FUNCTION {table}_only_adds() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'rows of this table are only added'; END $$""",
    """CREATE OR REPLACE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION {table}_only_adds()""",
)


def protect(table: Table) -> None:
    """Have the table made with triggers that refuse all but adding."""
    name = table.name
    sqlite = [_SQLITE.format(table=name, act=act) for act in ("UPDATE", "DELETE")]
    postgresql = [statement.format(table=name) for statement in _POSTGRESQL]
    for dialect, statements in (("sqlite", sqlite), ("postgresql", postgresql)):
        for statement in statements:
            event.listen(table, "after_create", DDL(statement).execute_if(dialect=dialect))
