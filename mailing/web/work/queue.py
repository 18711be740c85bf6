"""The jobs, in a table: laid down by the server, claimed by workers, asked for by pages.

A job is claimed by compare-and-swap: the update says what must still be so, and whose update changed a row has the job.
A worker that lives renews its lease; one that died loses it, and another takes the job up again. That is safe because
the verbs are: a run goes on where it was, an act that was done is found done. Times are the database's, so that
workers on several machines agree on them.
"""

from __future__ import annotations

import json
import time
import uuid
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import and_, delete, func, or_, select, update

from mailing.base.messages import chosen_language
from mailing.web.store.database import seconds_now
from mailing.web.store.tables import jobs

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import ColumnElement, Connection, Row

    from mailing.web.store.database import Store

LEASE: Final = 15.0
"""Seconds that a worker has a job without telling of itself."""
DAYS_KEPT: Final = 30
"""For so long a job that is over is kept."""
SECONDS_BETWEEN_LOOKS: Final = 0.1
"""At a job that somebody waits for."""
SECONDS_UNTIL_TAKEN_UP: Final = 0.6
"""By a worker that has nothing else to do."""
SECONDS_A_DAY: Final = 24 * 60 * 60


class JobState(StrEnum):
    """Where a job is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


OVER: Final = frozenset({JobState.DONE, JobState.FAILED, JobState.CANCELLED})


@dataclass(frozen=True, slots=True)
class Job:
    """A job as it stands.

    Attributes:
        kind: which task of `tasks.TASKS`.
        subject: what it is about: `new-run:ID`, `run:RUN_ID`, `template:NAME`.
        by: the account that asked for it.
        stage, done, total: how far it is; `total` is None where nobody knows.
        result: what the task gave, where it is done.
        error: what, where, hint and exit code, where it failed.
        attempts: how many workers have taken it up so far.
        is_to_be_cancelled: somebody asked for it.
    """

    id: str
    kind: str
    subject: str
    arguments: Mapping[str, Any]
    by: str
    language: str
    state: JobState
    stage: str
    done: int
    total: int | None
    result: Mapping[str, Any]
    error: Mapping[str, Any]
    created: float
    begun: float | None
    ended: float | None
    attempts: int
    is_to_be_cancelled: bool

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.state in OVER


class Queue:
    """The office's jobs."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, kind: str, subject: str, arguments: Mapping[str, Any], by: str) -> str:
        """Lay down a job, to be done in the language that is spoken now; return its id."""
        job = uuid.uuid4().hex
        with self._store.begin() as connection:
            connection.execute(
                jobs.insert().values(
                    id=job,
                    kind=kind,
                    subject=subject,
                    arguments=json.dumps(arguments),
                    by=by,
                    language=chosen_language().value,
                    state=JobState.WAITING,
                    cancel=False,
                    attempts=0,
                    stage="",
                    done=0,
                    created=seconds_now(connection),
                )
            )
        return job

    def job(self, job: str) -> Job | None:
        """Return a job; None where there is none of that id."""
        with self._store.read() as connection:
            row = connection.execute(select(jobs).where(jobs.c.id == job)).first()
        return None if row is None else _job(row)

    def wait(self, job: str, seconds: float) -> None:
        """Wait until a job is over, at most so long, and less where no worker takes it up."""
        begun = time.monotonic()
        while (waited := time.monotonic() - begun) < seconds and (found := self.job(job)) and not found.is_over:
            if found.state is JobState.WAITING and waited > SECONDS_UNTIL_TAKEN_UP:
                return
            time.sleep(SECONDS_BETWEEN_LOOKS)

    def about(self, subject: str) -> Sequence[Job]:
        """Return all jobs about a subject, the latest first."""
        query = select(jobs).where(jobs.c.subject == subject).order_by(jobs.c.created.desc())
        with self._store.read() as connection:
            return [_job(row) for row in connection.execute(query)]

    def open_jobs(self) -> Sequence[Job]:
        """Return all jobs that wait or run, the oldest first."""
        states = [JobState.WAITING, JobState.RUNNING]
        query = select(jobs).where(jobs.c.state.in_(states)).order_by(jobs.c.created)
        with self._store.read() as connection:
            return [_job(row) for row in connection.execute(query)]

    def cancel(self, job: str) -> None:
        """Ask for a job's end: one that waits ends at once, one that runs is stopped by its worker."""
        with self._store.begin() as connection:
            is_open = and_(jobs.c.id == job, jobs.c.state.not_in(list(OVER)))
            connection.execute(update(jobs).where(is_open).values(cancel=True))
            _close_cancelled(connection, jobs.c.id == job, seconds_now(connection))

    def claim(self, worker: str) -> Job | None:
        """Take the oldest job that nobody has, or whose worker is gone; None where there is none."""
        with self._store.read() as connection:
            now = seconds_now(connection)
            found = select(jobs.c.id).where(_is_free(now)).order_by(jobs.c.created).limit(10)
            candidates = connection.execute(found).scalars().all()
        return next((self.job(each) for each in candidates if self._is_taken(each, worker)), None)

    def _is_taken(self, job: str, worker: str) -> bool:
        with self._store.begin() as connection:
            now = seconds_now(connection)
            _close_cancelled(connection, jobs.c.id == job, now)  # asked for while its worker was gone
            taken = {
                "state": JobState.RUNNING,
                "worker": worker,
                "lease": now + LEASE,
                "begun": func.coalesce(jobs.c.begun, now),
                "attempts": jobs.c.attempts + 1,
            }
            changed = connection.execute(update(jobs).where(jobs.c.id == job, _is_free(now)).values(taken))
            return changed.rowcount == 1

    def keep(self, job: str, worker: str, stage: str, done: int, total: int | None) -> bool:
        """Renew the lease and tell how far the job is; return whether it is still this worker's and wanted."""
        with self._store.begin() as connection:
            lease = seconds_now(connection) + LEASE
            progress = {"lease": lease, "stage": stage, "done": done, "total": total}
            changed = connection.execute(update(jobs).where(_is_wanted(job, worker)).values(progress))
            return changed.rowcount == 1

    def is_wanted(self, job: str, worker: str) -> bool:
        """Whether the job is still this worker's, and nobody has asked for its end."""
        with self._store.read() as connection:
            return connection.execute(select(jobs.c.id).where(_is_wanted(job, worker))).first() is not None

    def end(self, job: str, worker: str, state: JobState, told: Mapping[str, Any]) -> bool:
        """Close a job of this worker's with its result or error; return whether it was: one that it has lost stays."""
        column = "error" if state is JobState.FAILED else "result"
        with self._store.begin() as connection:
            closed = {"state": state, "ended": seconds_now(connection), column: json.dumps(told)}
            return connection.execute(update(jobs).where(_is_of(job, worker)).values(closed)).rowcount == 1

    def give_back(self, job: str, worker: str, *, is_attempt: bool) -> None:
        """Let a job of this worker's wait for another; `is_attempt` is whether it may have been the job's fault."""
        waiting = {"state": JobState.WAITING, "worker": None, "lease": None}
        counted = waiting if is_attempt else {**waiting, "attempts": jobs.c.attempts - 1}
        with self._store.begin() as connection:
            connection.execute(update(jobs).where(_is_of(job, worker)).values(counted))
            _close_cancelled(connection, jobs.c.id == job, seconds_now(connection))

    def forget_old(self, days: int = DAYS_KEPT) -> int:
        """Remove the jobs that have been over for so many days; return how many."""
        with self._store.begin() as connection:
            oldest = seconds_now(connection) - days * SECONDS_A_DAY
            gone = connection.execute(delete(jobs).where(jobs.c.state.in_(list(OVER)), jobs.c.ended < oldest))
            return gone.rowcount


