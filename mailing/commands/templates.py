"""`mailing templates`: what letters there are and what each needs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mailing.base.errors import ExitCode, Fault, MailingError, UsageError
from mailing.base.messages import _, n_

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from mailing.findings import Finding

SUMMARY = n_("Zeigt die Briefvorlagen und was jede braucht")


def describe(parser: argparse.ArgumentParser) -> None:
    """Add the choice of templates."""
    parser.add_argument("names", nargs="*", metavar="NAME", help=_("nur diese Vorlagen"))
    parser.add_argument("--templates", type=Path, metavar=_("ORDNER"), help=_("Ordner der Briefvorlagen"))
    parser.add_argument("--check", action="store_true", help=_("prüft die Vorlagen"))
    parser.add_argument("--list", metavar=_("LISTE"), help=_("mit --check: prüft die Vorlagen an dieser Liste"))
    parser.add_argument("--json", action="store_true", help=_("Ausgabe als JSON"))


def execute(options: argparse.Namespace) -> ExitCode:
    """Show each template; with `--check`, its faults too. A faulty one doesn't keep the others from being shown."""
    from mailing import console
    from mailing.runs.offices.templates import describe_template, template_names

    if options.list and not options.check:
        raise UsageError(
            _("--list gehört zu --check"), where="--list", hint=_("mailing templates --check --list LISTE")
        )
    shown = []
    found: dict[str, tuple[Finding, ...]] = {}
    worst = ExitCode.DONE
    told = Told()
    for name in options.names or template_names(options.templates):
        try:
            description, findings = describe_template(name, options.templates, check=options.check and not options.list)
            if options.list:
                findings = _found_in_list(options, name)
        except MailingError as error:
            news = told.news_of(error)
            console.show_error(news or MailingError(_("Die Fehler der Vorlage „{name}“ stehen oben").format(name=name)))
            worst = error.exit_code
        else:
            shown.append(description)
            found[name] = findings = told.new(findings)
            if findings and not options.json:
                console.show_findings(findings, as_json=False)
            if worst is ExitCode.DONE and any(finding.forbids_the_letter for finding in findings):
                worst = ExitCode.SOME_WITHOUT_LETTER
    console.show_templates(shown, found, as_json=options.json, checked=options.check)
    return worst


def _found_in_list(options: argparse.Namespace, name: str) -> tuple[Finding, ...]:
    from mailing import console
    from mailing.runs.offices.templates import check_against

    with console.progress(quiet=options.json) as progress:
        return check_against(name, options.templates, options.list, progress)


class Told:
    """What was told already: templates share parts, variants and the organisation's settings."""

    def __init__(self) -> None:
        self._faults: set[tuple[str, str]] = set()
        self._findings: list[Finding] = []

    def news_of(self, error: MailingError) -> MailingError | None:
        """Return the error with what is new in it; None where nothing is."""
        faults = error.faults or (Fault(error.what, error.where, error.hint),)
        news = [fault for fault in faults if (fault.what, fault.where) not in self._faults]
        self._faults |= {(fault.what, fault.where) for fault in news}
        if len(news) == len(faults):
            return error
        if not news:
            return None
        return type(error)(error.what, where=error.where, hint=error.hint, faults=news)

    def new(self, findings: Sequence[Finding]) -> tuple[Finding, ...]:
        """Return the findings that no other template had."""
        news = tuple(finding for finding in findings if finding not in self._findings)
        self._findings += news
        return news
