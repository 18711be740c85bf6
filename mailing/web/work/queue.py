"""The jobs, in a table: laid down by the server, claimed by workers, asked for by pages.

A job is claimed by compare-and-swap: the update says what must still be so, and whose update changed a row has the job.
A worker that lives renews its lease; one that died loses it, and another takes the job up again. That is safe because
the verbs are: a run goes on where it was, an act that was done is found done.
"""

from __future__ import annotations

import json
import time
import uuid
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import and_, or_, select, update

from mailing.base.messages import chosen_language
from mailing.web.store.tables import jobs

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import ColumnElement, Row

    from mailing.web.store.database import Store

LEASE: Final = 15.0
"""Seconds that a worker has a job without telling of itself."""


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
                    stage="",
                    done=0,
                    created=time.time(),
                )
            )
        return job

    def job(self, job: str) -> Job | None:
        """Return a job; None where there is none of that id."""
        with self._store.read() as connection:
            row = connection.execute(select(jobs).where(jobs.c.id == job)).first()
        return None if row is None else _job(row)

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
            connection.execute(
                update(jobs)
                .where(jobs.c.id == job, jobs.c.state == JobState.WAITING)
                .values(state=JobState.CANCELLED, ended=time.time())
            )
            connection.execute(update(jobs).where(jobs.c.id == job).values(cancel=True))

    def claim(self, worker: str) -> Job | None:
        """Take the oldest job that nobody has, or whose worker is gone; None where there is none."""
        now = time.time()
        with self._store.read() as connection:
            found = connection.execute(
                select(jobs.c.id).where(_is_free(now)).order_by(jobs.c.created).limit(10)
            ).scalars()
            candidates = list(found)
        for candidate in candidates:
            taken = {"state": JobState.RUNNING, "worker": worker, "lease": now + LEASE, "begun": now}
            with self._store.begin() as connection:
                changed = connection.execute(
                    update(jobs).where(jobs.c.id == candidate, _is_free(now)).values(taken)
                ).rowcount
            if changed == 1:
                return self.job(candidate)
        return None

    def keep(self, job: str, worker: str, stage: str, done: int, total: int | None) -> bool:
        """Renew the lease and tell how far the job is; return whether it is still this worker's and wanted."""
        with self._store.begin() as connection:
            ours = and_(jobs.c.id == job, jobs.c.worker == worker, jobs.c.state == JobState.RUNNING)
            progress = {"lease": time.time() + LEASE, "stage": stage, "done": done, "total": total}
            changed = connection.execute(update(jobs).where(ours, jobs.c.cancel.is_(False)).values(progress)).rowcount
        return changed == 1

    def end(self, job: str, worker: str, state: JobState, told: Mapping[str, Any]) -> None:
        """Close a job of this worker's with its result or error; one that it has lost stays as it is."""
        ours = and_(jobs.c.id == job, jobs.c.worker == worker, jobs.c.state == JobState.RUNNING)
        column = "error" if state is JobState.FAILED else "result"
        with self._store.begin() as connection:
            connection.execute(
                update(jobs).where(ours).values({"state": state, "ended": time.time(), column: json.dumps(told)})
            )


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
        is_to_be_cancelled=row.cancel,
    )
