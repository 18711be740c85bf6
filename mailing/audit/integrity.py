"""Whether what is there is what was sealed: every file by kind, size and hash, and nothing else beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailing.audit.file_kinds import KIND_NAMES, Kind, printable
from mailing.audit.findings import fault
from mailing.base.errors import VerificationError
from mailing.base.files import digest_of
from mailing.base.messages import _
from mailing.model import runfolder

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from mailing.audit.manifest import BatchEntry, Manifest, OtherEntry
    from mailing.audit.run_files import RunFiles
    from mailing.findings import Finding

MUCH_LARGER = 64 << 20
"""A file that has grown by more than so many bytes is told by its size alone, and nothing more is read of the run."""


def presence_faults(
    run_files: RunFiles, manifest: Manifest, gone: Collection[str] = (), later: Collection[str] = ()
) -> Iterator[Finding]:
    """Give the files that are missing or no files, and whatever lies there that no manifest knows.

    Args:
        run_files: what is in hand.
        manifest: what must be there.
        gone: what mustn't, because the run is purged.
        later: what may be there beside it.
    """
    entries = run_files.entries()
    sealed = {entry.path for entry in sealed_entries(run_files, manifest)}
    for path in sorted(sealed.difference(gone)):
        kind = run_files.kind(path)
        if kind is Kind.NOTHING:
            yield fault("audit.file-missing", path=path)
        elif kind is not Kind.FILE and path not in entries:
            yield _no_file(path, kind)
    yield from stranger_faults(entries, sealed.union(runfolder.UNSEALED, later))
    for path in sorted(entries.keys() & (runfolder.REPORT, *gone) if gone else ()):
        yield fault("audit.purge-incomplete", path=path)


def stranger_faults(entries: Mapping[str, Kind], known: Collection[str]) -> Iterator[Finding]:
    """Give what is no plain file, files that aren't among the `known` paths, and folders that lead to none of these."""
    leading = {folder for path in known for folder in _folders_above(path)}
    filled = {folder for path, kind in entries.items() if kind is not Kind.FOLDER for folder in _folders_above(path)}
    for path, kind in entries.items():
        if kind is Kind.FOLDER:
            if path in known:
                yield _no_file(path, kind)
            elif path not in leading and path not in filled:
                yield fault("audit.folder-stranger", path=printable(path))
        elif kind is not Kind.FILE:
            yield _no_file(path, kind)
        elif path not in known:
            yield fault("audit.file-stranger", path=printable(path))


def content_faults(run_files: RunFiles, manifest: Manifest) -> Iterator[Finding]:
    """Give the files that have grown or shrunk, or whose bytes are others than the manifest says: each opened once."""
    for entry in sealed_entries(run_files, manifest):
        if not run_files.has(entry.path):
            continue
        try:
            with run_files.open(entry.path) as stream:
                size = stream.seek(0, 2)
                stream.seek(0)
                digest = "" if size > entry.bytes + MUCH_LARGER else digest_of(stream)
        except (OSError, VerificationError) as error:
            yield fault("audit.file-unreadable", path=entry.path, found=getattr(error, "strerror", None) or str(error))
            continue
        if size != entry.bytes:
            yield fault("audit.file-size", path=entry.path, expected=entry.bytes, found=size)
        if digest and digest != entry.sha256:
            yield fault("audit.file-hash", path=entry.path, expected=entry.sha256, found=digest)


def can_be_read(run_files: RunFiles, manifest: Manifest) -> bool:
    """Whether no sealed file has grown so much that reading it wouldn't end within its time."""
    there = (entry for entry in sealed_entries(run_files, manifest) if run_files.has(entry.path))
    return all(run_files.path_of(entry.path).lstat().st_size <= entry.bytes + MUCH_LARGER for entry in there)


def sealed_entries(run_files: RunFiles, manifest: Manifest) -> Iterator[BatchEntry | OtherEntry]:
    """Give the manifest's files as far as they belong to what is in hand."""
    entries: tuple[BatchEntry | OtherEntry, ...] = (*manifest.files, *manifest.others)
    for entry in entries:
        if run_files.has_house or entry.path.startswith(f"{runfolder.SHOP}/"):
            yield entry


def _no_file(path: str, kind: Kind) -> Finding:
    return fault("audit.file-kind", path=printable(path), found=_(KIND_NAMES[kind]))


def _folders_above(path: str) -> Iterator[str]:
    parts = path.split("/")
    return ("/".join(parts[:length]) for length in range(1, len(parts)))
