"""The server's side of a preview process: started when it is needed, ended when a wish takes too long."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from threading import Lock, Timer
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from mailing.base.errors import InputError
from mailing.base.messages import _, chosen_language
from mailing.sandbox.apart import PLAIN_MEMORY

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

SECONDS: Final[Mapping[str, float]] = {"page": 6, "check": 12, "hardest": 30, "describe": 20}
"""How long a wish may take by the clock: ten times what the largest letter takes."""
SECONDS_TO_START: Final = 30
"""Until a new process has loaded what it needs, and read a list."""


class Answer(NamedTuple):
    """What was told, and the picture where one was asked for."""

    told: Mapping[str, Any]
    picture: bytes


class StoppedError(InputError):
    """Setting the letter took too much time or memory."""


class PreviewProcess:
    """One warm process. Who asks holds `lock` meanwhile.

    Args:
        folder: the data folder, which the process stands in: there it finds the office's shop profile.
    """

    def __init__(self, folder: Path) -> None:
        self.lock = Lock()
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        self._lists: set[str] = set()

    def ask(self, wish: Mapping[str, Any]) -> Answer:
        """Return what the process answers.

        Raises:
            StoppedError: it took too long or too much memory; the next wish gets a new process.
        """
        process = self._running()
        assert process.stdin is not None and process.stdout is not None  # noqa: S101, PT018 - both are pipes
        list_ = json.dumps(wish.get("list"), sort_keys=True)
        warm_up = 0 if list_ in self._lists else SECONDS_TO_START
        clock = Timer(SECONDS[wish["do"]] + warm_up, process.kill)
        clock.start()
        try:
            process.stdin.write(json.dumps({**wish, "language": chosen_language().value}).encode() + b"\n")
            process.stdin.flush()
            line = process.stdout.readline()
            told = json.loads(line) if line.endswith(b"\n") else None
            picture = process.stdout.read(told["length"]) if told else b""
        except OSError:
            told, picture = None, b""
        finally:
            clock.cancel()
        if told is None or len(picture) != told["length"]:
            self.close()
            raise StoppedError(
                _("Der Brief ist so nicht zu setzen: er braucht zu viel Zeit oder Speicher"),
                where=wish.get("name", ""),
                hint=_("Vermeiden Sie Schleifen in Schleifen und sehr lange Tabellen"),
            )
        self._lists.add(list_)
        return Answer(told, picture)

    @property
    def is_warm(self) -> bool:
        """Whether it has loaded what it needs: whoever asks now waits for nothing else."""
        return self._process is not None and bool(self._lists)

    def close(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        self._lists.clear()
        if process is not None:
            process.kill()
            for pipe in (process.stdin, process.stdout):
                assert pipe is not None  # noqa: S101 - both are pipes
                try:
                    pipe.close()
                except BrokenPipeError:
                    continue  # what it didn't read any more
            process.wait()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._process.poll() is not None:
            self.close()
        if self._process is None:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "mailing.web.preview.child"],
                env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), **PLAIN_MEMORY},
                cwd=self._folder,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,  # it ends with its pipe, not by a key at the server's terminal
            )
        return self._process
