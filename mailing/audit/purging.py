"""Deleting what is personal of a run, after its delivery: the manifest and its signature stay and still verify.

What goes: the letters, and all of `house/` but the copies of template and settings; with the key goes the way from a
keyed hash to a household. What stays tells how many letters of which content were made from what, and that nothing was
changed since. `purged.json` is written first, so that a purge that was cut off is reported by `mailing verify`.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from mailing.audit.integrity import gone_when_purged
from mailing.audit.run_files import load_manifest, run_files_at
from mailing.base.errors import SurroundingsError
from mailing.base.files import flush_folder, write_whole
from mailing.base.messages import _
from mailing.model import runfolder

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

FORMAT = "mailing-purged-1"


def purge(run: Path, day: date) -> tuple[str, ...]:
    """Delete the letters and all personal data of a run; return the paths that are gone.

    Raises:
        UsageError: `run` is no run.
        VerificationError: its manifest can't be used, so nothing would be left to tell of it.
        SurroundingsError: a file can't be deleted.
    """
    manifest = load_manifest(run)
    run_files = run_files_at(run, shop_only=False)
    sealed = gone_when_purged(manifest)
    kept = {other.path for other in manifest.others if not other.personal}
    going = sorted(
        path
        for path, _file in run_files.files()
        if path in sealed or (path.startswith(f"{runfolder.HOUSE}/") and path not in kept | runfolder.NOT_PERSONAL)
    )
    record = {"format": FORMAT, "run_id": manifest.run_id, "purged_on": day.isoformat(), "files": sorted(sealed)}
    write_whole(run / runfolder.PURGED, json.dumps(record, ensure_ascii=False, indent=1).encode() + b"\n")
    for path in going:
        _delete(run_files.path_of(path))
    return tuple(going)


def _delete(file: Path) -> None:
    try:
        file.unlink()
        flush_folder(file.parent)
    except OSError as error:
        raise SurroundingsError(
            _("Die Datei lässt sich nicht löschen: {reason}").format(reason=error.strerror),
            where=str(file),
            hint=_("Rechte prüfen und mailing purge noch einmal ausführen"),
        ) from error
