"""What the office does with a run that the shop has: reprints by clicking pieces, the posting, the closing."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from mailing.base.errors import InputError, UsageError, VerificationError
from mailing.base.figures import MOST, number_in
from mailing.base.messages import _, n_
from mailing.model.days import read_day
from mailing.model.piece_ranges import count, numbers_in, ranges_of, read_ranges, written
from mailing.model.reports import FATE_NAMES
from mailing.runs.afterwards.closing import close, look_at
from mailing.runs.afterwards.posting import is_before_its_delivery
from mailing.runs.showing.standing import pieces_from, ranges_with, refuse_changed
from mailing.web.acts import OFFICE
from mailing.web.call import see
from mailing.web.paging import page_of
from mailing.web.routing import FORM_BYTES, Page
from mailing.web.run_list import standing_in
from mailing.web.uploads import keep_upload

if TYPE_CHECKING:
    from starlette.responses import Response

    from mailing.model.piece_ranges import PieceRanges
    from mailing.runs.showing.standing import Standing
    from mailing.web.call import Call

PIECES_A_PAGE: Final = 200
MOST_OF_EVIDENCE: Final = 64 << 20
MOST_PIECES: Final = 9_999_999
"""A run has no more; whoever sends more wants to keep the server busy."""
MOST_REASON: Final = 500
REPRINTED_FROM: Final = ("destroyed", "printed", "open", "pulled")
"""The fates of pieces that can be reprinted, the likeliest first."""
OLD: Final = (
    ("", n_("ist schon erfasst")),
    ("destroyed", n_("wurde vernichtet")),
    ("lost", n_("ist verloren")),
    ("pulled", n_("wurde aussortiert")),
)
Faults = list[tuple[str, str]]


def choose_pieces(call: Call) -> Response:
    """Show the pieces that can be reprinted; those that are gone are chosen to begin with."""
    standing = standing_in(call.office, call.in_path("run_id"))
    gone = ranges_with(standing.run, "destroyed") if not standing.fault else ""
    return _reprint_page(call, standing, read_ranges(gone) if gone else (), [])


def reprint(call: Call) -> Response:
    """Turn the page of pieces and keep what was chosen, or have the reprint made."""
    standing = standing_in(call.office, call.in_path("run_id"))
    chosen, faults = _chosen(call)
    if call.text("seite") or faults:
        return _reprint_page(call, standing, chosen, faults)
    if not chosen:
        return _reprint_page(
            call, standing, chosen, [("weitere", _("Wählen Sie Stücke, oder nennen Sie ihre Nummern"))]
        )
    refuse_changed(standing.run, call.text("stand"))
    old = call.text("alt")
    order = {
        "pieces": written(chosen),
        "old": old if old in dict(OLD) else "",
        "reason": call.text("grund")[:MOST_REASON],
        "head": standing.head,
    }
    return see(f"/vorgaenge/{call.queue.add('reprint', f'run:{standing.run_id}', order, call.who.name)}")


def ask_posted(call: Call) -> Response:
    """Ask on which day what was handed to the post."""
    return _posted_page(call, [])


def posted(call: Call) -> Response:
    """Have the posting recorded."""
    standing = standing_in(call.office, call.in_path("run_id"))
    day, faults = read_day(call.text("tag")), []
    if day is None:
        faults.append(("tag", _("Nennen Sie den Tag, zum Beispiel 17.06.2026")))
    elif day > dt.datetime.now().astimezone().date():
        faults.append(("tag", _("Dieser Tag kommt erst noch")))
    elif not standing.fault and not call.text("trotzdem") and is_before_its_delivery(standing.run, day):
        faults.append(("trotzdem-ja", _("An diesem Tag hatte die Druckerei den Lauf noch nicht: bestätigen Sie ihn")))
    pieces, fault = _ranges(call.text("stuecke"))
    if fault:
        faults.append(("stuecke", fault))
    if faults or day is None:
        return _posted_page(call, faults)
    refuse_changed(standing.run, call.text("stand"))
    upload = call.file("beleg")
    try:
        kept = None if upload is None else keep_upload(call.office, upload, MOST_OF_EVIDENCE)
    except InputError as error:
        return _posted_page(call, [("beleg", error.what)])
    order = {"day": day.isoformat(), "pieces": written(pieces), "upload": kept, "head": standing.head}
    return see(f"/vorgaenge/{call.queue.add('posted', f'run:{standing.run_id}', order, call.who.name)}")


def ask_to_close(call: Call) -> Response:
    """Show what the run would be closed with, and what is missing for that."""
    standing = standing_in(call.office, call.in_path("run_id"))
    equation, missing = look_at(standing.run)
    return call.page("close.html", standing=standing, equation=equation, missing=missing)


def close_run(call: Call) -> Response:
    """Close the run."""
    standing = standing_in(call.office, call.in_path("run_id"))
    if standing.state != "closed":
        try:
            close(standing.run, call.actor)
        except VerificationError:
            return ask_to_close(call)
    return see(f"/laeufe/{standing.run_id}")


def _chosen(call: Call) -> tuple[PieceRanges, Faults]:
    """Return the pieces that are chosen: on this page, on those before, and by their numbers."""
    before, fault = _ranges(call.text("gewaehlt"))
    shown, shown_fault = _ranges(call.text("gezeigt"))
    more, more_fault = _ranges(call.text("weitere"))
    if fault or shown_fault or count(before) + count(shown) > MOST_PIECES:
        raise UsageError(_("Dieses Formular ist nicht mehr ganz"), hint=_("Öffnen Sie die Seite noch einmal"))
    ticked = call.numbers("stueck", MOST)
    if count(more) > MOST_PIECES:
        more, more_fault = (), _("So viele Stücke hat der Lauf nicht")
    kept = set(numbers_in(before)).difference(numbers_in(shown))
    return ranges_of({*kept, *ticked, *numbers_in(more)} - {0}), [("weitere", more_fault)] if more_fault else []


def _ranges(text: str) -> tuple[PieceRanges, str]:
    """Return the pieces that a text names, none for an empty one, or what is wrong with it."""
    if not text:
        return (), ""
    try:
        found = read_ranges(text)
    except ValueError:
        return (), _("Nennen Sie Nummern von Stücken, zum Beispiel 17-20, 904")
    return found, ""


def _reprint_page(call: Call, standing: Standing, chosen: PieceRanges, faults: Faults) -> Response:
    asked = call.text("fate") or call.asked("fate")
    fates = [fate for fate in REPRINTED_FROM if standing.fates[fate]]
    fate = asked if asked in fates else next(iter(fates), "destroyed")
    total, _pieces = pieces_from(standing.run, 0, 0, fate) if not standing.fault else (0, ())
    page, pages = page_of(total, number_in(call.text("seite")) or 1, PIECES_A_PAGE)
    shown = pieces_from(standing.run, (page - 1) * PIECES_A_PAGE, PIECES_A_PAGE, fate)[1] if total else ()
    numbers = [piece for piece, _fate in shown]
    marked = set(numbers_in(chosen))
    return call.page(
        "reprint.html",
        status=422 if faults else 200,
        standing=standing,
        is_allowed="reprint" in standing.allowed,
        fates=[(name, _(FATE_NAMES[name]), standing.fates[name]) for name in fates],
        fate=fate,
        pieces=[(piece, piece in marked) for piece in numbers],
        page=page,
        pages=pages,
        chosen=written(chosen),
        number=count(chosen),
        shown=written(ranges_of(numbers)),
        old=[(value, _(told)) for value, told in OLD],
        faults=faults,
        fault_of=dict(faults),
        form=call,
    )


def _posted_page(call: Call, faults: Faults) -> Response:
    standing = standing_in(call.office, call.in_path("run_id"))
    return call.page(
        "posted.html",
        status=422 if faults else 200,
        standing=standing,
        is_allowed="posted" in standing.allowed,
        today=dt.datetime.now().astimezone().date().isoformat(),
        faults=faults,
        fault_of=dict(faults),
        form=call,
    )


PAGES = (
    Page("/laeufe/{run_id}/nachdruck", choose_pieces, OFFICE),
    Page("/laeufe/{run_id}/nachdruck", reprint, OFFICE, ("POST",)),
    Page("/laeufe/{run_id}/einlieferung", ask_posted, OFFICE),
    Page("/laeufe/{run_id}/einlieferung", posted, OFFICE, ("POST",), MOST_OF_EVIDENCE + FORM_BYTES),
    Page("/laeufe/{run_id}/abschluss", ask_to_close, OFFICE),
    Page("/laeufe/{run_id}/abschluss", close_run, OFFICE, ("POST",)),
)
