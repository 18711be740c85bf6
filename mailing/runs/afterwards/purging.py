"""Purging whatever the program leaves of persons: runs, finished or cut off, their spools, proofs, whole folders."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mailing.audit import purging
from mailing.audit.purging import Purged, Remainder
from mailing.base.errors import MailingError, NotAllowedError, UsageError, VerificationError
from mailing.base.files import sha256_of
from mailing.base.messages import _
from mailing.lifecycle import EventKind, RunState, files_of, read_journal
from mailing.model import runfolder
from mailing.runs.journal.journalled import JournalledRun, read_life
from mailing.runs.making.folder import alone

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from mailing.model.actors import Actor

__all__ = ["Purged", "PurgedFolder", "Remainder", "purge", "purge_older"]

_NAME = re.compile(r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})_.+_(?:(?P<digest>[0-9a-f]{8})|probe)")
_OF_A_PROOF = re.compile(r"probe\.pdf|auswahl\.csv|seite-[0-9]{3,}\.png|data/.+|\..+\.part")
_SPOOL = re.compile(r"\.(?P<run>.+)\.(?:work|outgoing)")


@dataclass(frozen=True, slots=True)
class PurgedFolder:
    """A folder that was purged, and what came of it."""

    folder: Path
    purged: Purged


def purge(folder: Path, by: Actor, reason: str = "", today: dt.date | None = None) -> Purged:
    """Delete all personal data of a run or a proof, and of what was left beside it when it was cut off.

    Of a finished run, manifest, journal and settings stay; of a run without manifest, and of a proof, nothing does.

    A run that was released, isn't closed and hasn't ended otherwise needs a `reason`, which its journal keeps: nobody
    can find out any more what became of its letters. Of one that nobody released, none has left the house.

    Raises:
        NotAllowedError: the run goes on, and there is no reason.
        UsageError: it is neither.
        VerificationError: the run's manifest can't be used.
        SurroundingsError: another call works on the run.
    """
    if not folder.exists() and any(path.is_dir() for path in _beside(folder)):
        return _removed_beside(folder)
    if _is_proof(folder):
        return _removed(folder, only=_OF_A_PROOF)
    if not _is_run(folder):
        raise UsageError(
            _("Das ist weder der Ordner eines Laufs noch der einer Probe"),
            where=str(folder),
            hint=_("Alle Läufe eines Ordners bereinigt --older-than TAGE"),
        )
    with alone(folder):
        if not reason.strip() and _goes_on(folder):
            raise _needs_a_reason(folder)
        beside = _removed_beside(folder)
        if (folder / runfolder.MANIFEST).exists() or (folder / runfolder.MANIFEST).is_symlink():
            done = purging.purge(folder, today or dt.datetime.now().astimezone().date(), _outliving(folder))
            notices = tuple(_recording(folder, by, reason))
        else:
            done, notices = _removed(folder), ()
    return Purged((*done.gone, *beside.gone), (*done.left, *beside.left), notices)


def _goes_on(run: Path) -> bool:
    """Whether a run was released, and its journal doesn't say that it has ended; of a damaged one, nobody can tell."""
    if not (run / runfolder.MANIFEST).is_file() or not (run / runfolder.JOURNAL).is_file():
        return False
    try:
        events, life = read_life(run)
    except VerificationError:
        return True
    return life.end is None and any(event.kind is not EventKind.MADE for event in events)


def _needs_a_reason(run: Path) -> NotAllowedError:
    return NotAllowedError(
        _("Der Lauf ist nicht abgeschlossen: ihn zu bereinigen braucht einen Grund"),
        where=str(run),
        hint=_("Erst mailing close LAUF, oder mailing purge LAUF --yes --reason TEXT"),
    )


def _outliving(run: Path) -> frozenset[str]:
    """Return signatures of acts and manifests of reprints that are as their events say: they name no household."""
    try:
        files = files_of(read_journal(run / runfolder.JOURNAL).events())
    except ValueError:
        return frozenset()
    return frozenset(
        path
        for path, digest in files.items()
        if (path.startswith(runfolder.SIGNATURES) or runfolder.is_reprint_manifest(path))
        and (run / path).is_file()
        and sha256_of(run / path) == digest
    )


