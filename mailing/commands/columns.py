"""`mailing columns`: the columns that the program knows, and what lists call them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailing.base.errors import ExitCode
from mailing.base.messages import _, n_

if TYPE_CHECKING:
    import argparse

SUMMARY = n_("Zeigt die Spalten, die das Programm kennt, mit Bedeutung und anderen Namen")


def describe(parser: argparse.ArgumentParser) -> None:
    """Add how to show them."""
    parser.add_argument("--json", action="store_true", help=_("Ausgabe als JSON"))


def execute(options: argparse.Namespace) -> ExitCode:
    """Show each column."""
    from mailing import console
    from mailing.runs.making.columns import column_meanings

    console.show_columns(column_meanings(), as_json=options.json)
    return ExitCode.DONE
