"""The kinds of jobs: which function does each, in a child process of a worker's."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, cast

from mailing.base.messages import n_
from mailing.web.uploads import remove_upload

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mailing.base.progress import Progress
    from mailing.model.actors import Actor
    from mailing.web.office import Office
    from mailing.web.work.queue import Job


@dataclass(frozen=True, slots=True)
class Order:
    """What a task is given.

    Attributes:
        subject: what the job is about, behind the colon: an id, a run's name, a template's.
        arguments: as the page laid them down (JSON).
        by: who asked for it, as the journal names them.
        asked_at: when, in seconds since 1970 by the database's clock; what the job has made is younger.
    """

    office: Office
    subject: str
    arguments: Mapping[str, Any]
    by: Actor
    asked_at: float
    progress: Progress


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of job.

    It may be done twice, or again from anywhere: a worker may be killed. Its arguments and its result are kept in the
    database for some weeks, so they hold nothing personal.

    Attributes:
        name: the heading of its page (German source).
        function: `module:function` below this package; it takes an `Order` and returns what JSON can hold.
        next_page: where the job's page goes on when it is done, filled from the result, `{subject}` and `{job}`; ""
            for its subject's page.
        back: the way back of one that failed or was cancelled; "" for its subject's page.
        uploads: those of its arguments that are uploads, which go when it is over.
    """

    name: str
    function: str
    next_page: str = ""
    back: str = ""
    uploads: tuple[str, ...] = ()


UPLOAD: Final = ("upload",)
KINDS: Final[dict[str, Kind]] = {
    "verify": Kind(
        n_("Lauf prüfen"),
        "audit_tasks:verify",
        "/pruefen/{subject}/befunde/{job}",
        back="/pruefen/{subject}",
        uploads=("list", "ca"),
    ),
    "release": Kind(n_("Lauf prüfen und freigeben"), "run_tasks:release", back="/laeufe/{subject}/freigabe"),
    "deliver": Kind(n_("Paket liefern"), "run_tasks:deliver", "/pakete/{subject}", back="/pakete/{subject}"),
    "report": Kind(n_("Bericht schreiben"), "run_tasks:report"),
    "feedback": Kind(
        n_("Rückmeldung lesen"),
        "answer_tasks:feedback",
        "/pakete/{subject}?ergebnis={job}",
        back="/pakete/{subject}",
        uploads=UPLOAD,
    ),
    "receipt": Kind(
        n_("Empfang festhalten"),
        "answer_tasks:receipt",
        "/pakete/{subject}",
        back="/pakete/{subject}",
        uploads=UPLOAD,
    ),
    "returns": Kind(
        n_("Retouren erfassen"),
        "answer_tasks:returns",
        "/ruecklaeufer?ergebnis={job}",
        back="/ruecklaeufer",
        uploads=UPLOAD,
    ),
    "reprint": Kind(n_("Nachdruck machen"), "piece_tasks:reprint", back="/laeufe/{subject}/nachdruck"),
    "posted": Kind(
        n_("Einlieferung erfassen"), "piece_tasks:posted", back="/laeufe/{subject}/einlieferung", uploads=UPLOAD
    ),
    "notes": Kind(
        n_("Ab-Vermerke schreiben"),
        "copy_tasks:notes",
        "/laeufe/{subject}/akte?ergebnis={job}",
        back="/laeufe/{subject}/akte",
    ),
    "copies": Kind(
        n_("Kopien schreiben"),
        "copy_tasks:copies",
        "/laeufe/{subject}/akte?ergebnis={job}",
        back="/laeufe/{subject}/akte",
    ),
    "compare": Kind(
        n_("Läufe vergleichen"),
        "copy_tasks:compare",
        "/laeufe/{subject}/vergleich?ergebnis={job}",
        back="/laeufe/{subject}/vergleich",
    ),
    "check": Kind(n_("Liste wird gelesen und geprüft"), "new_run_tasks:check", "{next_page}"),
    "marked-copy": Kind(n_("Markierte Kopie der Liste"), "new_run_tasks:mark", "{next_page}"),
    "proof": Kind(n_("Probe wird gesetzt"), "new_run_tasks:proof", "{next_page}"),
    "run": Kind(n_("Briefe werden erstellt"), "new_run_tasks:make", "{next_page}"),
    "new-letter": Kind(n_("Brief anlegen"), "template_tasks:begin_letter", "/vorlagen/{subject}", back="/vorlagen"),
    "template-file": Kind(
        n_("Datei prüfen"),
        "template_tasks:add_file",
        "/vorlagen/{subject}",
        back="/vorlagen/{subject}",
        uploads=UPLOAD,
    ),
}


def task(kind: str) -> Callable[[Order], Mapping[str, Any]]:
    """Return the function of a kind of job; its module, and what it needs, is imported now."""
    module, _colon, function = KINDS[kind].function.partition(":")
    return cast("Callable[[Order], Mapping[str, Any]]", getattr(import_module(f"{__package__}.{module}"), function))


def remove_uploads(office: Office, job: Job) -> None:
    """Remove the uploads of a job that is over, whatever program laid it down."""
    kind = KINDS.get(job.kind)
    for name in kind.uploads if kind else ():
        if key := job.arguments.get(name):
            remove_upload(office, str(key))
