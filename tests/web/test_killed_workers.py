"""SIGKILL at random moments of a run that the office makes: it ends whole, once, with the bytes of a quiet run."""

from __future__ import annotations

import random
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from typing import TYPE_CHECKING

import psutil
import pytest
from program_kit import row, write_list
from worker_kit import children_of, wait_until_over, worker

from mailing.runs.journal.journalled import read_life
from mailing.web.office import Office
from mailing.web.work.queue import JobState, Queue

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from program_kit import Called

    from mailing.web.work.queue import Job as QueuedJob

LETTERS = 3000
JOBS = 12


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Office]:
    """An office with an empty table and nothing else."""
    office = Office(tmp_path)
    yield office
    office.store.close()


@pytest.mark.slow
def test_a_run_survives_killed_workers(mailing: Callable[..., Called], bare: Office, tmp_path: Path) -> None:
    """The child ends with its worker, the next worker waits for the lease and goes on."""
    queue, moments = Queue(bare.store), random.Random(7)  # noqa: S311 - reproducible moments, no secret
    job = queue.add("run", "new-run:1", asked_for(bare, tmp_path), "Eva")
    met = 0
    for _kill in range(2):
        with worker(bare) as process:
            wait_for_begin(queue, job)
            time.sleep(moments.uniform(0.1, 1.5))
            process.kill()
            process.wait()
        met += not _job(queue, job).is_over
    with worker(bare):
        done = wait_until_over(queue, job, seconds=120)
    assert done.attempts == 1 + met
    assert_whole(mailing, bare, done, tmp_path)


@pytest.mark.slow
def test_a_run_survives_killed_children(mailing: Callable[..., Called], bare: Office, tmp_path: Path) -> None:
    """Their worker has the next child go on at once, whichever of its processes died."""
    queue, moments = Queue(bare.store), random.Random(8)  # noqa: S311 - reproducible moments, no secret
    job = queue.add("run", "new-run:1", asked_for(bare, tmp_path), "Eva")
    with worker(bare) as process:
        for _kill in range(4):
            wait_for_begin(queue, job)
            time.sleep(moments.uniform(0.5, 3.0))
            for each in children_of(process):
                with suppress(psutil.NoSuchProcess):
                    each.kill()
        done = wait_until_over(queue, job, seconds=120)
    assert_whole(mailing, bare, done, tmp_path)


def asked_for(office: Office, folder: Path) -> dict[str, object]:
    """Return a run of some seconds, whose letters stand in a register."""
    liste = write_list(folder / "liste.csv", [row(number) for number in range(1, LETTERS + 1)])
    register = str(folder / "register.db")
    return {"list": str(liste), "date": "2020-06-15", "register": register, "workers": 2, "out": str(office.runs)}


def assert_whole(mailing: Callable[..., Called], office: Office, done: QueuedJob, folder: Path) -> None:
    """Assert that the run is complete and sound, and stands in register and journal once."""
    assert done.state is JobState.DONE, done.error
    (run,) = (path.parent for path in office.runs.glob("*/manifest.json"))
    assert run.name == done.result["run_id"]
    assert mailing("verify", run).code == 0
    assert len(read_life(run)[0]) == 1
    assert not [path for path in office.runs.iterdir() if path.name.endswith(".work")]
    with closing(sqlite3.connect(folder / "register.db")) as register:
        assert register.execute("SELECT count(*), count(DISTINCT run) FROM letters").fetchone() == (LETTERS, 1)


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_two_workers_never_do_one_job_at_once(request: pytest.FixtureRequest, tmp_path: Path, database: str) -> None:
    """Each job is done once, by one of them, in both databases; the second worker may be another machine's."""
    url = request.getfixturevalue("postgres_office") if database == "postgresql" else None
    office = Office(tmp_path, url)
    queue = Queue(office.store)
    marks = tmp_path / "marks"
    jobs = [queue.add("mark", f"run:{number}", {"file": str(marks)}, "Eva") for number in range(JOBS)]
    with worker(office), worker(office):
        assert {wait_until_over(queue, job).state for job in jobs} == {JobState.DONE}
    lines = [line.split() for line in marks.read_text("utf-8").splitlines()]
    assert len(lines) == 20 * JOBS
    for number in range(JOBS):
        assert len({process for subject, process, _at in lines if subject == str(number)}) == 1
    assert {job.attempts for job in map(queue.job, jobs) if job} == {1}
    office.store.close()


def test_one_job_is_claimed_by_one_of_many(bare: Office) -> None:
    """Twenty at once, and one of them has it."""
    queue = Queue(bare.store)
    job = queue.add("echo", "run:a", {}, "Eva")
    with ThreadPoolExecutor(20) as many:
        claimed = list(many.map(queue.claim, map(str, range(20))))
    assert [each.id for each in claimed if each] == [job]


def test_a_lease_that_ran_out_is_anothers_and_the_first_can_say_nothing_any_more(
    bare: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker that was frozen wakes up to a job that isn't its own."""
    queue = Queue(bare.store)
    job = queue.add("echo", "run:a", {}, "Eva")
    assert queue.claim("frozen") is not None
    assert queue.claim("other") is None
    monkeypatch.setattr("mailing.web.work.queue.seconds_now", lambda _connection: time.time() + 20)
    assert queue.claim("other") is not None
    assert not queue.keep(job, "frozen", "", 0, None)
    assert not queue.is_wanted(job, "frozen")
    queue.end(job, "frozen", JobState.DONE, {"from": "frozen"})
    assert _job(queue, job).state is JobState.RUNNING
    queue.end(job, "other", JobState.DONE, {"from": "other"})
    assert _job(queue, job).result == {"from": "other"}


def test_old_jobs_are_forgotten_and_those_at_work_arent(bare: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """After thirty days, counted from their end."""
    queue = Queue(bare.store)
    old, open_one = queue.add("echo", "run:a", {}, "Eva"), queue.add("echo", "run:b", {}, "Eva")
    queue.cancel(old)
    assert queue.forget_old() == 0
    monkeypatch.setattr("mailing.web.work.queue.seconds_now", lambda _connection: time.time() + 31 * 86400)
    assert queue.forget_old() == 1
    assert queue.job(old) is None
    assert _job(queue, open_one).state is JobState.WAITING


def _job(queue: Queue, job: str) -> QueuedJob:
    found = queue.job(job)
    assert found is not None
    return found


def wait_for_begin(queue: Queue, job: str) -> None:
    """Wait until a job is at work, or over: a killed worker's lease is some seconds."""
    limit = time.monotonic() + 60
    attempts = _job(queue, job).attempts
    while _job(queue, job).attempts == attempts and not _job(queue, job).is_over and time.monotonic() < limit:
        time.sleep(0.05)
