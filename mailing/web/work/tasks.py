"""The kinds of jobs: which function does each, in a child process of a worker's."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mailing.base.progress import Progress
    from mailing.model.actors import Actor
    from mailing.web.office import Office


@dataclass(frozen=True, slots=True)
class Order:
    """What a task is given.

    Attributes:
        subject: what the job is about, behind the colon: an id, a run's name, a template's.
        arguments: as the page laid them down (JSON).
        by: who asked for it, as the journal names them.
    """

    office: Office
    subject: str
    arguments: Mapping[str, Any]
    by: Actor
    progress: Progress


TASKS: Final[Mapping[str, str]] = {
    "new-letter": "template_tasks:begin_letter",
    "template-file": "template_tasks:add_file",
}
"""kind -> `module:function` below this package; the function takes an `Order` and returns what JSON can hold."""


def task(kind: str) -> Callable[[Order], Mapping[str, Any]]:
    """Return the function of a kind of job; its module, and what it needs, is imported now."""
    module, _colon, function = TASKS[kind].partition(":")
    return cast("Callable[[Order], Mapping[str, Any]]", getattr(import_module(f"{__package__}.{module}"), function))
