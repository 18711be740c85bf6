"""Earlier versions of a letter: who changed what when, and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from mailing.base.figures import number_in
from mailing.base.messages import _
from mailing.web.accounts.roles import HOUSE, Role
from mailing.web.call import NotFoundError, see
from mailing.web.routing import Page
from mailing.web.templates.bundles import bundle_of
from mailing.web.templates.differences import MARK_NAMES, changes
from mailing.web.templates.versions import all_versions, contents_of, restore, version_of

if TYPE_CHECKING:
    from starlette.responses import Response

    from mailing.web.call import Call

A_PAGE: Final = 50
"""Versions on a page."""


def versions(call: Call) -> Response:
    """Show all versions, the latest first."""
    bundle = bundle_of(call.office, call.in_path("name"))
    found = all_versions(bundle)
    shown = call.number_asked("seite")
    pages = max(-(-len(found) // A_PAGE), 1)
    if shown > pages:
        raise NotFoundError(_("Diese Seite gibt es nicht"))
    part = found[(shown - 1) * A_PAGE : shown * A_PAGE]
    return call.page("template_versions.html", bundle=bundle, versions=part, shown=shown, pages=pages)


def version(call: Call) -> Response:
    """Show what a version changed against the one before it, or against the files as they are now."""
    bundle = bundle_of(call.office, call.in_path("name"))
    chosen = version_of(bundle, _number(call))
    latest = all_versions(bundle)[0]
    to_now = call.asked("vergleich") == "jetzt"
    after = contents_of(bundle, latest if to_now else chosen)
    earlier = chosen if to_now else version_of(bundle, chosen.number - 1) if chosen.number > 1 else None
    before = contents_of(bundle, earlier) if earlier else {}
    return call.page(
        "template_version.html",
        bundle=bundle,
        version=chosen,
        latest=latest,
        to_now=to_now,
        differing=changes(before, after),
        marks=MARK_NAMES,
        may_edit=call.who.may(Role.CREATE),
    )


def go_back(call: Call) -> Response:
    """Make the letter what it was in an earlier version."""
    bundle = bundle_of(call.office, call.in_path("name"))
    made = restore(bundle, _number(call), call.who.name)
    return see(f"/vorlagen/{quote(bundle.name)}?fassung={made.number}")


def _number(call: Call) -> int:
    number = number_in(call.in_path("number"))
    if number is None:
        raise NotFoundError(_("Diese Fassung gibt es nicht"))
    return number


PAGES = (
    Page("/vorlagen/{name}/fassungen", versions, HOUSE),
    Page("/vorlagen/{name}/fassungen/{number}", version, HOUSE),
    Page("/vorlagen/{name}/fassungen/{number}", go_back, frozenset({Role.CREATE}), ("POST",)),
)
