"""A job under way: how far it is, its end asked for, what stopped it, and where it goes on."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from mailing.base.messages import _, n_
from mailing.web.accounts.roles import EVERYONE, HOUSE, Role
from mailing.web.call import NotFoundError, data, see
from mailing.web.routing import Page
from mailing.web.showing import number
from mailing.web.work.queue import JobState
from mailing.web.work.tasks import KINDS, remove_uploads

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.responses import Response

    from mailing.web.accounts.account import Account
    from mailing.web.call import Call
    from mailing.web.work.queue import Job

SUBJECT_PAGES: Mapping[str, str] = {
    "run": "/laeufe/{subject}",
    "new-run": "/neuer-lauf/{subject}",
    "template": "/vorlagen/{subject}",
}
READERS: Mapping[str, frozenset[Role]] = {
    "run": HOUSE,
    "new-run": frozenset({Role.CREATE}),
    "template": frozenset({Role.CREATE, Role.RELEASE}),
}
"""Who else may see the jobs about a subject; and, but for auditors, end them."""
WAITING = n_("Wartet, bis ein Arbeitsprozess frei ist")
BEGINNING = n_("Beginnt")
ENDING = n_("Wird abgebrochen")


def job(call: Call) -> Response:
    """Show how far a job is; go on from one that is done."""
    found = _job(call)
    if found.state is JobState.DONE:
        return see(_next(found))
    return call.page(
        "job.html",
        job=found,
        heading=_(KINDS[found.kind].name),
        stage=_stage(found),
        told=_told(found),
        elapsed=_elapsed(found),
        back=_back(found),
        may_cancel=_may_cancel(call.who, found),
        JobState=JobState,
    )


def standing(call: Call) -> Response:
    """Tell the page's script how far a job is."""
    found = _job(call)
    return data(
        {
            "state": found.state,
            "stage": _stage(found),
            "done": found.done,
            "total": found.total,
            "told": _told(found),
            "elapsed": _elapsed(found),
            "next": _next(found) if found.state is JobState.DONE else None,
        }
    )


def cancel(call: Call) -> Response:
    """Ask for a job's end."""
    found = _job(call)
    if not _may_cancel(call.who, found):
        raise _no_job()
    call.queue.cancel(found.id)
    if (now := call.queue.job(found.id)) and now.is_over:  # nobody was at it, who would do this
        remove_uploads(call.office, now)
    return see(f"/vorgaenge/{found.id}")


def _job(call: Call) -> Job:
    found = call.queue.job(call.in_path("job"))
    if found is None or not _may_see(call.who, found):
        raise _no_job()
    return found


def _no_job() -> NotFoundError:
    return NotFoundError(
        _("Diesen Vorgang gibt es nicht"),
        hint=_("Er ist vielleicht schon vergessen, oder Ihr Konto darf ihn nicht sehen"),
    )


def _may_see(account: Account, found: Job) -> bool:
    return account.name == found.by or account.may(*READERS.get(_about(found)[0], ()))


def _may_cancel(account: Account, found: Job) -> bool:
    readers = READERS.get(_about(found)[0], frozenset()) - {Role.AUDIT}
    return not found.is_over and (account.name == found.by or account.may(*readers))


def _about(found: Job) -> tuple[str, str]:
    kind, _colon, subject = found.subject.partition(":")
    return kind, subject


def _next(found: Job) -> str:
    pattern = KINDS[found.kind].next_page or _subject_page(found)
    return pattern.format(**_values(found))


def _back(found: Job) -> str:
    pattern = KINDS[found.kind].back or _subject_page(found)
    return pattern.format(**_values(found))


def _subject_page(found: Job) -> str:
    return SUBJECT_PAGES.get(_about(found)[0], "/")


def _values(found: Job) -> dict[str, Any]:
    return {**found.result, "subject": _about(found)[1], "job": found.id}


def _stage(found: Job) -> str:
    if found.is_to_be_cancelled and not found.is_over:
        return _(ENDING)
    return _(WAITING) if found.state is JobState.WAITING else found.stage or _(BEGINNING)


def _told(found: Job) -> str:
    """Return how far it is, in numbers; nothing while nobody knows."""
    if found.state is not JobState.RUNNING or not (found.total or found.done):
        return ""
    if found.total is None:
        return number(found.done)
    return _("{done} von {total}").format(done=number(min(found.done, found.total)), total=number(found.total))


def _elapsed(found: Job) -> str:
    seconds = int((found.ended or time.time()) - (found.begun or found.created))
    minutes, seconds = divmod(max(0, seconds), 60)
    return _("seit {minutes}:{seconds:02} Minuten").format(minutes=minutes, seconds=seconds)


PAGES = (
    Page("/vorgaenge/{job}", job, EVERYONE),
    Page("/vorgaenge/{job}/stand", standing, EVERYONE),
    Page("/vorgaenge/{job}/abbrechen", cancel, EVERYONE, ("POST",)),
)
