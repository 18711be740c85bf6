"""Freigabe: what awaits it; what will be sent, to how many and at what cost; released or rejected by another person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailing.base.errors import NotAllowedError
from mailing.base.figures import number_in
from mailing.base.messages import _
from mailing.runs.afterwards.releasing import look_at, reject, withdraw
from mailing.runs.showing.proof_pages import proof_pages, proof_picture
from mailing.runs.showing.standing import may_release, refuse_changed
from mailing.web.accounts.codes import confirm_code
from mailing.web.accounts.roles import HOUSE, Role
from mailing.web.call import NotFoundError, see, shown_bytes
from mailing.web.jobs_shown import jobs_about
from mailing.web.paths import run_folder
from mailing.web.routing import Page
from mailing.web.run_list import all_standings, standing_in
from mailing.web.showing import reason

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from starlette.responses import Response

    from mailing.runs.afterwards.releasing import ReleaseView
    from mailing.web.call import Call

RELEASERS = frozenset({Role.RELEASE})
SECONDS_FOR_SMALL_RUNS = 3
"""So long the answer waits for the release: a small run's comes back released, a large one's shows how far it is."""
Faults = list[tuple[str, str]]
"""The ids of a form's fields, and what is wrong in them."""


def waiting(call: Call) -> Response:
    """Show the runs that await a release: first those that this account may release."""
    waiting = [standing for standing in all_standings(call.office) if standing.awaits_release]
    mine = {standing.run_id for standing in waiting if may_release(standing.run, call.actor)}
    return call.page("releases.html", waiting=sorted(waiting, key=lambda run: run.run_id not in mine), mine=mine)


def look(call: Call) -> Response:
    """Show what would be released."""
    return _shown(call, [])


def release(call: Call) -> Response:
    """Check what was ticked and the code; the run is verified, whole, and released by a job."""
    standing = standing_in(call.office, call.in_path("run_id"))
    view = look_at(standing.run, call.actor)
    accepted = tuple(code for code in call.texts("hinnehmen") if code in view.findings)
    faults = list(_faults(call, view, accepted))
    if faults:
        return _shown(call, faults)
    if call.text("manifest") != view.manifest or call.text("paket") != view.package:
        raise NotAllowedError(
            _("Der Lauf ist nicht mehr der, der gezeigt wurde"),
            where=standing.run_id,
            hint=_("Sehen Sie ihn sich noch einmal an; freigegeben ist nichts"),
        )
    try:
        confirm_code(call.office.store, call.who, call.text("code"))
    except NotAllowedError as error:
        return _shown(call, [("code", f"{error.what}. {error.hint}".strip())])
    order = {
        "manifest": view.manifest,
        "package": view.package,
        "accepted": accepted,
        "reason": call.text("begruendung"),
    }
    job = call.queue.add("release", f"run:{standing.run_id}", order, call.who.name)
    call.queue.wait(job, SECONDS_FOR_SMALL_RUNS)
    return see(f"/vorgaenge/{job}")


def refuse(call: Call) -> Response:
    """Reject a run, with the reason."""
    standing = standing_in(call.office, call.in_path("run_id"))
    if not call.text("grund"):
        return _shown(call, [("grund", _("Nennen Sie den Grund, aus dem Sie ablehnen"))])
    refuse_changed(standing.run, call.text("stand"))
    reject(standing.run, call.actor, call.text("grund"))
    return see(f"/laeufe/{standing.run_id}")


def ask_to_withdraw(call: Call) -> Response:
    """Ask why a run is to be withdrawn."""
    return _withdrawal(call, [])


def take_back(call: Call) -> Response:
    """Withdraw a run, with the reason."""
    standing = standing_in(call.office, call.in_path("run_id"))
    if not call.text("grund"):
        return _withdrawal(call, [("grund", _("Nennen Sie den Grund, aus dem Sie den Lauf zurückziehen"))])
    refuse_changed(standing.run, call.text("stand"))
    withdraw(standing.run, call.actor, call.text("grund"))
    return see(f"/laeufe/{standing.run_id}")


def picture(call: Call) -> Response:
    """Show a page of the proof."""
    number = number_in(call.in_path("number"))
    folder = run_folder(call.office, call.in_path("run_id"))
    if number is None:
        raise NotFoundError(_("Die Probe hat diese Seite nicht"))
    return shown_bytes(proof_picture(folder, number), "image/png")


def _faults(call: Call, view: ReleaseView, accepted: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Give what lacks in the form; the code is looked at last, for each is taken once."""
    for code in view.undecided:
        if code not in accepted:
            yield f"hinnehmen-{code}", _("Zu entscheiden ist noch: {what}").format(what=reason(code))
    if accepted and not call.text("begruendung"):
        yield "begruendung", _("Begründen Sie, warum Sie die Befunde hinnehmen")
    if not call.text("code"):
        yield "code", _("Geben Sie den Code ein, den Ihr Telefon zeigt")


def _shown(call: Call, faults: Faults) -> Response:
    standing = standing_in(call.office, call.in_path("run_id"))
    view, refused = None, None
    try:
        view = look_at(standing.run, call.actor)
    except NotAllowedError as error:
        refused = error
    return call.page(
        "release.html",
        status=422 if faults else 200,
        standing=standing,
        view=view,
        refused=refused,
        pages=proof_pages(standing.run),
        jobs=[job for job in jobs_about(call.queue, standing.run_id) if job.kind == "release"],
        faults=faults,
        fault_of=dict(faults),
        form=call,
        ticked=call.texts("hinnehmen"),
        may_reject="reject" in standing.allowed,
    )


def _withdrawal(call: Call, faults: Faults) -> Response:
    standing = standing_in(call.office, call.in_path("run_id"))
    return call.page(
        "withdraw.html",
        status=422 if faults else 200,
        standing=standing,
        faults=faults,
        fault_of=dict(faults),
        form=call,
        is_allowed="withdraw" in standing.allowed,
    )


PAGES = (
    Page("/freigabe", waiting, RELEASERS),
    Page("/laeufe/{run_id}/freigabe", look, RELEASERS),
    Page("/laeufe/{run_id}/freigabe", release, RELEASERS, ("POST",)),
    Page("/laeufe/{run_id}/ablehnung", refuse, RELEASERS, ("POST",)),
    Page("/laeufe/{run_id}/zurueckziehen", ask_to_withdraw, frozenset({Role.CREATE})),
    Page("/laeufe/{run_id}/zurueckziehen", take_back, frozenset({Role.CREATE}), ("POST",)),
    Page("/laeufe/{run_id}/probe/{number}", picture, HOUSE),
)
