"""Stopping on Ctrl-C or SIGTERM, whatever code the signal meets.

The signal raises `Stop` where it meets our code. Met while a package is being imported it may be swallowed
there (seen in Cython modules), so it is remembered too, and each step of a command's progress asks for it.
"""

from __future__ import annotations

import signal
import sys
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from types import FrameType

_asked: list[int] = []


class Stop(KeyboardInterrupt):
    """What the signal raises.

    Not `KeyboardInterrupt` itself: where that has passed an import of compiled code, `python -m` ends by SIGINT,
    whatever exit code it is told (`run_eval_code_obj` in CPython's `pythonrun.c` compares for this very type).
    """


def listen() -> None:
    """Stop this process's command when Ctrl-C or SIGTERM comes; an ignored Ctrl-C (nohup) stays ignored."""
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, _stop)
    signal.signal(signal.SIGTERM, _stop)
    sys.unraisablehook = _told_unless_stopping


def is_asked() -> bool:
    """Whether the command has been told to stop."""
    return bool(_asked)


def stop_if_asked() -> None:
    """Raise `Stop` if the command has been told to stop."""
    if _asked:
        raise Stop


def _stop(number: int, _frame: FrameType | None) -> NoReturn:
    _asked.append(number)
    raise Stop


def _told_unless_stopping(unraisable: sys.UnraisableHookArgs) -> None:
    """Keep the interpreter from printing where the signal was swallowed: it is remembered, and that is enough."""
    if not _asked:
        sys.__unraisablehook__(unraisable)
