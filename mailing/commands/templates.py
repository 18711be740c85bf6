"""`mailing templates`: what letters there are and what each needs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mailing.errors import ExitCode, MailingError
from mailing.messages import _, n_

if TYPE_CHECKING:
    import argparse

SUMMARY = n_("Zeigt die Briefvorlagen und was jede braucht")


def describe(parser: argparse.ArgumentParser) -> None:
    """Add the choice of templates."""
    parser.add_argument("names", nargs="*", metavar="NAME", help=_("nur diese Vorlagen"))
    parser.add_argument("--templates", type=Path, metavar=_("ORDNER"), help=_("Ordner der Briefvorlagen"))
    parser.add_argument("--check", action="store_true", help=_("prüft die Vorlagen"))
    parser.add_argument("--json", action="store_true", help=_("Ausgabe als JSON"))


def execute(options: argparse.Namespace) -> ExitCode:
    """Show each template, or each one's faults."""
    from mailing import console
    from mailing.letters import template_names
    from mailing.places import find_templates
    from mailing.templatecheck import described, faults

    folder = find_templates(options.templates)
    names = options.names or template_names(folder)
    worst = ExitCode.DONE
    shown = []
    for name in names:
        try:
            shown.append(described(name, folder))
            if options.check:
                faults(name, folder)
        except MailingError as error:
            console.show_error(error)
            worst = error.exit_code
    console.show_templates(shown, as_json=options.json)
    return worst
