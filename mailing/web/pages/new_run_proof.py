"""The proof: each page looked at and ticked, then the letters are made; once, however often the button is pressed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mailing.base.figures import number_in
from mailing.base.files import write_whole
from mailing.base.messages import _
from mailing.findings.of_run import CAME_BACK
from mailing.model import runfolder
from mailing.model.bg_number import normal_bg_number
from mailing.runs.showing.finding_pages import counted_by_severity, kinds_in
from mailing.web.call import NotFoundError, see, shown_file
from mailing.web.new_runs.facts import proof_facts
from mailing.web.new_runs.new_run import Again
from mailing.web.new_runs.steps import LETTER_STEP, PROOF, PROOF_STEP, RUN, START, Making, opened
from mailing.web.pages.new_run import CREATORS, UNUSABLE
from mailing.web.routing import Page
from mailing.web.work.queue import JobState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.responses import Response

    from mailing.web.call import Call
    from mailing.web.new_runs.facts import ProofFacts, Told

TICK: Final = "gesehen"
MOST_PAGES: Final = 100_000
ROUND: Final = "round"
AGAIN, NUMBERS = "wieder", "nummern"
"""The fields."""
MISSING: Final = "fehlt"
"""Asks to be told which pages nobody has ticked."""


def proof(call: Call) -> Response:
    """Show the proof's pages, why each was chosen, and what will be made."""
    making = opened(call)
    if not isinstance(making, Making):
        return making
    if making.content.letter is None:
        return see(making.address(LETTER_STEP))
    waiting = making.waiting(PROOF, making.content.proof_round, PROOF_STEP)
    return waiting or _page(call, making, ())


def _unseen(making: Making, facts: ProofFacts) -> Sequence[int]:
    """Return the pages of the proof that nobody has ticked."""
    return [page for page in range(1, len(facts.pages) + 1) if page not in making.content.seen]


def tick(call: Call) -> Response:
    """Keep which pages somebody has seen."""
    making = opened(call)
    if not isinstance(making, Making):
        return making
    _keep_ticks(call, making)
    return see(making.address(PROOF_STEP))


def picture(call: Call) -> Response:
    """Show one page of the proof."""
    making = opened(call)
    if not isinstance(making, Making):
        return making
    page = number_in(call.in_path("page"))
    path = None if page is None else making.shelf.picture(making.content.proof_round, page)
    if path is None:
        raise NotFoundError(_("Diese Seite hat die Probe nicht"))
    return shown_file(path, "image/png")


def write_again(call: Call) -> Response:
    """Settle whether households that have had this letter get it once more, and have the proof made anew."""
    making = opened(call)
    if not isinstance(making, Making):
        return making
    words = call.text(NUMBERS).replace(",", " ").replace(";", " ").split()
    again = Again(call.text(AGAIN)) if call.text(AGAIN) in [*Again] else Again.NOBODY
    if again is Again.SOME and (not words or not all(map(normal_bg_number, words))):
        return _page(call, making, ((NUMBERS, _("Nennen Sie BG-Nummern, durch Leerzeichen getrennt")),))
    if call.text(ROUND) != making.content.proof_round or making.content.letter is None:
        return see(making.address(PROOF_STEP))
    if again is Again.SOME:
        write_whole(making.shelf.again, "\n".join(words).encode())
    content = making.runs.change(
        making.id,
        lambda now: now.proofed_anew(now.letter.model_copy(update={"again": again})) if now.letter else now,
    )
    return making.begin(PROOF, content.proof_round)


def create(call: Call) -> Response:
    """Have the letters made, if every page of their proof was seen."""
    making = opened(call)
    if not isinstance(making, Making):
        return making
    if call.text(ROUND) != making.content.proof_round or not making.shelf.has(making.content.proof_round):
        return see(making.address(PROOF_STEP))  # another window has begun another proof
    _keep_ticks(call, making)
    facts = proof_facts(making.shelf.round(making.content.proof_round))
    if facts.error is not None:
        return see(making.address(PROOF_STEP))
    if _unseen(making, facts):
        return see(f"{making.address(PROOF_STEP)}?{MISSING}=1")
    return _begun(making)


def _begun(making: Making) -> Response:
    """Lay down the job that makes the run, unless another press of the button has done so already."""
    before = making.runs.get(making.id)
    if before.content.job:
        job = making.call.queue.job(before.content.job)
        if job is not None and (not job.is_over or job.state is JobState.DONE):
            return see(f"/vorgaenge/{job.id}")
    round_ = before.content.proof_round
    mine = making.call.queue.add(RUN, f"new-run:{making.id}", {ROUND: round_}, making.call.who.name)
    if making.runs.swap(before, before.content.model_copy(update={"job": mine})):
        return see(f"/vorgaenge/{mine}")
    making.call.queue.cancel(mine)
    return see(making.address(PROOF_STEP))


def _keep_ticks(call: Call, making: Making) -> None:
    """Keep the form's ticks, where it is of the proof that counts."""
    if call.text(ROUND) == making.content.proof_round:
        pages = call.numbers(TICK, MOST_PAGES)
        round_ = making.content.proof_round
        making.content = making.runs.change(
            making.id, lambda now: now.having_seen(pages) if now.proof_round == round_ else now
        )


def _page(call: Call, making: Making, faults: Sequence[tuple[str, str]]) -> Response:
    folder = making.shelf.round(making.content.proof_round)
    facts = proof_facts(folder)
    if call.asked(MISSING) and not faults:
        told = _("Seite {page} ist noch nicht als gesehen angekreuzt")
        faults = [(f"{TICK}-{page}", told.format(page=page)) for page in _unseen(making, facts)]
    has_findings = (folder / "findings.json").is_file()
    return call.page(
        "new_run_proof.html",
        status=UNUSABLE if call.request.method == "POST" else 200,
        making=making,
        titles=making.steps(),
        step=PROOF_STEP,
        faults=faults,
        told=dict(faults),
        facts=facts,
        error=_told_here(facts),
        letter=making.content.letter,
        seen=frozenset(making.content.seen),
        severities=counted_by_severity(kinds_in(folder)) if has_findings else None,
        is_held=CAME_BACK in facts.withheld,
        is_made=bool(facts.run_id) and (call.office.runs / facts.run_id / runfolder.MANIFEST).is_file(),
        Again=Again,
    )


def _told_here(facts: ProofFacts) -> Told | None:
    """Return what stands in the way, with what is to be done about it on this page."""
    if facts.error is None or not facts.withheld:
        return facts.error
    return facts.error.model_copy(update={"hint": _("Ist ein zweiter Brief gewollt, sagen Sie unten, wer ihn bekommt")})


PAGES = (
    Page(START + "/{id}/probe", proof, CREATORS),
    Page(START + "/{id}/probe", tick, CREATORS, ("POST",), is_act=False),
    Page(START + "/{id}/probe/{page}.png", picture, CREATORS),
    Page(START + "/{id}/wieder", write_again, CREATORS, ("POST",)),
    Page(START + "/{id}/erstellen", create, CREATORS, ("POST",)),
)
