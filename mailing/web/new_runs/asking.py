"""The jobs, as the command line would be asked for them, that a run in the making stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailing.base.errors import UsageError
from mailing.base.messages import Language, _, chosen_language
from mailing.runs.making.job import read_job
from mailing.runs.making.snapshots import kept_shop, kept_templates
from mailing.web.new_runs.new_run import Again
from mailing.web.new_runs.shelf import ACCEPTED, LIST, SEEDS, SUPPRESS

if TYPE_CHECKING:
    from pathlib import Path

    from mailing.runs.making.job import Job
    from mailing.web.new_runs.new_run import NewRun
    from mailing.web.new_runs.shelf import Shelf
    from mailing.web.office import Office


def check_job(office: Office, shelf: Shelf, new_run: NewRun) -> Job:
    """Return the job of checking the list by itself."""
    return read_job(None, {**_list_options(shelf, new_run), "templates": office.templates, "out": office.runs})


def letter_job(office: Office, shelf: Shelf, new_run: NewRun, by: str) -> Job:
    """Return the job of the run, from what was kept when its letter was chosen.

    Raises:
        UsageError: no letter is chosen, or its shop profile is gone.
    """
    letter = new_run.letter
    if letter is None:
        raise UsageError(_("Es ist noch kein Brief gewählt"))
    settings = shelf.settings(letter.kept)
    accepted = shelf.round(new_run.proof_round) / ACCEPTED
    options = _list_options(shelf, new_run) | {
        "templates": kept_templates(settings),
        "template": letter.template,
        "date": letter.date,
        "posting_day": letter.posting_day,
        "shop": kept_shop(settings, letter.shop),
        "limit": letter.limit,
        "again": _again(shelf, letter.again),
        "apply": accepted if accepted.is_file() else None,
        "out": office.runs,
        "by": by,
    }
    return read_job(None, options)


def _list_options(shelf: Shelf, new_run: NewRun) -> dict[str, object]:
    reading = new_run.reading
    return {
        "list": str(shelf.list_file(LIST, new_run.list_name)),
        "suppress": _side_list(shelf, SUPPRESS, new_run.suppress),
        "seeds": _side_list(shelf, SEEDS, new_run.seeds),
        "sheet": reading.sheet or None,
        "encoding": reading.encoding or None,
        "mapping": reading.mapping or None,
        "columns": dict(reading.columns),
        "unused": reading.unused,
        "lang": Language(chosen_language()),
    }


def _side_list(shelf: Shelf, kind: str, name: str) -> Path | None:
    return shelf.list_file(kind, name) if name else None


def _again(shelf: Shelf, again: Again) -> object:
    if again is Again.SOME:
        return tuple(shelf.again.read_text("utf-8").split())
    return again is Again.ALL
