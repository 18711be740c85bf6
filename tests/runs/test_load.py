"""Load: many runs one after the other leak nothing. What large runs take stands in docs/reliability.md."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING, NamedTuple

import psutil
from program_kit import row, write_list

from mailing.audit.verification import VerifyOptions, verify
from mailing.base.progress import Progress
from mailing.runs.making.job import read_job
from mailing.runs.run import run

if TYPE_CHECKING:
    from pathlib import Path

RUNS, SETTLED = 24, 4
"""From the fourth run on, caches are as full as they get with lists of one size."""
HOUSEHOLDS = 40
MOST_GROWTH = 20_000_000
"""Bytes that twenty runs may add to the process, 1 MB a run: 0.1 to 0.5 MB are measured, for caches fill up."""

MOST_THREADS = (RUNS - SETTLED) // 2
"""Arrow's pools grow by a thread now and then, to ten in all on two cores; one left by each run would be twenty."""


class Held(NamedTuple):
    """What the process holds of the system's."""

    files: int
    threads: int
    children: int
    memory: int


def held() -> Held:
    """Measure this process."""
    gc.collect()
    process = psutil.Process()
    return Held(process.num_fds(), process.num_threads(), len(process.children()), process.memory_info().rss)


def test_24_runs_one_after_the_other_leak_nothing(tmp_path: Path) -> None:
    """Each with other households, in one process, verified: no file, thread or process stays, nor its memory."""
    settled = held()
    for number in range(1, RUNS + 1):
        rows = [row(HOUSEHOLDS * number + place) for place in range(HOUSEHOLDS)]
        liste = write_list(tmp_path / f"liste-{number}.csv", rows)
        made = run(read_job(None, {"list": str(liste), "out": tmp_path / "runs", "engine": "serial"}), Progress())
        assert made.counts["pieces"] == HOUSEHOLDS
        assert list(verify(made.run, VerifyOptions(workers=1))) == []
        if number == SETTLED:
            settled = held()
    now = held()
    assert (now.files, now.children) == (settled.files, settled.children)
    assert now.threads - settled.threads < MOST_THREADS
    assert now.memory - settled.memory < MOST_GROWTH
