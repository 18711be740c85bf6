"""Jobs and runs in the making, as the pages about runs show them."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from mailing.web.new_runs.new_runs import NewRuns

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mailing.web.accounts.account import Account
    from mailing.web.new_runs.new_run import KeptNewRun
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


def runs_in_the_making(office: Office, account: Account) -> Sequence[KeptNewRun]:
    """Return the account's runs before their first letter, the latest first."""
    own = (kept for kept in NewRuns(office.store).all() if kept.by == account.name)
    return list(islice(own, MOST_RUNS_IN_THE_MAKING))
