"""`mailing report RUN`: the run on one page, for inside or outside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailing.base.errors import ExitCode
from mailing.base.messages import _, n_
from mailing.base.stores import on_disk

if TYPE_CHECKING:
    import argparse

SUMMARY = n_("Schreibt den Bericht eines Laufs als eine HTML-Datei")


def describe(parser: argparse.ArgumentParser) -> None:
    """Add the run and where its report goes."""
    parser.add_argument("run", type=on_disk, metavar=_("LAUF"), help=_("Ordner des Laufs"))
    parser.add_argument("--redacted", action="store_true", help=_("ohne alles Personenbezogene, für außen"))


def execute(options: argparse.Namespace) -> ExitCode:
    """Write the report into the run's `house/`."""
    from mailing import console
    from mailing.runs.afterwards.reporting import write_report

    console.say(_("Bericht: {file}").format(file=write_report(options.run, redacted=options.redacted)))
    return ExitCode.DONE
