"""What each event makes of a run: its details are read here, and nowhere else.

The details of each kind (`pieces` and the like are ranges as in `17-20,904`; a package is named by its folder):

    made        pieces, sheets (numbers), needs (how many people must release), releasable_until (a day; may be missing)
    released    package
    rejected    reason
    withdrawn   reason
    delivered   package
    accepted    package
    feedback    pieces {fate: ranges} with the fates printed, destroyed, pulled, posted
    reprinted   package, pieces, sheets (number), needs (0: no release), old {destroyed | pulled | lost: ranges}
    posted      pieces
    returned    pieces {reason: ranges}
    closed      -
    purged      -

Any may have more, for people to read, and `files` {path in the run's folder: SHA-256}: what it left there.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from mailing.base.errors import NotAllowedError
from mailing.base.messages import _
from mailing.lifecycle.event import EventKind
from mailing.lifecycle.life import Package, RunLife, RunState, born
from mailing.lifecycle.pieces import Fate
from mailing.lifecycle.rules import FROM, not_by_this_person, refuse_unless_allowed, too_late, what_is_allowed
from mailing.model.piece_ranges import overlap, read_ranges

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from mailing.lifecycle.event import Event
    from mailing.model.piece_ranges import PieceRanges

OLD_COPIES = {"destroyed": Fate.DESTROYED, "pulled": Fate.PULLED, "lost": Fate.DESTROYED}
"""What can have become of the copy that a reprint replaces -> the fate that is recorded for it."""
REPORTED = frozenset({Fate.PRINTED, Fate.DESTROYED, Fate.PULLED, Fate.POSTED})
"""The fates that a shop can report."""


def life_of(events: Iterable[Event]) -> RunLife | None:
    """Return what the events of a journal come to; None where there is none yet.

    Raises:
        NotAllowedError: an event wasn't allowed in its state.
        ValueError: an event's details aren't what its kind has.
    """
    life: RunLife | None = None
    for event in events:
        life = applied(life, event)
    return life


def applied(life: RunLife | None, event: Event) -> RunLife:
    """Return what an event makes of a run; errors as for `life_of`."""
    if life is None or event.kind is EventKind.MADE:
        if life is not None or event.kind is not EventKind.MADE:
            raise NotAllowedError(_("Das Journal beginnt mit „made“, einmal"))
        pieces, sheets, needs = (_number(event, key) for key in ("pieces", "sheets", "needs"))
        return born(event, pieces, sheets, max(1, needs), _day(event, "releasable_until"))
    refuse_unless_allowed(life, event.kind, event.by)
    return life.after(event, _APPLYING[event.kind](life, event))


def _released(life: RunLife, event: Event) -> RunLife:
    package = _package(life, event)
    if package.is_released:
        raise _not_this_package(life, package)
    if not package.may_be_released_by(event.by):
        raise not_by_this_person(life)
    if package.until is not None and event.at.date() > package.until:
        raise too_late(package.until)
    return life.with_package(replace(package, released_by=(*package.released_by, event.by)))


def _delivered(life: RunLife, event: Event) -> RunLife:
    package = _package(life, event)
    if package.is_delivered or not package.is_released:
        raise _not_this_package(life, package)
    return life.with_package(replace(package, is_delivered=True))


def _accepted(life: RunLife, event: Event) -> RunLife:
    package = _package(life, event)
    if package.is_accepted or not package.is_delivered:
        raise _not_this_package(life, package)
    return life.with_package(replace(package, is_accepted=True))


def _feedback(life: RunLife, event: Event) -> RunLife:
    for name, pieces in _ranges_by_name(event, "pieces").items():
        fate = Fate(name)
        if fate not in REPORTED:
            raise ValueError(name)
        life = _with_fate(life, pieces, fate)
    return life


def _posted(life: RunLife, event: Event) -> RunLife:
    pieces = read_ranges(_text(event, "pieces"))
    _refuse_unless_from(life, pieces, {Fate.PRINTED}, Fate.POSTED)
    return _with_fate(life, pieces, Fate.POSTED)


def _returned(life: RunLife, event: Event) -> RunLife:
    for pieces in _ranges_by_name(event, "pieces").values():
        life = _with_fate(life, pieces, Fate.RETURNED)
    return life


def _reprinted(life: RunLife, event: Event) -> RunLife:
    """Record what became of the old copies first: a new copy may come only where there is no old one any more."""
    name, pieces = _text(event, "package"), read_ranges(_text(event, "pieces"))
    if name != f"{life.first.name}-r{len(life.packages)}":
        raise ValueError(name)
    for old, found in _ranges_by_name(event, "old").items():
        if old not in OLD_COPIES:
            raise ValueError(old)
        life = _with_fate(life, found, OLD_COPIES[old])
    life = _with_fate(life, pieces, Fate.OPEN)
    return life.with_package(Package(name, event.by, pieces, _number(event, "sheets"), _number(event, "needs")))


def _closed(life: RunLife, _event: Event) -> RunLife:
    if not life.is_complete:
        raise NotAllowedError(_("Es sind noch Stücke offen"), hint=what_is_allowed(life))
    return replace(life, end=RunState.CLOSED)


def _ended(state: RunState) -> Callable[[RunLife, Event], RunLife]:
    return lambda life, _event: replace(life, end=state)


_APPLYING: Mapping[EventKind, Callable[[RunLife, Event], RunLife]] = {
    EventKind.RELEASED: _released,
    EventKind.REJECTED: _ended(RunState.REJECTED),
    EventKind.WITHDRAWN: _ended(RunState.WITHDRAWN),
    EventKind.DELIVERED: _delivered,
    EventKind.ACCEPTED: _accepted,
    EventKind.FEEDBACK: _feedback,
    EventKind.REPRINTED: _reprinted,
    EventKind.POSTED: _posted,
    EventKind.RETURNED: _returned,
    EventKind.CLOSED: _closed,
    EventKind.PURGED: _ended(RunState.PURGED),
}


def _with_fate(life: RunLife, pieces: PieceRanges, fate: Fate) -> RunLife:
    _refuse_unless_from(life, pieces, FROM[fate], fate)
    return replace(life, fates=life.fates.changed(pieces, fate))


def _refuse_unless_from(life: RunLife, pieces: PieceRanges, fates: Iterable[Fate], fate: Fate) -> None:
    if not life.fates.have(pieces):
        raise NotAllowedError(
            _("Solche Stücke hat der Lauf nicht"), hint=_("Er hat {count}").format(count=len(life.fates))
        )
    if overlap(pieces, life.waiting):
        raise NotAllowedError(
            _("Davon ist noch nicht jedes Stück geliefert"), hint=_("Erst den Nachdruck liefern: mailing deliver")
        )
    wrong = life.fates.of(pieces) - set(fates)
    if wrong:
        raise NotAllowedError(
            _("Davon ist schon ein Stück „{found}“; „{fate}“ folgt nur auf: {fates}").format(
                found=", ".join(sorted(wrong)), fate=fate, fates=", ".join(sorted(fates))
            ),
            hint=_("mailing status LAUF zählt die Stücke"),
        )


def _package(life: RunLife, event: Event) -> Package:
    package = life.package(_text(event, "package"))
    if package is None:
        raise ValueError(_text(event, "package"))
    return package


def _not_this_package(life: RunLife, package: Package) -> NotAllowedError:
    return NotAllowedError(
        _("Das geht mit {package} jetzt nicht").format(package=package.name), hint=what_is_allowed(life)
    )


def _text(event: Event, key: str) -> str:
    found = event.details.get(key)
    if not isinstance(found, str):
        raise ValueError(key)  # noqa: TRY004 - the journal's content is at fault, not the program
    return found


def _number(event: Event, key: str) -> int:
    found = event.details.get(key)
    if type(found) is not int or found < 0:
        raise ValueError(key)
    return found


def _day(event: Event, key: str) -> dt.date | None:
    return dt.date.fromisoformat(_text(event, key)) if key in event.details else None


def _ranges_by_name(event: Event, key: str) -> dict[str, PieceRanges]:
    found: Any = event.details.get(key, {})
    if not isinstance(found, dict) or not all(isinstance(text, str) for text in found.values()):
        raise ValueError(key)
    return {name: read_ranges(text) for name, text in found.items() if text}
