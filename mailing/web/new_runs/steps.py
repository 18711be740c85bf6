"""The way from list to letters as its pages share it: the steps, what each needs, and what happens while jobs work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailing.base.files import remove_folder
from mailing.base.messages import _, n_
from mailing.web.call import NotFoundError, see
from mailing.web.new_runs.new_runs import NewRuns
from mailing.web.new_runs.shelf import Shelf
from mailing.web.work.queue import JobState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.responses import Response

    from mailing.web.call import Call
    from mailing.web.new_runs.new_run import NewRun
    from mailing.web.work.queue import Job

START = "/neuer-lauf"
LIST_STEP, COLUMNS_STEP, FINDINGS_STEP, LETTER_STEP, PROOF_STEP = range(1, 6)
TITLES = (n_("Liste"), n_("Spalten"), n_("Befunde"), n_("Brief"), n_("Probe"))
_ADDRESSES = ("", "spalten", "befunde", "brief", "probe")
CHECK, MARKING, PROOF, RUN = "check", "marked-copy", "proof", "run"
"""The kinds of jobs."""
_ROUND = "round"


class Making:
    """A run in the making, as a page opens it.

    Attributes:
        id: its id; `content` what is settled of it; `shelf` where its files lie.
    """

    def __init__(self, call: Call) -> None:
        """Open the run that the address names.

        Raises:
            NotFoundError: there is none.
        """
        self.call = call
        self.runs = NewRuns(call.office.store)
        kept = self.runs.get(call.in_path("id"))
        self.id = kept.id
        self.content: NewRun = kept.content
        self.shelf = Shelf.of(call.office, self.id)

    def address(self, step: int) -> str:
        """Return a step's address."""
        return step_address(self.id, step)

    def steps(self) -> Sequence[tuple[str, str]]:
        """Return each step's title with its address; without one where it can't be gone to yet."""
        open_steps = {LIST_STEP, COLUMNS_STEP}
        if self.shelf.has(self.content.check_round):
            open_steps |= {FINDINGS_STEP, LETTER_STEP}
        if self.content.letter is not None:
            open_steps.add(PROOF_STEP)
        return [
            (_(title), self.address(step) if step in open_steps else "") for step, title in enumerate(TITLES, LIST_STEP)
        ]

    def begin(self, kind: str, round_: str) -> Response:
        """Lay down a job for a round and show how far it is."""
        job = self.call.queue.add(kind, f"new-run:{self.id}", {_ROUND: round_}, self.call.who.name)
        return see(f"/vorgaenge/{job}")

    def job_of(self, kind: str, round_: str) -> Job | None:
        """Return the latest job of a kind for a round."""
        jobs = self.call.queue.about(f"new-run:{self.id}")
        return next((job for job in jobs if job.kind == kind and job.arguments.get(_ROUND) == round_), None)

    def waiting(self, kind: str, round_: str, step: int) -> Response | None:
        """Return the page to be shown while a round isn't done: its job's, or what stopped that; None when it is."""
        if self.content.job and (made := self.call.queue.job(self.content.job)) and not made.is_over:
            return see(f"/vorgaenge/{made.id}")
        if self.shelf.has(round_):
            return None
        job = self.job_of(kind, round_)
        if job is not None and not job.is_over:
            return see(f"/vorgaenge/{job.id}")
        return self.call.page(
            "new_run_stopped.html", making=self, step=step, round=round_, error=_stopped_by(job), titles=self.steps()
        )


def _stopped_by(job: Job | None) -> dict[str, object] | None:
    return {"where": "", "hint": "", **job.error} if job is not None and job.state is JobState.FAILED else None


def step_address(id_: str, step: int) -> str:
    """Return the address of a run's step."""
    part = _ADDRESSES[step - 1]
    return f"{START}/{id_}/{part}" if part else f"{START}/{id_}/liste"


def made_of(call: Call) -> str:
    """Return the run that came of one that isn't in the making any more; "" where none is known."""
    jobs = call.queue.about(f"new-run:{call.in_path('id')}")
    return next((str(job.result["run_id"]) for job in jobs if "run_id" in job.result), "")


def opened(call: Call) -> Making | Response:
    """Open the run that the address names; where it is made, the answer is the way to what came of it.

    Raises:
        NotFoundError: there is none, and none came of it.
    """
    try:
        making = Making(call)
    except NotFoundError:
        if made := made_of(call):
            return see(f"/laeufe/{made}")
        raise
    return see(f"/laeufe/{making.content.made}") if making.content.made else making


def give_up(runs: NewRuns, shelf: Shelf, id_: str) -> None:
    """Forget a run in the making, and remove all its files."""
    runs.remove(id_)
    remove_folder(shelf.folder)
