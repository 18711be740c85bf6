"""`mailing sample N`: a synthetic list to try the program with."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from mailing.base.errors import ExitCode
from mailing.base.messages import _, n_

if TYPE_CHECKING:
    import argparse

SUMMARY = n_("Schreibt eine erfundene Liste mit N Bedarfsgemeinschaften zum Ausprobieren")


def describe(parser: argparse.ArgumentParser) -> None:
    """Add the size of the list and its seed."""
    parser.add_argument("households", type=int, metavar="N", help=_("Anzahl der Bedarfsgemeinschaften"))
    parser.add_argument("--seed", type=int, default=0, metavar=_("ZAHL"), help=_("gleiche Zahl, gleiche Liste"))
    parser.add_argument("-o", "--output", type=Path, metavar=_("DATEI"), help=_("Datei (Vorgabe: Standardausgabe)"))
    parser.add_argument("--one-row", action="store_true", help=_("eine Zeile je Bedarfsgemeinschaft statt je Person"))


def execute(options: argparse.Namespace) -> ExitCode:
    """Write the list, as UTF-8 with BOM whatever the terminal speaks."""
    from mailing.runs.offices.sample import write_sample

    target = options.output or sys.stdout.buffer
    write_sample(options.households, options.seed, target, persons=not options.one_row)
    return ExitCode.DONE
