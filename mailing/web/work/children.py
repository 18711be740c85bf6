"""The worker's side of its children: one started ahead of time, given a job, listened to, ended."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from typing import IO, TYPE_CHECKING, Any, Final

from mailing.base.failures import DEBUG_VARIABLE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mailing.web.office import Office
    from mailing.web.work.queue import Job

CHILD: Final = "mailing.web.work.child"
SECONDS_TO_STOP: Final = 1.5
"""For a child that was asked to; what it has begun is safe however it ends."""


class Child:
    """A process that does one job.

    Attributes:
        stage, done, total: how far it is, as it told last.
        outcome: `result` or `error`, and what it told with it; None as long as there is none.
        has_told: set when the outcome is there, or will never be.
    """

    def __init__(self, module: str = CHILD) -> None:
        self.stage = ""
        self.done = 0
        self.total: int | None = None
        self.outcome: tuple[str, Mapping[str, Any]] | None = None
        self.has_told = threading.Event()
        self._has_begun = False
        # What packages print to the error output may tell of people; whoever looks for a fault asks for it.
        errors = None if os.environ.get(DEBUG_VARIABLE) else subprocess.DEVNULL
        self._process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-P", "-m", module],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            start_new_session=True,  # Ctrl-C meets the server, which ends us in order
        )
        threading.Thread(target=self._listen, daemon=True).start()

    @property
    def is_alive(self) -> bool:
        """Whether the process lives."""
        return self._process.poll() is None

    def begin(self, job: Job, office: Office) -> None:
        """Let it do a job."""
        order = {
            "data": str(office.data),
            "database": office.database,
            "kind": job.kind,
            "subject": job.subject,
            "arguments": job.arguments,
            "asked_at": job.created,
            "by": job.by,
            "language": job.language,
        }
        pipe = self._pipe(self._process.stdin)
        with suppress(BrokenPipeError):  # it died just now: its end is told as any other
            pipe.write(json.dumps(order).encode() + b"\n")
            pipe.flush()

    def stop(self) -> None:
        """End it: asked to first, then by force, with all processes that it started."""
        self._hang_up()
        try:
            self._process.wait(SECONDS_TO_STOP if self._has_begun else 0)
        except subprocess.TimeoutExpired:
            self._kill()
            self._process.wait()

    def leave(self) -> None:
        """Let one that has told its outcome end by itself, while the worker goes on."""
        threading.Thread(target=self._wait_for_end, daemon=True).start()

    def _wait_for_end(self) -> None:
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(SECONDS_TO_STOP)
        self.stop()

    def _hang_up(self) -> None:
        with suppress(BrokenPipeError):
            self._pipe(self._process.stdin).close()

    def _kill(self) -> None:
        if sys.platform != "win32":
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
        else:
            self._process.kill()

    def _listen(self) -> None:
        for line in self._pipe(self._process.stdout):
            with suppress(ValueError):  # cut off in the middle: its sender is dead
                self._take(json.loads(line))
        self.has_told.set()

    def _take(self, message: Mapping[str, Any]) -> None:
        if "stage" in message:
            self._has_begun = True
            self.stage, self.done, self.total = message["stage"], 0, message["total"]
        elif "done" in message:
            self.done = message["done"]
        else:
            ((kind, told),) = message.items()
            self.outcome = kind, told
            self.has_told.set()

    @staticmethod
    def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
        assert stream is not None  # noqa: S101 - opened as a pipe
        return stream


class Children:
    """Gives children that are ready: the next one is started while nobody waits for it."""

    def __init__(self, module: str = CHILD) -> None:
        self._module = module
        self._spare: Child | None = None

    def make_ready(self) -> None:
        """Start the next child, if there is none."""
        if self._spare is None or not self._spare.is_alive:
            self._spare = Child(self._module)

    def take(self) -> Child:
        """Return a child for a job."""
        child, self._spare = self._spare, None
        return child if child is not None and child.is_alive else Child(self._module)

    def end(self) -> None:
        """End the one that waits."""
        if self._spare is not None:
            self._spare.stop()
