"""Going on with a half-made run: only what its hash vouches for is believed, and what isn't the run's goes."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING

import pytest
from program_kit import Called, row, write_list

from mailing import audit
from mailing.audit.verification import VerifyOptions, verify
from mailing.base.errors import SurroundingsError
from mailing.model import DrawnLetter, DrawnPage, PlateDrawing
from mailing.runs.making.spool import Places, Spool

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Program = Callable[..., Called]


def bytes_of(run: Path) -> dict[str, bytes]:
    """Return path -> content of all that a run consists of; its journal knows the clock."""
    files = (path for path in run.rglob("*") if path.is_file() and not path.name.startswith("journal."))
    return {path.relative_to(run).as_posix(): path.read_bytes() for path in files}


@pytest.fixture
def expected(program: Program, tmp_path: Path) -> dict[str, bytes]:
    """What an undisturbed run leaves."""
    write_list(tmp_path / "liste.csv", [row(number) for number in range(1, 30)])
    return bytes_of(program("run", "liste.csv", "-o", "quiet", "--json").run)


@pytest.fixture
def half_made(expected: dict[str, bytes], program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A run whose letters are set and pressed, and that was cut off before its manifest; its folder."""
    assert expected

    def refuse(*_arguments: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(audit, "close_run", refuse)
        assert program("run", "liste.csv").code == 6
    (run,) = tmp_path.glob("runs/2020*")
    assert not (run / "manifest.json").exists()
    return run


def spool_of(run: Path) -> Path:
    """Return the spool beside a half-made run."""
    return run.with_name(f".{run.name}.work")


def emptied(path: Path) -> None:
    """A power cut leaves a file's name without its bytes."""
    path.write_bytes(b"")


def truncated(path: Path) -> None:
    """Half of it has reached the disk."""
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def flipped(path: Path) -> None:
    """One bit is another one."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def nonsense(path: Path) -> None:
    """It is JSON, and not of this shape."""
    path.write_bytes(b'[{"files": 3}]')


@pytest.mark.parametrize("damage", [emptied, truncated, flipped, nonsense])
@pytest.mark.parametrize("kind", ["plate-*", "chunk-*", "done-*"])
def test_a_harmed_file_of_the_spool_is_made_again(
    program: Program, half_made: Path, expected: dict[str, bytes], kind: str, damage: Callable[[Path], None]
) -> None:
    """Whatever lost power left there: everybody's letter has its text."""
    harmed = list(spool_of(half_made).glob(kind))
    assert harmed
    for path in harmed:
        damage(path)
    called = program("run", "liste.csv")
    assert called.code == 0, called.err
    assert bytes_of(half_made) == expected
    assert ("beschädigt" in called.out) == (kind != "chunk-*")
    assert not spool_of(half_made).exists()


@pytest.mark.parametrize("damage", [emptied, truncated, flipped, nonsense])
def test_a_harmed_manifest_is_made_again(
    program: Program, tmp_path: Path, expected: dict[str, bytes], damage: Callable[[Path], None]
) -> None:
    """An empty manifest is no reason to give up for good; the list decides what it said."""
    (run,) = tmp_path.glob("quiet/2020*")
    damage(run / "manifest.json")
    called = program("run", "liste.csv", "-o", "quiet")
    assert called.code == 0, called.err
    assert "beschädigt" in called.out
    assert bytes_of(run) == expected


def test_strangers_in_a_half_made_folder_go(program: Program, half_made: Path, expected: dict[str, bytes]) -> None:
    """What file managers leave, links, pipes, folders in a file's place and a file in a folder's."""
    for name in (".DS_Store", "shop/.DS_Store", "shop/data/Thumbs.db", "shop/data/0000_fremd.pdf", "house/settings"):
        (half_made / name).write_bytes(b"fremd")
    (half_made / "manifest.json").mkdir()
    (half_made / "shop/data/leer/ordner").mkdir(parents=True)
    (half_made / "shop/link").symlink_to("/etc/passwd")
    os.mkfifo(half_made / "shop/data/pipe")
    called = program("run", "liste.csv")
    assert called.code == 0, called.err
    assert "nicht zum Lauf gehören" in called.out
    assert bytes_of(half_made) == expected
    assert list(verify(half_made, VerifyOptions(workers=1))) == []


def test_a_quiet_run_that_goes_on_tells_of_no_damage(program: Program, half_made: Path) -> None:
    """What a cut-off run left unharmed is nothing to tell."""
    called = program("run", "liste.csv")
    assert called.code == 0
    assert "beschädigt" not in called.out
    assert half_made.is_dir()


PLATE = PlateDrawing("ab" * 32, b"drawn")


def test_a_disk_that_forgets_within_a_run_is_told(tmp_path: Path) -> None:
    """Between setting and pressing too, only what its hash vouches for is taken out of the spool."""
    spool, places = Spool(tmp_path), Places.of_none(1)
    spool.keep_plates([PLATE])
    places.enter(0, [0], spool.keep(0, [DrawnLetter(0, (DrawnPage(PLATE.key, b"text"),))]))
    with pytest.raises(SurroundingsError, match="Datenträger"):  # its key isn't its hash
        spool.plates([PLATE.key])
    for path in tmp_path.glob("chunk-*"):
        truncated(path)
    with pytest.raises(SurroundingsError, match="Datenträger"):
        list(spool.letters([0], places))
