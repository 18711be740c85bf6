"""Making a run again from the copies in its `house/`, to compare the bytes: same input, same bytes."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mailing.audit.rebuilding import compare_runs
from mailing.base.errors import UsageError
from mailing.base.messages import _, chosen_language, use_language
from mailing.base.progress import Progress
from mailing.runs.double_runs import read_kept_back
from mailing.runs.job import read_job
from mailing.runs.preparation import QUERY_COPY, SIDE_LISTS
from mailing.runs.run import run as make_run

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mailing.findings import Finding
    from mailing.runs.job import Job


def rebuild_faults(run: Path, address_list: str) -> Iterator[Finding]:
    """Make the run again from `address_list` and its own settings; give each file whose bytes differ.

    Raises:
        UsageError: the run has no settings to be made again from.
        MailingError: list or settings can't be used.
    """
    with tempfile.TemporaryDirectory(prefix="mailing-rebuild-") as folder:
        job = _job_of(run, address_list, Path(folder))
        language = chosen_language()
        use_language(job.lang)
        try:
            again = make_run(job, Progress(), withheld=read_kept_back(run / "house"))
        finally:
            use_language(language)
        yield from compare_runs(run, again.run)


def _job_of(run: Path, address_list: str, folder: Path) -> Job:
    """Return the job that makes the run again: its own settings, another folder, no guard."""
    settings = run / "house" / "settings"
    if not settings.is_dir():
        raise UsageError(
            _("Der Lauf hat keine Einstellungen, aus denen er sich noch einmal machen lässt"),
            where=str(settings),
            hint=_("Den ganzen Ordner des Laufs angeben, nicht nur shop/"),
        )
    told: dict[str, Any] = json.loads((settings / "job.json").read_bytes())
    sides: dict[str, object] = {name: next((run / "house" / "inputs").glob(f"{name}/*"), None) for name in SIDE_LISTS}
    query = run / "house" / QUERY_COPY
    sides["query"] = query.read_text("utf-8") if query.is_file() else None
    ours = {"list": address_list, "out": folder / "runs", "templates": settings / "letter_templates"}
    return read_job(None, {**told, **sides, **ours, "shop": str(_profile(settings, told["shop"], folder))})


def _profile(settings: Path, name: str, folder: Path) -> Path:
    """Return the run's shop profile under its own name, with its ICC profile beside it."""
    shutil.copytree(settings, folder / "settings", ignore=shutil.ignore_patterns("letter_templates"))
    return (folder / "settings" / "profile.toml").rename(folder / "settings" / f"{name}.toml")
