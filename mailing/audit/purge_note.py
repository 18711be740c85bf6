"""`purged.json`: that a run was purged, when, and by whom only it could be, the owner of `house/key`.

The key goes with the purge. What stays of it is a token that the manifest knew the digest of from the beginning, and
that the whole note is sealed with.
"""

from __future__ import annotations

import hmac
import json
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from mailing.audit.findings import fault
from mailing.audit.keeping import outlives_a_purge, purge_commitment, purge_token
from mailing.base.errors import VerificationError
from mailing.base.messages import _
from mailing.model import runfolder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mailing.audit.manifest import Manifest
    from mailing.audit.run_files import RunFiles
    from mailing.findings import Finding

FORMAT = "mailing-purged-1"


@dataclass(frozen=True, slots=True)
class PurgeNote:
    """What a run's `purged.json` says.

    Attributes:
        token: what only the owner of the key could put there; empty where the key was missing.
        manifest_sha256: of the manifest's bytes when the run was purged.
        files: the sealed files that are gone.
    """

    run_id: str
    purged_on: date
    token: bytes
    manifest_sha256: str
    files: tuple[str, ...]

    def as_bytes(self) -> bytes:
        """Return the file's bytes."""
        note: dict[str, Any] = {
            "format": FORMAT,
            "run_id": self.run_id,
            "purged_on": self.purged_on.isoformat(),
            "token": self.token.hex(),
            "manifest_sha256": self.manifest_sha256,
            "files": list(self.files),
        }
        seal = hmac.digest(self.token, _json(note), "sha256").hex()
        return _json({**note, "seal_hmac": seal})


def note_of(run_files: RunFiles, manifest: Manifest, day: date) -> PurgeNote:
    """Return the note of a purge on `day`."""
    try:
        token = purge_token(bytes.fromhex(run_files.read(runfolder.KEY).decode("ascii")))
    except (OSError, ValueError, VerificationError):
        token = b""
    return PurgeNote(manifest.run_id, day, token, _manifest_digest(run_files), files_gone(manifest))


def files_gone(manifest: Manifest) -> tuple[str, ...]:
    """Return the sealed files that a purge deletes."""
    return tuple(sorted(path for path in manifest.paths() if not outlives_a_purge(path)))


def read_note(run_files: RunFiles, manifest: Manifest) -> PurgeNote | None:
    """Return the run's own note; None where there is none, or one that the program can't have written."""
    if not (run_files.has_house and run_files.has(runfolder.PURGED)):
        return None
    try:
        content = run_files.read(runfolder.PURGED)
        told = run_files.json(runfolder.PURGED)
        day, token = date.fromisoformat(told["purged_on"]), bytes.fromhex(told["token"])
    except (OSError, ValueError, KeyError, TypeError, VerificationError):
        return None
    note = PurgeNote(manifest.run_id, day, token, _manifest_digest(run_files), files_gone(manifest))
    return note if note.as_bytes() == content and purge_commitment(token) == manifest.purge_sha256 else None


def note_faults(run_files: RunFiles, note: PurgeNote | None) -> Iterator[Finding]:
    """Give that the run is purged, or that something only looks like it."""
    if note is not None:
        yield fault("audit.purged", where=runfolder.PURGED, count=len(note.files))
    elif run_files.has_house and run_files.has(runfolder.PURGED):
        yield fault("audit.purge-note", where=runfolder.PURGED, path=runfolder.PURGED)


def refuse_purged(run_files: RunFiles, manifest: Manifest) -> None:
    """Refuse work that needs what a purge has deleted.

    Raises:
        VerificationError: the run is purged.
    """
    note = read_note(run_files, manifest)
    if note is not None:
        raise VerificationError(
            _("Der Lauf ist bereinigt (am {day}): seine Briefe und alles Personenbezogene sind gelöscht").format(
                day=f"{note.purged_on:%d.%m.%Y}"
            ),
            where=manifest.run_id,
            hint=_("Was bleibt, prüft mailing verify"),
        )


def _manifest_digest(run_files: RunFiles) -> str:
    return sha256(run_files.read(runfolder.MANIFEST)).hexdigest()


def _json(note: dict[str, Any]) -> bytes:
    return json.dumps(note, ensure_ascii=False, indent=1).encode() + b"\n"
