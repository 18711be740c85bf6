"""Akte: notes of posting and accessible copies for case files; two runs compared. What is asked for comes as a file."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from mailing.base.errors import MailingError
from mailing.base.messages import _, n_
from mailing.model.piece_ranges import read_ranges
from mailing.runs.afterwards.copying import write_copies
from mailing.runs.afterwards.noting import write_note
from mailing.web.acts import OFFICE
from mailing.web.call import NotFoundError, download, see, shown_bytes
from mailing.web.paths import run_folder
from mailing.web.results import new_result, result_file
from mailing.web.routing import Page
from mailing.web.run_list import all_standings, standing_in

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.responses import Response

    from mailing.web.call import Call

CHANGES: Final = {
    "only-first": n_("Haushalte nur im ersten Lauf"),
    "only-second": n_("Haushalte nur im zweiten Lauf"),
    "address": n_("Haushalte mit anderer Anschrift"),
    "text": n_("Haushalte mit anderem Text"),
}
FILES: Final = frozenset({"ab-vermerke.zip", "kopien.zip", "vergleich.csv"})
PDF: Final = "application/pdf"
LONGEST_NAME: Final = 40
Faults = list[tuple[str, str]]


def case_file(call: Call) -> Response:
    """Show what can be had for case files."""
    return _shown(call, [])


def note(call: Call) -> Response:
    """Send the note on one piece."""
    run, wanted = run_folder(call.office, call.in_path("run_id")), call.text("wer")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "vermerk.pdf"
        try:
            write_note(run, wanted[:LONGEST_NAME], file, call.actor)
        except MailingError as error:
            return _shown(call, [("wer", _told(error))])
        return shown_bytes(file.read_bytes(), PDF)


def copy(call: Call) -> Response:
    """Send the accessible copy of one letter."""
    run, wanted = run_folder(call.office, call.in_path("run_id")), call.text("wessen")
    with tempfile.TemporaryDirectory() as folder:
        try:
            number = write_copies(run, [wanted[:LONGEST_NAME]], Path(folder), is_large=bool(call.text("gross")))
        except MailingError as error:
            return _shown(call, [("wessen", _told(error))])
        (first, *_others) = sorted(Path(folder).iterdir())
        if number > 1:
            return _shown(call, [("wessen", _("Das sind mehrere Briefe; nennen Sie einen"))])
        return shown_bytes(first.read_bytes(), PDF)


def all_notes(call: Call) -> Response:
    """Have the notes on all pieces that went to the post written."""
    return _job(call, "notes", {})


def all_copies(call: Call) -> Response:
    """Have the copies of some or all letters written."""
    pieces = call.text("stuecke")
    try:
        if pieces:
            read_ranges(pieces)
    except ValueError:
        return _shown(call, [("stuecke", _("Nennen Sie Nummern von Stücken, zum Beispiel 17-20"))])
    return _job(call, "copies", {"pieces": pieces, "is_large": bool(call.text("gross"))})


def choose_other(call: Call) -> Response:
    """Ask which run to compare with; show what a comparison came to."""
    standing = standing_in(call.office, call.in_path("run_id"))
    others = [other for other in all_standings(call.office) if other.run_id != standing.run_id]
    return call.page("compare.html", standing=standing, others=others, result=_result(call, "compare"), changes=CHANGES)


def compare(call: Call) -> Response:
    """Have two runs compared."""
    return _job(call, "compare", {"other": run_folder(call.office, call.text("anderer")).name})


def file_of_result(call: Call) -> Response:
    """Send what a job made."""
    name = call.in_path("name")
    run = run_folder(call.office, call.in_path("run_id"))
    if name not in FILES:
        raise NotFoundError(_("Das gibt es hier nicht"))
    return download(result_file(call.office, call.in_path("key"), name), f"{run.name}-{name}")


def _job(call: Call, kind: str, order: Mapping[str, Any]) -> Response:
    run = run_folder(call.office, call.in_path("run_id"))
    told = {**order, "result": new_result(call.office)}
    return see(f"/vorgaenge/{call.queue.add(kind, f'run:{run.name}', told, call.who.name)}")


def _result(call: Call, *kinds: str) -> Mapping[str, Any] | None:
    """Return what a job came to that this page led to."""
    job = call.queue.job(call.asked("ergebnis")) if call.asked("ergebnis") else None
    is_ours = job is not None and job.kind in kinds and job.subject == f"run:{call.in_path('run_id')}"
    return job.result if job is not None and is_ours else None


def _told(error: MailingError) -> str:
    return f"{error.what}. {error.hint}" if error.hint else error.what


def _shown(call: Call, faults: Faults) -> Response:
    return call.page(
        "case_file.html",
        status=422 if faults else 200,
        standing=standing_in(call.office, call.in_path("run_id")),
        result=_result(call, "notes", "copies"),
        faults=faults,
        fault_of=dict(faults),
        form=call,
    )


PAGES = (
    Page("/laeufe/{run_id}/akte", case_file, OFFICE),
    Page("/laeufe/{run_id}/akte/vermerk", note, OFFICE, ("POST",)),
    Page("/laeufe/{run_id}/akte/kopie", copy, OFFICE, ("POST",)),
    Page("/laeufe/{run_id}/akte/vermerke", all_notes, OFFICE, ("POST",)),
    Page("/laeufe/{run_id}/akte/kopien", all_copies, OFFICE, ("POST",)),
    Page("/laeufe/{run_id}/vergleich", choose_other, OFFICE),
    Page("/laeufe/{run_id}/vergleich", compare, OFFICE, ("POST",)),
    Page("/laeufe/{run_id}/ergebnis/{key}/{name}", file_of_result, OFFICE),
)
