"""Handing tasks out ahead of the results, in order, with a bounded number under way."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

Task = TypeVar("Task")
Pending = TypeVar("Pending")
"""A result to come: what both the process pool and Dask call a future."""


def in_order(submit: Callable[[Task], Pending], tasks: Iterable[Task], ahead: int) -> Iterator[tuple[Task, Pending]]:
    """Give each task with its pending result, in the tasks' order, never more than `ahead` under way.

    Memory stays that of `ahead` tasks however many there are.
    """
    under_way: deque[tuple[Task, Pending]] = deque()
    for task in tasks:
        under_way.append((task, submit(task)))
        if len(under_way) >= ahead:
            yield under_way.popleft()
    while under_way:
        yield under_way.popleft()
