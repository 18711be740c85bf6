"""Random orders of all acts, by random people: only what is allowed is applied, and a verification agrees."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from lifecycle_kit import EVA, MADE, MANIFEST, TOM, UTE, events_of

from mailing.base.errors import NotAllowedError
from mailing.lifecycle import (
    ALLOWED_IN,
    FROM,
    EventKind,
    Fate,
    Journal,
    RunLife,
    RunState,
    applied,
    journal_faults,
    life_of,
    next_step,
)
from mailing.model.piece_ranges import count, ranges_of, read_ranges, written

PIECES = MADE["pieces"]
RANGES = st.sets(st.integers(1, PIECES + 1), min_size=1, max_size=6).map(ranges_of).map(written)
PACKAGES = st.sampled_from(["shop", "shop-r1", "shop-r2"]).map(lambda name: {"package": name})
DETAILS = {
    EventKind.MADE: st.just(MADE),
    EventKind.RELEASED: PACKAGES,
    EventKind.REJECTED: st.just({"reason": "x"}),
    EventKind.WITHDRAWN: st.just({"reason": "x"}),
    EventKind.DELIVERED: PACKAGES,
    EventKind.ACCEPTED: PACKAGES,
    EventKind.FEEDBACK: st.builds(
        lambda fate, pieces: {"pieces": {fate: pieces}},
        st.sampled_from(["printed", "destroyed", "pulled", "posted"]),
        RANGES,
    ),
    EventKind.REPRINTED: st.builds(
        lambda name, pieces, needs, old: {"package": name, "pieces": pieces, "sheets": 1, "needs": needs, "old": old},
        st.sampled_from(["shop-r1", "shop-r2", "shop-r3"]),
        RANGES,
        st.integers(0, 1),
        st.dictionaries(st.sampled_from(["destroyed", "pulled", "lost"]), RANGES, max_size=1),
    ),
    EventKind.POSTED: RANGES.map(lambda pieces: {"pieces": pieces}),
    EventKind.RETURNED: RANGES.map(lambda pieces: {"pieces": {"moved": pieces}}),
    EventKind.CLOSED: st.just({}),
    EventKind.PURGED: st.just({}),
}
COMMON = (EventKind.RELEASED, EventKind.DELIVERED, EventKind.FEEDBACK, EventKind.POSTED, EventKind.REPRINTED)
STEPS = st.sampled_from([*EventKind, *COMMON, *COMMON]).flatmap(
    lambda kind: st.tuples(st.just(kind), DETAILS[kind], st.sampled_from([EVA, TOM, UTE]))
)


BEGINNING = (
    (EventKind.RELEASED, {"package": "shop"}, TOM),
    (EventKind.DELIVERED, {"package": "shop"}, EVA),
    (EventKind.FEEDBACK, {"pieces": {"printed": "1-8", "destroyed": "9-10"}}, EVA),
    (EventKind.POSTED, {"pieces": "1-7"}, EVA),
)


def lived(steps: list[tuple[EventKind, dict[str, Any], Any]]) -> tuple[list[Any], RunLife]:
    """Return the steps that were allowed after the run was made, and what they come to; no other changes anything."""
    done = [(EventKind.MADE, MADE, EVA)]
    life = applied(None, events_of(*done)[-1])
    for step in steps:
        before = life
        event = events_of(*done, step)[-1]
        try:
            life = applied(life, event)
        except (NotAllowedError, ValueError):
            assert life == before
            continue
        assert step[0] is EventKind.MADE or before.state in ALLOWED_IN[step[0]]
        check_step(before, life)
        done.append(step)
    return done, life


def check_step(before: RunLife, after: RunLife) -> None:
    """Hold what must hold between two events: pieces only go forward, but by a reprint, no posted one by any."""
    is_reprint = len(after.packages) > len(before.packages)
    assert sum(after.fates.counts().values()) == PIECES
    for was, now in zip(*(map(life.fates.__getitem__, range(1, PIECES + 1)) for life in (before, after)), strict=True):
        goes_back = is_reprint and now is Fate.OPEN and was not in {Fate.POSTED, Fate.RETURNED}
        assert now is was or was in FROM[now] or goes_back


@given(st.integers(0, len(BEGINNING)).map(lambda count: list(BEGINNING[:count])), st.lists(STEPS, max_size=30))
def test_only_what_is_allowed_happens_and_a_verification_agrees(
    beginning: list[tuple[EventKind, dict[str, Any], Any]], steps: list[tuple[EventKind, dict[str, Any], Any]]
) -> None:
    """Whatever is tried, in whatever order, by whomever."""
    done, life = lived([*beginning, *steps])
    events = events_of(*done)
    journal = Journal(tuple(event.as_line() for event in events))
    assert list(journal_faults(journal, MANIFEST, lambda _path: None)) == []
    assert life_of(events) == life
    assert next_step(life)
    if life.state is RunState.CLOSED:
        counts = life.fates.counts()
        assert counts[Fate.POSTED] + counts[Fate.RETURNED] + counts[Fate.PULLED] == PIECES
    for package in life.packages:
        assert package.is_released or not package.is_delivered
        assert not any(actor.is_same_person_as(package.by) for actor in package.released_by)


@given(st.sets(st.integers(1, 500), min_size=1))
def test_pieces_as_ranges_and_back(pieces: set[int]) -> None:
    """What is written is read, and none is lost."""
    ranges = ranges_of(pieces)
    assert read_ranges(written(ranges)) == ranges
    assert count(ranges) == len(pieces)
