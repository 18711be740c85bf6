"""A worker's child that knows the tests' own tasks too: what a task does while it is stopped, killed, or at fault."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import OperationalError

from mailing.base.errors import Fault, InputError
from mailing.web.work import child, tasks

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mailing.web.work.tasks import Order

OURS = "child_kit"


def echo(order: Order) -> Mapping[str, Any]:
    """Say who asked for what, and shout where nobody must listen."""
    print("a person's name")  # noqa: T201
    return {"subject": order.subject, "by": order.by.name, **order.arguments}


def count(order: Order) -> Mapping[str, Any]:
    """Count slowly."""
    steps = order.arguments.get("steps", 200)
    with order.progress.stage("Zählen", steps) as stage:
        for _number in range(steps):
            time.sleep(0.05)
            stage.advance(1)
    return {"counted": steps}


def mark(order: Order) -> Mapping[str, Any]:
    """Leave a line that tells of this attempt, and its end."""
    file = Path(order.arguments["file"])
    with order.progress.stage("Arbeiten", 20) as stage:
        for _number in range(20):
            with file.open("a", encoding="utf-8") as lines:
                lines.write(f"{order.subject} {os.getpid()} {time.time()}\n")
            time.sleep(0.02)
            stage.advance(1)
    return {}


def deaf(order: Order) -> Mapping[str, Any]:
    """Hear no signal."""
    import signal

    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    with order.progress.stage("Taub"):
        time.sleep(600)
    return {}


def refuse(_order: Order) -> Mapping[str, Any]:
    """Be at fault as a list is."""
    raise InputError("Die Liste taugt nicht", where="liste.csv", hint="Ändern", faults=[Fault("a", "b", "c")])


def stumble(_order: Order) -> Mapping[str, Any]:
    """Be at fault as a program is, with a person's name in its message."""
    raise ValueError("Erika Mustermann")


def die(_order: Order) -> Mapping[str, Any]:
    """Vanish without a word."""
    os._exit(9)


def lose_database(order: Order) -> Mapping[str, Any]:
    """Find the database gone, the first time."""
    file = Path(order.arguments["file"])
    if not file.exists():
        file.touch()
        raise OperationalError("SELECT", {}, OSError())
    return {}


def run(order: Order) -> Mapping[str, Any]:
    """Make a run, as the command line does."""
    from mailing.runs.making.job import Job
    from mailing.runs.run import run as make

    job = Job.model_validate({**order.arguments, "by": order.by.name})
    return {"run_id": make(job, order.progress).run_id}


if __name__ == "__main__":
    sys.modules[f"{tasks.__package__}.{OURS}"] = sys.modules["__main__"]
    own = (echo, count, mark, deaf, refuse, stumble, die, lose_database, run)
    tasks.KINDS.update({each.__name__: tasks.Kind(each.__name__, f"{OURS}:{each.__name__}") for each in own})
    tasks.KINDS["report"] = tasks.Kind("", f"{OURS}:count")  # the server knows its own kinds only
    tasks.KINDS["reprint"] = tasks.Kind("", f"{OURS}:refuse")
    child.main()
