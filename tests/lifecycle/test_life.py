"""What events come to: states, packages and fates, and what isn't allowed."""

from __future__ import annotations

from typing import Any

import pytest
from lifecycle_kit import EVA, FEEDBACK, MADE, R1, TOM, UTE, WHOLE_LIFE, events_of

from mailing.base.errors import NotAllowedError
from mailing.lifecycle import EventKind, Fate, RunState, life_of
from mailing.model.actors import Actor

Step = tuple[EventKind, dict[str, Any], Actor]


def life(*steps: Step) -> Any:
    """Return what these steps come to."""
    return life_of(events_of(*steps))


def test_a_whole_life_goes_through_its_states() -> None:
    """From made to purged; posted when the last piece that was to go has gone."""
    states = [life(*WHOLE_LIFE[:count]).state.value for count in range(1, len(WHOLE_LIFE) + 1)]
    assert states == [
        "made",
        "released",
        "delivered",
        *["accepted"] * 6,
        "posted",
        "posted",
        "closed",
        "closed",
        "purged",
    ]


def test_pieces_are_counted_by_fate() -> None:
    """Each in one; a reprinted one is open until it is reported."""
    counts = life(*WHOLE_LIFE[:7]).fates.counts()
    assert counts == {**dict.fromkeys(Fate, 0), Fate.POSTED: 8, Fate.OPEN: 1, Fate.PULLED: 1}


def test_the_state_is_dated_by_what_brought_it() -> None:
    """Feedback changes nothing of it."""
    events = events_of(*WHOLE_LIFE[:5])
    assert life(*WHOLE_LIFE[:5]).changed == events[3].at


def test_two_must_release_where_two_are_needed() -> None:
    """The first one's release leaves the run as it was; the same person doesn't count twice."""
    two: Step = (EventKind.MADE, {**MADE, "needs": 2}, EVA)
    first: Step = (EventKind.RELEASED, {"package": "shop"}, TOM)
    assert life(two, first).state is RunState.MADE
    assert life(two, first, (EventKind.RELEASED, {"package": "shop"}, UTE)).state is RunState.RELEASED
    with pytest.raises(NotAllowedError):
        life(two, first, first)


@pytest.mark.parametrize("name", ["Eva", "eva", " EVA ", "Eva\u00a0"])
def test_nobody_releases_their_own_run(name: str) -> None:
    """However they write their name."""
    with pytest.raises(NotAllowedError, match="andere Person"):
        life(WHOLE_LIFE[0], (EventKind.RELEASED, {"package": "shop"}, Actor(name)))


@pytest.mark.parametrize(
    ("before", "step"),
    [
        (0, WHOLE_LIFE[1]),  # nothing before it was made
        (1, WHOLE_LIFE[0]),  # twice made
        (1, (EventKind.DELIVERED, {"package": "shop"}, EVA)),  # not released
        (2, (EventKind.RELEASED, {"package": "shop"}, UTE)),  # released already
        (2, (EventKind.FEEDBACK, FEEDBACK, EVA)),  # not delivered
        (3, (EventKind.DELIVERED, {"package": "shop"}, EVA)),  # twice delivered
        (3, (EventKind.WITHDRAWN, {"reason": "x"}, EVA)),  # too late
        (3, (EventKind.POSTED, {"pieces": "1"}, EVA)),  # not printed
        (3, (EventKind.REPRINTED, R1, EVA)),  # open
        (3, (EventKind.CLOSED, {}, EVA)),  # open
        (5, (EventKind.FEEDBACK, {"pieces": {"printed": "9"}}, EVA)),  # backward
        (5, (EventKind.FEEDBACK, {"pieces": {"printed": "11"}}, EVA)),  # no such piece
        (6, (EventKind.REPRINTED, {**R1, "pieces": "1"}, EVA)),  # posted
        (6, (EventKind.REPRINTED, {**R1, "pieces": "1", "old": {"destroyed": "1"}}, EVA)),  # posted, whatever is said
        (7, (EventKind.FEEDBACK, {"pieces": {"printed": "9"}}, EVA)),  # the reprint isn't delivered
        (7, (EventKind.REPRINTED, {**R1, "package": "shop-r2", "old": {"lost": "9"}}, EVA)),  # waits in r1
        (12, (EventKind.FEEDBACK, {"pieces": {"printed": "9"}}, EVA)),  # closed
        (14, (EventKind.PURGED, {}, EVA)),  # purged
    ],
)
def test_what_isnt_allowed(before: int, step: Step) -> None:
    """Each of these is refused where the same life without it goes on."""
    if before:
        life(*WHOLE_LIFE[:before])
    with pytest.raises(NotAllowedError) as refused:
        life(*WHOLE_LIFE[:before], step)
    assert refused.value.what


def test_a_reprint_may_record_what_became_of_the_old_copy() -> None:
    """A printed one that was destroyed afterwards."""
    found = life(*WHOLE_LIFE[:5], (EventKind.REPRINTED, {**R1, "pieces": "1,9", "old": {"destroyed": "1"}}, EVA))
    assert found.fates[1] is Fate.OPEN


def test_a_reprint_that_needs_a_release_is_not_delivered_before() -> None:
    """Nor released by who had it made."""
    reprint: Step = (EventKind.REPRINTED, {**R1, "needs": 1}, EVA)
    deliver: Step = (EventKind.DELIVERED, {"package": "shop-r1"}, EVA)
    before = (*WHOLE_LIFE[:5], reprint)
    for step in (deliver, (EventKind.RELEASED, {"package": "shop-r1"}, EVA)):
        with pytest.raises(NotAllowedError):
            life(*before, step)
    assert life(*before, (EventKind.RELEASED, {"package": "shop-r1"}, TOM), deliver).packages[1].is_delivered
