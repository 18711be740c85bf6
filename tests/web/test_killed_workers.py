"""SIGKILL at random moments of a run that the office makes: it ends whole, once, with the bytes of a quiet run."""

from __future__ import annotations

import random
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import psutil
import pytest
from program_kit import row, write_list
from worker_kit import children_of, wait_until_over, worker

from mailing.runs.journalled import read_life
from mailing.runs.run import run as make
from mailing.runs.job import Job
from mailing.base.progress import Progress
from mailing.runs.verify import VerifyOptions, verify
from mailing.web.office import Office
from mailing.web.work.queue import JobState, Queue

if TYPE_CHECKING:
    from pathlib import Path

    from mailing.web.work.queue import Job as QueuedJob

LETTERS = 3000
JOBS = 12


@pytest.mark.slow
@pytest.mark.parametrize("victim", ["worker", "child"])
def test_a_run_survives_kills_at_random_moments(tmp_path: Path, victim: str) -> None:
    """Complete, verified, once in the register and in its journal; a killed worker's lease is waited for."""
    office = Office(tmp_path)
    queue = Queue(office.store)
    liste = write_list(tmp_path / "liste.csv", [row(number) for number in range(1, LETTERS + 1)])
    asked = {"list": str(liste), "date": "2020-06-15", "register": str(tmp_path / "register.db"), "workers": 2}
    job = queue.add("run", "new-run:1", {**asked, "out": str(office.runs)}, "Eva")
    moments = random.Random(victim)  # noqa: S311 - reproducible moments, no secret
    for _kill in range(3):
        with worker(office) as process:
            _wait_for_begin(queue, job)
            time.sleep(moments.uniform(0.1, 3.0))
            if victim == "child":
                for each in children_of(process):
                    _kill_one(each)
                time.sleep(moments.uniform(0.1, 1.0))
            process.kill()
            process.wait()
    with worker(office):
        done = wait_until_over(queue, job, seconds=120)
    assert done.state is JobState.DONE, done.error
    run = office.runs / done.result["run_id"]
    assert [finding.code for finding in verify(run, VerifyOptions()) if finding.forbids_the_letter] == []
    assert len(read_life(run)[0]) == 1
    assert [path.name for path in office.runs.iterdir() if not path.name.startswith(".")] == [run.name]
    assert _registered(tmp_path / "register.db") == LETTERS


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_two_workers_never_do_one_job_at_once(
    request: pytest.FixtureRequest, tmp_path: Path, database: str
) -> None:
    """Each job is done once, by one of them, in both databases; the second worker may be another machine's."""
    url = request.getfixturevalue("postgres_server") if database == "postgresql" else None
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


def test_one_job_is_claimed_by_one_of_many(tmp_path: Path) -> None:
    """Twenty at once, and one of them has it."""
    office = Office(tmp_path)
    queue = Queue(office.store)
    job = queue.add("echo", "run:a", {}, "Eva")
    with ThreadPoolExecutor(20) as many:
        claimed = list(many.map(queue.claim, map(str, range(20))))
    assert [each.id for each in claimed if each] == [job]


def test_a_lease_that_ran_out_is_anothers_and_the_first_can_say_nothing_any_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker that was frozen wakes up to a job that isn't its own."""
    queue = Queue(Office(tmp_path).store)
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


def test_old_jobs_are_forgotten_and_those_at_work_arent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After thirty days, counted from their end."""
    queue = Queue(Office(tmp_path).store)
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


def _wait_for_begin(queue: Queue, job: str) -> None:
    """Wait until a job is at work, or over: a killed worker's lease is some seconds."""
    limit = time.monotonic() + 60
    attempts = _job(queue, job).attempts
    while _job(queue, job).attempts == attempts and not _job(queue, job).is_over and time.monotonic() < limit:
        time.sleep(0.05)


def _kill_one(process: psutil.Process) -> None:
    try:
        process.kill()
    except psutil.NoSuchProcess:
        return


def _registered(register: Path) -> int:
    """Return how many letters the register has."""
    connection = sqlite3.connect(register)
    try:
        ((count,),) = connection.execute("SELECT count(*) FROM letters")
        return int(count)
    finally:
        connection.close()
