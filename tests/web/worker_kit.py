"""Workers in processes of their own, as the office starts them, with children that know the tests' tasks."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import psutil

from mailing.web.work.queue import OVER, JobState, Queue

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mailing.web.office import Office
    from mailing.web.work.queue import Job

WORKER = """
import sys
from pathlib import Path
from mailing.web.office import Office
from mailing.web.work.worker import run_worker
run_worker(Office(Path(sys.argv[1]), sys.argv[2] or None), "child_kit")
"""


@contextmanager
def worker(office: Office) -> Iterator[subprocess.Popen[bytes]]:
    """Give a worker; it is gone at the end, however the test ended."""
    process = start_worker(office)
    try:
        yield process
    finally:
        if process.stdin is not None:
            process.stdin.close()
        try:
            process.wait(15)
        finally:
            process.kill()
            process.wait()


def start_worker(office: Office) -> subprocess.Popen[bytes]:
    """Start a worker that ends with its input."""
    return subprocess.Popen(
        [sys.executable, "-c", WORKER, str(office.data), office.database or ""],
        stdin=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )


def wait_until_over(queue: Queue, job: str, seconds: float = 120) -> Job:
    """Return a job once nothing more happens to it."""
    return wait_for(queue, job, *OVER, seconds=seconds)


def wait_for(queue: Queue, job: str, *states: str, seconds: float = 120) -> Job:
    """Return a job once it is in one of these states."""
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        found = queue.job(job)
        assert found is not None
        if found.state in states:
            return found
        time.sleep(0.03)
    raise AssertionError(f"the job is {found.state}, {found.stage}, {found.done}")


def wait_for_stage(queue: Queue, job: str, stage: str, seconds: float = 120) -> Job:
    """Return a job once it tells that it is at a stage."""
    limit = time.monotonic() + seconds
    while (found := wait_for(queue, job, JobState.RUNNING)).stage != stage:
        assert time.monotonic() < limit
        time.sleep(0.03)
    return found


def wait_until_idle(worker: subprocess.Popen[bytes], seconds: float = 120) -> None:
    """Wait until a worker has one child, and that has loaded what it needs and waits for its order."""
    limit, before = time.monotonic() + seconds, -1.0
    while True:
        assert time.monotonic() < limit
        now = [child.cpu_times().user for child in children_of(worker)]
        if now == [before] and before > 0:
            return
        before = now[0] if len(now) == 1 else -1.0
        time.sleep(1)


def children_of(worker: subprocess.Popen[bytes]) -> list[psutil.Process]:
    """Return a worker's children, and theirs."""
    return psutil.Process(worker.pid).children(recursive=True)


def are_gone(processes: list[psutil.Process], seconds: float = 12) -> bool:
    """Whether all end within some seconds."""
    _gone, alive = psutil.wait_procs(processes, timeout=seconds)
    return not [each for each in alive if each.status() != psutil.STATUS_ZOMBIE]
