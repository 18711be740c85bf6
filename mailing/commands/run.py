"""`mailing run LIST`: make the letters."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from mailing.base.errors import ExitCode
from mailing.base.memory import loading
from mailing.base.messages import _, n_
from mailing.commands.options import add_job_options, job_from

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

SUMMARY = n_("Setzt die Briefe einer Liste und schreibt druckfertige Stapel mit Manifest")


def describe(parser: argparse.ArgumentParser) -> None:
    """Add all that a job can say, and how the result is shown."""
    add_job_options(parser)
    parser.add_argument("--json", action="store_true", help=_("Zusammenfassung als JSON"))
    parser.add_argument("--profile", action="store_true", default=None, help=_("zeigt die Zeit jedes Schrittes"))


def execute(options: argparse.Namespace) -> ExitCode:
    """Make the run and show its summary."""
    with ExitStack() as open_things:
        with loading():
            from mailing.runs.making.workers import workers_for

            job = job_from(options)
            engine = open_things.enter_context(workers_for(job))
            from mailing import console
            from mailing.runs.run import run
            from mailing.runs.signing import open_key

        key = None if job.sign is None else open_key(job.sign, job.key_password_file, console.asker())
        progress = open_things.enter_context(console.progress(quiet=options.json))
        with _telling_what_was_understood(quiet=options.json):
            summary = run(job, progress, key=key, engine=engine)
    console.show_summary(summary, as_json=options.json, with_stages=job.profile)
    needs_a_look = summary.without_letter or summary.is_unguarded
    return ExitCode.SOME_WITHOUT_LETTER if needs_a_look else ExitCode.DONE


@contextmanager
def _telling_what_was_understood(*, quiet: bool) -> Iterator[None]:
    """Where nothing comes of the list, tell at least what was understood of it."""
    from mailing import console
    from mailing.runs.making.preparation import NoHouseholdError

    try:
        yield
    except NoHouseholdError as error:
        if error.record and not quiet:
            console.show_understood(error.record.detected, error.record.columns)
        raise
