"""That printed pieces went to the post: recorded with its day and its evidence."""

from __future__ import annotations

import datetime as dt
from hashlib import sha256
from typing import TYPE_CHECKING

from mailing.base.errors import NotAllowedError, UsageError
from mailing.base.files import make_folder, write_whole
from mailing.base.given_files import read_given
from mailing.base.messages import _
from mailing.lifecycle import EventKind, Fate
from mailing.model import runfolder
from mailing.model.piece_ranges import count, written
from mailing.runs.afterwards.evidence_kinds import refuse_unless_evidence
from mailing.runs.journal.journalled import now, open_run, read_life

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable
    from pathlib import Path

    from mailing.lifecycle import Event
    from mailing.model.actors import Actor
    from mailing.model.piece_ranges import PieceRanges


def record_posted(
    folder: Path, by: Actor, day: dt.date, pieces: PieceRanges | None = None, evidence: Path | None = None
) -> int:
    """Record that pieces were handed to the post: all that are printed where none are named; return how many.

    Raises:
        NotAllowedError: the run's state doesn't allow it, or one of the pieces isn't printed, or none is.
        UsageError: the day is still to come.
        InputError: the evidence can't be read, or is none.
    """
    if day > now().date():
        raise UsageError(
            _("Dieser Tag kommt erst noch"), where=f"--on {day}", hint=_("Den Tag der Einlieferung nennen")
        )
    kept = None if evidence is None else (evidence.suffix.lower(), read_given(evidence))
    if evidence is not None and kept is not None:
        refuse_unless_evidence(evidence, kept[1])
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
        run.record(EventKind.POSTED, told, files=[] if kept is None else [_keep(run.root, *kept)])
        return count(chosen)


def is_before_its_delivery(folder: Path, day: dt.date) -> bool:
    """Whether a day lies before the shop had anything of the run in that folder; see `is_before_delivery`."""
    events, _life = read_life(folder)
    return is_before_delivery(events, day)


def is_before_delivery(events: Iterable[Event], day: dt.date) -> bool:
    """Whether a day lies before the shop had anything of a run: then nothing of it can have gone to the post.

    A delivery may have been recorded late, so it is for a person to say that the day is right all the same.
    """
    got = first_delivery(events)
    return got is not None and day < got


def first_delivery(events: Iterable[Event]) -> dt.date | None:
    """Return the day on which the shop first had something of a run, as the journal tells; None where it never had."""
    return min((event.at.date() for event in events if event.kind is EventKind.DELIVERED), default=None)


def _keep(root: Path, ending: str, content: bytes) -> Path:
    """Keep a copy of the evidence, named by its hash."""
    kept = root / f"{runfolder.EVIDENCE}{sha256(content).hexdigest()[:12]}{ending}"
    make_folder(kept.parent)
    write_whole(kept, content)
    return kept
