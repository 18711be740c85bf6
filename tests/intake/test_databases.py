"""Lists in databases and Parquet files: SQLite, a real PostgreSQL, and what goes wrong with them."""

from __future__ import annotations

import sqlite3
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from intake_lists import DEMANDS, Taken, take

from mailing.base.errors import InputError, SurroundingsError, UsageError
from mailing.intake import ListSource, SideLists, take_in

if TYPE_CHECKING:
    from pathlib import Path

CREATE = """CREATE TABLE haushalte (bg_nummer TEXT, nachname TEXT, strasse TEXT, hausnummer INTEGER, plz TEXT, ort TEXT,
    land TEXT, termin TIMESTAMP)"""
ROWS = (
    ("23702//0012345", "Öztürk", "Lindenweg", 1, "30159", "Hannover", None, "2020-06-24 09:30:00"),
    ("23702//0012346", "Null", "Lindenweg", 2, "30159", "Hannover", None, None),
)


def take_table(url: str, **source: str) -> Taken:
    """Take a list in from a database."""
    return Taken(take_in(ListSource(url=url, **source), SideLists(), DEMANDS))


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """An SQLite database with a table of households."""
    with sqlite3.connect(tmp_path / "amt.db") as connection:
        connection.execute(CREATE)
        connection.executemany("INSERT INTO haushalte VALUES (?, ?, ?, ?, ?, ?, ?, ?)", ROWS)
    connection.close()
    return f"sqlite:///{tmp_path / 'amt.db'}"


@pytest.fixture(scope="session")
def postgres_url(postgres_server: str) -> str:
    """A PostgreSQL database with a schema's table of households."""
    _fill(postgres_server)
    return postgres_server


def _fill(url: str) -> None:
    import sqlalchemy

    engine = sqlalchemy.create_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE SCHEMA amt")
        connection.exec_driver_sql(CREATE.replace("haushalte", 'amt."Haushalte"'))
        for row in ROWS:
            connection.exec_driver_sql('INSERT INTO amt."Haushalte" VALUES (%s, %s, %s, %s, %s, %s, %s, %s)', row)
    engine.dispose()


def test_a_table_of_sqlite_is_read_as_text(sqlite_url: str) -> None:
    """Numbers become texts, NULL an empty entry, and Null stays a surname."""
    taken = take_table(sqlite_url, table="haushalte")
    assert [(each.row, each.nachname, each.hausnummer) for each in taken.households] == [
        (2, "Öztürk", "1"),
        (3, "Null", "2"),
    ]
    assert taken.households[0].termin == datetime(2020, 6, 24, 9, 30)  # noqa: DTZ001 - local time
    assert taken.intake.inputs[0].rows == 2


def test_a_query_can_name_columns_as_ours(sqlite_url: str) -> None:
    """A query chooses rows and names columns; colons in it are no parameters."""
    query = "SELECT *, '12:30' AS uhr FROM haushalte WHERE nachname = 'Null'"
    taken = take_table(sqlite_url, query=query)
    assert [(each.nachname, each.extra["uhr"]) for each in taken.households] == [("Null", "12:30")]
    assert taken.intake.inputs[0].detected["query"] == query


def test_the_same_rows_have_the_same_hash(sqlite_url: str) -> None:
    """The record's digest is that of the rows, so that an auditor can compare."""
    first, second = (take_table(sqlite_url, table="haushalte").intake.inputs[0] for _time in range(2))
    other = take_table(sqlite_url, query="SELECT * FROM haushalte WHERE hausnummer = 1").intake.inputs[0]
    assert first.sha256 == second.sha256 != other.sha256


def test_a_query_changes_nothing(sqlite_url: str) -> None:
    """Nothing is written, whatever the query says."""
    with pytest.raises(InputError):
        take_table(sqlite_url, query="DELETE FROM haushalte")
    assert len(take_table(sqlite_url, table="haushalte").households) == 2


@pytest.mark.parametrize(
    ("url", "source", "error"),
    [
        ("sqlite:///fehlt.db", {"table": "a"}, InputError),
        ("kein url", {"table": "a"}, UsageError),
        ("sqlite:///:memory:", {}, UsageError),
        ("sqlite:///:memory:", {"table": "a", "query": "b"}, UsageError),
        ("sqlite:///:memory:", {"table": "fehlt"}, InputError),
        ("sqlite:///:memory:", {"query": "kein SQL"}, InputError),
        ("oracle+nichts://amt:geheim@rechner/x", {"table": "a"}, SurroundingsError),
        ("postgresql+psycopg://amt:geheim@127.0.0.1:1/x", {"table": "a"}, InputError),
        ("postgresql+psycopg://amt@127.0.0.1:1/x?password=geheim", {"table": "a"}, InputError),
    ],
)
def test_what_a_database_refuses_is_one_message(url: str, source: dict[str, str], error: type[Exception]) -> None:
    """Missing files, tables, drivers and servers; never with the password."""
    with pytest.raises(error) as caught:
        take_table(url, **source)
    assert "geheim" not in str(vars(caught.value))


def test_a_table_of_postgresql_is_read(postgres_url: str) -> None:
    """A schema's table by its quoted name, from a real server."""
    taken = take_table(postgres_url, table="amt.Haushalte")
    assert [(each.nachname, each.hausnummer) for each in taken.households] == [("Öztürk", "1"), ("Null", "2")]
    assert taken.households[0].termin == datetime(2020, 6, 24, 9, 30)  # noqa: DTZ001 - local time
    assert "geheim" not in str(taken.intake.inputs)


def test_postgresql_is_only_read(postgres_url: str) -> None:
    """The connection refuses to write."""
    with pytest.raises(InputError):
        take_table(postgres_url, query='DELETE FROM amt."Haushalte" RETURNING *')
    assert len(take_table(postgres_url, query='SELECT * FROM amt."Haushalte"').households) == 2


def test_parquet_is_read_as_text(tmp_path: Path) -> None:
    """Texts, numbers, dates, decimals, dictionaries and nulls of a warehouse's file."""
    table = pa.table(
        {
            "bg_nummer": pa.array(["23702//0012345", "23702//0012346"]).dictionary_encode(),
            "nachname": ["Öztürk", None],
            "strasse": ["Lindenweg", "Lindenweg"],
            "hausnummer": [1, 2],
            "plz": pa.array(["30159", "30159"], pa.large_string()),
            "ort": ["Hannover", "Hannover"],
            "termin": [datetime(2020, 6, 24, 9, 30), None],  # noqa: DTZ001 - local time
            "geboren": [date(1980, 1, 2), None],
            "betrag": [Decimal("1.50"), Decimal("2.00")],
            "anteil": [0.5, 3.0],
        }
    )
    pq.write_table(table, tmp_path / "liste.parquet")
    taken = take(tmp_path / "liste.parquet")
    (household,) = taken.households
    assert household.termin == datetime(2020, 6, 24, 9, 30)  # noqa: DTZ001 - local time
    assert household.extra == {"geboren": "02.01.1980", "betrag": "1,50", "anteil": "0,5"}
    assert taken.fates[3] == ("rejected", "field.missing")


def test_a_nested_column_of_parquet_is_refused(tmp_path: Path) -> None:
    """A cell that is a list is no text."""
    pq.write_table(pa.table({"bg_nummer": [["a", "b"]]}), tmp_path / "liste.parquet")
    with pytest.raises(InputError, match="zusammengesetzte"):
        take(tmp_path / "liste.parquet")
