"""The workers that an office starts beside its server; one that dies is replaced, and all end with the server."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from typing import TYPE_CHECKING, Final, Self

if TYPE_CHECKING:
    from types import TracebackType

    from mailing.web.office import Office

DATABASE_VARIABLE: Final = "MAILING_OFFICE_DATABASE"
"""Names the database, so that its password stands on no command line."""
SECONDS_BETWEEN_LOOKS: Final = 0.5
SECONDS_TO_STOP: Final = 10


class Crew:
    """So many workers, as long as the block lasts.

    Each is `mailing office worker` with a pipe to this process as its input: when that breaks, however this process
    ended, the worker stops too, and its job waits for the next.
    """

    def __init__(self, office: Office, number: int) -> None:
        self._office = office
        self._number = number
        self._workers: list[subprocess.Popen[bytes]] = []
        self._is_over = threading.Event()
        self._watch = threading.Thread(target=self._replace_the_dead, name="crew", daemon=True)

    def __enter__(self) -> Self:
        """Start the workers."""
        self._workers = [self._start() for _number in range(self._number)]
        self._watch.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Ask the workers to stop, wait for that, and end those that don't."""
        self._is_over.set()
        self._watch.join()
        for worker in self._workers:
            worker.terminate()
        for worker in self._workers:
            try:
                worker.wait(SECONDS_TO_STOP)
            except subprocess.TimeoutExpired:
                worker.kill()
                worker.wait()

    def _start(self) -> subprocess.Popen[bytes]:
        environment = dict(os.environ)
        if self._office.database:
            environment[DATABASE_VARIABLE] = self._office.database
        command = [sys.executable, "-m", "mailing", "office", "worker", "--data", str(self._office.data)]
        return subprocess.Popen(command, stdin=subprocess.PIPE, env=environment)  # noqa: S603 - our own program

    def _replace_the_dead(self) -> None:
        while not self._is_over.wait(SECONDS_BETWEEN_LOOKS):
            self._workers = [worker if worker.poll() is None else self._start() for worker in self._workers]
