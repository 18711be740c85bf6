"""Journals to test with: events as verbs write them, without a run."""

from __future__ import annotations

import datetime as dt
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from mailing.lifecycle import Event, EventKind, append, read_journal
from mailing.model.actors import Actor

if TYPE_CHECKING:
    from pathlib import Path

MANIFEST = sha256(b"the manifest").hexdigest()
EVA, TOM, UTE = Actor("Eva"), Actor("Tom"), Actor("Ute")
START = dt.datetime(2026, 6, 15, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=2)))
MADE = {"pieces": 10, "sheets": 12, "needs": 1}


def events_of(*steps: tuple[EventKind, dict[str, Any], Actor]) -> list[Event]:
    """Return events that follow on each other, a minute apart."""
    events: list[Event] = []
    for number, (kind, details, by) in enumerate(steps, start=1):
        previous = events[-1].digest if events else None
        at = START + dt.timedelta(minutes=number)
        events.append(Event(number, at, by, kind, MANIFEST, previous, details))
    return events


def write_events(file: Path, events: list[Event]) -> None:
    """Append events to a journal, as verbs do."""
    for event in events:
        append(file, read_journal(file), event)


FEEDBACK = {"pieces": {"printed": "1-8", "destroyed": "9", "pulled": "10"}}
R1 = {"package": "shop-r1", "pieces": "9", "sheets": 1, "needs": 0}
WHOLE_LIFE: tuple[tuple[EventKind, dict[str, Any], Actor], ...] = (
    (EventKind.MADE, MADE, EVA),
    (EventKind.RELEASED, {"package": "shop"}, TOM),
    (EventKind.DELIVERED, {"package": "shop"}, EVA),
    (EventKind.ACCEPTED, {"package": "shop"}, EVA),
    (EventKind.FEEDBACK, FEEDBACK, EVA),
    (EventKind.POSTED, {"pieces": "1-8"}, EVA),
    (EventKind.REPRINTED, R1, EVA),
    (EventKind.DELIVERED, {"package": "shop-r1"}, EVA),
    (EventKind.FEEDBACK, {"pieces": {"printed": "9"}}, EVA),
    (EventKind.POSTED, {"pieces": "9"}, EVA),
    (EventKind.RETURNED, {"pieces": {"moved": "3"}}, EVA),
    (EventKind.CLOSED, {}, EVA),
    (EventKind.RETURNED, {"pieces": {"unknown": "4-5"}}, EVA),
    (EventKind.PURGED, {}, EVA),
)
