"""Which copy of a piece a report is about, as far as its time tells: the first, or one that came by a reprint.

Both carry the same number and the same code. What a shop says of a time before the new copy was there is about the old.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mailing.lifecycle import EventKind
from mailing.model.days import read_day
from mailing.model.piece_ranges import overlap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mailing.lifecycle import Event, RunLife
    from mailing.model.piece_ranges import PieceRanges


@dataclass(frozen=True, slots=True)
class NewCopies:
    """The pieces of a reprint, and when the shop got it."""

    pieces: PieceRanges
    since: dt.datetime

    def were_later(self, pieces: PieceRanges, time: str) -> bool:
        """Whether there was no new copy of these pieces yet at a time that a table tells; not where it tells none."""
        if not overlap(pieces, self.pieces):
            return False
        moment = _moment(time)
        if moment is not None:
            return moment < self.since
        day = read_day(time)
        return day is not None and day < self.since.date()


def copies_of(events: Sequence[Event], life: RunLife) -> tuple[NewCopies, ...]:
    """Return the reprints that the shop has got."""
    since = {event.details["package"]: event.at for event in events if event.kind is EventKind.DELIVERED}
    return tuple(
        NewCopies(package.pieces, since[package.name]) for package in life.packages[1:] if package.name in since
    )


def _moment(text: str) -> dt.datetime | None:
    """Return a time that is told with its hour; one without a zone is this machine's."""
    try:
        found = dt.datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return found.astimezone() if ":" in text else None
