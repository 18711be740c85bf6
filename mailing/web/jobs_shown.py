"""Jobs and runs in the making, as the pages about runs show them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from mailing.web.new_runs.new_run import NewRun
from mailing.web.store.tables import new_runs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mailing.web.accounts.account import Account
    from mailing.web.office import Office
    from mailing.web.work.queue import Job, Queue

MOST_JOBS = 20
MOST_RUNS_IN_THE_MAKING = 20


def jobs_under_way(queue: Queue) -> Sequence[Job]:
    """Return the jobs that wait or run, the oldest first."""
    return queue.open_jobs()[:MOST_JOBS]


def jobs_about(queue: Queue, run_id: str) -> Sequence[Job]:
    """Return the jobs about a run that wait or run."""
    return [job for job in queue.about(f"run:{run_id}") if not job.is_over]


def runs_in_the_making(office: Office, account: Account) -> Sequence[tuple[str, str, float]]:
    """Return the account's runs before their first letter: id, list, when they were changed; the latest first."""
    query = (
        select(new_runs.c.id, new_runs.c.content, new_runs.c.changed)
        .where(new_runs.c.by == account.name)
        .order_by(new_runs.c.changed.desc())
        .limit(MOST_RUNS_IN_THE_MAKING)
    )
    with office.store.read() as connection:
        return [
            (row.id, NewRun.model_validate_json(row.content).list_name, row.changed)
            for row in connection.execute(query)
        ]
