"""The manifest: what a run was made from, every file of it, and each piece's hashes under one Merkle root.

The columns of the pieces are single strings of fixed width: the hashes of piece n are the digits 64·(n−1) to 64·n.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from mailing.audit import merkle
from mailing.audit.closing import close_books
from mailing.audit.house import write_house
from mailing.audit.keeping import is_personal, purge_commitment, purge_token
from mailing.base.files import sha256_of, written_whole
from mailing.model import runfolder
from mailing.model.enclosures import enclosed_as_told, told_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from mailing.audit.closing import Closing
    from mailing.audit.record import RunRecord
    from mailing.model.enclosures import Enclosed

FORMAT = "mailing-manifest-1"
AT_ONCE = 1 << 20
"""Characters that are encoded at a time: the columns of a million pieces have 64 million each."""


class BatchEntry(NamedTuple):
    """A batch of letters in the manifest; `path` is below the run's folder. Of enclosures, what all its pieces have."""

    path: str
    sha256: str
    bytes: int
    pages: int
    pieces: int
    first_piece: int
    route: str
    sheet_class: int
    product: str
    enclosed: tuple[Enclosed, ...] = ()

    @property
    def as_json(self) -> dict[str, Any]:
        """What the manifest holds of it."""
        plain = self._asdict()
        del plain["enclosed"]
        return {**plain, **told_of(self.enclosed)}

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> BatchEntry:
        """Return the entry that `content`, valid by the schema, describes."""
        plain = {name: content[name] for name in cls._fields if name != "enclosed"}
        return cls(**plain, enclosed=enclosed_as_told(content))


class OtherEntry(NamedTuple):
    """Any other file of the run; `personal` ones go when the run is purged."""

    path: str
    sha256: str
    bytes: int
    personal: bool


@dataclass(frozen=True, slots=True)
class Manifest:
    """A run's manifest, as `manifest.json` holds it and `manifest.schema.json` describes it.

    Attributes:
        content_sha256: hex digests of all pieces' contents, one after the other; likewise `household_hmac`.
        seeds: the pieces that are control letters to the office itself.
        purge_sha256: the digest of what only who has `house/key` can put into `purged.json`.
    """

    run_id: str
    digest: str
    program: str
    date: str
    template: str
    title: str
    inputs: tuple[Mapping[str, Any], ...]
    settings: Mapping[str, str]
    versions: Mapping[str, str]
    options: Mapping[str, str]
    files: tuple[BatchEntry, ...]
    others: tuple[OtherEntry, ...]
    counts: Mapping[str, int]
    seeds: tuple[int, ...]
    content_sha256: str
    household_hmac: str
    merkle_root: str
    purge_sha256: str

    def as_json(self) -> dict[str, Any]:
        """Return what `manifest.json` holds."""
        return {
            "format": FORMAT,
            "run_id": self.run_id,
            "digest": self.digest,
            "program": self.program,
            "date": self.date,
            "template": self.template,
            "title": self.title,
            "inputs": list(self.inputs),
            "settings": dict(sorted(self.settings.items())),
            "versions": dict(sorted(self.versions.items())),
            "options": dict(sorted(self.options.items())),
            "files": [file.as_json for file in self.files],
            "others": [other._asdict() for other in self.others],
            "counts": dict(self.counts),
            "seeds": list(self.seeds),
            "pieces": {"content_sha256": self.content_sha256, "household_hmac": self.household_hmac},
            "merkle_root": self.merkle_root,
            "purge_sha256": self.purge_sha256,
        }

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> Manifest:
        """Return the manifest that `content`, valid by the schema, describes."""
        return cls(
            files=tuple(map(BatchEntry.from_json, content["files"])),
            others=tuple(OtherEntry(**other) for other in content["others"]),
            inputs=tuple(content["inputs"]),
            seeds=tuple(content["seeds"]),
            **content["pieces"],
            **{name: content[name] for name in _PLAIN},
        )

    def paths(self) -> Iterator[str]:
        """Give the path of every file that the manifest names."""
        yield from (file.path for file in self.files)
        yield from (other.path for other in self.others)

    @property
    def digital(self) -> range:
        """The numbers of the letters that are sent electronically."""
        pieces = self.counts["pieces"]
        return range(pieces + 1, pieces + 1 + self.counts["digital"])

    def leaves(self) -> Iterator[bytes]:
        """Give the Merkle leaves of all pieces, piece 1 first."""
        return merkle.leaves(bytes.fromhex(self.content_sha256), bytes.fromhex(self.household_hmac))


