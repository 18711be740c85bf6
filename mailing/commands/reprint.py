"""`mailing reprint RUN`: new copies of pieces whose first copy is gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailing.base.errors import ExitCode, UsageError
from mailing.base.messages import _, n_
from mailing.commands.options import actor_from, add_act_options

if TYPE_CHECKING:
    import argparse

SUMMARY = n_("Macht ein Paket mit neuen Exemplaren von Stücken, deren erstes vernichtet oder verloren ist")
OLD_COPIES = ("destroyed", "pulled", "lost")


def describe(parser: argparse.ArgumentParser) -> None:
    """Add the run, the pieces, and what became of their first copies."""
    add_act_options(parser)
    parser.add_argument("--pieces", metavar="17-20,904", help=_("diese Stücke"))
    parser.add_argument(
        "--open",
        action="store_true",
        help=_("alle vernichteten oder verlorenen ohne neues Exemplar"),
    )
    parser.add_argument(
        "--old", choices=OLD_COPIES, help=_("was aus den ersten Exemplaren wurde, von denen noch nichts erfasst ist")
    )
    parser.add_argument("--reason", default="", metavar="TEXT", help=_("der Grund, fürs Journal und das Auftragsblatt"))


def execute(options: argparse.Namespace) -> ExitCode:
    """Make the package; tell what is next."""
    from mailing import console
    from mailing.runs.afterwards.named_pieces import pieces_given
    from mailing.runs.afterwards.reprinting import reprint

    if options.open == (options.pieces is not None):
        raise UsageError(
            _("Entweder --pieces oder --open"),
            where="mailing reprint",
            hint=_("mailing reprint LAUF --pieces 17-20,904, oder mailing reprint LAUF --open"),
        )
    pieces = None if options.open else pieces_given(options.pieces)
    done = reprint(options.run, actor_from(options), pieces, options.old, options.reason)
    console.show_reprint(done)
    return ExitCode.DONE
