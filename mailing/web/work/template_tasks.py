"""Jobs about letters: what reads files that others made, or takes long."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mailing.base.messages import _
from mailing.runs.making.artworks import Purpose, check_office_file
from mailing.runs.offices.new_letter import new_letter
from mailing.web.templates.bundles import bundle_of, letter_names
from mailing.web.templates.versions import Why, begun, latest_known, save
from mailing.web.uploads import given_upload

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mailing.web.work.tasks import Order


def add_file(order: Order) -> Mapping[str, Any]:
    """Check an uploaded file in a process with limits, and put it beside its letter as a new version.

    Raises:
        TemplateError: it can't be printed; page and reason are named.
        NotFoundError: the letter is gone.
    """
    bundle = bundle_of(order.office, order.subject)
    name, upload = str(order.arguments["name"]), str(order.arguments["upload"])
    with order.progress.stage(_("Datei prüfen")), given_upload(order.office, upload) as file:
        content = file.read_bytes()
        check_office_file(name, content, Purpose(order.arguments["purpose"]))
        save(bundle, {name: content}, order.by.name, Why.FILE_ADDED)
    return {"name": order.subject}


def begin_letter(order: Order) -> Mapping[str, Any]:
    """Make a new letter after another one; errors as of `new_letter`."""
    name, like, title = (str(order.arguments[key]) for key in ("name", "like", "title"))
    if _is_begun(order, name):
        return {"name": name}
    with order.progress.stage(_("Brief anlegen")):
        new_letter(name, like, title or None, order.office.templates)
        begun(bundle_of(order.office, name), order.by.name)
    return {"name": name}


def _is_begun(order: Order, name: str) -> bool:
    """Whether this job has begun the letter already, and nobody has changed it: a worker died before it told."""
    if name not in letter_names(order.office):
        return False
    latest = latest_known(bundle_of(order.office, name))
    if latest is None or latest.at < order.asked_at:
        return False
    return (latest.number, latest.by, latest.why) == (1, order.by.name, Why.BEGUN)
