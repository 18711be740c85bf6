"""`mailing proof LIST`: pages to look at before anything is printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailing.base.errors import ExitCode
from mailing.base.messages import _, n_
from mailing.base.stores import on_disk
from mailing.commands.options import add_list_options, add_out_option, job_from

if TYPE_CHECKING:
    import argparse

SUMMARY = n_("Setzt eine Probe: die Briefe, an denen sich zeigt, was schiefgehen kann")


def describe(parser: argparse.ArgumentParser) -> None:
    """Add the list and how the proof is to look."""
    add_list_options(parser)
    add_out_option(parser)
    parser.add_argument("--anonymous", action="store_true", help=_("erfundene statt der wirklichen Personen"))
    parser.add_argument("--json", action="store_true", help=_("Zusammenfassung als JSON"))


def execute(options: argparse.Namespace) -> ExitCode:
    """Make the proof set and tell what is in it."""
    from mailing import console
    from mailing.runs.proof import make_proof

    job = job_from(options)
    on_disk(str(job.out))
    with console.progress(quiet=options.json) as progress:
        made = make_proof(job, progress, anonymous=options.anonymous)
    console.show_proof(made, as_json=options.json)
    return ExitCode.DONE
