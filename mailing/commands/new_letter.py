"""`mailing new-letter`: a letter of one's own, after another."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mailing.base.errors import ExitCode
from mailing.base.messages import _, n_

if TYPE_CHECKING:
    import argparse

SUMMARY = n_("Legt einen neuen Brief nach einem anderen an, im eigenen Ordner")


def describe(parser: argparse.ArgumentParser) -> None:
    """Add its name and the letter to start from."""
    parser.add_argument("name", metavar="NAME", help=_("wie der Brief heißt, zum Beispiel einladung-mai"))
    parser.add_argument(
        "--like", metavar="NAME", help=_("der Brief, dessen Text er übernimmt (Vorgabe: zugang-nur-mit-termin)")
    )
    parser.add_argument("--title", metavar="TEXT", help=_("sein Titel auf Auftragsblatt und PDF (Vorgabe: der Name)"))
    parser.add_argument("--templates", type=Path, metavar=_("ORDNER"), help=_("Ordner der Briefvorlagen"))
    parser.add_argument("--json", action="store_true", help=_("Ausgabe als JSON"))


def execute(options: argparse.Namespace) -> ExitCode:
    """Make the letter and tell what to do next."""
    from mailing import console
    from mailing.runs.offices.new_letter import new_letter

    made = new_letter(options.name, options.like, options.title, options.templates)
    console.show_new_letter(made, as_json=options.json)
    return ExitCode.DONE
