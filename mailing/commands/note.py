"""`mailing note RUN BG -o FILE`: the note on a piece for its case file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mailing.base.errors import ExitCode, UsageError
from mailing.base.messages import _, n_
from mailing.commands.options import actor_from, add_act_options

if TYPE_CHECKING:
    import argparse

SUMMARY = n_("Schreibt den Ab-Vermerk eines Stücks für die Akte, als PDF/A")


def describe(parser: argparse.ArgumentParser) -> None:
    """Add the run, whose piece, and where the note goes."""
    add_act_options(parser)
    parser.add_argument("who", nargs="?", metavar=_("BG-ODER-STÜCK"), help=_("BG-Nummer oder Nummer des Stücks"))
    parser.add_argument("-o", "--output", type=Path, metavar=_("DATEI"), help=_("Datei des Vermerks"))
    parser.add_argument("--all", type=Path, metavar=_("ORDNER"), help=_("die Vermerke aller eingelieferten Stücke"))


def execute(options: argparse.Namespace) -> ExitCode:
    """Write one note, or all."""
    from mailing import console
    from mailing.runs.afterwards.noting import write_note, write_notes

    by = actor_from(options)
    if options.all is not None and options.who is None and options.output is None:
        number = write_notes(options.run, options.all, by)
        console.say(_("{number} Vermerke in {folder}").format(number=number, folder=options.all))
        return ExitCode.DONE
    if options.all is not None or options.who is None or options.output is None:
        raise UsageError(
            _("Der Vermerk braucht ein Stück und eine Datei, oder --all und einen Ordner"),
            where="mailing note",
            hint=_("mailing note LAUF BG-NUMMER -o DATEI.pdf, oder mailing note LAUF --all ORDNER"),
        )
    piece = write_note(options.run, options.who, options.output, by)
    console.say(_("Vermerk zu Stück {piece}: {file}").format(piece=piece, file=options.output))
    return ExitCode.DONE
