"""What the office's tests share: one browser, and where none is, a word that its tests were left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import office_kit
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

    from mailing.web.office import Office


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """An office of the test's own, in this process."""
    made = office_kit.office_in(tmp_path / "data")
    yield made
    made.store.close()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A browser; without one the test is left out, and the end of the tests says so."""
    if office_kit.CHROMIUM is None:
        pytest.skip("Chromium isn't installed (Debian: chromium)")
    with office_kit.browser() as opened:
        yield opened
