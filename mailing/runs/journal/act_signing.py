"""Signing an act, and checking the signatures of acts: who released or closed a run, by a certificate.

What is signed is a file of its own below `house/signatures/`: the hash of the manifest and the journal's head before
the act, so that neither can be written anew without whoever signed. It and its signature stand in the act's event.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mailing.base.files import make_folder, write_whole
from mailing.findings import Finding
from mailing.model import runfolder

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator
    from pathlib import Path

    from mailing.audit.run_files import RunFiles
    from mailing.audit.signing import SigningKey
    from mailing.lifecycle import Event, EventKind
    from mailing.model.actors import Actor

FORMAT = "mailing-act-1"
ENDING = ".p7s"


@dataclass(frozen=True, slots=True)
class SignedAct:
    """What is signed of an act: all that its event will have, but its details, its time and its number.

    Attributes:
        manifest: the hash of the run's manifest.
        head: the journal's, before the act.
    """

    kind: EventKind
    by: Actor
    manifest: str
    head: str | None

    @classmethod
    def of(cls, event: Event) -> SignedAct:
        """Return what must have been signed for this event."""
        return cls(event.kind, event.by, event.manifest, event.previous)

    def as_bytes(self) -> bytes:
        """Return the bytes that are signed."""
        told = {
            "format": FORMAT,
            "kind": self.kind.value,
            "by": self.by.name,
            "manifest": self.manifest,
            "journal": self.head,
        }
        return json.dumps(told, ensure_ascii=False, indent=1).encode() + b"\n"


def sign_act(root: Path, number: int, act: SignedAct, key: SigningKey) -> list[Path]:
    """Sign what is about to be recorded as event `number`; return the files, which that event must name."""
    from mailing.audit.signing import signature_of

    file = root / f"{runfolder.SIGNATURES}{number:04d}-{act.kind.value}.json"
    signature = file.with_name(file.name + ENDING)
    make_folder(file.parent)
    write_whole(file, act.as_bytes())
    write_whole(signature, signature_of(act.as_bytes(), key))
    return [file, signature]


def act_signature_findings(
    run_files: RunFiles, events: tuple[Event, ...], ca: Path | None, at: dt.date | None
) -> Iterator[Finding]:
    """Give what is wrong with the signatures that events name; of one whose file is gone, the journal's check tells.

    Raises:
        InputError: `ca` has no certificate.
    """
    from mailing.audit.signature_check import signature_faults

    for event in events:
        for path in event.files:
            signed = path.removesuffix(ENDING)
            if path == signed or not (run_files.has(path) and run_files.has(signed)):
                continue
            content = run_files.read(signed)
            if content != SignedAct.of(event).as_bytes():
                yield Finding("journal.signature", field=signed, details={"line": event.number, "path": signed})
            for finding in signature_faults(content, run_files.signature(path), ca, at, must_be_signed=False):
                yield replace(finding, field=path)
