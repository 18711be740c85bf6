"""The reference: one task after the other, in this process."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from mailing.engines.engine import Result, Task


class SerialEngine:
    """Runs tasks in this process."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        return None

    def prepare(self, function: Callable[[Task], object], task: Task) -> None:
        """Nothing is to be started."""

    def map(self, function: Callable[[Task], Result], tasks: Iterable[Task]) -> Iterator[Result]:
        """Give `function(task)` for each task, in the tasks' order."""
        return map(function, tasks)
