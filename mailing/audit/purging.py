"""Deleting what is personal of a run, after its delivery: the manifest and its signature stay and still verify.

What goes: the letters, all of `house/` but the copies of template and settings, and whatever isn't the run's; with the
key goes the way from a keyed hash to a household. What stays tells how many letters of which content were made from
what. `purged.json` is written first, so that a purge that was cut off is reported by `mailing verify`, and goes on when
it is called again.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from mailing.audit.file_kinds import Kind, kind_of, printable, walked
from mailing.audit.keeping import outlives_a_purge
from mailing.audit.manifest_checks import TEMPLATE
from mailing.audit.purge_note import note_of, read_note
from mailing.audit.report_seal import is_sealed
from mailing.audit.run_files import load_manifest, run_files_at
from mailing.base.files import flush_folder, write_whole
from mailing.base.messages import _
from mailing.model import runfolder

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import date
    from pathlib import Path

    from mailing.audit.manifest import Manifest
    from mailing.audit.run_files import RunFiles

OWN = frozenset({runfolder.MANIFEST, runfolder.SIGNATURE, runfolder.PURGED, runfolder.JOURNAL, runfolder.JOURNAL_SEAL})
"""What always stays: it says what the run was, what became of it, and that it is purged."""


@dataclass(frozen=True, slots=True)
class Remainder:
    """Something personal that a purge can't be sure to have deleted: where it is, and why."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Purged:
    """What a purge did.

    Attributes:
        gone: what was deleted, by its name in the folder.
        left: what may still be there.
        notices: what is to be known besides.
    """

    gone: tuple[str, ...]
    left: tuple[Remainder, ...] = ()
    notices: tuple[str, ...] = ()


def purge(run: Path, day: date, keeping: Collection[str] = ()) -> Purged:
    """Delete the letters and all personal data of a run; what the manifest says of its files isn't believed.

    `keeping` are files that came after it and speak of no household.

    Raises:
        UsageError: `run` is no run.
        VerificationError: its manifest can't be used, so nothing would be left to tell of it.
        SurroundingsError, OSError: `purged.json` can't be written; nothing was deleted.
    """
    run_files = run_files_at(run, shop_only=False)
    manifest = load_manifest(run_files)
    if read_note(run_files, manifest) is None:
        write_whole(run / runfolder.PURGED, note_of(run_files, manifest, day).as_bytes())
    staying = OWN.union(_staying(run_files, manifest), keeping)
    return delete_all(run, staying)


def delete_all(folder: Path, staying: frozenset[str] | set[str] = frozenset()) -> Purged:
    """Delete everything in a folder but the files `staying`; links are removed, what they lead to isn't touched."""
    gone: list[str] = []
    left: list[Remainder] = []
    stuck: list[str] = []
    for name, kind in sorted(walked(folder, follow=True), reverse=True):  # what is in a folder comes before it
        path = folder / name
        if any(kept == name or kept.startswith(f"{name}/") for kept in (*staying, *stuck)):
            continue
        left += _elsewhere(path, kind, folder)
        try:
            path.rmdir() if kind is Kind.FOLDER else path.unlink()
            flush_folder(path.parent)
        except OSError as error:
            stuck.append(name)
            left.append(Remainder(printable(str(path)), error.strerror or str(error)))
        else:
            gone += [printable(name)] if kind is not Kind.FOLDER else []
    return Purged(tuple(sorted(gone)), tuple(left))


def _staying(run_files: RunFiles, manifest: Manifest) -> Iterator[str]:
    """Give the files that outlive the purge: on the program's list, and still what they were."""
    templates = {name.removeprefix(TEMPLATE) for name in manifest.settings if name.startswith(TEMPLATE)}
    for other in manifest.others:
        is_template = other.path.startswith(runfolder.TEMPLATES)
        if is_template and other.path.removeprefix(runfolder.TEMPLATES) not in templates:
            continue
        is_there = outlives_a_purge(other.path) and run_files.has(other.path)
        if is_there and sha256(run_files.read(other.path)).hexdigest() == other.sha256:
            yield other.path
    if run_files.has(runfolder.REDACTED_REPORT) and is_sealed(run_files.read(runfolder.REDACTED_REPORT)):
        yield runfolder.REDACTED_REPORT


def _elsewhere(path: Path, kind: Kind, folder: Path) -> Iterator[Remainder]:
    """Give what stays of a file when its name is deleted: a link's target, or the same file under another name."""
    if kind is Kind.LINK:
        target = path.resolve()
        if kind_of(target) is not Kind.NOTHING and not target.is_relative_to(folder.resolve()):
            yield Remainder(printable(str(target)), _("Ziel der Verknüpfung {path}").format(path=printable(str(path))))
    elif kind is Kind.FILE and path.lstat().st_nlink > 1:
        yield Remainder(printable(str(path)), _("dieselbe Datei hat noch einen anderen Namen"))
