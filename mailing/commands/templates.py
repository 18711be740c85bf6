"""`mailing templates`: what letters there are and what each needs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mailing.base.errors import ExitCode, MailingError
from mailing.base.messages import _, n_

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
    """Show each template; with `--check`, its faults too. A faulty one doesn't keep the others from being shown."""
    from mailing import console
    from mailing.runs.templates import describe_template, template_names

    shown = []
    worst = ExitCode.DONE
    for name in options.names or template_names(options.templates):
        try:
            description, findings = describe_template(name, options.templates, check=options.check)
        except MailingError as error:
            console.show_error(error)
            worst = error.exit_code
        else:
            shown.append(description)
            if findings:
                console.show_findings(findings, as_json=False)
    console.show_templates(shown, as_json=options.json, checked=options.check)
    return worst
