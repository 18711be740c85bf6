"""When a piece was handed to the post, who says so, and from which day the law takes it as notified."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from mailing.base.messages import n_
from mailing.base.working_days import SATURDAY, public_holidays
from mailing.lifecycle.event import EventKind
from mailing.model.piece_ranges import numbers_in, ranges_of, read_ranges

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mailing.lifecycle.event import Event
    from mailing.model.piece_ranges import PieceRanges

SUNDAY = 6


class Law(NamedTuple):
    """How long after its posting an act counts as notified, for acts posted from a day on."""

    since: dt.date
    days: int
    source: str


LAWS: Final = (
    Law(dt.date(2025, 1, 1), 4, n_("§ 37 Abs. 2 SGB X in der Fassung ab 1. Januar 2025")),
    Law(dt.date.min, 3, n_("§ 37 Abs. 2 SGB X in der bis 31. Dezember 2024 geltenden Fassung")),
)
"""The latest first. Postrechtsmodernisierungsgesetz of 15 July 2024, BGBl. 2024 I Nr. 236, article 15."""


def law_on(day: dt.date) -> Law:
    """Return what counts for an act that was posted on a day."""
    return next(law for law in LAWS if law.since <= day)


def notified_on(posted: dt.date) -> dt.date:
    """Return the day that an act counts as notified on; it isn't moved where it is no working day."""
    return posted + dt.timedelta(days=law_on(posted).days)


def kind_of_day(day: dt.date, state: str) -> str:
    """Return what a day is that isn't a working day in a German state; "" for one that is."""
    if day in public_holidays(day.year, state):
        return n_("ein gesetzlicher Feiertag")
    return {SATURDAY: n_("ein Samstag"), SUNDAY: n_("ein Sonntag")}.get(day.weekday(), "")


@dataclass(frozen=True, slots=True)
class Posting:
    """That pieces were handed to the post.

    Attributes:
        day: on which; where nobody has told it, the day on which it was reported, which is never too early.
        is_told: whether somebody has told the day.
        by: who has recorded it; `at` when, `number` in which event.
        is_by_shop: whether the shop's table says it, rather than a person.
        evidence: the SHA-256 of the files that were kept with it, by path.
    """

    pieces: PieceRanges
    day: dt.date
    is_told: bool
    by: str
    at: dt.datetime
    number: int
    is_by_shop: bool
    evidence: Mapping[str, str]


def postings(events: Iterable[Event]) -> Iterator[Posting]:
    """Give every posting of a journal, in its order: of a piece that was posted again, the last one counts."""
    for event in events:
        if event.kind not in {EventKind.POSTED, EventKind.FEEDBACK}:
            continue
        told: Mapping[str, str] = event.details.get("posted_on", {})
        for day, pieces in told.items():
            yield _posting(event, pieces, dt.date.fromisoformat(day), is_told=True)
        untold = _without(_posted_in(event), told.values())
        if untold:
            yield _posting(event, untold, event.at.date(), is_told=False)


def _posted_in(event: Event) -> str:
    pieces = event.details["pieces"]
    return str(pieces if event.kind is EventKind.POSTED else pieces.get("posted", ""))


def _without(pieces: str, others: Iterable[str]) -> PieceRanges:
    """Return the pieces that none of the others names."""
    if not pieces:
        return ()
    named = {piece for other in others for piece in numbers_in(read_ranges(other))}
    return ranges_of(piece for piece in numbers_in(read_ranges(pieces)) if piece not in named)


def _posting(event: Event, pieces: str | PieceRanges, day: dt.date, *, is_told: bool) -> Posting:
    return Posting(
        pieces=read_ranges(pieces) if isinstance(pieces, str) else pieces,
        day=day,
        is_told=is_told,
        by=event.by.name,
        at=event.at,
        number=event.number,
        is_by_shop=event.kind is EventKind.FEEDBACK,
        evidence=event.files,
    )