def _recording(run: Path, by: Actor, reason: str) -> Iterator[str]:
    """Record the purge in the run's journal, and give what is to be known of it.

    A journal that is damaged, or none, doesn't keep personal data alive.
    """
    try:
        journalled = JournalledRun(run.resolve(), by)
    except VerificationError as error:
        yield _("{what}: dass bereinigt wurde, steht nicht darin").format(what=error.what)
        return
    if all(event.kind is EventKind.MADE for event in journalled.events):
        yield _("Nicht freigegeben: im Register gelten seine Briefe als gemacht; --again schreibt sie noch einmal")
    if journalled.life.state is not RunState.PURGED:
        journalled.record(EventKind.PURGED, {"reason": reason.strip()} if reason.strip() else {})


def purge_older(folder: Path, days: int, by: Actor, reason: str = "") -> Iterator[PurgedFolder]:
    """Purge all runs and proofs in a folder whose letters' date lies so many days back; give each.

    Spools whose run's folder is gone go too. What can't be purged at all is left, and the others are purged.

    Raises:
        UsageError: there is no such folder.
    """
    for found in older(folder, days):
        try:
            done = _removed(found) if _SPOOL.fullmatch(found.name) else purge(found, by, reason)
        except MailingError as error:
            done = Purged((), (Remainder(str(found), error.what),))
        yield PurgedFolder(found, done)


def older(folder: Path, days: int) -> Sequence[Path]:
    """Return what `purge_older` would purge, in order of its names.

    Raises:
        UsageError: there is no such folder.
    """
    if not folder.is_dir():
        raise UsageError(_("Diesen Ordner gibt es nicht"), where=str(folder))
    last_day = dt.datetime.now().astimezone().date() - dt.timedelta(days=days)
    return [path for path in sorted(folder.iterdir()) if _date_of(path) <= last_day and _leaves_something(path)]


def _leaves_something(path: Path) -> bool:
    """Whether it is a run or a proof, or the spool of a run whose folder isn't there to be purged with it."""
    spool = _SPOOL.fullmatch(path.name)
    return not path.with_name(spool["run"]).is_dir() if spool else _is_proof(path) or _is_run(path)


def _date_of(path: Path) -> dt.date:
    """Return the letters' date, which the name begins with; a far one where it isn't such a name."""
    spool = _SPOOL.fullmatch(path.name)
    found = _NAME.fullmatch(spool["run"] if spool else path.name)
    try:
        return dt.date.fromisoformat(found["day"]) if found else dt.date.max
    except ValueError:
        return dt.date.max


def _is_run(folder: Path) -> bool:
    return folder.is_dir() and ((folder / runfolder.MANIFEST).exists() or (folder / runfolder.SHOP).is_dir())


def _is_proof(folder: Path) -> bool:
    """Whether the folder is called like a proof's, or has its files under another name."""
    called_so = folder.name.endswith("_probe") and _NAME.fullmatch(folder.name) is not None
    return folder.is_dir() and (called_so or all((folder / name).is_file() for name in ("probe.pdf", "auswahl.csv")))


def _beside(run: Path) -> tuple[Path, ...]:
    """Return the folders beside a run's own that letters may lie in: on their way through it, and to the shop."""
    return runfolder.work_beside(run.resolve()), runfolder.outgoing_beside(run.resolve())


def _removed_beside(run: Path) -> Purged:
    done = [_removed(folder) for folder in _beside(run)]
    return Purged(tuple(name for each in done for name in each.gone), tuple(one for each in done for one in each.left))


def _removed(folder: Path, only: re.Pattern[str] | None = None) -> Purged:
    """Delete a folder with all in it, or with what is called like `only`: what else lies there isn't the program's."""
    if not folder.is_dir() or folder.is_symlink():
        return Purged(())
    foreign = {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if only and not path.is_dir() and not only.fullmatch(path.relative_to(folder).as_posix())
    }
    done = purging.delete_all(folder, foreign)
    left = [*done.left, *(Remainder(str(folder / name), _("nicht vom Programm")) for name in sorted(foreign))]
    if not any(folder.iterdir()):
        folder.rmdir()
    return Purged(done.gone, tuple(left))
