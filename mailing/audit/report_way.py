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
    """A station at its place, on a line from the one before it; `kind` is `reached`, `open` or `ended`."""

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
    stations = tuple(
        DrawnStation(
            from_x=STEP // 2 + STEP * max(0, place - 1),
            x=STEP // 2 + STEP * place,
            kind=_kind(station),
            lines=tuple(_lines(station, redacted=redacted)),
            is_reached=station.at is not None,
        )
        for place, station in enumerate(track.stations)
    )
    spoken = "; ".join(", ".join(_lines(station, redacted=redacted)) for station in track.stations)
    return DrawnTrack(track.name, STEP * len(stations), stations, spoken)


def _kind(station: Station) -> str:
    if station.ends:
        return "ended"
    return "open" if station.at is None else "reached"


def _lines(station: Station, *, redacted: bool) -> list[str]:
    """Return what stands under a station: what it is, when it was reached, and by whom."""
    if station.at is None:
        return [station.label, "noch nicht"]
    lines = [station.label, f"{station.at:%d.%m.%Y}"]
    if redacted:
        return lines
    who = station.who if len(station.who) <= LONGEST_WORD else f"{station.who[: LONGEST_WORD - 1]}…"
    return [*lines, who]
