"""Who carries a run's work: workers that start before the caller has loaded what the run itself needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailing.base.engine_names import EngineName
from mailing.base.memory import load_module
from mailing.engines import open_engine

if TYPE_CHECKING:
    from mailing.engines import Engine
    from mailing.runs.making.job import Job

WORK = "mailing.runs.making.stages"
"""The module of what workers do."""


def workers_for(job: Job) -> Engine:
    """Return the engine that carries a job's work, its workers starting.

    A small list needs none beside the caller; those of a large one start with their work, for reading needs the memory.

    Raises:
        SurroundingsError: there is no such engine here.
    """
    is_carried_here = job.engine is EngineName.PROCESSES and job.is_small
    engine = open_engine(EngineName.SERIAL if is_carried_here else job.engine, job.workers, job.scheduler)
    if not job.is_large:
        engine.prepare(load_module, WORK)
    return engine
