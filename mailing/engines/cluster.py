"""Dask distributed: a cluster's workers, or a local cluster of processes."""

from __future__ import annotations

import threading
from contextlib import ExitStack, contextmanager
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any, Self

from mailing.base.errors import SurroundingsError
from mailing.base.messages import Language, _, chosen_language, in_language
from mailing.base.versions import versions
from mailing.engines.lookahead import in_order

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from mailing.engines.engine import Result, Task

AHEAD_PER_WORKER = 3
OWN_FREE_PORT = "127.0.0.1:0"
"""For the local cluster's status pages: on this machine only, and beside any other cluster's."""
REACH_SECONDS = 10
WORKERLESS_SECONDS = 60
"""How long a run waits for workers when all have gone."""

_one_at_a_time = threading.Lock()


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
        with ExitStack() as opening:
            settings = {"distributed.worker.daemon": False, "distributed.comm.timeouts.connect": REACH_SECONDS}
            opening.enter_context(dask.config.set(settings))
            if scheduler is None:
                cluster = distributed.LocalCluster(  # type: ignore[no-untyped-call]
                    n_workers=workers,
                    threads_per_worker=1,
                    processes=True,
                    dashboard_address=OWN_FREE_PORT,
                    silence_logs=50,
                )
                scheduler = opening.enter_context(cluster)
            self._where = str(scheduler)
            try:
                client = distributed.Client(scheduler, timeout=REACH_SECONDS)  # type: ignore[no-untyped-call]
            except (OSError, ValueError) as error:
                raise SurroundingsError(
                    _("Der Dask-Scheduler ist nicht erreichbar"),
                    where=self._where,
                    hint=_("Adresse prüfen, zum Beispiel --scheduler tcp://127.0.0.1:8786"),
                ) from error
            self._client = opening.enter_context(client)
            with self._connected():
                self._await_workers(REACH_SECONDS)
                self._refuse_strangers()
            self._open = opening.pop_all()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._open.close()

    def prepare(self, function: Callable[[Task], object], task: Task) -> None:
        """A cluster's workers run already."""

    def map(self, function: Callable[[Task], Result], tasks: Iterable[Task]) -> Iterator[Result]:
        """Give `function(task)` for each task, in the tasks' order.

        Raises:
            SurroundingsError: scheduler or workers have gone for good.
        """
        language = chosen_language()
        workers = max(1, len(self._client.scheduler_info(n_workers=-1)["workers"]))
        with self._connected():
            pending = in_order(
                lambda task: self._client.submit(_alone, function, task, language, pure=False),
                tasks,
                ahead=workers * AHEAD_PER_WORKER,
            )
            for _task, future in pending:
                yield self._result_of(future)

    def _result_of(self, future: Any) -> Any:
        while True:
            try:
                return future.result(timeout=WORKERLESS_SECONDS)
            except TimeoutError:
                if future.done():  # the task's own
                    raise
                self._await_workers(WORKERLESS_SECONDS)

    def _await_workers(self, seconds: float) -> None:
        """Wait until a worker is there."""
        try:
            self._client.wait_for_workers(1, timeout=seconds)
        except TimeoutError as error:
            raise SurroundingsError(
                _("Beim Dask-Scheduler ist kein Arbeitsprozess angemeldet"),
                where=self._where,
                hint=_("Arbeitsprozesse starten: dask worker ADRESSE; dann denselben Aufruf noch einmal"),
            ) from error

    def _refuse_strangers(self) -> None:
        """Refuse workers that lack this program, or a package in whose other version they would make other bytes."""
        for package, ours in versions().items():
            theirs = self._client.run(version, package, on_error="return")
            for worker, found in sorted(theirs.items()):
                if found != ours and not isinstance(found, OSError):  # one that died meanwhile does no harm
                    raise SurroundingsError(
                        _("Ein Arbeitsprozess hat {package} nicht in der Fassung {version}, sondern: {found}").format(
                            package=package, version=ours, found="—" if _is_missing(found) else found
                        ),
                        where=str(worker),
                        hint=_("Auf allen Maschinen dasselbe einrichten: docs/scale.md"),
                    )

    @contextmanager
    def _connected(self) -> Iterator[None]:
        """Turn what Dask says of lost connections and dying workers into what to do about it."""
        from concurrent.futures import CancelledError

        from distributed import KilledWorker
        from distributed.comm.core import CommClosedError

        try:
            yield
        except KilledWorker as error:
            raise SurroundingsError(
                _("Ein Arbeitsprozess ist mehrmals hintereinander abgebrochen"),
                where=self._where,
                hint=_("Freien Arbeitsspeicher der Arbeitsprozesse prüfen"),
            ) from error
        except (CommClosedError, CancelledError) as error:
            raise SurroundingsError(
                _("Die Verbindung zum Dask-Scheduler ist abgebrochen"),
                where=self._where,
                hint=_("Derselbe Aufruf macht dort weiter, wo dieser aufgehört hat"),
            ) from error


def _is_missing(found: object) -> bool:
    return isinstance(found, PackageNotFoundError)


def _alone(function: Callable[[Task], Result], task: Task, language: Language) -> Result:
    """Do one task of a process at a time: a worker's threads would share its worker context, and gain nothing by it."""
    with _one_at_a_time, in_language(language):
        return function(task)
