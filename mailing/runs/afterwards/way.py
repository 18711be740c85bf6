"""The way that a run, or one of its pieces, has gone, from its journal."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from mailing.base.errors import UsageError, VerificationError
from mailing.lifecycle import EVENT_NAMES, EventKind, Fate, RunState, applied
from mailing.lifecycle.posting import postings
from mailing.model.piece_ranges import count, numbers_in, read_ranges
from mailing.model.reports import FATE_NAMES, REASON_NAMES
from mailing.model.run_way import Act, PieceWay, Reprinted, RunWay, Station, Track
from mailing.runs.journal.journalled import read_life

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from mailing.lifecycle import Event, Package, RunLife
    from mailing.model.piece_ranges import PieceRanges

LONGEST_TOLD = 120
"""Of many ranges of pieces so many signs are told; all of them stand in the journal."""
STATIONS = (
    RunState.MADE,
    RunState.RELEASED,
    RunState.DELIVERED,
    RunState.ACCEPTED,
    RunState.POSTED,
    RunState.CLOSED,
)
OF_A_REPRINT = (EventKind.REPRINTED, EventKind.RELEASED, EventKind.DELIVERED, EventKind.ACCEPTED)


def way_of(run: Path) -> RunWay | None:
    """Return the way that a run has gone; None where it has no journal that can be used."""
    try:
        events, life = read_life(run)
    except (VerificationError, UsageError):
        return None
    reprints = life.packages[1:]
    return RunWay(
        tracks=(_own_track(events, life), *(_track(events, package) for package in reprints)),
        fates={FATE_NAMES[fate.value]: number for fate, number in life.fates.counts().items()},
        reprints=tuple(_reprint(events, package) for package in reprints),
        returns=_returns(events),
        acts=tuple(_act(event) for event in events),
        head=events[-1].digest,
    )


def way_of_piece(run: Path, piece: int) -> PieceWay:
    """Return the way that a piece has gone; a letter that is sent electronically has only its run's.

    Raises:
        UsageError: it is no finished run.
        VerificationError: its journal isn't what was written.
    """
    events, life = read_life(run)
    fate = life.fates[piece].value if piece <= len(life.fates) else ""
    others = {package.name for package in life.packages if fate and not _holds(package.pieces, piece)}
    return PieceWay(fate, tuple(_act(event) for event in events if _is_about(event, piece, others)))


class PieceFate(NamedTuple):
    """What became of a piece, and on which day it was posted, where it was."""

    fate: Fate
    posted_on: dt.date | None


def fates_told(run: Path, pieces: Iterable[int]) -> dict[int, PieceFate]:
    """Return piece -> what became of it, by the run's journal; nothing where that can't be used."""
    try:
        events, life = read_life(run)
    except (VerificationError, UsageError):
        return {}
    days = {piece: posting.day for posting in postings(events) for piece in numbers_in(posting.pieces)}
    fates = {piece: life.fates[piece] for piece in pieces if piece <= len(life.fates)}
    gone = {Fate.POSTED, Fate.RETURNED}
    return {piece: PieceFate(fate, days.get(piece) if fate in gone else None) for piece, fate in fates.items()}


def _is_about(event: Event, piece: int, others: Collection[str]) -> bool:
    """Whether an event is about the whole run or this piece, and of none of the `others`, packages without it."""
    told = event.details.get("pieces")
    if event.kind is EventKind.MADE:
        return True
    if event.details.get("package") in others:
        return False
    if not told:
        return event.kind is not EventKind.FEEDBACK
    texts = told.values() if isinstance(told, dict) else [str(told)]
    return any(_holds(read_ranges(text), piece) for text in texts if text)


def _holds(pieces: PieceRanges, piece: int) -> bool:
    return any(piece in part for part in pieces)


def _own_track(events: Iterable[Event], life: RunLife) -> Track:
    """Return the stations of the run: those behind its present one aren't reached, whatever once was."""
    reached = _reached(events)
    state = life.state
    if state in STATIONS:
        so_far = STATIONS[: STATIONS.index(state) + 1]
        return Track(life.first.name, tuple(_station(each, reached if each in so_far else {}) for each in STATIONS))
    so_far = tuple(each for each in STATIONS if each in reached)
    return Track(life.first.name, (*(_station(each, reached) for each in so_far), _station(state, reached)))


def _reached(events: Iterable[Event]) -> dict[RunState, Event]:
    """Return by which event the run first came to each state."""
    reached: dict[RunState, Event] = {}
    life: RunLife | None = None
    for event in events:
        life = applied(life, event)
        reached.setdefault(life.state, event)
    return reached


def _station(state: RunState, reached: Mapping[RunState, Event]) -> Station:
    event = reached.get(state)
    label, ends = EVENT_NAMES[EventKind(state.value)], state not in STATIONS
    return Station(label, ends=ends) if event is None else Station(label, event.at, event.by.name, ends)


def _track(events: Sequence[Event], package: Package) -> Track:
    """Return the stations of a reprint; one that needs no release has no such station."""
    found = {event.kind: event for event in events if event.details.get("package") == package.name}
    kinds = [kind for kind in OF_A_REPRINT if kind is not EventKind.RELEASED or package.needs]
    if not package.is_released:
        found.pop(EventKind.RELEASED, None)
    return Track(
        package.name,
        tuple(
            Station(EVENT_NAMES[kind], found[kind].at, found[kind].by.name)
            if kind in found
            else Station(EVENT_NAMES[kind])
            for kind in kinds
        ),
    )


def _reprint(events: Iterable[Event], package: Package) -> Reprinted:
    made = next(e for e in events if e.kind is EventKind.REPRINTED and e.details["package"] == package.name)
    return Reprinted(package.name, count(package.pieces), package.sheets, str(made.details.get("reason", "")))


def _returns(events: Iterable[Event]) -> dict[str, int]:
    reasons = Counter[str]()
    for event in events:
        if event.kind is EventKind.RETURNED:
            reasons.update({reason: count(read_ranges(text)) for reason, text in event.details["pieces"].items()})
    return {REASON_NAMES[reason]: number for reason, number in reasons.most_common()}


def _act(event: Event) -> Act:
    told = "; ".join(_told(event))
    return Act(event.number, event.at, event.by.name, event.by.source.value, EVENT_NAMES[event.kind], told)


def _told(event: Event) -> Iterator[str]:
    """Give what an event tells beside its kind, as far as people want to read it."""
    details = event.details
    for key in ("package", "target", "file"):
        if key in details:
            yield str(details[key])
    pieces = details.get("pieces")
    names = {**FATE_NAMES, **REASON_NAMES}
    if isinstance(pieces, dict):
        yield from (f"{names[name]}: {_shown(text)}" for name, text in pieces.items() if text)
    elif pieces:
        yield f"{pieces} Stücke" if event.kind is EventKind.MADE else f"Stücke {_shown(str(pieces))}"
    if details.get("set_aside"):
        yield f"{details['set_aside']} Zeilen beiseitegelegt"
    if "accepted" in details:
        yield "hingenommen: " + ", ".join(details["accepted"])
    if "reason" in details:
        yield f"„{details['reason']}“"


def _shown(pieces: str) -> str:
    return pieces if len(pieces) <= LONGEST_TOLD else f"{pieces[:LONGEST_TOLD]}…"
