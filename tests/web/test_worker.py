"""Long work: done once, told as it goes, ended at once, taken up by another where a worker dies."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import psutil
import pytest
from worker_kit import are_gone, children_of, wait_for, wait_for_stage, wait_until_idle, wait_until_over, worker

from mailing.web.office import Office
from mailing.web.work.queue import JobState, Queue

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SOON = 20
"""Seconds: at once, on a busy machine too."""


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """An office with an empty table."""
    office = Office(tmp_path)
    yield office
    office.store.close()


@pytest.fixture
def queue(office: Office) -> Queue:
    """Its jobs."""
    return Queue(office.store)


def test_a_job_is_done_as_it_was_asked_for(office: Office, queue: Queue) -> None:
    """Subject, arguments and person reach the task, what it gives reaches the page."""
    job = queue.add("echo", "run:2020-06-15_x", {"pieces": "1-3"}, "Eva Muster")
    with worker(office):
        done = wait_until_over(queue, job)
    assert done.state is JobState.DONE
    assert done.result == {"subject": "2020-06-15_x", "by": "Eva Muster", "pieces": "1-3"}


def test_jobs_are_done_in_the_order_that_they_came_and_small_ones_fast(office: Office, queue: Queue) -> None:
    """The child that does it was started ahead of time: it takes a fraction of the first one's time."""
    begun = time.monotonic()
    with worker(office) as process:
        wait_until_over(queue, queue.add("echo", "run:a", {}, "Eva"))
        first = time.monotonic() - begun
        wait_until_idle(process)  # the next child is ready
        begun = time.monotonic()
        wait_until_over(queue, queue.add("echo", "run:b", {}, "Eva"))
        assert time.monotonic() - begun < first / 2


def test_who_waits_for_a_job_waits_until_it_is_over(office: Office, queue: Queue) -> None:
    """And for a long one no longer than said."""
    with worker(office):
        short = queue.add("echo", "run:a", {}, "Eva")
        wait_for(queue, short, JobState.RUNNING, JobState.DONE)
        queue.wait(short, 60)
        assert wait_for(queue, short, JobState.DONE).is_over
        long = queue.add("count", "run:a", {}, "Eva")
        wait_for(queue, long, JobState.RUNNING)
        begun = time.monotonic()
        queue.wait(long, 0.5)
        assert 0.4 < time.monotonic() - begun < 5
        queue.cancel(long)


def test_nobody_waits_long_where_no_worker_is_free(queue: Queue) -> None:
    """The page of the job says that it waits."""
    begun = time.monotonic()
    queue.wait(queue.add("echo", "run:a", {}, "Eva"), 60)
    assert time.monotonic() - begun < 10


def test_how_far_a_job_is_can_be_seen(office: Office, queue: Queue) -> None:
    """Stage and numbers, while it runs."""
    job = queue.add("count", "run:a", {}, "Eva")
    with worker(office):
        seen = wait_for_stage(queue, job, "Zählen")
        while seen.done < 10:
            time.sleep(0.1)
            seen = wait_for(queue, job, JobState.RUNNING)
        assert (seen.stage, seen.total) == ("Zählen", 200)


def test_cancel_works_at_once(office: Office, queue: Queue) -> None:
    """Long before it would have been done, and nothing of it lives on."""
    job = queue.add("count", "run:a", {"steps": 2_000}, "Eva")
    with worker(office) as process:
        wait_for_stage(queue, job, "Zählen")
        busy = sorted(children_of(process), key=psutil.Process.create_time)[:1]  # behind it is the next job's
        begun = time.monotonic()
        queue.cancel(job)
        assert wait_until_over(queue, job).state is JobState.CANCELLED
        assert time.monotonic() - begun < SOON
        assert are_gone(busy)


