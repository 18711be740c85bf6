"""`mailing feedback RUN FILE`: what the shop reports of the pieces."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mailing.base.errors import ExitCode
from mailing.base.messages import _, n_
from mailing.commands.options import actor_from, add_act_options

if TYPE_CHECKING:
    import argparse

SUMMARY = n_("Liest, was die Druckerei zu den Stücken zurückmeldet")


def describe(parser: argparse.ArgumentParser) -> None:
    """Add the run, the shop's table and what it confirms."""
    add_act_options(parser)
    parser.add_argument(
        "file", type=Path, metavar=_("DATEI"), help=_("Tabelle der Druckerei: piece, status, time, reason")
    )
    parser.add_argument(
        "--total",
        type=int,
        metavar="N",
        help=_("so viele Stücke bestätigt die Druckerei, wenn sie nur Ausnahmen nennt"),
    )


def execute(options: argparse.Namespace) -> ExitCode:
    """Record what it says; tell what was set aside."""
    from mailing import console
    from mailing.runs.afterwards.feedback import take_feedback

    done = take_feedback(options.run, options.file, actor_from(options), options.total)
    console.show_feedback(done)
    return ExitCode.SOME_WITHOUT_LETTER if done.set_aside else ExitCode.DONE
