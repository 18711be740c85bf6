"""Measuring a command: wall time, CPU time and peak memory of its whole process tree.

CPU time is what the system counts for the command and all its descendants that were waited for. Memory is the sum of
the resident sets of all processes of the tree, looked at twenty times a second: pages that they share count for each.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import psutil

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

LOOKS_A_SECOND = 20
SUCCESS = frozenset({0})


class CommandFailedError(Exception):
    """A measured command ended with an exit code that doesn't count as success."""


@dataclass(frozen=True, slots=True)
class Measurement:
    """What a command took: seconds, and bytes at the peak; `output` is what it printed."""

    seconds: float
    cpu_seconds: float
    peak_bytes: int
    output: str


def measure(
    command: Sequence[str], *, environment: Mapping[str, str] | None = None, accepted: Collection[int] = SUCCESS
) -> Measurement:
    """Run the command to its end and return what it took.

    Raises:
        CommandFailedError: its exit code isn't among `accepted`.
    """
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        begun = time.perf_counter()
        process = subprocess.Popen(command, stdout=output, stderr=errors, env={**os.environ, **(environment or {})})
        memory = _Memory(process.pid)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        peak = memory.peak()
        if process.returncode not in accepted:
            told = _text(errors)[-2000:]
            raise CommandFailedError(f"{' '.join(command)}: exit code {process.returncode}\n{told}")
        return Measurement(
            seconds=seconds,
            cpu_seconds=usage.ru_utime + usage.ru_stime,
            peak_bytes=peak,
            output=_text(output),
        )


def _text(stream: tempfile._TemporaryFileWrapper[bytes]) -> str:
    stream.seek(0)
    return stream.read().decode("utf-8", "replace")


class _Memory:
    """Looks at a process and its descendants from time to time, in a thread of its own."""

    def __init__(self, pid: int) -> None:
        self._root = psutil.Process(pid)
        self._peak = 0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def peak(self) -> int:
        """Stop looking; return the most bytes that were seen."""
        self._ended.set()
        self._thread.join()
        return self._peak

    def _watch(self) -> None:
        while True:
            self._peak = max(self._peak, self._now())
            if self._ended.wait(1 / LOOKS_A_SECOND):
                return

    def _now(self) -> int:
        try:
            tree = [self._root, *self._root.children(recursive=True)]
        except psutil.NoSuchProcess:
            return 0
        return sum(map(_resident, tree))


def _resident(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.NoSuchProcess:
        return 0
