"""Stopping on Ctrl-C or SIGTERM, whatever code the signal meets.

The signal raises `Stop` where it meets our code. Met while a package is being imported it may be swallowed
there (seen in Cython modules), so it is remembered too, and each step of a command's progress asks for it.
"""

from __future__ import annotations

import signal
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

_asked: list[int] = []
_held_back: list[bool] = []
"""Holds something while a stop is remembered only. Signals meet the main thread, so it needs no lock."""


class Stop(KeyboardInterrupt):
    """What the signal raises.

    Not `KeyboardInterrupt` itself: where that has passed an import of compiled code, `python -m` ends by SIGINT,
    whatever exit code it is given (`run_eval_code_obj` in CPython's `pythonrun.c` compares for this very type).
    """


def listen() -> None:
    """Stop this process's command when Ctrl-C or SIGTERM comes; an ignored Ctrl-C (nohup) stays ignored."""
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, _stop)
    signal.signal(signal.SIGTERM, _stop)
    sys.unraisablehook = _shown_unless_stopping


def is_asked() -> bool:
    """Whether the command has been asked to stop."""
    return bool(_asked)


def stop_if_asked() -> None:
    """Raise `Stop` if the command has been asked to stop."""
    if _asked:
        raise Stop


@contextmanager
def held_back() -> Iterator[None]:
    """Let no stop cut the block in two: one that comes meanwhile is raised at its end."""
    _held_back.append(True)
    try:
        yield
    finally:
        _held_back.pop()
    stop_if_asked()


def _stop(number: int, _frame: FrameType | None) -> None:
    _asked.append(number)
    if not _held_back:
        raise Stop


def _shown_unless_stopping(unraisable: sys.UnraisableHookArgs) -> None:
    """Keep the interpreter from printing where the signal was swallowed: it is remembered, and that is enough."""
    if not _asked:
        sys.__unraisablehook__(unraisable)
