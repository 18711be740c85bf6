"""The kinds of jobs: which function does each, in a child process of a worker's."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, cast

from mailing.base.messages import n_

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mailing.base.progress import Progress
    from mailing.model.actors import Actor
    from mailing.web.office import Office


@dataclass(frozen=True, slots=True)
class Order:
    """What a task is given.

    Attributes:
        subject: what the job is about, behind the colon: an id, a run's name, a template's.
        arguments: as the page laid them down (JSON).
        by: who asked for it, as the journal names them.
    """

    office: Office
    subject: str
    arguments: Mapping[str, Any]
    by: Actor
    progress: Progress


TASKS: Final[dict[str, str]] = {
    "check": "new_run_tasks:check",
    "marked-copy": "new_run_tasks:mark",
    "proof": "new_run_tasks:proof",
    "run": "new_run_tasks:make",
    "verify": "audit_tasks:verify",
    "release": "run_tasks:release",
    "deliver": "run_tasks:deliver",
    "report": "run_tasks:report",
    "feedback": "answer_tasks:feedback",
    "receipt": "answer_tasks:receipt",
    "returns": "answer_tasks:returns",
    "reprint": "piece_tasks:reprint",
    "posted": "piece_tasks:posted",
    "notes": "copy_tasks:notes",
    "copies": "copy_tasks:copies",
    "compare": "copy_tasks:compare",
}
"""kind -> `module:function` below this package; the function takes an `Order` and returns what JSON can hold.

It may be done twice, or again from anywhere: a worker may be killed. Its arguments and its result are kept in the
database for some weeks, so they hold nothing personal.
"""
NEXT: Final[dict[str, str]] = {
    "check": "{next_page}",
    "marked-copy": "{next_page}",
    "proof": "{next_page}",
    "run": "{next_page}",
    "verify": "/pruefen/{subject}/befunde/{job}",
    "deliver": "/pakete/{subject}",
    "feedback": "/pakete/{subject}?ergebnis={job}",
    "receipt": "/pakete/{subject}",
    "returns": "/ruecklaeufer?ergebnis={job}",
    "notes": "/laeufe/{subject}/akte?ergebnis={job}",
    "copies": "/laeufe/{subject}/akte?ergebnis={job}",
    "compare": "/laeufe/{subject}/vergleich?ergebnis={job}",
}
"""kind -> where the job's page goes on when it is done; filled from the result, `{subject}` and `{job}`."""
BACK: Final[dict[str, str]] = {
    "verify": "/pruefen/{subject}",
    "release": "/laeufe/{subject}/freigabe",
    "deliver": "/pakete/{subject}",
    "feedback": "/pakete/{subject}",
    "receipt": "/pakete/{subject}",
    "returns": "/ruecklaeufer",
    "reprint": "/laeufe/{subject}/nachdruck",
    "posted": "/laeufe/{subject}/einlieferung",
    "notes": "/laeufe/{subject}/akte",
    "copies": "/laeufe/{subject}/akte",
    "compare": "/laeufe/{subject}/vergleich",
}
"""kind -> the way back of one that failed or was cancelled, where it isn't its subject's page."""
NAMES: Final[dict[str, str]] = {
    "check": n_("Liste wird gelesen und geprüft"),
    "marked-copy": n_("Markierte Kopie der Liste"),
    "proof": n_("Probe wird gesetzt"),
    "run": n_("Briefe werden erstellt"),
    "verify": n_("Lauf prüfen"),
    "release": n_("Lauf prüfen und freigeben"),
    "deliver": n_("Paket liefern"),
    "report": n_("Bericht schreiben"),
    "feedback": n_("Rückmeldung lesen"),
    "receipt": n_("Empfang festhalten"),
    "returns": n_("Rückläufer erfassen"),
    "reprint": n_("Nachdruck machen"),
    "posted": n_("Einlieferung erfassen"),
    "notes": n_("Ab-Vermerke schreiben"),
    "copies": n_("Kopien schreiben"),
    "compare": n_("Läufe vergleichen"),
}
"""kind -> the heading of its page."""


def task(kind: str) -> Callable[[Order], Mapping[str, Any]]:
    """Return the function of a kind of job; its module, and what it needs, is imported now."""
    module, _colon, function = TASKS[kind].partition(":")
    return cast("Callable[[Order], Mapping[str, Any]]", getattr(import_module(f"{__package__}.{module}"), function))
