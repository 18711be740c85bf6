"""Where a run stands, whole enough for a page: what it is, its packages, what may be done next and by whom."""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from mailing.base.errors import NotAllowedError, UsageError, VerificationError
from mailing.base.messages import _
from mailing.lifecycle import STATE_NAMES, VERBS, Fate, allowed_now, next_step
from mailing.model import runfolder
from mailing.model.piece_ranges import count, numbers_in, written
from mailing.runs.afterwards.status import UNREADABLE, days_too_long, stale_terms
from mailing.runs.journal.journalled import now, read_life

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping
    from pathlib import Path

    from mailing.lifecycle import Package, RunLife
    from mailing.model.actors import Actor

COUNTS = ("rows", "households", "pieces", "digital", "sheets")


@dataclass(frozen=True, slots=True)
class PackageStanding:
    """A package and how far it has come.

    Attributes:
        pieces, sheets: how many.
        ranges: which pieces, as in `17-20,904`.
        needs: so many people must release it.
        until: the last day of its release; None where there is none.
    """

    name: str
    made_by: str
    pieces: int
    ranges: str
    sheets: int
    needs: int
    released_by: tuple[str, ...]
    until: dt.date | None
    is_released: bool
    is_delivered: bool
    is_accepted: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """A run as it stands.

    Attributes:
        title, template, date: of the letter; the date in ISO.
        state: as `RunState` has it, or `unreadable`; `state_told` is what people call it.
        since: since when, in ISO 8601; "" where the journal can't be read.
        next_verb, next_who: the command that moves it on ("" for none), and who is to call it.
        stale: for how many days nothing has moved, where that is longer than the settings allow.
        fates: how many pieces have come to each.
        counts: figures of the manifest.
        allowed: the commands that the state allows, whoever calls them.
        head: the hex SHA-256 of the journal's last line: what was shown, an act can hold against what is.
        fault: why the journal can't be used; "" where it can.
    """

    run: Path
    run_id: str
    title: str
    template: str
    date: str
    made_by: str
    state: str
    state_told: str
    since: str
    next_verb: str
    next_who: str
    stale: int | None
    fates: Mapping[str, int]
    counts: Mapping[str, int]
    allowed: frozenset[str]
    packages: tuple[PackageStanding, ...]
    head: str
    fault: str = ""

    @property
    def awaits_release(self) -> bool:
        """Whether a package of it is to be released before anything else can happen."""
        return self.next_verb == "release"

    @property
    def at_shop(self) -> tuple[PackageStanding, ...]:
        """The packages that the shop has, or may have."""
        return tuple(package for package in self.packages if package.is_released) if not self.is_stopped else ()

    @property
    def is_stopped(self) -> bool:
        """Whether nobody is to print it (any more)."""
        return self.state in {"rejected", "withdrawn", "purged", UNREADABLE}

    def package(self, name: str) -> PackageStanding | None:
        """Return the package of this name."""
        return next((package for package in self.packages if package.name == name), None)


def standing_of(run: Path) -> Standing:
    """Return where a run stands; a journal that isn't what was written is told in it.

    Raises:
        UsageError: it is no finished run.
    """
    facts = _facts(run)
    try:
        events, life = read_life(run)
    except VerificationError as error:
        return _unreadable(run, facts, error)
    step = next_step(life)
    return Standing(
        run=run,
        run_id=run.name,
        **_letter(facts),
        made_by=events[0].by.name,
        state=life.state.value,
        state_told=_(STATE_NAMES[life.state]),
        since=life.changed.isoformat(),
        next_verb=step.verb,
        next_who=step.who,
        stale=days_too_long(life, stale_terms(run), now()),
        fates={fate.value: number for fate, number in life.fates.counts().items()},
        counts=_counts(facts),
        allowed=frozenset(VERBS[kind] for kind in allowed_now(life)),
        packages=tuple(_package(package) for package in life.packages),
        head=events[-1].digest,
    )


def may_release(run: Path, by: Actor) -> bool:
    """Whether somebody neither had the package made that awaits its release nor has released it."""
    _events, life = read_life(run)
    return any(package.may_be_released_by(by) for package in life.packages if not package.is_released)


def pieces_from(run: Path, first: int, number: int, fate: str | None = None) -> tuple[int, tuple[tuple[int, str], ...]]:
    """Return how many pieces a run has (of one fate), and so many of them from the first one on, with their fates.

    `first` counts from 0 within those that are meant, for tables of several pages.
    """
    _events, life = read_life(run)
    if fate is None:
        chosen = range(first + 1, min(first + number, len(life.fates)) + 1)
        return len(life.fates), tuple((piece, life.fates[piece].value) for piece in chosen)
    found = list(numbers_in(life.fates.with_fate(Fate(fate))))
    return len(found), tuple((piece, fate) for piece in found[first : first + number])


def ranges_with(run: Path, fate: str) -> str:
    """Return the pieces of a run that have a fate, as in `17-20,904`; "" for none."""
    return written(_life(run).fates.with_fate(Fate(fate)))


def refuse_changed(run: Path, head: str) -> None:
    """Refuse an act on what is no more what was shown: somebody was faster, or the same form was sent twice.

    Raises:
        NotAllowedError: the journal has grown since.
    """
    events, _life_now = read_life(run)
    if events[-1].digest != head:
        raise NotAllowedError(
            _("Mit dem Lauf ist inzwischen etwas geschehen"),
            where=run.name,
            hint=_("Sehen Sie sich an, wie er jetzt steht; ist es das Gewünschte, ist nichts mehr zu tun"),
        )


def was_done_since(run: Path, head: str, verb: str, by: Actor) -> bool:
    """Whether what somebody was shown at `head` is followed by their own act: a task that is done again has done it."""
    events, _life_now = read_life(run)
    return any(
        before.digest == head and VERBS.get(after.kind) == verb and after.by.is_same_person_as(by)
        for before, after in pairwise(events)
    )


def _life(run: Path) -> RunLife:
    _events, life = read_life(run)
    return life


def _facts(run: Path) -> Mapping[str, Any]:
    try:
        told = json.loads((run / runfolder.MANIFEST).read_bytes())
    except FileNotFoundError as error:
        raise UsageError(_("Das ist nicht der Ordner eines fertigen Laufs"), where=run.name) from error
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}


def _letter(facts: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(facts.get(name, "")) for name in ("title", "template", "date")}


def _counts(facts: Mapping[str, Any]) -> dict[str, int]:
    counts = facts.get("counts")
    return {name: int(counts.get(name, 0)) for name in COUNTS} if isinstance(counts, dict) else {}


def _unreadable(run: Path, facts: Mapping[str, Any], error: VerificationError) -> Standing:
    return Standing(
        run=run,
        run_id=run.name,
        **_letter(facts),
        made_by="",
        state=UNREADABLE,
        state_told=_("nicht lesbar"),
        since="",
        next_verb="verify",
        next_who=_("das Büro"),
        stale=None,
        fates={fate.value: 0 for fate in Fate},
        counts={},
        allowed=frozenset(),
        packages=(),
        head="",
        fault=error.what,
    )


def _package(package: Package) -> PackageStanding:
    return PackageStanding(
        name=package.name,
        made_by=package.by.name,
        pieces=count(package.pieces),
        ranges=written(package.pieces),
        sheets=package.sheets,
        needs=package.needs,
        released_by=tuple(actor.name for actor in package.released_by),
        until=package.until,
        is_released=package.is_released,
        is_delivered=package.is_delivered,
        is_accepted=package.is_accepted,
    )
