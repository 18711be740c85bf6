"""A worker: takes up one job after another, has a child do each, tells how far it is, ends what nobody wants any more.

It stops on SIGTERM, on Ctrl-C, and when the pipe that is its input ends (whoever started it is gone then). The job that
it was at waits for the next worker. One that is killed loses its lease, with the same end.
"""

from __future__ import annotations

import os
import signal
import stat
import sys
import threading
import time
import uuid
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy.exc import DBAPIError

from mailing.base.errors import SurroundingsError
from mailing.base.messages import Language, _, in_language
from mailing.web.work.child import as_json
from mailing.web.work.children import CHILD, Child, Children
from mailing.web.work.queue import LEASE, JobState, Queue
from mailing.web.work.tasks import remove_uploads

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mailing.web.office import Office
    from mailing.web.work.queue import Job

SECONDS_BETWEEN_LOOKS: Final = 0.15
"""At the table, where there is nothing to do; and whether the job at hand is still wanted."""
SECONDS_BETWEEN_TOLD: Final = 0.8
SECONDS_WITHOUT_DATABASE: Final = LEASE - 6
"""After so long a child is ended: another worker may take up its job soon."""
SECONDS_BETWEEN_CLEANINGS: Final = 3600
SECONDS_OF_A_SMALL_JOB: Final = 1
"""After so long the next child is started: a smaller job is done sooner without another one's start beside it."""
MOST_SECONDS: Final = 24 * 3600
"""For one job; the largest run takes a tenth of that."""
MOST_ATTEMPTS: Final = 6
"""A job whose children die so often kills them."""


def run_worker(office: Office, child: str = CHILD) -> None:
    """Do jobs until told to stop.

    Args:
        office: whose jobs.
        child: the module that a child runs.
    """
    over = threading.Event()
    with _told_to_stop(over):
        worker = _Worker(office, over, child)
        try:
            worker.work()
        finally:
            worker.end()


class _Worker:
    def __init__(self, office: Office, over: threading.Event, child: str) -> None:
        self._office = office
        self._queue = Queue(office.store)
        self._over = over
        self._name = uuid.uuid4().hex
        self._children = Children(child)
        self._cleaned = -float(SECONDS_BETWEEN_CLEANINGS)

    def work(self) -> None:
        """Take up jobs until it is over."""
        while not self._over.is_set():
            self._children.make_ready()
            try:
                self._clean()
                job = self._queue.claim(self._name)
            except DBAPIError as error:
                _log("the database doesn't answer", error)
                self._over.wait(1)
                continue
            if job is None:
                self._over.wait(SECONDS_BETWEEN_LOOKS)
            else:
                self._do(job)

    def end(self) -> None:
        """End the child that waits."""
        self._children.end()

    def _clean(self) -> None:
        if time.monotonic() - self._cleaned >= SECONDS_BETWEEN_CLEANINGS:
            self._queue.forget_old()
            self._cleaned = time.monotonic()

    def _do(self, job: Job) -> None:
        child = self._children.take()
        child.begin(job, self._office)
        try:
            self._close(job, child, is_wanted=self._watch(job, child))
        except DBAPIError as error:
            _log("the end of a job couldn't be told", error)  # its lease runs out, and another finds it done
        finally:
            if child.outcome is None:
                child.stop()
            else:
                child.leave()

    def _watch(self, job: Job, child: Child) -> bool:
        """Tell how far the job is until its end; return False once it isn't wanted, or isn't this worker's."""
        kept = told = begun = time.monotonic()
        while not child.has_told.wait(SECONDS_BETWEEN_LOOKS) and not self._over.is_set():
            now = time.monotonic()
            if now - begun > SECONDS_OF_A_SMALL_JOB:
                self._children.make_ready()
            if now - begun > MOST_SECONDS:
                child.stop()
                return True
            try:
                if now - told >= SECONDS_BETWEEN_TOLD:
                    told = now
                    is_wanted = self._queue.keep(job.id, self._name, child.stage, child.done, child.total)
                    kept = now
                else:
                    is_wanted = self._queue.is_wanted(job.id, self._name)
            except DBAPIError as error:
                _log("the database doesn't answer", error)
                is_wanted = now - kept < SECONDS_WITHOUT_DATABASE
            if not is_wanted:
                return False
        return True

    def _close(self, job: Job, child: Child, *, is_wanted: bool) -> None:
        """Tell the end of a job: what came of it, or that another is to go on with it."""
        if not is_wanted:
            child.stop()
            if child.outcome is None or child.outcome[0] == "error":
                self._end(job, JobState.CANCELLED, {})
                return
        if child.outcome is None and self._over.is_set():
            child.stop()
        if child.outcome is not None and not (self._over.is_set() and child.outcome[0] == "error"):
            kind, told = child.outcome
            self._end(job, JobState.DONE if kind == "result" else JobState.FAILED, told)
        elif self._over.is_set():
            self._queue.give_back(job.id, self._name, is_attempt=False)
        elif job.attempts < MOST_ATTEMPTS:
            self._queue.give_back(job.id, self._name, is_attempt=True)
        else:
            self._end(job, JobState.FAILED, _died(job))

    def _end(self, job: Job, state: JobState, told: Mapping[str, Any]) -> None:
        """Close a job; what was uploaded for it goes only then, for until then another may have to do it again."""
        if self._queue.end(job.id, self._name, state, told):
            remove_uploads(self._office, job)


def _died(job: Job) -> dict[str, Any]:
    with in_language(Language(job.language)):
        error = SurroundingsError(
            _("Der Vorgang ist mehrmals abgebrochen, ohne zu sagen, warum"),
            hint=_("Freien Arbeitsspeicher und Platz prüfen; dann noch einmal beginnen"),
        )
        return as_json(error)


@contextmanager
def _told_to_stop(over: threading.Event) -> Iterator[None]:
    """Set the event when this process is told to stop, while the block lasts."""
    threading.Thread(target=_wait_for_end_of_input, args=(over,), daemon=True).start()
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    numbers = (signal.SIGTERM, signal.SIGINT)
    before = [signal.signal(number, lambda *_signal: _set_beside(over)) for number in numbers]
    try:
        yield
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)


def _set_beside(event: threading.Event) -> None:
    """Set an event that this very thread, met by a signal, may just be waiting for: it could hold the event's lock."""
    threading.Thread(target=event.set, daemon=True).start()


def _wait_for_end_of_input(over: threading.Event) -> None:
    try:
        if stat.S_ISFIFO(os.fstat(0).st_mode):
            while os.read(0, 1024):
                pass
            over.set()
    except OSError:
        return  # there is no input: a service's worker, who is stopped by a signal


def _log(what: str, error: Exception) -> None:
    """Tell whoever runs the worker; an error's text may hold values, so its kind has to do."""
    sys.stderr.write(f"worker: {what} ({type(error).__name__})\n")
    sys.stderr.flush()
