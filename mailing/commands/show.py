"""`mailing show RUN WHO`: which letter a household got, and where it is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mailing.base.errors import ExitCode
from mailing.base.messages import _, n_
from mailing.base.stores import on_disk

if TYPE_CHECKING:
    import argparse

SUMMARY = n_("Zeigt den Brief eines Haushalts oder Stücks: Datei, Seiten, als PDF oder PNG")


def describe(parser: argparse.ArgumentParser) -> None:
    """Add the run, whose letter, and where it goes."""
    parser.add_argument("run", type=on_disk, metavar=_("LAUF"), help=_("Ordner des Laufs"))
    parser.add_argument("who", metavar=_("BG-ODER-STÜCK"), help=_("BG-Nummer, Nummer des Stücks, oder Stücke: 17-20"))
    parser.add_argument("--pdf", type=Path, metavar=_("DATEI"), help=_("schreibt den Brief allein als PDF"))
    parser.add_argument("--png", type=Path, metavar=_("DATEI"), help=_("schreibt seine Seiten als PNG"))
    parser.add_argument("--json", action="store_true", help=_("Ausgabe als JSON"))


def execute(options: argparse.Namespace) -> ExitCode:
    """Find the letter, tell where it is, and write it where asked for."""
    from mailing import console
    from mailing.runs.afterwards.way import fates_told
    from mailing.runs.showing.finished import find_letters, write_letters

    shown = find_letters(options.run, options.who)
    fates = fates_told(options.run, [letter.piece for letter in shown])
    console.show_letters(shown, fates, as_json=options.json)
    write_letters(shown, pdf=options.pdf, png=options.png)
    return ExitCode.DONE