def _close_cancelled(connection: Connection, which: ColumnElement[bool], now: float) -> None:
    """Close a job that nobody has and nobody wants any more."""
    cancelled = {"state": JobState.CANCELLED, "ended": now, "result": "{}"}
    connection.execute(update(jobs).where(which, _is_free(now), jobs.c.cancel.is_(True)).values(cancelled))


def _is_of(job: str, worker: str) -> ColumnElement[bool]:
    return and_(jobs.c.id == job, jobs.c.worker == worker, jobs.c.state == JobState.RUNNING)


def _is_wanted(job: str, worker: str) -> ColumnElement[bool]:
    return and_(_is_of(job, worker), jobs.c.cancel.is_(False))


def _is_free(now: float) -> ColumnElement[bool]:
    return or_(jobs.c.state == JobState.WAITING, and_(jobs.c.state == JobState.RUNNING, jobs.c.lease < now))


def _job(row: Row[Any]) -> Job:
    return Job(
        id=row.id,
        kind=row.kind,
        subject=row.subject,
        arguments=json.loads(row.arguments),
        by=row.by,
        language=row.language,
        state=JobState(row.state),
        stage=row.stage,
        done=row.done,
        total=row.total,
        result=json.loads(row.result or "{}"),
        error=json.loads(row.error or "{}"),
        created=row.created,
        begun=row.begun,
        ended=row.ended,
        attempts=row.attempts,
        is_to_be_cancelled=row.cancel,
    )