_PLAIN = (
    "run_id",
    "digest",
    "program",
    "date",
    "template",
    "title",
    "settings",
    "versions",
    "options",
    "counts",
    "merkle_root",
    "purge_sha256",
)


def close_run(record: RunRecord, folder: Path) -> Manifest:
    """Check that the run adds up, write `house/`, and the manifest last: no manifest, no run.

    `folder` is the run's own; the batches, all of `shop/` and the households' lines are there already. Every file that
    lies in it by then is sealed by its hash. A run that doesn't add up raises `ProgramFaultError` before anything is
    written.
    """
    closing = close_books(record)
    household_hmac = write_house(record, closing, folder)
    manifest = _manifest(record, closing, household_hmac, folder)
    with written_whole(folder / runfolder.MANIFEST) as stream:
        stream.writelines(_parts(manifest))
    return manifest


def manifest_bytes(manifest: Manifest) -> bytes:
    """Return the bytes of `manifest.json`."""
    return b"".join(_parts(manifest))


def _parts(manifest: Manifest) -> Iterator[bytes]:
    """Give `manifest.json` piece by piece: of a million pieces, it has 128 MB."""
    for text in json.JSONEncoder(ensure_ascii=False, indent=1).iterencode(manifest.as_json()):
        yield from (text[start : start + AT_ONCE].encode() for start in range(0, len(text), AT_ONCE))
    yield b"\n"


def _manifest(record: RunRecord, closing: Closing, household_hmac: bytes, folder: Path) -> Manifest:
    contents = b"".join([file.pieces.digests for file in closing.files])
    merkle_root = merkle.root(merkle.leaves(contents, household_hmac)).hex()
    identity = record.identity
    return Manifest(
        run_id=identity.run_id,
        digest=identity.digest,
        program=identity.program,
        date=identity.date.isoformat(),
        template=identity.template,
        title=identity.title,
        inputs=tuple(entry.recorded for entry in record.intake.inputs),
        settings=record.settings,
        versions=record.versions,
        options=record.options,
        files=_batches(record),
        others=_others(record, folder),
        counts=closing.counts,
        seeds=closing.seeds,
        content_sha256=contents.hex(),
        household_hmac=household_hmac.hex(),
        merkle_root=merkle_root,
        purge_sha256=purge_commitment(purge_token(bytes.fromhex((folder / runfolder.KEY).read_text("ascii")))),
    )


def _batches(record: RunRecord) -> tuple[BatchEntry, ...]:
    return tuple(
        BatchEntry(
            path=f"{runfolder.SHOP}/{file.path}",
            sha256=file.sha256,
            bytes=file.bytes,
            pages=file.pages,
            pieces=len(file.pieces),
            first_piece=file.pieces[0].piece,
            route=file.route.value,
            sheet_class=file.sheet_class,
            product=file.product,
            enclosed=enclosed_as_told(told_of(file.enclosed)),
        )
        for file in record.files
    )


def _others(record: RunRecord, folder: Path) -> tuple[OtherEntry, ...]:
    """Return every file of the run that is no batch."""
    batches = {f"{runfolder.SHOP}/{file.path}" for file in record.files}
    found = []
    for file in folder.rglob("*"):
        path = file.relative_to(folder).as_posix()
        if file.is_file() and path not in batches and not runfolder.is_made_later(path):
            found.append(OtherEntry(path, sha256_of(file), file.stat().st_size, is_personal(path)))
    return tuple(sorted(found))
