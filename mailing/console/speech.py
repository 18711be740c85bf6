"""Lines on the standard output, figures in columns, JSON for programs, and a question now and then."""

from __future__ import annotations

import json
import sys
from getpass import getpass
from typing import TYPE_CHECKING, TypeVar

from mailing.base.errors import UsageError
from mailing.base.figures import grouped
from mailing.base.messages import _
from mailing.base.shown import fit_for_programs, fit_to_show, printable
from mailing.base.words import CONSENT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Answer = TypeVar("Answer")


def say(text: str = "") -> None:
    """Write a line to the standard output."""
    sys.stdout.write(fit_to_show(text) + "\n")


def hand_over(secret: str) -> None:
    """Write a line that holds a secret which this command is there to give: nothing of it is hidden.

    It is there at once, for whoever reads it from a pipe while the command goes on.
    """
    sys.stdout.write(printable(secret) + "\n")
    sys.stdout.flush()


def complain(text: str) -> None:
    """Write a line to the standard error output."""
    sys.stderr.write(fit_to_show(text) + "\n")


def say_json(value: object) -> None:
    """Write a value to the standard output as JSON."""
    sys.stdout.write(fit_for_programs(json.dumps(value, ensure_ascii=False, indent=2, default=str)) + "\n")


def show_figures(figures: Mapping[str, int | str]) -> None:
    """Write figures below each other, each behind its name."""
    width = max(map(len, figures), default=0)
    for name, figure in figures.items():
        shown = grouped(figure) if isinstance(figure, int) else figure
        say(f"{name:<{width}}  {shown:>10}")


def asker() -> Callable[[str], str] | None:
    """Return what asks for a secret without showing it; None where nobody sits there."""
    return getpass if sys.stdin.isatty() else None


def can_ask() -> bool:
    """Whether somebody sits there who could answer."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def agreed(question: str) -> bool:
    """Ask, and return whether the answer was yes."""
    return input(question + _(" [ja/nein] ")).strip().casefold() in CONSENT


def ask_until(question: str, read: Callable[[str], Answer]) -> Answer:
    """Ask until the answer can be read; tell each time why it can't.

    Raises:
        UsageError: nobody answers any more.
    """
    while True:
        try:
            return read(input(question))
        except EOFError as error:
            say()
            raise UsageError(_("Ohne Antwort ist nichts angelegt")) from error
        except UsageError as error:
            complain(_("{what} – {hint}").format(what=error.what, hint=error.hint))
