"""Households: who gets a letter. Fields carry the names of the list's own columns: one vocabulary for all rooms."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from itertools import count, repeat, starmap
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

LIST_COLUMNS = (
    "bg_nummer",
    "kundennummer",
    "rolle",
    "anrede",
    "titel",
    "vorname",
    "nachname",
    "zusatz",
    "strasse",
    "hausnummer",
    "ortsteil",
    "plz",
    "ort",
    "land",
    "standort",
    "termin",
    "format",
    "sprache",
    "empfaenger",
)
"""The list's own column names, in the order in which the program writes them."""


class Disposition(StrEnum):
    """What became of a row of the list; every row has exactly one."""

    PRINTED = "printed"
    MERGED = "merged"
    SUPPRESSED = "suppressed"
    REJECTED = "rejected"
    SPECIAL_ROUTE = "special_route"


class LetterFormat(StrEnum):
    """The accessible format that a household has chosen, as lists spell it."""

    STANDARD = "Standard"
    LARGE_PRINT = "Großdruck"
    EASY_LANGUAGE = "Leichte Sprache"
    ELECTRONIC = "elektronisch"


class Route(StrEnum):
    """The way a household's letter takes; every route but `BULK` gives its rows the disposition special_route."""

    BULK = "bulk"
    LARGE_PRINT = "large-print"
    EASY_LANGUAGE = "easy-language"
    ABROAD = "abroad"
    BLOCKED = "blocked"
    GENERAL_DELIVERY = "general-delivery"
    NO_ABODE = "no-abode"
    ELECTRONIC = "electronic"

    @property
    def is_printed(self) -> bool:
        """Whether a letter on paper is made: not for electronic delivery, nor without any address."""
        return self not in (Route.NO_ABODE, Route.ELECTRONIC)


@dataclass(frozen=True, slots=True)
class Person:
    """A member of a Bedarfsgemeinschaft."""

    anrede: str
    titel: str
    vorname: str
    nachname: str


@dataclass(frozen=True, slots=True)
class Household:
    """A Bedarfsgemeinschaft that gets a letter: its representative's entries and its members.

    Attributes:
        index: its place in postal order, from 0; the identity by which everything is joined.
        row: the representative's row as a spreadsheet shows it.
        termin: the appointment, where the list has one.
        mitglieder: all persons of the BG that the list names, the representative first.
        route: the way its letter takes.
        is_seed: a control letter to the office itself.
        sprache: the tag of the language that it asks for beside German (BCP 47); "" for none.
        extra: the list's other columns by their template names.
    """

    index: int
    row: int
    bg_nummer: str
    kundennummer: str
    anrede: str
    titel: str
    vorname: str
    nachname: str
    zusatz: str
    strasse: str
    hausnummer: str
    ortsteil: str
    plz: str
    ort: str
    land: str
    standort: str
    empfaenger: str
    termin: datetime | None
    format: LetterFormat
    mitglieder: tuple[Person, ...]
    route: Route = Route.BULK
    is_seed: bool = False
    sprache: str = ""
    extra: Mapping[str, str] = field(default_factory=dict)


class HouseholdTable(Protocol):
    """All households of a run in postal order, however they are kept."""

    @property
    def extra(self) -> Mapping[str, Sequence[str]]:
        """The list's further columns by their template names."""
        ...

    def __len__(self) -> int:
        """Return how many households there are."""
        ...

    def chunks(self, size: int, only: Collection[str] | None = None) -> Iterator[HouseholdChunk]:
        """Give the households in postal order, `size` at a time; with `only`, just those columns of them."""
        ...

    def column(self, name: str) -> Sequence[Any]:
        """Return one column of the households' chunks, whole: a field of `Household`, or an extra column."""
        ...

    def taken(self, households: Sequence[int], names: Iterable[str]) -> Iterator[Iterable[Any]]:
        """Give some columns of some households, one after the other."""
        ...


@dataclass(frozen=True, slots=True)
class HouseholdChunk:
    """Consecutive households as plain columns: small to pickle, made into households where they are used.

    Attributes:
        first: the index of the first household.
        columns: one sequence for each field of `Household` but `index` and `extra`; `mitglieder` holds for each
            household tuples of a `Person`'s entries, `termin` ISO texts or "".
        extra: the list's other columns by their template names.
    """

    first: int
    columns: Mapping[str, Sequence[Any]]
    extra: Mapping[str, Sequence[str]]

    def __len__(self) -> int:
        return len(next(iter(self.columns.values())))

    def households(self) -> Iterator[Household]:
        """Give the chunk's households in order."""
        made = {
            **self.columns,
            "termin": _each_once(_moment, self.columns["termin"]),
            "format": _each_once(LetterFormat, self.columns["format"]),
            "route": _each_once(Route, self.columns["route"]),
            "mitglieder": [tuple(starmap(Person, members)) for members in self.columns["mitglieder"]],
        }
        rows = zip(*self.extra.values(), strict=True) if self.extra else repeat(())
        extra = (dict(zip(self.extra, row, strict=True)) for row in rows)
        return map(Household, count(self.first), *(made[name] for name in _CHUNK_FIELDS), extra)


_CHUNK_FIELDS = tuple(field.name for field in dataclasses.fields(Household) if field.name not in {"index", "extra"})


def _moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _each_once(make: Callable[[Any], object], texts: Sequence[Any]) -> list[object]:
    """Return `make` of each text, made once for each distinct one."""
    made = {text: make(text) for text in set(texts)}
    return [made[text] for text in texts]
