"""What the office's tests share: one browser, and where none is, a word that its tests were left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import office_kit
import pytest
from sqlalchemy import create_engine, text

from mailing.web.store.database import file_url, open_store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

    from mailing.web.office import Office
    from mailing.web.store.database import Store


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """An office of the test's own, in this process."""
    made = office_kit.office_in(tmp_path / "data")
    yield made
    made.store.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def any_store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty database of an office's, of each kind that there is here."""
    if request.param == "sqlite":
        url = file_url(tmp_path / "office.db")
    else:
        url = request.getfixturevalue("postgres_server")
        empty(url)
    store = open_store(url)
    yield store
    store.close()


def empty(url: str) -> None:
    """Take all tables away."""
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A browser; without one the test is left out, and the end of the tests says so."""
    if office_kit.CHROMIUM is None:
        pytest.skip("Chromium isn't installed (Debian: chromium)")
    with office_kit.browser() as opened:
        yield opened
