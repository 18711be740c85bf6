"""What is to be done next with a run, and by whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mailing.base.messages import _
from mailing.lifecycle.life import RunState
from mailing.lifecycle.pieces import Fate

if TYPE_CHECKING:
    from mailing.lifecycle.life import Package, RunLife


class NextStep(NamedTuple):
    """A command, and who is to call it."""

    verb: str
    who: str

    def __str__(self) -> str:
        return f"{self.verb}: {self.who}" if self.verb else self.who


def next_step(life: RunLife) -> NextStep:
    """Return what moves the run on."""
    if life.state is RunState.PURGED:
        return NextStep("", _("nichts mehr"))
    if life.end is not None:
        return NextStep("purge", _("das Büro"))
    waiting = next((package for package in life.packages if not package.is_delivered), None)
    if waiting is None:
        return _step_for_pieces(life)
    return NextStep("deliver", _("das Büro")) if waiting.is_released else NextStep("release", _who_releases(waiting))


def _step_for_pieces(life: RunLife) -> NextStep:
    """Return the next step of a run that the shop has all of."""
    counts = life.fates.counts()
    if counts[Fate.DESTROYED]:
        return NextStep("reprint", _("das Büro"))
    if counts[Fate.OPEN]:
        verb = "feedback" if life.first.is_accepted else "deliver --receipt"
        return NextStep(verb, _("das Büro mit der Rückmeldung der Druckerei"))
    return NextStep("posted" if counts[Fate.PRINTED] else "close", _("das Büro"))


def _who_releases(package: Package) -> str:
    """Return who may: not who had it made, nor who has released it."""
    others = ", ".join(actor.name for actor in (package.by, *package.released_by))
    if package.needs == 1:
        return _("eine andere Person als {others}").format(others=others)
    return _("eine andere Person als {others} ({done} von {needs} haben freigegeben)").format(
        others=others, done=len(package.released_by), needs=package.needs
    )
