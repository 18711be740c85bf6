"""Prüfen: what an auditor sees of a run, and its verification. Nothing here changes a run."""

from __future__ import annotations

import os
import uuid
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from starlette.responses import Response

from mailing.base.messages import _, chosen_language
from mailing.model import runfolder
from mailing.runs.afterwards.reporting import report_of
from mailing.runs.afterwards.way import way_of
from mailing.runs.showing.auditing import dossier_of
from mailing.web.accounts.roles import Role
from mailing.web.call import NotFoundError, download, see
from mailing.web.paging import cut, page_of
from mailing.web.paths import run_folder
from mailing.web.routing import UPLOAD_BYTES, Page
from mailing.web.run_list import all_standings
from mailing.web.uploads import keep_upload
from mailing.web.verifications import MOST_KEPT, results
from mailing.web.work.queue import JobState

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from mailing.model.dossier import Dossier
    from mailing.web.call import Call
    from mailing.web.work.queue import Job

AUDITORS: Final = frozenset({Role.AUDIT})
KIND: Final = "verify"
MOST_CERTIFICATE: Final = 1_000_000
DOSSIERS_KEPT: Final = 256
RUNS_A_PAGE, ACTS_A_PAGE, FILES_A_PAGE, FINDINGS_A_PAGE = 50, 100, 100, 100
WRITTEN: Final = {
    "manifest.json": (runfolder.MANIFEST, "application/json"),
    "manifest.json.p7s": (runfolder.SIGNATURE, "application/pkcs7-signature"),
    "journal.jsonl": (runfolder.JOURNAL, "application/jsonl"),
}
"""What of a run is given as it lies there: name in the address -> place, and kind."""


def runs(call: Call) -> Response:
    """Show all runs with their state."""
    shown = cut(all_standings(call.office), call.number_asked("seite"), RUNS_A_PAGE)
    return call.page("audit_runs.html", runs=shown.rows, shown=shown)


def run(call: Call) -> Response:
    """Show what the manifest and the journal of a run tell, and what its verifications found."""
    folder = run_folder(call.office, call.in_path("run_id"))
    dossier = _dossier(folder, _states_of(folder), chosen_language().value)
    way = way_of(folder)
    return call.page(
        "audit_run.html",
        dossier=dossier,
        has_journal=way is not None,
        acts=cut(way.acts[::-1] if way else (), call.number_asked("seite"), ACTS_A_PAGE),
        files=cut(dossier.files, call.number_asked("dateien"), FILES_A_PAGE),
        verifications=_verifications(call, folder.name),
        written=[name for name, (path, _kind) in WRITTEN.items() if (folder / path).is_file()],
        JobState=JobState,
        faults=[],
    )


def verify(call: Call) -> Response:
    """Begin a verification, with the list and the certificate where they were given."""
    folder = run_folder(call.office, call.in_path("run_id"))
    given_list, certificate = call.file("liste"), call.file("zertifikat")
    arguments = {
        "results": uuid.uuid4().hex,
        "quick": call.text("umfang") == "schnell",
        "list": keep_upload(call.office, given_list) if given_list else None,
        "ca": keep_upload(call.office, certificate, MOST_CERTIFICATE) if certificate else None,
    }
    return see(f"/vorgaenge/{call.queue.add(KIND, f'run:{folder.name}', arguments, call.who.name)}")


def findings(call: Call) -> Response:
    """Show what a verification found."""
    folder = run_folder(call.office, call.in_path("run_id"))
    job = call.queue.job(call.in_path("job"))
    if job is None or job.kind != KIND or job.subject != f"run:{folder.name}" or job.state is not JobState.DONE:
        raise NotFoundError(_("Dieses Ergebnis gibt es nicht"))
    total = sum(job.result["counts"].values())
    shown, pages = page_of(min(total, MOST_KEPT), call.number_asked("seite"), FINDINGS_A_PAGE)
    return call.page(
        "audit_findings.html",
        run_id=folder.name,
        job=job,
        counts=job.result["counts"],
        failed=bool(job.result["counts"]["error"]),
        total=total,
        most=MOST_KEPT,
        page_number=shown,
        pages=pages,
        findings=results(call.office, job.result["results"], (shown - 1) * FINDINGS_A_PAGE, FINDINGS_A_PAGE),
    )


def report(call: Call) -> Response:
    """Give the run's report as it would be written now: the run itself stays as it is."""
    folder = run_folder(call.office, call.in_path("run_id"))
    is_redacted = call.in_path("which") == "bericht-geschwaerzt.html"
    if not is_redacted and call.in_path("which") != "bericht.html":
        return _written(call)
    name = f"{folder.name}-{call.in_path('which')}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(report_of(folder, redacted=is_redacted), media_type="text/html", headers=headers)


@lru_cache(maxsize=DOSSIERS_KEPT)
def _dossier(folder: Path, _states: tuple[tuple[int, ...], ...], _language: str) -> Dossier:
    """Return a run's dossier, read again when one of the files that it is read from has changed."""
    return dossier_of(folder)


def _states_of(folder: Path) -> tuple[tuple[int, ...], ...]:
    files = (folder / path for path, _kind in WRITTEN.values())
    states = [file.lstat() for file in files if os.path.lexists(file)]
    return tuple((state.st_ino, state.st_size, state.st_mtime_ns, state.st_ctime_ns) for state in states)


def _written(call: Call) -> Response:
    folder = run_folder(call.office, call.in_path("run_id"))
    path, kind = WRITTEN.get(call.in_path("which"), ("", ""))
    file = folder / path
    if not path or file.is_symlink() or not file.is_file():
        raise NotFoundError(_("Diese Datei gibt es nicht"))
    return download(file, f"{folder.name}-{file.name}", kind)


def _verifications(call: Call, run_id: str) -> Sequence[Job]:
    return [job for job in call.queue.about(f"run:{run_id}") if job.kind == KIND]


PAGES = (
    Page("/pruefen", runs, AUDITORS),
    Page("/pruefen/{run_id}", run, AUDITORS),
    Page("/pruefen/{run_id}", verify, AUDITORS, ("POST",), UPLOAD_BYTES),
    Page("/pruefen/{run_id}/befunde/{job}", findings, AUDITORS),
    Page("/pruefen/{run_id}/dateien/{which}", report, AUDITORS),
)