def test_a_task_that_hears_nothing_is_cancelled_by_force(office: Office, queue: Queue) -> None:
    """One that ignores SIGTERM has a moment, then it is killed."""
    job = queue.add("deaf", "run:a", {}, "Eva")
    with worker(office):
        wait_for_stage(queue, job, "Taub")
        begun = time.monotonic()
        queue.cancel(job)
        assert wait_until_over(queue, job).state is JobState.CANCELLED
        assert time.monotonic() - begun < SOON


def test_an_upload_goes_when_its_job_has_failed(office: Office, queue: Queue) -> None:
    """As soon as that is told: nobody takes the job up again."""
    upload = office.uploads / "0123456789abcdef"
    upload.mkdir(parents=True)
    (upload / "meldung.csv").write_text("piece;status\n", "utf-8")
    job = queue.add("feedback", "run:a", {"upload": upload.name, "total": None}, "Eva")
    with worker(office):
        assert wait_until_over(queue, job).state is JobState.FAILED
    assert not upload.exists()


def test_a_job_that_waits_is_cancelled_without_a_worker(queue: Queue) -> None:
    """Nobody needs to be there for it, and nobody takes it up later."""
    job = queue.add("count", "run:a", {}, "Eva")
    queue.cancel(job)
    assert wait_until_over(queue, job).state is JobState.CANCELLED
    assert queue.claim("worker") is None


def test_what_stopped_a_job_is_told_whole(office: Office, queue: Queue) -> None:
    """What, where, hint, exit code and each fault, as the command line tells them."""
    job = queue.add("refuse", "run:a", {}, "Eva")
    with worker(office):
        failed = wait_until_over(queue, job)
    assert failed.state is JobState.FAILED
    assert failed.error["what"] == "Die Liste taugt nicht"
    assert (failed.error["where"], failed.error["hint"], failed.error["exit_code"]) == ("liste.csv", "Ändern", 3)
    assert failed.error["faults"] == [{"what": "a", "where": "b", "hint": "c", "key": ""}]


def test_a_fault_of_the_program_tells_nothing_personal(office: Office, queue: Queue) -> None:
    """Its kind and its place in the code; an error's text may quote a letter."""
    job = queue.add("stumble", "run:a", {}, "Eva")
    with worker(office):
        failed = wait_until_over(queue, job)
    assert failed.state is JobState.FAILED
    assert "Mustermann" not in str(failed.error)
    assert failed.error["where"].startswith("ValueError, child_kit.py:")


def test_a_job_that_kills_its_children_isnt_tried_for_ever(office: Office, queue: Queue) -> None:
    """After some attempts it has failed."""
    job = queue.add("die", "run:a", {}, "Eva")
    with worker(office):
        failed = wait_until_over(queue, job)
    assert failed.state is JobState.FAILED
    assert "mehrmals abgebrochen" in failed.error["what"]


def test_a_worker_that_is_stopped_gives_its_job_back(office: Office, queue: Queue) -> None:
    """It waits for the next worker, and that wasn't its fault."""
    job = queue.add("count", "run:a", {}, "Eva")
    with worker(office) as process:
        wait_for(queue, job, JobState.RUNNING)
        busy = children_of(process)
        process.terminate()
        assert process.wait(10) == 0
    assert wait_for(queue, job, JobState.WAITING).attempts == 0
    assert are_gone(busy)


def test_a_worker_whose_server_is_gone_stops(office: Office, queue: Queue) -> None:
    """Its input ends with whoever started it."""
    with worker(office) as process:
        wait_until_over(queue, queue.add("echo", "run:a", {}, "Eva"))
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(10) == 0


def test_no_orphan_goes_on_when_its_worker_is_killed_and_another_takes_the_job(office: Office, queue: Queue) -> None:
    """The child ends with its worker; the lease runs out; the job is done."""
    job = queue.add("count", "run:a", {}, "Eva")
    with worker(office) as process:
        wait_for(queue, job, JobState.RUNNING)
        busy = children_of(process)
        process.kill()
        process.wait()
    assert are_gone(busy)
    with worker(office):
        done = wait_until_over(queue, job)
    assert (done.state, done.attempts) == (JobState.DONE, 2)
