"""Which copy of a piece a report is about, as far as its time tells: the first, or one that came by a reprint.

Both carry the same number and the same code. What a shop says of a time before the new copy was there is about the old.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mailing.lifecycle import EventKind
from mailing.model.piece_ranges import overlap

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from mailing.lifecycle import Event, RunLife
    from mailing.model.piece_ranges import PieceRanges
    from mailing.runs.afterwards.told_times import ToldTime


@dataclass(frozen=True, slots=True)
class NewCopies:
    """The pieces of a reprint, and when the shop got it."""

    pieces: PieceRanges
    since: dt.datetime

    def are_among(self, pieces: PieceRanges) -> bool:
        """Whether one of these pieces has a new copy."""
        return overlap(pieces, self.pieces)

    def were_later(self, pieces: PieceRanges, time: ToldTime | None) -> bool:
        """Whether there was no new copy of these pieces yet at a time that a table tells; not where it tells none."""
        if time is None or not self.are_among(pieces):
            return False
        if time.moment is not None:
            return time.moment < self.since
        return time.day < self.since.astimezone().date()


def copies_of(events: Sequence[Event], life: RunLife) -> tuple[NewCopies, ...]:
    """Return the reprints that the shop has got."""
    since = {event.details["package"]: event.at for event in events if event.kind is EventKind.DELIVERED}
    return tuple(
        NewCopies(package.pieces, since[package.name]) for package in life.packages[1:] if package.name in since
    )
