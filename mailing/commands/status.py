"""`mailing status`: where runs are on their way, and what is next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailing.base.errors import ExitCode
from mailing.base.messages import _, n_
from mailing.base.stores import on_disk
from mailing.commands.options import add_by_option

if TYPE_CHECKING:
    import argparse

SUMMARY = n_("Zeigt, wie weit Läufe sind, was als Nächstes zu tun ist, und von wem")


def describe(parser: argparse.ArgumentParser) -> None:
    """Add the run or the folder of runs."""
    parser.add_argument(
        "run",
        nargs="?",
        type=on_disk,
        default="runs",
        metavar=_("ORDNER"),
        help=_("ein Lauf oder der Ordner aller (Vorgabe: runs)"),
    )
    add_by_option(parser)
    parser.add_argument("--json", action="store_true", help=_("Ausgabe als JSON"))


def execute(options: argparse.Namespace) -> ExitCode:
    """Show the status; a journal that isn't what was written is a failed verification."""
    from mailing import console
    from mailing.runs.afterwards.status import UNREADABLE, status_of

    found = status_of(options.run)
    console.show_status(found, as_json=options.json)
    unreadable = any(status.state == UNREADABLE for status in found)
    return ExitCode.VERIFICATION_FAILED if unreadable else ExitCode.DONE
