"""`mailing posted RUN`: printed pieces were handed to the post."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from mailing.base.errors import ExitCode, UsageError
from mailing.base.messages import _, n_
from mailing.commands.options import actor_from, add_act_options

if TYPE_CHECKING:
    import argparse

SUMMARY = n_("Erfasst, dass gedruckte Stücke zur Post gegangen sind")


def describe(parser: argparse.ArgumentParser) -> None:
    """Add the run, the day, the pieces and the evidence."""
    add_act_options(parser)
    parser.add_argument("--on", metavar=_("JJJJ-MM-TT"), help=_("Tag der Einlieferung (Vorgabe: heute)"))
    parser.add_argument("--pieces", metavar="17-20,904", help=_("nur diese Stücke (Vorgabe: alle gedruckten)"))
    parser.add_argument("--evidence", type=Path, metavar=_("DATEI"), help=_("Beleg, etwa der Einlieferungsschein"))


def execute(options: argparse.Namespace) -> ExitCode:
    """Record it in the run's journal."""
    from mailing import console
    from mailing.model.days import read_day
    from mailing.runs.afterwards.named_pieces import pieces_given
    from mailing.runs.afterwards.posting import is_before_its_delivery, record_posted

    day = dt.datetime.now().astimezone().date() if options.on is None else read_day(options.on)
    if day is None:
        raise UsageError(
            _("--on braucht einen Tag"), where=f"--on {options.on}", hint=_("zum Beispiel --on 2026-06-17")
        )
    pieces = None if options.pieces is None else pieces_given(options.pieces)
    number = record_posted(options.run, actor_from(options), day, pieces, options.evidence)
    if is_before_its_delivery(options.run, day):
        console.say(
            _("Achtung: Am {day} hatte die Druckerei den Lauf laut Journal noch nicht").format(day=f"{day:%d.%m.%Y}")
        )
    console.say(_("Eingeliefert am {day}: {number} Stücke").format(day=f"{day:%d.%m.%Y}", number=number))
    return ExitCode.DONE
