"""A worker's child: does one job in a process of its own, and ends with whoever holds the other end of its input.

    standard input     a line of JSON, the order; then nothing: where it ends, the child stops, as on Ctrl-C
    standard output    lines of JSON: {"stage", "total"} (the first as soon as it can be stopped in order), {"done"},
                       and last {"result"} or {"error"}

It imports what the verbs need before it reads its order, so that one that was started ahead of time begins at once.
Nothing that packages or tasks print reaches anybody: it might tell of a person.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
from importlib import import_module
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

from mailing.base import stopping
from mailing.base.failures import error_for_user
from mailing.base.messages import Language, use_language
from mailing.base.progress import Progress

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mailing.base.errors import MailingError

AHEAD: Final = (
    "mailing.runs.run",
    "mailing.runs.verify",
    "mailing.runs.check",
    "mailing.runs.proof",
    "mailing.web.office",
)
"""What most jobs need."""
NICENESS: Final = 10
SECONDS_BETWEEN_TOLD: Final = 0.2
SECONDS_TO_STOP: Final = 5
"""For a task that was asked to stop."""


class Teller:
    """A meter that tells the worker, some times a second; and what tells it the outcome."""

    def __init__(self, answers: IO[str]) -> None:
        self._answers = answers
        self._done = 0
        self._told_at = 0.0

    def begin(self, stage: str, total: int | None) -> None:
        """Tell of a stage."""
        self._done = 0
        self.tell({"stage": stage, "total": total})

    def advance(self, steps: int) -> None:
        """Tell how far the stage is, unless that was told just now."""
        self._done += steps
        if time.monotonic() - self._told_at >= SECONDS_BETWEEN_TOLD:
            self._told_at = time.monotonic()
            self.tell({"done": self._done})

    def tell(self, message: Mapping[str, object]) -> None:
        """Write a line; without a worker to read it, the job is over."""
        try:
            self._answers.write(json.dumps(message) + "\n")
            self._answers.flush()
        except BrokenPipeError as error:
            raise stopping.Stop from error


def main() -> None:
    """Do the job that comes by the standard input."""
    questions, answers = _own_streams()
    for module in AHEAD:
        import_module(module)
    line = questions.readline()
    if not line:
        return
    order = json.loads(line)
    _leave_no_dump()
    _give_way()
    stopping.listen()
    threading.Thread(target=_stop_with, args=(questions,), daemon=True).start()
    teller = Teller(answers)
    teller.begin("", None)
    use_language(Language(order["language"]))
    try:
        outcome: Mapping[str, object] = {"result": dict(_done(order, Progress(teller)))}
    except BaseException as error:
        if isinstance(error, _outages()):
            return  # without an outcome: another child goes on once the database answers again
        told = error_for_user(error)
        if told is None:
            raise
        outcome = {"error": as_json(told)}
    teller.tell(outcome)


def _outages() -> tuple[type[Exception], ...]:
    from mailing.web.store.database import OUTAGES

    return OUTAGES


def _done(order: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
    from mailing.model.actors import Source, actor_named
    from mailing.web.office import Office
    from mailing.web.work.tasks import Order, task

    office = Office(Path(order["data"]), order["database"])
    subject = str(order["subject"]).partition(":")[2]
    do = task(order["kind"])
    by, asked_at = actor_named(order["by"], Source.WEB), order["asked_at"]
    return do(Order(office, subject, order["arguments"], by, asked_at, progress))


def as_json(error: MailingError) -> dict[str, object]:
    """Return what stopped a job, as its page shows it."""
    return {
        "what": error.what,
        "where": error.where,
        "hint": error.hint,
        "exit_code": int(error.exit_code),
        "faults": [
            {"what": fault.what, "where": fault.where, "hint": fault.hint, "key": fault.key} for fault in error.faults
        ],
    }


def _own_streams() -> tuple[IO[str], IO[str]]:
    """Take input and output away from all others in this process, and from the processes that it starts."""
    questions = os.fdopen(os.dup(0), encoding="utf-8")
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    with Path(os.devnull).open("r+b") as nothing:
        os.dup2(nothing.fileno(), 0)
        os.dup2(nothing.fileno(), 1)
    return questions, answers


def _stop_with(questions: IO[str]) -> None:
    """Stop this process when its input ends; one that doesn't stop is ended, with those that it started."""
    while questions.read(1):
        pass
    if os.name == "posix":
        os.kill(os.getpid(), signal.SIGTERM)
    else:
        import _thread

        _thread.interrupt_main(signal.SIGTERM)
    time.sleep(SECONDS_TO_STOP)
    if sys.platform != "win32" and os.getpgrp() == os.getpid():
        os.killpg(0, signal.SIGKILL)
    os._exit(1)


def _give_way() -> None:
    """Let the server's answers come first: people wait for them."""
    if sys.platform != "win32":
        os.nice(NICENESS)


def _leave_no_dump() -> None:
    """Leave no memory on the disk if the process is killed: it holds what letters say."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main()
