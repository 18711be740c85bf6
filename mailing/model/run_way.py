"""The way of a run, as its report tells it: what was done when and by whom, and what became of the pieces."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Station:
    """A station on the way.

    Attributes:
        label: what it is called.
        at: when it was reached; None where it wasn't.
        who: reached it.
        ends: whether the way ends here before its aim.
    """

    label: str
    at: dt.datetime | None = None
    who: str = ""
    ends: bool = False


@dataclass(frozen=True, slots=True)
class Track:
    """The stations of a package, in their order."""

    name: str
    stations: tuple[Station, ...]


@dataclass(frozen=True, slots=True)
class Reprinted:
    """A reprint: its package, how much it has, and why it was made."""

    package: str
    pieces: int
    sheets: int
    reason: str


@dataclass(frozen=True, slots=True)
class Act:
    """A line of the journal, for people: what was done, and what it tells of it."""

    number: int
    at: dt.datetime
    who: str
    source: str
    what: str
    told: str


@dataclass(frozen=True, slots=True)
class RunWay:
    """The way of a run up to the last line of its journal.

    Attributes:
        tracks: the run's own package, then its reprints.
        fates: how many pieces have come to which fate, by its name.
        returns: how many letters came back for which reason, by its name.
        head: the hex SHA-256 of the journal's last line.
    """

    tracks: tuple[Track, ...]
    fates: Mapping[str, int]
    reprints: tuple[Reprinted, ...]
    returns: Mapping[str, int]
    acts: tuple[Act, ...]
    head: str


@dataclass(frozen=True, slots=True)
class PieceWay:
    """The way of one piece.

    Attributes:
        fate: what became of it, as `FATE_NAMES` has it.
        acts: the lines of the journal that are about the run as a whole, or about this piece.
    """

    fate: str
    acts: tuple[Act, ...]
