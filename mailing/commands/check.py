"""`mailing check LIST`: what there is to say of a list, without making anything."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mailing.base.errors import ExitCode
from mailing.base.messages import _, n_
from mailing.commands.options import add_list_options, job_from

if TYPE_CHECKING:
    import argparse

SUMMARY = n_("Prüft eine Liste und zeigt alle Befunde, ohne Briefe zu machen")


def describe(parser: argparse.ArgumentParser) -> None:
    """Add the list and where findings and proposals go."""
    add_list_options(parser)
    parser.add_argument(
        "--proposals", type=Path, metavar=_("DATEI"), help=_("schreibt die Vorschläge als Tabelle (CSV oder XLSX)")
    )
    parser.add_argument("--findings", type=Path, metavar=_("DATEI"), help=_("schreibt alle Befunde als CSV"))
    parser.add_argument(
        "--xlsx", type=Path, metavar=_("DATEI"), help=_("schreibt eine Kopie der Liste mit markierten Zellen (XLSX)")
    )
    parser.add_argument("--save-mapping", metavar="NAME", help=_("speichert, wie die Liste verstanden wurde"))
    parser.add_argument("--json", action="store_true", help=_("Befunde als JSON"))


def execute(options: argparse.Namespace) -> ExitCode:
    """Read and check the list, try each letter, show and write the findings."""
    from mailing import console
    from mailing.runs.check import check_up, write_findings, write_marked_copy, write_proposals
    from mailing.runs.making.mappings import save_mapping
    from mailing.runs.making.preparation import find_templates

    with console.progress(quiet=options.json) as progress:
        job = job_from(options)
        found = check_up(job, progress, proposing=bool(options.proposals or options.xlsx))
    saved = None
    if options.save_mapping and found.record:
        saved = save_mapping(options.save_mapping, find_templates(job.templates), found.record, job.unused)
    if options.proposals:
        write_proposals(found, options.proposals)
    if options.findings:
        write_findings(found, options.findings)
    if options.xlsx:
        write_marked_copy(found, options.xlsx)
    date, error = found.date.isoformat(), found.unusable
    console.show_findings(found.findings, found.record, as_json=options.json, date=date, error=error)
    if saved and not options.json:
        console.say(_("Zuordnung gespeichert: {file}").format(file=saved))
    if error is not None:
        console.show_error(error)
        return error.exit_code
    some_rejected = any(finding.forbids_the_letter for finding in found.findings)
    return ExitCode.SOME_WITHOUT_LETTER if some_rejected else ExitCode.DONE
