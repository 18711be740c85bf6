"""Nachsehen: which letters a household got, by what somebody on the telephone or with a letter in hand can say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mailing.base.errors import UsageError
from mailing.runs.showing.searching import search
from mailing.web.accounts.roles import HOUSE
from mailing.web.call import see
from mailing.web.routing import Page

if TYPE_CHECKING:
    from starlette.responses import Response

    from mailing.web.call import Call

FIELD: Final = "gesucht"
MOST: Final = 100


def ask(call: Call) -> Response:
    """Show the field that takes what is known of a letter."""
    return call.page("lookup.html", wanted="", found=None, faults=[], fault="", most=MOST)


def find(call: Call) -> Response:
    """Show the letters that are meant, at once: what was asked for stands in no address. A single one is opened."""
    wanted = call.text(FIELD)
    try:
        found = search(call.office.runs, wanted, MOST)
    except UsageError as error:
        fault = f"{error.what}. {error.hint}"
        return call.page(
            "lookup.html", status=422, wanted=wanted, found=None, faults=[(FIELD, fault)], fault=fault, most=MOST
        )
    if found.only and not found.unreadable:
        run_id, piece = found.only
        return see(f"/laeufe/{run_id}/stuecke/{piece}")
    return call.page("lookup.html", wanted=wanted, found=found, faults=[], fault="", most=MOST)


PAGES = (
    Page("/nachsehen", ask, HOUSE),
    Page("/nachsehen", find, HOUSE, ("POST",)),
)
