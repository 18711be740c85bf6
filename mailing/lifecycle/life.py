"""What the events of a run come to: its state, its packages, and the fate of each piece."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from mailing.lifecycle.pieces import FINAL, Fate, Fates
from mailing.model import runfolder

if TYPE_CHECKING:
    import datetime as dt

    from mailing.lifecycle.event import Event
    from mailing.model.actors import Actor
    from mailing.model.piece_ranges import PieceRanges


class RunState(StrEnum):
    """Where a run is on its way."""

    MADE = "made"
    RELEASED = "released"
    DELIVERED = "delivered"
    ACCEPTED = "accepted"
    POSTED = "posted"
    CLOSED = "closed"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    PURGED = "purged"


@dataclass(frozen=True, slots=True)
class Package:
    """What goes to the shop at once: the run's own `shop`, or a reprint's `shop-r1`.

    Attributes:
        name: of its folder.
        by: who had it made.
        pieces: those that are in it.
        sheets: how many it has.
        needs: so many people must release it: 0 for a small reprint.
        until: the last day on which it may be released; None where there is none.
        released_by: who has.
    """

    name: str
    by: Actor
    pieces: PieceRanges
    sheets: int
    needs: int
    until: dt.date | None = None
    released_by: tuple[Actor, ...] = ()
    is_delivered: bool = False
    is_accepted: bool = False

    @property
    def is_released(self) -> bool:
        """Whether as many people have released it as it needs."""
        return len(self.released_by) >= self.needs

    def may_be_released_by(self, actor: Actor) -> bool:
        """Whether somebody neither had it made nor has released it before: four eyes."""
        return not any(actor.is_same_person_as(other) for other in (self.by, *self.released_by))


@dataclass(frozen=True, slots=True)
class RunLife:
    """A run as its journal tells it.

    Attributes:
        packages: the run's own, then its reprints'.
        fates: of all pieces.
        events: how many there are.
        changed: when the state last changed.
        end: the state that ended it; None while it goes on.
    """

    packages: tuple[Package, ...]
    fates: Fates
    events: int
    changed: dt.datetime
    end: RunState | None = None

    @property
    def first(self) -> Package:
        """The run's own package."""
        return self.packages[0]

    @property
    def state(self) -> RunState:
        """Where the run is: an end, or what its own package and its pieces have come to.

        It is posted when the last piece that is still to go has gone: each is posted, returned or pulled.
        """
        if self.end is not None:
            return self.end
        if self.first.is_delivered and self.fates.are_final and self.has_posted:
            return RunState.POSTED
        if self.first.is_accepted:
            return RunState.ACCEPTED
        if self.first.is_delivered:
            return RunState.DELIVERED
        return RunState.RELEASED if self.first.is_released else RunState.MADE

    @property
    def has_posted(self) -> bool:
        """Whether a piece has gone to the post."""
        counts = self.fates.counts()
        return counts[Fate.POSTED] + counts[Fate.RETURNED] > 0

    @property
    def is_complete(self) -> bool:
        """Whether made = posted + pulled: nothing is left to be done."""
        return self.fates.are_final

    @property
    def waiting(self) -> PieceRanges:
        """The pieces that stand in a package which the shop hasn't got yet, package by package."""
        return tuple(part for package in self.packages if not package.is_delivered for part in package.pieces)

    def package(self, name: str) -> Package | None:
        """Return the package of this name; None where there is none."""
        return next((package for package in self.packages if package.name == name), None)

    def with_package(self, changed: Package) -> RunLife:
        """Return the life with this package in the place of the one of its name, or behind the others."""
        if self.package(changed.name) is None:
            return replace(self, packages=(*self.packages, changed))
        return replace(self, packages=tuple(changed if p.name == changed.name else p for p in self.packages))

    def after(self, event: Event, life: RunLife) -> RunLife:
        """Return what an event has made of this one, counted and dated."""
        changed = self.changed if life.state is self.state else event.at
        return replace(life, events=event.number, changed=changed)


def born(event: Event, pieces: int, sheets: int, needs: int, until: dt.date | None) -> RunLife:
    """Return the life of a run that has just been made."""
    package = Package(runfolder.SHOP, event.by, (range(1, pieces + 1),), sheets, needs, until)
    return RunLife((package,), Fates.all_open(pieces), event.number, event.at)


__all__ = ["FINAL", "Package", "RunLife", "RunState", "born"]
