"""Dask distributed: a cluster's workers, or a local cluster of processes."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Self

from mailing.engines.lookahead import in_order
from mailing.errors import SurroundingsError
from mailing.messages import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from mailing.engines import Result, Task

AHEAD_PER_WORKER = 3
REACH_SECONDS = 10


class ClusterEngine:
    """Runs tasks on Dask workers; Dask gives a lost worker's tasks to another."""

    def __init__(self, workers: int | None = None, scheduler: str | None = None) -> None:
        try:
            import dask
            import distributed
        except ImportError as error:
            raise SurroundingsError(
                _("Dask ist nicht installiert"), hint=_("pip install 'mailing[cluster]' oder --engine processes")
            ) from error
        self._open = ExitStack()
        settings = {"distributed.worker.daemon": False, "distributed.comm.timeouts.connect": REACH_SECONDS}
        self._open.enter_context(dask.config.set(settings))
        if scheduler is None:
            cluster = distributed.LocalCluster(  # type: ignore[no-untyped-call]
                n_workers=workers, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
            )
            scheduler = self._open.enter_context(cluster)
        try:
            client = distributed.Client(scheduler, timeout=REACH_SECONDS)  # type: ignore[no-untyped-call]
            self._client = self._open.enter_context(client)
        except OSError as error:
            self._open.close()
            raise SurroundingsError(
                _("Der Dask-Scheduler ist nicht erreichbar"),
                where=str(scheduler),
                hint=_("Adresse prüfen, zum Beispiel --scheduler tcp://127.0.0.1:8786"),
            ) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._open.close()

    def prepare(self, function: Callable[[Task], object], task: Task) -> None:
        """A cluster's workers run already."""

    def map(self, function: Callable[[Task], Result], tasks: Iterable[Task]) -> Iterator[Result]:
        """Give `function(task)` for each task, in the tasks' order."""
        workers = max(1, len(self._client.scheduler_info(n_workers=-1)["workers"]))
        pending = in_order(
            lambda task: self._client.submit(function, task, pure=False), tasks, ahead=workers * AHEAD_PER_WORKER
        )
        for _task, future in pending:
            yield future.result()
