"""A pool of processes, one for each core: started afresh (spawn), so it runs alike on Linux, macOS and Windows."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing.util import Finalize
from typing import TYPE_CHECKING, Any, Self

from mailing.base import stopping
from mailing.base.errors import SurroundingsError
from mailing.base.memory import collect_seldom
from mailing.base.messages import Language, _, chosen_language, use_language
from mailing.engines.lookahead import in_order

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Future
    from contextlib import AbstractContextManager

    from mailing.engines.engine import Result, Task

MOST_BREAKDOWNS = 3
"""How often a task's worker may die before the run gives up."""
AHEAD_PER_WORKER = 3
LOOK_SECONDS = 2.0
"""How often it is looked whether a worker died in the middle of its answer."""
LAST = -100
"""A worker's last act is to vanish: to take apart what it remembers takes 0.2 s, and nobody needs it."""


class ProcessEngine:
    """Runs tasks in worker processes; a worker that dies is replaced and its task done again."""

    def __init__(self, workers: int | None = None) -> None:
        self._workers = workers or usable_cores()
        self._pool = self._new_pool()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object = None, *_error: object) -> None:
        if kind is not None:
            self._end_workers()
        # Who is stopped mustn't write any more when the folder is given free; who is done only has to leave.
        self._pool.shutdown(wait=kind is not None, cancel_futures=True)

    def _end_workers(self) -> None:
        """End the workers, and let nobody wait for what they can't say or hear any more.

        A worker may end in the middle of its answer. The pool would wait for the rest for ever: the pipe has another
        writing end, the pool's own, which nobody writes to. Once that is closed, the pool sees the pipe's end. Tasks
        on their way to workers fill another pipe, whose reading end is the pool's own too. The pool closes that itself
        since Python 3.11.5 (gh-94777); an older one would wait for ever to hand out the rest.
        """
        for worker in multiprocessing.active_children():
            worker.terminate()
        pool: Any = self._pool  # which offers no way
        if pool._result_queue is not None:  # noqa: SLF001 - as it is once the pool is done
            pool._result_queue._writer.close()  # noqa: SLF001
        if pool._call_queue is not None and sys.version_info < (3, 11, 5):  # noqa: SLF001
            pool._call_queue._reader.close()  # noqa: SLF001

    def _new_pool(self) -> ProcessPoolExecutor:
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(
            self._workers,
            mp_context=context,
            initializer=_begin_work,
            initargs=(chosen_language(), context.BoundedSemaphore(max(1, usable_cores() - 1))),
        )

    def prepare(self, function: Callable[[Task], object], task: Task) -> None:
        """Start the workers and let them do `function(task)`, while the caller goes on and keeps a core for itself."""
        for _worker in range(min(self._workers, usable_cores())):
            self._submit(_in_turn, (function, task))

    def map(self, function: Callable[[Task], Result], tasks: Iterable[Task]) -> Iterator[Result]:
        """Give `function(task)` for each task, in the tasks' order.

        Raises:
            SurroundingsError: a task's workers died several times over (no memory, say).
        """
        ahead = self._workers * AHEAD_PER_WORKER
        pending = in_order(lambda task: self._submit(function, task), tasks, ahead)
        for task, future in pending:
            try:
                yield self._result_of(future)
            except BrokenProcessPool:
                yield self._done_again(function, task)

    def _result_of(self, future: Future[Result]) -> Result:
        while True:
            try:
                return future.result(timeout=LOOK_SECONDS)
            except TimeoutError:
                if future.done():  # the task's own
                    raise
                if self._a_worker_is_dead():
                    self._end_workers()

    def _a_worker_is_dead(self) -> bool:
        """Whether a worker has died and the pool, waiting for the rest of its answer, doesn't see it."""
        workers = [*(self._pool._processes or {}).values()]  # noqa: SLF001 - the pool offers no way
        return any(worker.exitcode is not None for worker in workers)

    def _submit(self, function: Callable[[Task], Result], task: Task) -> Future[Result]:
        with stopping.held_back(), _ctrl_c_blocked():
            try:
                return self._pool.submit(function, task)
            except BrokenProcessPool:
                self._pool.shutdown(wait=False)
                self._pool = self._new_pool()
                return self._pool.submit(function, task)

    def _done_again(self, function: Callable[[Task], Result], task: Task) -> Result:
        for _attempt in range(MOST_BREAKDOWNS):
            try:
                return self._result_of(self._submit(function, task))
            except BrokenProcessPool:
                continue
        raise SurroundingsError(
            _("Ein Arbeitsprozess ist mehrmals hintereinander abgebrochen"),
            hint=_("Freien Arbeitsspeicher prüfen, mit --workers 1 oder --engine serial wiederholen"),
        )


def usable_cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextmanager
def _ctrl_c_blocked() -> Iterator[None]:
    """Block Ctrl-C while workers start: they inherit the block, so it meets the parent alone."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


_turns: list[AbstractContextManager[object]] = []
"""In a worker, what it holds while it prepares itself: the workers of a pool share it."""


def _begin_work(language: Language, turn: AbstractContextManager[object]) -> None:
    """Speak the parent's language, leave Ctrl-C to it, and end with it: a killed run leaves no workers behind."""
    use_language(language)
    collect_seldom()
    _turns[:] = [turn]
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Finalize(None, os._exit, args=(0,), exitpriority=LAST)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _in_turn(work: tuple[Callable[[Task], object], Task]) -> None:
    """Do what a worker prepares itself by, when a core is free for it."""
    function, task = work
    with _turns[0]:
        function(task)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
