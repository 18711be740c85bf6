"""Files that appear whole or not at all, and can be read by their owner only.

Where a place lies on a store rather than a disk (`mailing.base.stores`), the store has its own way to the same promise;
who may read there, its own rules say.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from mailing.base import stores
from mailing.base.given_files import refuse_to_replace

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

OWNER_ONLY_FILE = 0o600
OWNER_ONLY_FOLDER = 0o700
READ_AT_ONCE = 1 << 20

UNFINISHED = ".part"
"""How the names of files end that are still being written; with a dot before it, and gone when they are whole."""


def make_folder(path: Path) -> None:
    """Make `path` and its parents, open to their owner only; existing ones stay as they are."""
    if stores.is_on_store(path):
        stores.make_folder(path)
        return
    if not path.parent.is_dir():
        make_folder(path.parent)  # with parents=True, they would be open to all
    path.mkdir(mode=OWNER_ONLY_FOLDER, exist_ok=True)


def remove_folder(path: Path) -> None:
    """Remove `path` and all below it, as far as it is there."""
    if stores.is_on_store(path):
        stores.remove_folder(path)
    else:
        shutil.rmtree(path, ignore_errors=True)


@contextmanager
def written_whole(path: Path, *, lasting: bool = True, beside: Path | None = None) -> Iterator[BinaryIO]:
    """Give a stream whose bytes appear under `path` only when the block ends without an error.

    Written beside, flushed to the disk, renamed, and the folder flushed: after a power cut the file is there whole or
    not at all. What isn't `lasting`, because a run that goes on makes it anew, isn't flushed. `beside` is where it is
    written where its own folder mustn't have anything else in it, however a call ends.
    """
    if stores.is_on_store(path):
        with stores.written_whole(path) as stream:
            yield stream
        return
    refuse_to_replace(path)
    beside = beside or path.with_name(f".{path.name}.{os.getpid()}{UNFINISHED}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, OWNER_ONLY_FILE)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            yield stream
            if lasting:
                stream.flush()
                os.fsync(stream.fileno())
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    if lasting:
        flush_folder(path.parent)


def write_whole(path: Path, content: bytes, beside: Path | None = None) -> None:
    """Write `content` so that it appears under `path` whole or not at all; `beside` as for `written_whole`."""
    with written_whole(path, beside=beside) as stream:
        stream.write(content)


def remove_unfinished(folder: Path) -> None:
    """Remove the files below `folder` that somebody began to write and never will finish; a store shows none."""
    if stores.is_on_store(folder):
        return
    for path in folder.rglob(f".*{UNFINISHED}"):
        if path.is_symlink() or not path.is_dir():
            path.unlink(missing_ok=True)


def all_below(folder: Path) -> list[Path]:
    """Return all that lies below `folder`, links as themselves, what lies in a folder before it; a store shows none."""
    if stores.is_on_store(folder):
        return []
    return [
        Path(parent, name)
        for parent, folders, others in os.walk(folder, topdown=False)
        for name in (*sorted(others), *sorted(folders))
    ]


def older_than(folder: Path, seconds: float) -> Iterator[Path]:
    """Give what lies in a folder, unchanged for so many seconds; what others remove meanwhile is passed over."""
    for path in folder.iterdir() if folder.is_dir() else ():
        with suppress(FileNotFoundError):
            if time.time() - path.lstat().st_mtime > seconds:
                yield path


def is_plain_file(path: Path) -> bool:
    """Whether a file lies there itself: no folder, link, pipe or device."""
    return path.is_file() and not path.is_symlink()


def remove_others(folder: Path, kept: Container[Path]) -> None:
    """Remove all that lies below `folder` but the plain files that are kept."""
    for path in all_below(folder):
        if path.is_dir() and not path.is_symlink():
            if not any(path.iterdir()):
                path.rmdir()
        elif path not in kept or not is_plain_file(path):
            path.unlink()


def flush_folder(folder: Path) -> None:
    """Bring the folder's entries to the disk, where the system can (Windows can't open folders)."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sha256_of(path: Path) -> str:
    """Return the hex SHA-256 of the file's bytes."""
    with path.open("rb") as stream:
        return digest_of(stream)


def digest_of(stream: BinaryIO) -> str:
    """Return the hex SHA-256 of what is still to be read of an open file."""
    digest = hashlib.sha256()
    while some := stream.read(READ_AT_ONCE):
        digest.update(some)
    return digest.hexdigest()
