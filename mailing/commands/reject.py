"""`mailing reject RUN`: whoever was to release it says no."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailing.base.errors import ExitCode
from mailing.base.messages import _, n_
from mailing.commands.options import actor_from, add_act_options, add_register_option

if TYPE_CHECKING:
    import argparse

SUMMARY = n_("Lehnt einen Lauf ab: er wird nicht gedruckt")


def describe(parser: argparse.ArgumentParser) -> None:
    """Add the run, the reason and who says so."""
    add_act_options(parser)
    parser.add_argument("--reason", required=True, metavar="TEXT", help=_("der Grund, fürs Journal"))
    add_register_option(parser)


def execute(options: argparse.Namespace) -> ExitCode:
    """Record it in the run's journal."""
    from mailing import console
    from mailing.runs.afterwards.releasing import reject

    reject(options.run, actor_from(options), options.reason, options.register)
    console.say(_("Der Lauf ist abgelehnt und bleibt in der Übersicht"))
    return ExitCode.DONE
