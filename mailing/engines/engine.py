"""What an engine is: something that maps a function over tasks, in order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, Self, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

Task = TypeVar("Task")
Result = TypeVar("Result")


class Engine(Protocol):
    """What carries the work; at the end of its `with` block its workers go, and it may be ended more than once.

    They speak the language that was chosen when the work was given out.
    """

    def __enter__(self) -> Self: ...

    def __exit__(self, *error: object) -> None: ...

    def prepare(self, function: Callable[[Task], object], task: Task) -> None:
        """Let workers do `function(task)` before all else, while the caller goes on."""
        ...

    def map(self, function: Callable[[Task], Result], tasks: Iterable[Task]) -> Iterator[Result]:
        """Give `function(task)` for each task, in the tasks' order."""
        ...
