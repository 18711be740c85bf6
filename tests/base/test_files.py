"""Files appear whole or not at all, and only their owner reads them."""

from __future__ import annotations

import os
import stat
import time
from typing import TYPE_CHECKING

import pytest

from mailing.base.files import make_folder, older_than, sha256_of, write_whole, written_whole

if TYPE_CHECKING:
    from pathlib import Path


def test_a_file_appears_only_when_it_is_whole(tmp_path: Path) -> None:
    """While it is being written there is nothing under its name."""
    path = tmp_path / "batch.pdf"
    with written_whole(path) as stream:
        stream.write(b"half")
        assert not path.exists()
    assert path.read_bytes() == b"half"


def test_a_fault_while_writing_leaves_the_old_file_and_nothing_beside(tmp_path: Path) -> None:
    """What was there stays, and no part file is left."""
    path = tmp_path / "batch.pdf"
    write_whole(path, b"old")
    with pytest.raises(OSError, match="disk full"):
        _write_until_the_disk_is_full(path)
    assert path.read_bytes() == b"old"
    assert [file.name for file in tmp_path.iterdir()] == ["batch.pdf"]


def _write_until_the_disk_is_full(path: Path) -> None:
    with written_whole(path) as stream:
        stream.write(b"new")
        raise OSError("disk full")


@pytest.mark.skipif(os.name == "nt", reason="Windows knows no such rights")
def test_files_and_folders_are_their_owners_alone(tmp_path: Path) -> None:
    """Social data: 0600 and 0700, whatever the process's mask."""
    folder = tmp_path / "house"
    make_folder(folder)
    write_whole(folder / "rows.csv", b"")
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "rows.csv").stat().st_mode) == 0o600


def test_what_is_old_is_found_though_others_remove_some_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process is faster: that is no fault."""
    for name, age in (("old", 100), ("new", 0)):
        (tmp_path / name).touch()
        os.utime(tmp_path / name, (time.time() - age,) * 2)
    names = ("gone", "old", "new")
    monkeypatch.setattr(type(tmp_path), "iterdir", lambda folder: iter([folder / name for name in names]))
    assert [path.name for path in older_than(tmp_path, 50)] == ["old"]
    assert list(older_than(tmp_path / "none", 50)) == []


def test_the_hash_is_that_of_sha256sum(tmp_path: Path) -> None:
    """Auditors compare with their own tools (FIPS 180-4's example)."""
    write_whole(tmp_path / "abc", b"abc")
    assert sha256_of(tmp_path / "abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
