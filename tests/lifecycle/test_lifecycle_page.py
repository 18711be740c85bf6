"""docs/lifecycle.md: each of its lines holds, and names a test that exists."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from lifecycle_kit import EVA, TOM, WHOLE_LIFE, events_of

from mailing.lifecycle import FROM, VERBS, EventKind, Fate, RunLife, RunState, allowed_now, life_of

TESTS = Path(__file__).parents[1]
PAGE = (TESTS.parent / "docs" / "lifecycle.md").read_text("utf-8")
LINE = re.compile(r"^\| `(\w+)` \| [^|]+ \| (`.+) \|$", re.MULTILINE)
STATES = LINE.findall(PAGE[PAGE.index("## Stände") : PAGE.index("## Wer was darf")])
FATES = LINE.findall(PAGE[PAGE.index("## Die Stücke") :])
LIFE = (
    *WHOLE_LIFE[:4],
    (EventKind.FEEDBACK, {"pieces": {"printed": "1-10"}}, EVA),
    (EventKind.POSTED, {"pieces": "1-10"}, EVA),
    (EventKind.CLOSED, {}, EVA),
    (EventKind.PURGED, {}, EVA),
)
ENDED = {
    RunState.REJECTED: (LIFE[0], (EventKind.REJECTED, {"reason": "x"}, TOM)),
    RunState.WITHDRAWN: (LIFE[0], (EventKind.WITHDRAWN, {"reason": "x"}, EVA)),
}


def life_in(state: RunState) -> RunLife:
    """Return a life that is in this state, without a reprint."""
    steps = [ENDED[state]] if state in ENDED else [LIFE[:count] for count in range(1, len(LIFE) + 1)]
    lives = [life_of(events_of(*some)) for some in steps]
    return next(life for life in lives if life is not None and life.state is state)


@pytest.mark.parametrize(("state", "acts"), STATES)
def test_what_the_page_allows_in_a_state_is_allowed_and_nothing_else(state: str, acts: str) -> None:
    """Each line of the table of states."""
    told = set(re.findall(r"`([a-z -]+)`", acts))
    assert {VERBS[kind] for kind in allowed_now(life_in(RunState(state)))} == told


def test_every_state_and_every_fate_has_its_line() -> None:
    """None is left out, in the order of the way."""
    assert [state for state, _acts in STATES] == [*RunState]
    assert [fate for fate, _before in FATES] == [*Fate]


@pytest.mark.parametrize(("fate", "before"), FATES)
def test_what_a_fate_follows_on(fate: str, before: str) -> None:
    """Each line of the table of pieces."""
    assert {found.value for found in FROM[Fate(fate)]} == set(re.findall(r"`(\w+)`", before))


def test_every_test_that_the_page_names_exists() -> None:
    """No promise without its test."""
    trees = (ast.parse(path.read_text("utf-8")) for path in TESTS.rglob("test_*.py"))
    there = {node.name for tree in trees for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    named = re.findall(r"`(test_\w+)`", PAGE)
    assert set(named) <= there
    assert len(named) >= 15
