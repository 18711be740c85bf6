"""What happens to single pieces of a run: printed once more, handed to the post."""

from __future__ import annotations

import datetime as dt
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

from mailing.base.messages import _
from mailing.model.piece_ranges import read_ranges
from mailing.runs.afterwards.posting import record_posted
from mailing.runs.afterwards.reprinting import reprint as reprint_pieces
from mailing.runs.showing.standing import was_done_since
from mailing.web.paths import run_folder
from mailing.web.uploads import given_upload

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mailing.web.work.tasks import Order


def reprint(order: Order) -> Mapping[str, Any]:
    """Make new copies of pieces."""
    run, told = run_folder(order.office, order.subject), order.arguments
    if was_done_since(run, told["head"], "reprint", order.by):
        return {}
    with order.progress.stage(_("Nachdruck machen")):
        done = reprint_pieces(run, order.by, read_ranges(told["pieces"]), told["old"] or None, told["reason"])
    return {"package": done.package.name, "pieces": done.pieces, "needs": done.needs}


def posted(order: Order) -> Mapping[str, Any]:
    """Record that pieces were handed to the post."""
    run, told = run_folder(order.office, order.subject), order.arguments
    if was_done_since(run, told["head"], "posted", order.by):
        return {}
    pieces = read_ranges(told["pieces"]) if told["pieces"] else None
    with nullcontext() if told["upload"] is None else given_upload(order.office, told["upload"]) as evidence:
        return {"pieces": record_posted(run, order.by, dt.date.fromisoformat(told["day"]), pieces, evidence)}
