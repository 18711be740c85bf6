"""Folders whose files belong together: readers and who changes them wait for each other, and nobody else waits."""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING

import pytest

from mailing.base import held_still as module
from mailing.base.errors import SurroundingsError
from mailing.base.held_still import LOCK_NAME, changing, held_still

if TYPE_CHECKING:
    from pathlib import Path


def test_reading_a_folder_that_was_never_changed_here_leaves_nothing(tmp_path: Path) -> None:
    """No lock, no wait."""
    with held_still(tmp_path):
        pass
    assert list(tmp_path.iterdir()) == []


def test_a_change_waits_for_a_reader(tmp_path: Path) -> None:
    """A reader that has begun sees the files as they were to its end."""
    with changing(tmp_path):
        pass
    changed = threading.Event()

    def change() -> None:
        with changing(tmp_path):
            changed.set()

    with held_still(tmp_path):
        other = threading.Thread(target=change)
        other.start()
        assert not changed.wait(0.3)
    assert changed.wait(10)
    other.join()


def test_who_waits_too_long_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A lock that nobody lets go of ends in words, for readers and for who changes."""
    monkeypatch.setattr(module, "SECONDS", 0.1)
    told: list[SurroundingsError] = []

    def try_both() -> None:
        for way in (changing, held_still):
            try:
                with way(tmp_path):
                    pass
            except SurroundingsError as error:
                told.append(error)

    with changing(tmp_path):
        other = threading.Thread(target=try_both)
        other.start()
        other.join()
    assert len(told) == 2


def test_an_error_within_is_the_callers_own(tmp_path: Path) -> None:
    """It isn't taken for one of the lock's, and the lock is free again."""
    for way in (changing, held_still):
        with pytest.raises(PermissionError), way(tmp_path):
            raise PermissionError
    with changing(tmp_path):
        pass


@pytest.mark.skipif(os.name == "nt" or not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may do all")
def test_a_folder_that_may_only_be_read_is_read(tmp_path: Path) -> None:
    """Who can't hold it still reads it for all that; who would change it is told."""
    with changing(tmp_path):
        pass
    (tmp_path / LOCK_NAME).chmod(0o400)
    tmp_path.chmod(0o500)
    try:
        with held_still(tmp_path):
            pass
        with pytest.raises(SurroundingsError), changing(tmp_path):
            pass
    finally:
        tmp_path.chmod(0o700)
