"""`mailing copy RUN WHO… -o FOLDER`: letters as tagged PDFs, for the case file and for screen readers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mailing.base.errors import ExitCode, UsageError
from mailing.base.messages import _, n_
from mailing.base.stores import on_disk

if TYPE_CHECKING:
    import argparse

SUMMARY = n_("Schreibt Briefe als barrierefreie PDF, für Akte, Portal und Bildschirm")


def describe(parser: argparse.ArgumentParser) -> None:
    """Add the run, whose letters, and where they go."""
    parser.add_argument("run", type=on_disk, metavar=_("LAUF"), help=_("Ordner des Laufs"))
    parser.add_argument(
        "who", nargs="*", metavar=_("BG-ODER-STÜCK"), help=_("BG-Nummern, Nummern von Stücken, oder Stücke: 17-20")
    )
    parser.add_argument("--all", action="store_true", help=_("alle Briefe des Laufs"))
    parser.add_argument(
        "-o", "--output", type=Path, required=True, metavar=_("ORDNER"), help=_("für jeden Brief <Stück>.pdf")
    )
    parser.add_argument("--large", action="store_true", help=_("in 14 Punkt, für den Bildschirm"))


def execute(options: argparse.Namespace) -> ExitCode:
    """Write the copies."""
    from mailing import console
    from mailing.runs.afterwards.copying import write_copies

    if bool(options.who) == options.all:
        raise UsageError(
            _("Die Kopie braucht Briefe: eine BG-Nummer, ein Stück, oder --all"),
            where="mailing copy",
            hint=_("mailing copy LAUF 17-20 -o ORDNER, oder mailing copy LAUF --all -o ORDNER"),
        )
    number = write_copies(options.run, options.who, options.output, is_large=options.large)
    console.say(_("{number} barrierefreie Kopien in {folder}").format(number=number, folder=options.output))
    return ExitCode.DONE
