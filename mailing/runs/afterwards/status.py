"""Where runs are on their way: state, since when, what is next and by whom, and pieces by fate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mailing.base.errors import InputError, UsageError, VerificationError
from mailing.base.messages import _
from mailing.base.settings import SettingsText
from mailing.lifecycle import STATE_NAMES, Fate, next_step
from mailing.model import runfolder
from mailing.model.terms import StaleTerms
from mailing.runs.journal.journalled import now, read_life

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from mailing.lifecycle import RunLife

ORGANISATION = f"{runfolder.TEMPLATES}organisation.toml"
UNREADABLE = "unreadable"
"""Stands for the state of a run whose journal isn't what was written: it is shown, not left out."""


@dataclass(frozen=True, slots=True)
class RunStatus:
    """Where a run is.

    Attributes:
        run: its folder.
        state: as `RunState` has it; `state_told` is what people call it.
        since: when it came to this state, in ISO 8601 with the zone.
        next: the command that moves it on, and who is to call it.
        pieces: how many have each fate.
        stale: for how many days nothing has moved, where that is longer than the settings allow.
    """

    run: str
    run_id: str
    state: str
    since: str
    next: str
    pieces: Mapping[str, int]
    stale: int | None
    state_told: str


def status_of(place: Path) -> tuple[RunStatus, ...]:
    """Return the status of the run at `place`, or of all complete runs in that folder.

    Raises:
        UsageError: there is no such folder.
    """
    if not place.is_dir():
        raise UsageError(
            _("Diesen Ordner gibt es nicht"), where=str(place), hint=_("Den Ordner eines Laufs oder aller Läufe nennen")
        )
    return tuple(_status(run) for run in runs_in(place))


def runs_in(place: Path) -> Iterator[Path]:
    """Give the run at `place` if it is one, else all complete runs in that folder, by name."""
    if (place / runfolder.MANIFEST).is_file():
        yield place
        return
    yield from (run for run in sorted(place.iterdir()) if (run / runfolder.MANIFEST).is_file())


def _status(run: Path) -> RunStatus:
    try:
        _events, life = read_life(run)
    except VerificationError as error:
        return RunStatus(str(run), run.resolve().name, UNREADABLE, "", "verify", _pieces({}), None, error.what)
    return RunStatus(
        run=str(run),
        run_id=run.resolve().name,
        state=life.state.value,
        since=life.changed.isoformat(),
        next=str(next_step(life)),
        pieces=_pieces(life.fates.counts()),
        stale=days_too_long(life, stale_terms(run), now()),
        state_told=_(STATE_NAMES[life.state]),
    )


def _pieces(counts: Mapping[Fate, int]) -> dict[str, int]:
    return {fate.value: counts.get(fate, 0) for fate in Fate}


def days_too_long(life: RunLife, terms: StaleTerms, today: dt.datetime) -> int | None:
    """Return for how many days a run has been in its state, where that is more than it should."""
    most = getattr(terms, life.state.value, None)
    days = (today - life.changed).days
    return days if most is not None and days > most else None


def stale_terms(run: Path) -> StaleTerms:
    """Return the terms of the settings that the run was made with; the usual ones where they can't be read."""
    try:
        text = (run / ORGANISATION).read_text("utf-8")
        return StaleTerms.model_validate(SettingsText(text, ORGANISATION).values.get("stale", {}))
    except (OSError, ValueError, InputError):
        return StaleTerms()
