"""`mailing release RUN`: a second person looks at a run and lets it go to the shop."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mailing.base.errors import ExitCode, UsageError
from mailing.base.messages import _, n_
from mailing.commands.options import actor_from, add_act_options, add_password_option

if TYPE_CHECKING:
    import argparse

SUMMARY = n_("Gibt einen Lauf für die Druckerei frei: eine andere Person als die, die ihn gemacht hat")


def describe(parser: argparse.ArgumentParser) -> None:
    """Add the run, what is accepted of its findings, and the assurance that it is meant."""
    add_act_options(parser)
    parser.add_argument(
        "--accept", action="append", default=[], metavar="CODE", help=_("nimmt diese Befunde hin (mehrfach möglich)")
    )
    parser.add_argument("--reason", default="", metavar="TEXT", help=_("warum sie hingenommen werden"))
    parser.add_argument(
        "--sign", type=Path, metavar=_("SCHLÜSSEL"), help=_("unterschreibt die Freigabe (PEM oder PKCS#12)")
    )
    add_password_option(parser)
    parser.add_argument("--yes", action="store_true", help=_("fragt nicht nach"))


def execute(options: argparse.Namespace) -> ExitCode:
    """Show what is to be released, ask, and record it in the run's journal."""
    from mailing import console
    from mailing.runs.afterwards.releasing import Accepted, look_at, release
    from mailing.runs.signing import open_key

    by = actor_from(options)
    key = None if options.sign is None else open_key(options.sign, options.key_password_file, console.asker())
    view = look_at(options.run, by)
    console.show_release(view)
    question = _("Diesen Lauf als {name} für die Druckerei freigeben?").format(name=by.name)
    if not options.yes and not (console.can_ask() and console.agreed(question)):
        raise UsageError(_("Nichts freigegeben"), where=str(options.run), hint=_("mit ja antworten oder --yes angeben"))
    with console.progress(quiet=False) as progress:
        done = release(view, by, Accepted(tuple(options.accept), options.reason), progress, key)
    console.show_released(done)
    return ExitCode.DONE
