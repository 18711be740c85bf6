"""Pakete: what was released goes to the shop, and what the shop says to it comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mailing.base.errors import InputError, UsageError
from mailing.base.figures import number_in
from mailing.base.messages import _
from mailing.base.progress import Progress
from mailing.model import runfolder
from mailing.model.reports import FATE_NAMES
from mailing.runs.afterwards.collecting import collect, configured_target
from mailing.runs.afterwards.quarantines import is_quarantine
from mailing.web.accounts.roles import Role
from mailing.web.acts import AT_THE_SHOP, OFFICE
from mailing.web.call import NotFoundError, download, see, shown_file
from mailing.web.jobs_shown import jobs_about
from mailing.web.paging import cut
from mailing.web.paths import child_of
from mailing.web.routing import FORM_BYTES, Page
from mailing.web.run_list import all_standings, standing_in
from mailing.web.uploads import keep_upload

if TYPE_CHECKING:
    from starlette.responses import Response

    from mailing.runs.showing.standing import PackageStanding, Standing
    from mailing.web.call import Call

RUNS_A_PAGE: Final = 50
MOST_OF_AN_ANSWER: Final = 64 << 20
"""Bytes of a receipt or a table of feedback: one of 9,999,999 pieces has less."""
_UNKNOWN: Final = "application/octet-stream"
JOB_SHEET: Final = f"{runfolder.DATA_IN_SHOP}/job/jobsheet.pdf"


def packages(call: Call) -> Response:
    """Show the runs of which the shop has something to fetch or to report."""
    shown = cut(
        [standing for standing in all_standings(call.office) if standing.at_shop],
        call.number_asked("seite"),
        RUNS_A_PAGE,
    )
    return call.page("packages.html", shown=shown)


def package(call: Call) -> Response:
    """Show a run's packages, and what can be said to them."""
    return _shown(call, [])


def fetch(call: Call) -> Response:
    """Send a package's archive; the first time that is its delivery."""
    standing, wanted = _package(call)
    found = collect(standing.run, wanted.name, call.actor, Progress())
    return download(found.path, found.name, "application/zip" if found.name.endswith(".zip") else _UNKNOWN)


def job_sheet(call: Call) -> Response:
    """Show a package's job sheet."""
    standing, wanted = _package(call)
    file = standing.run / wanted.name / JOB_SHEET
    if file.is_symlink() or not file.is_file():
        raise NotFoundError(_("Das Auftragsblatt ist nicht da"))
    return shown_file(file, "application/pdf")


def deliver(call: Call) -> Response:
    """Have the packages delivered to where the run's shop profile says."""
    standing = _standing(call)
    if configured_target(standing.run) is None:
        raise UsageError(
            _("Das Druckereiprofil dieses Laufs nennt kein Ziel"),
            where=standing.run_id,
            hint=_("Die Druckerei kann das Paket hier herunterladen"),
        )
    return see(f"/vorgaenge/{call.queue.add('deliver', f'run:{standing.run_id}', {}, call.who.name)}")


def receipt(call: Call) -> Response:
    """Keep the shop's answer to what it got: a file, or the word of the shop's own account."""
    standing = _standing(call)
    upload = call.file("bestaetigung")
    if upload is None and not call.who.may(Role.SHOP):
        return _shown(call, [("bestaetigung", _("Wählen Sie die Datei, mit der die Druckerei den Empfang bestätigt"))])
    order = {} if upload is None else {"upload": keep_upload(call.office, upload, MOST_OF_AN_ANSWER)}
    return see(f"/vorgaenge/{call.queue.add('receipt', f'run:{standing.run_id}', order, call.who.name)}")


def feedback(call: Call) -> Response:
    """Have the shop's table read."""
    standing = _standing(call)
    upload, total = call.file("rueckmeldung"), call.text("anzahl").replace(".", "")
    faults = []
    if upload is None:
        faults.append(("rueckmeldung", _("Wählen Sie die Tabelle der Druckerei")))
    if total and number_in(total) is None:
        faults.append(("anzahl", _("Das ist keine Zahl von Stücken")))
    if faults or upload is None:
        return _shown(call, faults)
    try:
        order = {"upload": keep_upload(call.office, upload, MOST_OF_AN_ANSWER), "total": number_in(total)}
    except InputError as error:
        return _shown(call, [("rueckmeldung", error.what)])
    return see(f"/vorgaenge/{call.queue.add('feedback', f'run:{standing.run_id}', order, call.who.name)}")


def quarantine(call: Call) -> Response:
    """Send the rows of a table of the shop's that weren't applied, with the reasons."""
    standing, name = _standing(call), call.in_path("name")
    if not is_quarantine(name):
        raise NotFoundError(_("Das gibt es hier nicht"))
    return download(child_of(standing.run / runfolder.FEEDBACK, name), f"{standing.run_id}-{name}", "text/csv")


def _standing(call: Call) -> Standing:
    standing = standing_in(call.office, call.in_path("run_id"))
    if not standing.at_shop:
        raise NotFoundError(
            _("Von diesem Lauf ist nichts für die Druckerei da"), hint=_("Sobald er freigegeben ist, steht er hier")
        )
    return standing


def _package(call: Call) -> tuple[Standing, PackageStanding]:
    standing = _standing(call)
    found = standing.package(call.in_path("package"))
    if found is None or not found.is_released:
        raise NotFoundError(_("Dieses Paket gibt es nicht, oder es ist nicht freigegeben"))
    return standing, found


def _shown(call: Call, faults: list[tuple[str, str]]) -> Response:
    standing = _standing(call)
    done = call.queue.job(call.asked("ergebnis")) if call.asked("ergebnis") else None
    is_ours = done is not None and done.kind == "feedback" and done.subject == f"run:{standing.run_id}"
    target = configured_target(standing.run) if call.who.may(Role.CREATE) else None
    return call.page(
        "package.html",
        status=422 if faults else 200,
        standing=standing,
        packages=standing.at_shop,
        fate_names=FATE_NAMES,
        fates=[(_(FATE_NAMES[fate]), number) for fate, number in standing.fates.items() if number],
        faults=faults,
        fault_of=dict(faults),
        form=call,
        target=target,
        allowed=standing.allowed,
        is_of_house=call.who.may(Role.CREATE),
        is_shop=call.who.may(Role.SHOP),
        jobs=[job for job in jobs_about(call.queue, standing.run_id) if job.by == call.who.name],
        result=done.result if done is not None and is_ours else None,
    )


PAGES = (
    Page("/pakete", packages, AT_THE_SHOP),
    Page("/pakete/{run_id}", package, AT_THE_SHOP),
    Page("/pakete/{run_id}/lieferung", deliver, OFFICE, ("POST",)),
    Page("/pakete/{run_id}/empfang", receipt, AT_THE_SHOP, ("POST",), MOST_OF_AN_ANSWER + FORM_BYTES),
    Page("/pakete/{run_id}/rueckmeldung", feedback, AT_THE_SHOP, ("POST",), MOST_OF_AN_ANSWER + FORM_BYTES),
    Page("/pakete/{run_id}/nicht-uebernommen/{name}", quarantine, AT_THE_SHOP),
    Page("/pakete/{run_id}/{package}/herunterladen", fetch, AT_THE_SHOP, ("POST",)),
    Page("/pakete/{run_id}/{package}/auftragsblatt", job_sheet, AT_THE_SHOP),
)
