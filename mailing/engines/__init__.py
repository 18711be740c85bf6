"""Engines: map a function over tasks, in order, whatever carries it; the serial one is the reference.

An engine gives the same results in the same order as the built-in `map`. Functions and tasks are picklable, tasks are
drawn as they are needed, and results are handed on as they come.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from contextlib import AbstractContextManager

Task = TypeVar("Task")
Result = TypeVar("Result")


class Engine(Protocol):
    """What carries the work."""

    def prepare(self, function: Callable[[Task], object], task: Task) -> None:
        """Let workers that are yet to start do `function(task)` first, while the caller goes on."""
        ...

    def map(self, function: Callable[[Task], Result], tasks: Iterable[Task]) -> Iterator[Result]:
        """Give `function(task)` for each task, in the tasks' order."""
        ...


def open_engine(name: str, workers: int | None = None, scheduler: str | None = None) -> AbstractContextManager[Engine]:
    """Return the engine `serial`, `processes` or `dask`, to be used in a `with` block that ends its workers.

    Args:
        name: which engine.
        workers: how many processes; one for each core where None.
        scheduler: the address of a running Dask scheduler; a local cluster where None.

    Raises:
        SurroundingsError: Dask isn't installed or its scheduler can't be reached.
    """
    match name:
        case "serial":
            from mailing.engines.serial import SerialEngine

            return SerialEngine()
        case "processes":
            from mailing.engines.processes import ProcessEngine

            return ProcessEngine(workers)
        case "dask":
            from mailing.engines.cluster import ClusterEngine

            return ClusterEngine(workers, scheduler)
        case _:
            raise ValueError(name)
