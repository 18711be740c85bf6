"""What an auditor looks at first: the manifest's figures and hashes, the sums, the journal's head."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailing.audit.run_files import load_manifest, run_files_at
from mailing.base.errors import UsageError, VerificationError
from mailing.base.files import sha256_of
from mailing.base.messages import _, n_
from mailing.model import Disposition, runfolder
from mailing.model.dossier import ClosingEquation, Dossier, NamedFile
from mailing.model.reports import FATE_NAMES
from mailing.runs.journal.journalled import read_life
from mailing.runs.making.signatures import signature_told

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mailing.audit.manifest import Manifest
    from mailing.lifecycle import Event, RunLife

DISPOSITIONS = {
    Disposition.PRINTED: n_("gedruckt"),
    Disposition.SPECIAL_ROUTE: n_("Sonderweg"),
    Disposition.MERGED: n_("zusammengeführt"),
    Disposition.SUPPRESSED: n_("gesperrt"),
    Disposition.REJECTED: n_("abgewiesen"),
}


def dossier_of(run: Path) -> Dossier:
    """Return what the manifest and the journal of a run tell.

    Raises:
        UsageError: it is no run.
        VerificationError: its manifest can't be used.
    """
    manifest = load_manifest(run_files_at(run, shop_only=False))
    life = _life(run)
    return Dossier(
        run_id=run.name,
        title=manifest.title,
        date=manifest.date,
        program=manifest.program,
        manifest_sha256=sha256_of(run / runfolder.MANIFEST),
        digest=manifest.digest,
        merkle_root=manifest.merkle_root,
        head=life[0][-1].digest if life else "",
        signature=signature_told(run),
        inputs=tuple(NamedFile(each["name"], each["sha256"], 0, personal=True) for each in manifest.inputs),
        files=tuple(_files(manifest)),
        settings=manifest.settings,
        equations=tuple(_equations(manifest, life[1] if life else None)),
    )


def _life(run: Path) -> tuple[tuple[Event, ...], RunLife] | None:
    try:
        return read_life(run)
    except (VerificationError, UsageError):
        return None


def _files(manifest: Manifest) -> Iterator[NamedFile]:
    yield from (NamedFile(file.path, file.sha256, file.bytes, personal=True) for file in manifest.files)
    yield from (NamedFile(*other) for other in manifest.others)


def _equations(manifest: Manifest, life: RunLife | None) -> Iterator[ClosingEquation]:
    counts = manifest.counts
    parts = {_(told): counts[disposition] for disposition, told in DISPOSITIONS.items()}
    yield ClosingEquation(_("Zeilen der Liste"), counts["rows"], parts)
    in_files = _("in {number} Druckdateien").format(number=len(manifest.files))
    yield ClosingEquation(_("Stücke"), counts["pieces"], {in_files: sum(file.pieces for file in manifest.files)})
    if life is not None:
        fates = {_(FATE_NAMES[fate.value]): number for fate, number in life.fates.counts().items()}
        yield ClosingEquation(_("Stücke nach dem Journal"), counts["pieces"], fates)
