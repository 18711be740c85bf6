"""Random orders of the commands of a run's life, as their users call them, by random people.

Whatever comes: a refusal ends with 2, 4 or 5, the journal holds, the closing equation holds where a run is closed, and
`verify` is green.
"""

from __future__ import annotations

import csv
import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from program_kit import row, write_list

from mailing.cli import main
from mailing.lifecycle import Fate
from mailing.lifecycle import RunState as State
from mailing.runs.journal.journalled import read_life

if TYPE_CHECKING:
    from collections.abc import Sequence

AT_LENGTH = "MAILING_FUZZ_EXAMPLES" in os.environ
EXAMPLES = int(os.environ.get("MAILING_FUZZ_EXAMPLES", "12"))
PIECES = 6
ENDS = {0, 2, 4, 5}
PEOPLE = st.sampled_from(["Eva", "Tom", "Ute"])
RANGES = st.sampled_from(["1", "2-3", "4-6", "1-6", "5", "7", "3-2"])
STATUSES = st.sampled_from(["printed", "destroyed", "pulled", "posted", "verrückt"])
REASONS = st.sampled_from(["moved", "unknown", "refused", "deceased", "sonstwas"])
ACTS = st.one_of(
    st.just(("release", "--yes")),
    st.just(("release", "--yes")),
    st.just(("deliver",)),
    st.just(("deliver",)),
    st.tuples(st.just("feedback"), RANGES, STATUSES),
    st.tuples(st.just("feedback"), st.just("1-6"), st.just("printed")),
    st.tuples(st.just("reprint"), st.just("--pieces"), RANGES, st.just("--reason"), st.just("x")),
    st.just(("reprint", "--open", "--reason", "x")),
    st.just(("posted",)),
    st.tuples(st.just("posted"), st.just("--pieces"), RANGES),
    st.tuples(st.just("returns"), RANGES, REASONS),
    st.just(("close",)),
    st.just(("status",)),
    st.just(("reject", "--reason", "x")),
    st.just(("withdraw", "--reason", "x")),
)
BEGINNINGS = st.sampled_from(
    [
        (),
        (("release", "--yes"), ("deliver",)),
        (("release", "--yes"), ("deliver",), ("feedback", "1-6", "printed")),
        (("release", "--yes"), ("deliver",), ("feedback", "1-6", "printed"), ("posted",)),
    ]
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run that Eva made."""
    folder = tmp_path_factory.mktemp("made")
    liste = write_list(folder / "liste.csv", [row(number) for number in range(1, PIECES + 1)])
    assert main(["run", str(liste), "--by", "Eva", "--out", str(folder / "runs")]) == 0
    return folder / "runs"


def table(path: Path, header: Sequence[str], cells: Sequence[str]) -> str:
    """Write a table of one record."""
    with path.open("w", newline="") as stream:
        csv.writer(stream, delimiter=";").writerows([header, cells])
    return str(path)


def done(run: Path, act: Sequence[str], person: str, number: int) -> int:
    """Call the command as its user would; return its exit code."""
    verb, *more = act
    folder = run.parent.parent
    if verb == "feedback":
        more = [table(folder / f"rueck{number}.csv", ("piece", "status"), more)]
    if verb == "returns":
        pieces, reason = more
        liste = table(folder / f"zurueck{number}.csv", ("run", "piece", "reason"), (run.name, pieces, reason))
        return main(["returns", liste, "--out", str(run.parent), "--by", person])
    if verb == "deliver":
        more = ["--to", str(folder / "druckerei")]
    by = [] if verb == "status" else ["--by", person]
    return main([verb, str(run), *more, *by])


@settings(
    max_examples=EXAMPLES,
    derandomize=not AT_LENGTH,
    phases=list(Phase) if AT_LENGTH else [Phase.generate],
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
@given(beginning=BEGINNINGS, acts=st.lists(st.tuples(ACTS, PEOPLE), min_size=3, max_size=9))
def test_any_order_of_acts_leaves_a_run_that_verifies(
    made: Path, beginning: Sequence[tuple[str, ...]], acts: Sequence[tuple[tuple[str, ...], str]]
) -> None:
    """Only what is allowed is recorded, nothing is posted or delivered twice, and closed is what adds up."""
    with tempfile.TemporaryDirectory() as name:
        runs = shutil.copytree(made, Path(name) / "runs")
        (run,) = (path.parent for path in runs.glob("*/manifest.json"))
        order = [*((act, "Tom") for act in beginning), *acts]
        for number, (act, person) in enumerate(order):
            code = done(run, act, person, number)
            assert code in ENDS, (code, order[: number + 1])
        assert main(["verify", str(run), "--quick"]) == 0, order
        _events, life = read_life(run)
        if life.state is State.CLOSED:
            assert all(life.fates[piece] in {Fate.POSTED, Fate.PULLED, Fate.RETURNED} for piece in range(1, PIECES + 1))
