"""That printed pieces went to the post: recorded with its day and its evidence."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from mailing.base.errors import InputError, NotAllowedError, UsageError
from mailing.base.files import make_folder, sha256_of, write_whole
from mailing.base.messages import _
from mailing.lifecycle import EventKind, Fate
from mailing.model import runfolder
from mailing.model.piece_ranges import count, written
from mailing.runs.journalled import now, open_run

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from mailing.model.actors import Actor
    from mailing.model.piece_ranges import PieceRanges


def record_posted(
    folder: Path, by: Actor, day: dt.date, pieces: PieceRanges | None = None, evidence: Path | None = None
) -> int:
    """Record that pieces were handed to the post: all that are printed where none are named; return how many.

    Raises:
        NotAllowedError: the run's state doesn't allow it, or one of the pieces isn't printed, or none is.
        UsageError: the day is still to come.
        InputError: the evidence can't be read.
    """
    if day > now().date():
        raise UsageError(
            _("Dieser Tag kommt erst noch"), where=f"--on {day}", hint=_("Den Tag der Einlieferung nennen")
        )
    if evidence is not None and not evidence.is_file():
        raise InputError(_("Den Beleg gibt es nicht"), where=str(evidence), hint=_("Namen und Ordner prüfen"))
    with open_run(folder, by) as run:
        run.refuse_unless_allowed(EventKind.POSTED)
        chosen = pieces if pieces is not None else run.life.fates.with_fate(Fate.PRINTED)
        if not chosen:
            raise NotAllowedError(
                _("Kein Stück ist gedruckt und noch nicht eingeliefert"),
                where=str(folder),
                hint=_("Erst die Rückmeldung der Druckerei lesen: mailing feedback LAUF DATEI"),
            )
        told = {"pieces": written(chosen), "posted_on": {day.isoformat(): written(chosen)}}
        run.check(EventKind.POSTED, told)
        run.record(EventKind.POSTED, told, files=[] if evidence is None else [_keep(run.root, evidence)])
        return count(chosen)


def _keep(root: Path, evidence: Path) -> Path:
    """Keep a copy of the evidence, named by its hash."""
    kept = root / f"{runfolder.EVIDENCE}{sha256_of(evidence)[:12]}{evidence.suffix.lower()}"
    make_folder(kept.parent)
    write_whole(kept, evidence.read_bytes())
    return kept
