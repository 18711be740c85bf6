"""Which act is allowed in which state of a run, and to whom: the table that `docs/lifecycle.md` shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mailing.base.errors import NotAllowedError
from mailing.base.messages import _, n_
from mailing.lifecycle.event import EventKind
from mailing.lifecycle.life import RunState
from mailing.lifecycle.pieces import Fate

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from mailing.lifecycle.life import RunLife
    from mailing.model.actors import Actor

BEFORE_DELIVERY: Final = frozenset({RunState.MADE, RunState.RELEASED})
AT_THE_SHOP: Final = frozenset({RunState.DELIVERED, RunState.ACCEPTED, RunState.POSTED})
EVERY_STATE: Final = frozenset(RunState)

ALLOWED_IN: Final[Mapping[EventKind, frozenset[RunState]]] = {
    EventKind.RELEASED: frozenset({RunState.MADE}) | AT_THE_SHOP,
    EventKind.REJECTED: BEFORE_DELIVERY,
    EventKind.WITHDRAWN: BEFORE_DELIVERY,
    EventKind.DELIVERED: frozenset({RunState.RELEASED}) | AT_THE_SHOP,
    EventKind.ACCEPTED: AT_THE_SHOP,
    EventKind.FEEDBACK: AT_THE_SHOP,
    EventKind.REPRINTED: AT_THE_SHOP,
    EventKind.POSTED: AT_THE_SHOP,
    EventKind.RETURNED: AT_THE_SHOP | {RunState.CLOSED, RunState.PURGED},
    EventKind.CLOSED: AT_THE_SHOP,
    EventKind.PURGED: EVERY_STATE - {RunState.PURGED},
}
"""Which events may follow in which state; of a package, of pieces and of people, `refusals` and `applying` say more."""

FROM: Final[Mapping[Fate, frozenset[Fate]]] = {
    Fate.OPEN: frozenset({Fate.DESTROYED, Fate.PULLED}),
    Fate.PRINTED: frozenset({Fate.OPEN}),
    Fate.DESTROYED: frozenset({Fate.OPEN, Fate.PRINTED}),
    Fate.PULLED: frozenset({Fate.OPEN, Fate.PRINTED}),
    Fate.POSTED: frozenset({Fate.OPEN, Fate.PRINTED}),
    Fate.RETURNED: frozenset({Fate.POSTED}),
}
"""From which fates a piece comes to one: all else is backward. Only a reprint leads to `open` again."""

VERBS: Final[Mapping[EventKind, str]] = {
    EventKind.RELEASED: "release",
    EventKind.REJECTED: "reject",
    EventKind.WITHDRAWN: "withdraw",
    EventKind.DELIVERED: "deliver",
    EventKind.ACCEPTED: "deliver --receipt",
    EventKind.FEEDBACK: "feedback",
    EventKind.REPRINTED: "reprint",
    EventKind.POSTED: "posted",
    EventKind.RETURNED: "returns",
    EventKind.CLOSED: "close",
    EventKind.PURGED: "purge",
}
"""The commands that events come of."""

STATE_NAMES: Final[Mapping[RunState, str]] = {
    RunState.MADE: n_("gesetzt, nicht freigegeben"),
    RunState.RELEASED: n_("freigegeben"),
    RunState.DELIVERED: n_("geliefert"),
    RunState.ACCEPTED: n_("von der Druckerei angenommen"),
    RunState.POSTED: n_("eingeliefert"),
    RunState.CLOSED: n_("abgeschlossen"),
    RunState.REJECTED: n_("abgelehnt"),
    RunState.WITHDRAWN: n_("zurückgezogen"),
    RunState.PURGED: n_("bereinigt"),
}

EVENT_NAMES: Final[Mapping[EventKind, str]] = {
    EventKind.MADE: n_("gesetzt"),
    EventKind.RELEASED: n_("freigegeben"),
    EventKind.REJECTED: n_("abgelehnt"),
    EventKind.WITHDRAWN: n_("zurückgezogen"),
    EventKind.DELIVERED: n_("geliefert"),
    EventKind.ACCEPTED: n_("angenommen"),
    EventKind.FEEDBACK: n_("Rückmeldung der Druckerei"),
    EventKind.REPRINTED: n_("nachgedruckt"),
    EventKind.POSTED: n_("eingeliefert"),
    EventKind.RETURNED: n_("zurückgekommen"),
    EventKind.CLOSED: n_("abgeschlossen"),
    EventKind.PURGED: n_("bereinigt"),
}


def allowed_now(life: RunLife) -> tuple[EventKind, ...]:
    """Return which events may follow, as far as the state says."""
    return tuple(kind for kind, states in ALLOWED_IN.items() if life.state in states and _has_a_package(life, kind))


def _has_a_package(life: RunLife, kind: EventKind) -> bool:
    """Whether there is a package that such an event could be about; true where none is needed."""
    packages = life.packages
    if kind is EventKind.RELEASED:
        return any(not package.is_released for package in packages)
    if kind is EventKind.DELIVERED:
        return any(package.is_released and not package.is_delivered for package in packages)
    if kind is EventKind.ACCEPTED:
        return any(package.is_delivered and not package.is_accepted for package in packages)
    return True


def refuse_unless_allowed(life: RunLife, kind: EventKind, by: Actor) -> None:
    """Refuse an act that the run's state or the person doesn't allow, before anything is done for it.

    Raises:
        NotAllowedError: with what would be allowed.
    """
    if kind not in allowed_now(life):
        raise NotAllowedError(
            _("Der Lauf ist {state}: „{verb}“ geht jetzt nicht").format(
                state=_(STATE_NAMES[life.state]), verb=VERBS[kind]
            ),
            hint=what_is_allowed(life),
        )
    if kind is EventKind.RELEASED:
        unreleased = [package for package in life.packages if not package.is_released]
        if not any(package.may_be_released_by(by) for package in unreleased):
            raise not_by_this_person(life)


def what_is_allowed(life: RunLife) -> str:
    """Return a sentence that names the commands which are allowed now."""
    verbs = ", ".join(VERBS[kind] for kind in allowed_now(life))
    return _("Erlaubt ist jetzt: {verbs}").format(verbs=verbs) if verbs else _("Erlaubt ist jetzt nichts mehr")


def not_by_this_person(life: RunLife) -> NotAllowedError:
    """Return the error for who has made the package, or released it already."""
    return NotAllowedError(
        _("Freigeben muss eine andere Person: diese hat den Lauf gemacht oder schon freigegeben"),
        hint=_("Eine zweite Person nennt sich mit --by NAME. {allowed}").format(allowed=what_is_allowed(life)),
    )


def too_late(until: dt.date) -> NotAllowedError:
    """Return the error for a release after its last day."""
    return NotAllowedError(
        _("Der Brief ist zu alt: freizugeben war er bis zum {day}").format(day=f"{until:%d.%m.%Y}"),
        hint=_("Den Lauf mit mailing withdraw zurückziehen und mit einem neuen Datum noch einmal machen"),
    )
