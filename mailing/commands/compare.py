"""`mailing compare RUN RUN`: what is different between the letters of two runs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mailing.base.errors import ExitCode
from mailing.base.messages import _, n_
from mailing.base.stores import on_disk
from mailing.commands.options import add_by_option

if TYPE_CHECKING:
    import argparse

SUMMARY = n_("Vergleicht zwei Läufe: Haushalte, Anschriften, Texte")


def describe(parser: argparse.ArgumentParser) -> None:
    """Add both runs, and where the table goes."""
    parser.add_argument("first", type=on_disk, metavar=_("LAUF"), help=_("der eine Lauf"))
    parser.add_argument("second", type=on_disk, metavar=_("LAUF"), help=_("der andere"))
    parser.add_argument(
        "-o", "--output", type=Path, metavar=_("DATEI.csv"), help=_("Tabelle aller Unterschiede, mit BG-Nummern")
    )
    add_by_option(parser)
    parser.add_argument("--json", action="store_true", help=_("Ausgabe als JSON"))


def execute(options: argparse.Namespace) -> ExitCode:
    """Tell how many households differ, and write which."""
    from mailing import console
    from mailing.runs.showing.comparing import compare, write_comparison

    found = compare(options.first, options.second)
    if options.output is not None:
        write_comparison(found, options.output)
    console.show_comparison(found, as_json=options.json)
    return ExitCode.DONE
