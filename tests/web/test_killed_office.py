"""SIGKILL of server, worker, child and pool while the office's own run is made: it ends whole, once, verified."""

from __future__ import annotations

import random
import re
import sqlite3
import time
from contextlib import ExitStack, closing, suppress
from html import unescape
from typing import TYPE_CHECKING

import httpx2
import psutil
import pytest
from lives_kit import hidden
from office_kit import PASSWORD, add_account, open_office
from program_kit import row, write_list

from mailing.runs.journal.journalled import read_life
from mailing.web.accounts.roles import Role
from mailing.web.office import Office
from mailing.web.work.queue import OVER, JobState, Queue

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from office_kit import RunningOffice
    from program_kit import Called

LETTERS = 2500
LETTER = "zugang-nur-mit-termin"
SERVER, WORKER, CHILD, POOL = "server", "worker", "child", "pool"


@pytest.fixture
def stored(tmp_path: Path) -> Iterator[Office]:
    """The office's database, as it stands while servers come and go."""
    office = Office(tmp_path / "data")
    yield office
    office.store.close()


@pytest.mark.slow
def test_a_run_of_the_office_survives_whoever_is_killed(
    mailing: Callable[..., Called], stored: Office, tmp_path: Path
) -> None:
    """Each of its processes in turn, at a moment that nobody chose."""
    moments = random.Random(2)  # noqa: S311 - reproducible moments, no secret
    liste = write_list(tmp_path / "liste.csv", [row(number) for number in range(1, LETTERS + 1)])
    add_account(stored.data, "Eva", Role.CREATE)
    with ExitStack() as offices:
        office = offices.enter_context(open_office(stored.data))
        job = begin_run(office.address, liste, Queue(stored.store))
        for victim in moments.sample((SERVER, WORKER, CHILD, POOL), 4):
            wait_for_work(Queue(stored.store), job)
            time.sleep(moments.uniform(0.2, 2.5))
            kill(office, victim)
            if victim == SERVER:
                office = offices.enter_context(open_office(stored.data))
        wait_until(lambda: state_of(Queue(stored.store), job) in OVER, 180)
    done = Queue(stored.store).job(job)
    assert done is not None
    assert done.state is JobState.DONE, done.error
    (run,) = (path.parent for path in stored.runs.glob("*/manifest.json"))
    assert done.result["run_id"] in {run.name, None}
    assert mailing("verify", run).code == 0
    assert len(read_life(run)[0]) == 1
    assert [path.name for path in stored.runs.iterdir() if path.is_dir()] == [run.name]
    with closing(sqlite3.connect(stored.runs / "register.sqlite")) as register:
        assert register.execute("SELECT count(*), count(DISTINCT run) FROM letters").fetchone() == (LETTERS, 1)


def begin_run(address: str, liste: Path, queue: Queue) -> str:
    """Go a clerk's way, and press the button twice; return the one job that makes the letters."""
    with httpx2.Client(base_url=address, headers={"Origin": address}, timeout=60) as eva:
        eva.post("/anmelden", data={"konto": "Eva", "kennwort": PASSWORD})
        sent = eva.post("/neuer-lauf", files={"liste": (liste.name, liste.read_bytes())})
        begun = next_page(eva, sent).rpartition("/")[0]
        proof = next_page(eva, eva.post(f"{begun}/brief", data={"brief": LETTER, "datum": "2020-06-15"}))
        page = eva.get(proof)
        ticked = re.findall(r'name="gesehen" type="checkbox" value="(\d+)"', page.text)
        form = {"round": hidden(page)["round"], "gesehen": ticked}
        first, second = (eva.post(f"{begun}/erstellen", data=form) for _press in range(2))
        assert (first.status_code, second.status_code) == (303, 303)
    (job,) = (each for each in queue.open_jobs() if each.kind == "run")
    return job.id


def next_page(eva: httpx2.Client, answer: httpx2.Response) -> str:
    """Wait until the job that a form has led to is done; return where its page goes on."""
    assert answer.status_code == 303, unescape(answer.text)
    standing = f"{answer.headers['location']}/stand"
    wait_until(lambda: eva.get(standing).json()["state"] in OVER, 120)
    return str(eva.get(standing).json()["next"])


def kill(office: RunningOffice, victim: str) -> None:
    """Kill one of the office's processes, as far as it is there at this moment."""
    if victim == SERVER:
        office.kill()
        return
    workers = psutil.Process(office.process.pid).children()
    children = [child for worker in workers for child in worker.children()]
    pool = [process for child in children for process in child.children()]
    for process in {WORKER: workers, CHILD: children, POOL: pool}[victim]:
        with suppress(psutil.NoSuchProcess):
            process.kill()


def state_of(queue: Queue, job: str) -> JobState:
    """Return where the job is."""
    found = queue.job(job)
    assert found is not None
    return found.state


def wait_for_work(queue: Queue, job: str) -> None:
    """Wait until somebody is at the job, or it is over: a killed worker's lease is some seconds."""
    wait_until(lambda: state_of(queue, job) is not JobState.WAITING, 60)


def wait_until(is_so: Callable[[], bool], seconds: float) -> None:
    """Wait until something is so."""
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.1)
