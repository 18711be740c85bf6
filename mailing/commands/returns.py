"""`mailing returns FILE`: letters that came back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mailing.base.errors import ExitCode
from mailing.base.messages import _, n_
from mailing.commands.options import actor_from, add_by_option, add_register_option

if TYPE_CHECKING:
    import argparse

SUMMARY = n_("Erfasst Briefe, die zurückkamen, und hält ihre Haushalte an, bis die Anschrift eine andere ist")


def describe(parser: argparse.ArgumentParser) -> None:
    """Add the table, where the runs are, and how the table is to be read."""
    parser.add_argument("file", type=Path, metavar=_("DATEI"), help=_("Tabelle: code, reason; oder run, piece, reason"))
    parser.add_argument(
        "-o",
        "--out",
        type=Path,
        default=Path("runs"),
        metavar=_("ORDNER"),
        help=_("der Ordner der Läufe (Vorgabe: runs)"),
    )
    parser.add_argument(
        "--format", type=Path, metavar=_("DATEI.toml"), help=_("wie Spalten und Gründe in der Tabelle heißen")
    )
    add_register_option(parser)
    add_by_option(parser)


def execute(options: argparse.Namespace) -> ExitCode:
    """Record them; tell what was set aside."""
    from mailing import console
    from mailing.runs.afterwards.returning import read_format, take_returns

    how = None if options.format is None else read_format(options.format)
    done = take_returns(options.file, options.out, actor_from(options), options.register, how)
    console.show_returns(done)
    return ExitCode.SOME_WITHOUT_LETTER if done.set_aside and not done.is_known else ExitCode.DONE
