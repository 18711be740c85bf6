"""What the office's tests share: one browser, and where none is, a word that its tests were left out."""

from __future__ import annotations

import shutil
import uuid
from typing import TYPE_CHECKING

import office_kit
import pytest
from lives_kit import LETTERS, Life
from program_kit import row, write_list
from sqlalchemy import create_engine, make_url, text

from mailing.cli import main
from mailing.web.office import Office
from mailing.web.store.database import file_url, open_store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

    from mailing.web.store.database import Store


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """An office of the test's own, in this process."""
    made = office_kit.office_in(tmp_path / "data")
    yield made
    made.store.close()


@pytest.fixture
def postgres_office(postgres_server: str) -> Iterator[str]:
    """An empty PostgreSQL database for one office, beside those that other tests fill; its URL."""
    name = f"office_{uuid.uuid4().hex}"
    server = create_engine(postgres_server, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
        yield make_url(postgres_server).set(database=name).render_as_string(hide_password=False)
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    server.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def any_store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty database of an office's, of each kind that there is here."""
    is_file = request.param == "sqlite"
    store = open_store(file_url(tmp_path / "office.db") if is_file else request.getfixturevalue("postgres_office"))
    yield store
    store.close()


@pytest.fixture
def few(tmp_path: Path) -> Path:
    """A list of three households, of which nothing is to be said."""
    return write_list(tmp_path / "liste.csv", [row(number) for number in range(1, 4)])


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A browser; without one the test is left out, and the end of the tests says so.

    It is closed with its module: while it is open, its event loop keeps tests in the same process from having one.
    """
    if office_kit.CHROMIUM is None:
        pytest.skip("Chromium isn't installed (Debian: chromium)")
    with office_kit.browser() as opened:
        yield opened


@pytest.fixture(scope="session")
def run_of_twelve(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with one run, made once; tests take copies of it."""
    folder = tmp_path_factory.mktemp("made")
    liste = write_list(folder / "liste.csv", [row(number) for number in range(1, LETTERS + 1)])
    assert main(["run", str(liste), "--by", "Eva", "--out", str(folder / "data" / "runs")]) == 0
    return folder / "data"


@pytest.fixture
def life(run_of_twelve: Path, tmp_path: Path) -> Iterator[Life]:
    """An office of the test's own with that run."""
    shutil.copytree(run_of_twelve, tmp_path / "data")
    office = Office(tmp_path / "data")
    (run_id,) = (path.parent.name for path in office.runs.glob("*/manifest.json"))
    yield Life(office, run_id)
    office.store.close()
