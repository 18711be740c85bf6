"""The commands, a module each: how its arguments look, and what it does with them.

Modules here are imported for every `--help`, so they import what they do their work with only when they do it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import argparse

    from mailing.base.errors import ExitCode


class Command(Protocol):
    """What each module of this package offers."""

    SUMMARY: str
    """What the command does, in one line (German source)."""

    def describe(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's arguments."""
        ...

    def execute(self, options: argparse.Namespace) -> ExitCode:
        """Do the work and return how it went."""
        ...
