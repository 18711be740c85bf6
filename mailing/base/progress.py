"""How far a command is, for whoever shows it; the same mechanism measures how long each stage took."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from mailing.base.stopping import stop_if_asked

if TYPE_CHECKING:
    from collections.abc import Iterator


class Meter(Protocol):
    """What shows progress: a bar in a terminal, or nothing."""

    def begin(self, stage: str, total: int | None) -> None:
        """Begin a stage of `total` steps, or of an unknown number."""
        ...

    def advance(self, steps: int) -> None:
        """Tell that so many more steps of the stage are done."""
        ...


class Silence:
    """A meter that shows nothing."""

    def begin(self, stage: str, total: int | None) -> None:
        """Show nothing."""

    def advance(self, steps: int) -> None:
        """Show nothing."""


class Stage:
    """A stage under way; each step asks whether the command is to stop."""

    def __init__(self, meter: Meter) -> None:
        self._meter = meter

    def advance(self, steps: int) -> None:
        """Tell that so many more steps are done."""
        stop_if_asked()
        self._meter.advance(steps)


class Progress:
    """The stages of a command as they go by.

    Attributes:
        seconds: stage -> wall seconds, of the stages that are done.
    """

    def __init__(self, meter: Meter | None = None) -> None:
        self._meter = meter or Silence()
        self.seconds: dict[str, float] = {}
        self._begun = time.perf_counter()

    @property
    def elapsed(self) -> float:
        """Wall seconds since the command began."""
        return time.perf_counter() - self._begun

    @contextmanager
    def stage(self, name: str, total: int | None = None) -> Iterator[Stage]:
        """Time the block as stage `name`; give what counts its steps."""
        stop_if_asked()
        started = time.perf_counter()
        self._meter.begin(name, total)
        yield Stage(self._meter)
        stop_if_asked()
        self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - started
