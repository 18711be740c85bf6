"""The kinds of jobs: which function does each, in a child process of a worker's."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, cast

from mailing.base.messages import n_

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


TASKS: Final[dict[str, str]] = {
    "new-letter": "template_tasks:begin_letter",
    "template-file": "template_tasks:add_file",
    "verify": "audit_tasks:verify",
}
"""kind -> `module:function` below this package; the function takes an `Order` and returns what JSON can hold.

It may be done twice, or again from anywhere: a worker may be killed. Its arguments and its result are kept in the
database for some weeks, so they hold nothing personal.
"""
NEXT: Final[dict[str, str]] = {
    "new-letter": "/vorlagen/{subject}",
    "template-file": "/vorlagen/{subject}",
    "verify": "/pruefen/{subject}/befunde/{job}",
}
"""kind -> where the job's page goes on when it is done; filled from the result, `{subject}` and `{job}`."""
BACK: Final[dict[str, str]] = {
    "new-letter": "/vorlagen",
    "template-file": "/vorlagen/{subject}",
    "verify": "/pruefen/{subject}",
}
"""kind -> the way back of one that failed or was cancelled, where it isn't its subject's page."""
NAMES: Final[dict[str, str]] = {
    "new-letter": n_("Brief anlegen"),
    "template-file": n_("Datei prüfen"),
    "verify": n_("Lauf prüfen"),
}
"""kind -> the heading of its page."""


def task(kind: str) -> Callable[[Order], Mapping[str, Any]]:
    """Return the function of a kind of job; its module, and what it needs, is imported now."""
    module, _colon, function = TASKS[kind].partition(":")
    return cast("Callable[[Order], Mapping[str, Any]]", getattr(import_module(f"{__package__}.{module}"), function))
