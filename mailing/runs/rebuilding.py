"""Making a run again from the copies in its `house/`, to compare the bytes: same input, same bytes."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mailing.audit.damage import refusing_damage
from mailing.audit.rebuilding import compare_runs, refuse_what_is_no_file
from mailing.base.errors import UsageError
from mailing.base.messages import _, in_language
from mailing.base.progress import Progress
from mailing.base.tables import read_columns
from mailing.findings import Finding
from mailing.model import runfolder
from mailing.runs.making.double_runs import read_withheld
from mailing.runs.making.job import read_job
from mailing.runs.making.preparation import SIDE_LISTS
from mailing.runs.run import run as make_run

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mailing.runs.making.job import Job


def rebuild_faults(
    run: Path, address_list: str, progress: Progress | None = None, templates: Path | None = None
) -> Iterator[Finding]:
    """Make the run again from `address_list` and its own settings; give each file whose bytes differ.

    With `templates`, the office's folder, it is made from those instead of the run's own copies. If these differ, all
    bytes would: then only the sources that differ are given.

    Raises:
        UsageError: the run has no settings to be made again from.
        MailingError: list or settings can't be used.
    """
    progress = progress or Progress()
    refuse_what_is_no_file(run)
    with tempfile.TemporaryDirectory(prefix="mailing-rebuild-") as folder:
        job = _job_of(run, address_list, Path(folder))
        if templates is not None:
            differing = tuple(_template_faults(run, job.template, templates))
            yield from differing
            if differing:
                return
            job = job.model_copy(update={"templates": templates})
        with in_language(job.lang):
            again = make_run(job, progress, withheld=read_withheld(run), is_signed=_was_signed(run))
        yield from compare_runs(run, again.run)


def _template_faults(run: Path, name: str, office: Path) -> Iterator[Finding]:
    """Give the template's sources of which the run has another copy than the office."""
    from mailing.letters import load_template

    template = load_template(name, office)
    theirs = {**{source: text.encode() for source, text in template.sources.items()}, **template.files}
    folder = run / runfolder.TEMPLATES
    ours = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    for source in sorted(theirs.keys() | ours.keys()):
        if source not in ours or ours[source].read_bytes() != theirs.get(source, b""):
            yield Finding("audit.template-differs", field=source, details={"path": source})


def _was_signed(run: Path) -> bool:
    """Whether the run says of itself that it was to be signed: a run made again says the same, and isn't signed."""
    with refusing_damage(run):
        return runfolder.SIGNED in json.loads((run / runfolder.JOB_COPY).read_bytes())


def _job_of(run: Path, address_list: str, folder: Path) -> Job:
    """Return the job that makes the run again: its own settings, another folder, no guard."""
    settings = run / runfolder.SETTINGS
    if not settings.is_dir():
        raise UsageError(
            _("Der Lauf hat keine Einstellungen, aus denen er sich noch einmal machen lässt"),
            where=str(settings),
            hint=_("Den ganzen Ordner des Laufs angeben, nicht nur shop/"),
        )
    with refusing_damage(run):
        kept: dict[str, Any] = {**json.loads((run / runfolder.JOB_COPY).read_bytes())}
        kept.pop(runfolder.SIGNED, None)
    side_lists: dict[str, object] = {
        name: next((run / runfolder.SIDE_LISTS).glob(f"{name}/*"), None) for name in SIDE_LISTS
    }
    if (run / runfolder.QUERY).is_file():
        side_lists["query"] = (run / runfolder.QUERY).read_text("utf-8")
    side_lists["by"] = next((by for (by,) in read_columns(run / runfolder.CHANGES, "by") if by), None)
    ours = {"list": address_list, "out": folder / "runs", "templates": run / runfolder.TEMPLATES}
    return read_job(None, {**kept, **side_lists, **ours, "shop": str(_profile(run, kept["shop"], folder))})


def _profile(run: Path, name: str, folder: Path) -> Path:
    """Return the run's shop profile under its own name, with its ICC profile beside it."""
    templates = (run / runfolder.TEMPLATES).name
    shutil.copytree(run / runfolder.SETTINGS, folder / "settings", ignore=shutil.ignore_patterns(templates))
    profile = folder / "settings" / (run / runfolder.PROFILE).name
    return profile.rename(profile.with_name(f"{name}.toml"))
