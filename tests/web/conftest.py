"""What the office's tests share: one browser, and where none is, a word that its tests were left out."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import office_kit
import pytest
from lives_kit import LETTERS, Life
from program_kit import row, write_list

from mailing.cli import main
from mailing.web.office import Office

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser


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
