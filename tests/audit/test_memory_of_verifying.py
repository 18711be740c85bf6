"""What verifying holds at once is one print file and the books as columns, however many letters a run has."""

from __future__ import annotations

from typing import TYPE_CHECKING
from weakref import WeakSet

import pytest
from audit_run import make_run

from mailing.audit.books import PieceEntry, read_books, read_pieces
from mailing.audit.content_hash import Contents
from mailing.audit.kept_open import KeptOpen
from mailing.audit.packed_entries import PackedEntries
from mailing.audit.run_files import run_files_at
from mailing.audit.verification import VerifyOptions, verify

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def run(tmp_path: Path) -> Path:
    """A sound run of three files."""
    return make_run(tmp_path / "run", 12)


def test_one_print_file_is_open_at_a_time(run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the next is opened nothing holds the one before, no rule that keeps what it has found out either."""
    alive: WeakSet[Contents] = WeakSet()
    most: list[int] = []
    open_file = Contents.__init__

    def watched(contents: Contents, path: Path) -> None:
        open_file(contents, path)
        alive.add(contents)
        most.append(len(alive))

    monkeypatch.setattr(Contents, "__init__", watched)
    assert not [finding for finding in verify(run, VerifyOptions(workers=1)) if finding.forbids_the_letter]
    assert len(most) >= 3
    assert max(most) == 1


def test_a_file_is_let_go_before_the_next_is_opened(tmp_path: Path) -> None:
    """Looked at again it isn't opened again, unless it has been written meanwhile."""
    first, second = tmp_path / "first", tmp_path / "second"
    for file in (first, second):
        file.touch()
    open_now: list[Path] = []
    opened: list[Path] = []

    class File:
        def __init__(self, path: Path) -> None:
            assert not open_now
            self.path = path
            open_now.append(path)
            opened.append(path)

        def __del__(self) -> None:
            open_now.remove(self.path)

    kept = KeptOpen(File)
    assert kept(first) is kept(first)
    kept(second)
    kept(first)
    assert opened == [first, second, first]


def test_packed_entries_are_the_entries(run: Path) -> None:
    """In order, by number and in slices."""
    run_files = run_files_at(run, shop_only=False)
    told = list(read_pieces(run_files))
    packed = read_books(run_files).pieces
    assert isinstance(packed, PackedEntries)
    assert list(packed) == told == packed[:]
    assert (len(packed), packed[3], packed[-1], packed[2:5]) == (12, told[3], told[-1], told[2:5])
    assert list(PackedEntries(PieceEntry, (), ("piece",), own="content_sha256")) == []
