"""The way of a run as the report draws it: stations on a line, a line for each package."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mailing.model.run_way import Station, Track

STEP = 120
"""From station to station, in the drawing's units."""
LONGEST_WORD = 20
"""So many signs of a name fit under a station."""


@dataclass(frozen=True, slots=True)
class DrawnStation:
    """A station at its place, on a line from the one before it; `kind` is `reached`, `open` or `ended`.

    `is_reached` is whether the way has come so far, be it past it.
    """

    from_x: int
    x: int
    kind: str
    lines: tuple[str, ...]
    is_reached: bool


@dataclass(frozen=True, slots=True)
class DrawnTrack:
    """A line with its stations, `width` units wide; `spoken` says the same in words."""

    name: str
    width: int
    stations: tuple[DrawnStation, ...]
    spoken: str


def drawn_track(track: Track, *, redacted: bool) -> DrawnTrack:
    """Return a track as it is drawn; outside, nobody's name stands on it."""
    reached = [place for place, station in enumerate(track.stations) if station.at is not None]
    stations = tuple(
        DrawnStation(
            from_x=STEP // 2 + STEP * max(0, place - 1),
            x=STEP // 2 + STEP * place,
            kind=_kind(station),
            lines=(station.label, *_reached(station, is_passed=place < max(reached, default=0), redacted=redacted)),
            is_reached=place <= max(reached, default=0),
        )
        for place, station in enumerate(track.stations)
    )
    spoken = "; ".join(", ".join(station.lines) for station in stations)
    return DrawnTrack(track.name, STEP * len(stations), stations, spoken)


def _kind(station: Station) -> str:
    if station.ends:
        return "ended"
    return "open" if station.at is None else "reached"


def _reached(station: Station, *, is_passed: bool, redacted: bool) -> tuple[str, ...]:
    """Return what stands under a station's name: when it was reached, and by whom; some are passed by."""
    if station.at is None:
        return ("nicht erfasst" if is_passed else "noch nicht",)
    day = f"{station.at:%d.%m.%Y}"
    who = station.who if len(station.who) <= LONGEST_WORD else f"{station.who[: LONGEST_WORD - 1]}…"
    return (day,) if redacted else (day, who)
