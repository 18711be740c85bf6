"""`mailing prove RUN PIECE`: a receipt that one piece belongs to the run, without showing the others."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mailing.base.errors import ExitCode
from mailing.base.messages import _, n_
from mailing.base.stores import on_disk

if TYPE_CHECKING:
    import argparse

SUMMARY = n_("Schreibt den Nachweis eines Stücks; mailing verify --proof prüft ihn")


def describe(parser: argparse.ArgumentParser) -> None:
    """Add the run, whose piece, and where the receipt goes."""
    parser.add_argument("run", type=on_disk, metavar=_("LAUF"), help=_("Ordner des Laufs"))
    parser.add_argument("who", metavar=_("BG-ODER-STÜCK"), help=_("BG-Nummer oder Nummer des Stücks"))
    parser.add_argument("-o", "--output", type=Path, metavar=_("DATEI"), help=_("Datei (Vorgabe: Standardausgabe)"))


def execute(options: argparse.Namespace) -> ExitCode:
    """Write the receipt as JSON."""
    from mailing import console
    from mailing.runs.showing.finished import prove, write_receipt

    receipt = prove(options.run, options.who)
    if options.output is None:
        console.say_json(receipt)
    else:
        write_receipt(receipt, options.output)
    return ExitCode.DONE
