"""What was found in a list, kind by kind and page by page, with proposals to accept, and tables to take away."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from mailing.base.messages import _
from mailing.runs.showing.finding_pages import kinds_in, page_of
from mailing.web.call import NotFoundError, download, see
from mailing.web.new_runs.facts import check_facts
from mailing.web.new_runs.new_run import Accepted
from mailing.web.new_runs.shelf import FINDINGS_TABLE, MARKED_COPY
from mailing.web.new_runs.steps import (
    CHECK,
    COLUMNS_STEP,
    FINDINGS_STEP,
    LETTER_STEP,
    MARKING,
    PROOF,
    PROOF_STEP,
    START,
    Making,
    opened,
)
from mailing.web.pages.new_run import CREATORS
from mailing.web.routing import Page

if TYPE_CHECKING:
    from starlette.responses import Response

    from mailing.runs.showing.finding_pages import KindOfFinding
    from mailing.web.call import Call
    from mailing.web.new_runs.new_run import NewRun

OF_LETTER: Final = "1"
"""Asks for what the letter's proof found, instead of the list's check."""
KEEP, ALL, NONE = "merken", "alle", "keine"
TICK: Final = "uebernehmen"
SHOWN: Final = "gezeigt"


def findings(call: Call) -> Response:
    """Show one kind of findings, and how many there are of the others."""
    making = opened(call)
    if not isinstance(making, Making):
        return making
    is_of_letter = call.asked("brief") == OF_LETTER and making.content.letter is not None
    round_ = making.content.proof_round if is_of_letter else making.content.check_round
    kind_of_job, step = (PROOF, PROOF_STEP) if is_of_letter else (CHECK, FINDINGS_STEP)
    if waiting := making.waiting(kind_of_job, round_, step):
        return waiting
    if not is_of_letter and not check_facts(making.shelf.round(round_)).is_taken_in:
        return see(making.address(COLUMNS_STEP))
    return _page(call, making, round_, is_of_letter=is_of_letter)


def accept(call: Call) -> Response:
    """Keep which proposals are accepted, and show more of them or go on."""
    making = opened(call)
    if not isinstance(making, Making):
        return making
    round_, code = call.text("round"), call.text("art")
    is_of_letter = round_ == making.content.proof_round
    if not making.shelf.has(round_) or round_ not in {making.content.check_round, making.content.proof_round}:
        return see(making.address(FINDINGS_STEP))  # another window has begun a new reading
    kind = next((kind for kind in kinds_in(making.shelf.round(round_)) if kind.code == code), None)
    if kind is not None and kind.proposals:
        making.content = making.runs.change(making.id, lambda now: _accepting(call, now, round_, kind))
    if call.text("tun") in {KEEP, ALL, NONE}:
        return see(f"{_address(making, is_of_letter=is_of_letter)}&art={code}&seite={call.text('seite', '1')}")
    if not is_of_letter:
        return see(making.address(LETTER_STEP))
    if not any(each.all or each.but for each in making.content.accepted_in(round_).values()):
        return see(making.address(PROOF_STEP))
    content = making.runs.change(making.id, lambda now: now.proofed_anew(now.letter) if now.letter else now)
    return making.begin(PROOF, content.proof_round)


def table(call: Call) -> Response:
    """Give all findings as a table."""
    return _file(call, FINDINGS_TABLE, "text/csv", _("befunde.csv"))


def marked_copy(call: Call) -> Response:
    """Give the list as a workbook whose cells with findings are marked."""
    making = opened(call)
    if not isinstance(making, Making):
        return making
    name = PurePath(making.content.list_name).stem
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return _file(call, MARKED_COPY, kind, f"{name}-markiert.xlsx")


def make_marked_copy(call: Call) -> Response:
    """Have the marked copy of a long list made."""
    making = opened(call)
    return making.begin(MARKING, making.content.check_round) if isinstance(making, Making) else making


def _page(call: Call, making: Making, round_: str, *, is_of_letter: bool) -> Response:
    folder = making.shelf.round(round_)
    kinds = kinds_in(folder)
    kind = next((kind for kind in kinds if kind.code == call.asked("art")), kinds[0] if kinds else None)
    number = min(call.number_asked("seite"), len(kind.pages)) if kind and kind.pages else 1
    rows = page_of(folder, kind, number) if kind else ()
    accepted = making.content.accepted_in(round_)
    takes = accepted.get(kind.code, Accepted()).as_acceptance if kind else Accepted().as_acceptance
    return call.page(
        "new_run_findings.html",
        making=making,
        titles=making.steps(),
        step=PROOF_STEP if is_of_letter else FINDINGS_STEP,
        round=round_,
        facts=check_facts(making.shelf.round(making.content.check_round)),
        is_of_letter=is_of_letter,
        address=_address(making, is_of_letter=is_of_letter),
        kinds=[(each, _accepted_of(making.content, round_, each)) for each in kinds],
        kind=kind,
        number=number,
        rows=rows,
        takes=takes,
        shown=[offer.number for row in rows for offer in row.offers],
        has_marked_copy=(making.shelf.round(making.content.check_round) / MARKED_COPY).is_file(),
        KEEP=KEEP,
        ALL=ALL,
        NONE=NONE,
    )


def _address(making: Making, *, is_of_letter: bool) -> str:
    return f"{making.address(FINDINGS_STEP)}?brief={OF_LETTER if is_of_letter else 0}"


def _accepted_of(content: NewRun, round_: str, kind: KindOfFinding) -> int:
    return content.accepted_in(round_).get(kind.code, Accepted()).as_acceptance.count(kind.proposals)


def _accepting(call: Call, now: NewRun, round_: str, kind: KindOfFinding) -> NewRun:
    """Return the run with what the form says of a kind's proposals; those of other pages stay as they are."""
    if call.text("tun") in {ALL, NONE}:
        return now.accepting(round_, kind.code, Accepted(all=call.text("tun") == ALL))
    standing = now.accepted_in(round_).get(kind.code, Accepted())
    ticked = set(call.numbers(TICK, kind.proposals - 1))
    shown = set(call.numbers(SHOWN, kind.proposals - 1))
    but = (set(standing.but) - shown) | ((shown - ticked) if standing.all else (shown & ticked))
    return now.accepting(round_, kind.code, Accepted(all=standing.all, but=tuple(sorted(but))))


def _file(call: Call, file: str, media_type: str, name: str) -> Response:
    making = opened(call)
    if not isinstance(making, Making):
        return making
    path = making.shelf.round(making.content.check_round) / file
    if not path.is_file():
        raise NotFoundError(_("Diese Tabelle gibt es noch nicht"), hint=_("Gehen Sie zurück zu den Befunden"))
    return download(path, name, media_type)


PAGES = (
    Page(START + "/{id}/befunde", findings, CREATORS),
    Page(START + "/{id}/befunde", accept, CREATORS, ("POST",)),
    Page(START + "/{id}/befunde/tabelle", table, CREATORS),
    Page(START + "/{id}/befunde/markiert", marked_copy, CREATORS),
    Page(START + "/{id}/befunde/markiert", make_marked_copy, CREATORS, ("POST",)),
)
