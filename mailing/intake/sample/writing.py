"""A synthetic list to try the program with: households of the measured sizes, names and places of the Region.

The same number and seed give the same list. Nobody in it exists.
"""

from __future__ import annotations

import csv
import random
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, TextIO

from mailing.intake.sample.names import SHARES, NameStock, stock
from mailing.intake.sample.places import ADDITIONS, MUNICIPALITIES, STREETS
from mailing.model import LIST_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

DELIMITER = ";"
BG_START = 23702
"""The first five digits of the list's BG numbers."""

KINDS_OF_HOUSEHOLD = {"single": 55, "lone parent": 19, "couple with children": 15, "couple": 8, "other": 3}
"""In percent, as measured in the country's statistics."""
CHILDREN_OF_ONE = {1: 43, 2: 32, 3: 16, 4: 9}
CHILDREN_OF_TWO = {1: 25, 2: 33, 3: 22, 4: 12, 5: 8}
"""In percent; together with the kinds they give the Region's 2.03 persons a household (end of 2018)."""
ADULTS_OF_OTHER = {3: 75, 4: 20, 5: 5}
WOMEN_AMONG_LONE_PARENTS = 0.9

FIRST_DAY, LAST_DAY = date(2020, 6, 22), date(2020, 7, 31)
OFFICE_HOURS = tuple(time(hour, minute) for hour in (8, 9, 10, 11, 13, 14) for minute in (0, 20, 40))
DAYS = tuple(
    day
    for offset in range((LAST_DAY - FIRST_DAY).days + 1)
    if (day := FIRST_DAY + timedelta(offset)).weekday() < 5  # noqa: PLR2004 - Monday to Friday
)
APPOINTMENTS = tuple(datetime.combine(day, at).isoformat(timespec="minutes") for day in DAYS for at in OFFICE_HOURS)


@dataclass(frozen=True, slots=True)
class _Person:
    anrede: str
    titel: str
    vorname: str
    nachname: str


def write_sample(households: int, seed: int, stream: TextIO, *, persons: bool = True) -> None:
    """Write a synthetic list as CSV, with the program's own columns but for the language.

    Args:
        households: how many Bedarfsgemeinschaften.
        seed: the same seed gives the same list.
        stream: where to; it must leave line ends alone (`newline=""`).
        persons: one row for each person with its `rolle`, or one row for each household.
    """
    writer = csv.writer(stream, delimiter=DELIMITER, lineterminator="\r\n")
    writer.writerow(name for name in LIST_COLUMNS if name != "sprache")
    rng = random.Random(seed)  # noqa: S311 - not for secrets
    for rows in _households(households, rng):
        writer.writerows(rows if persons else rows[:1])


def _households(count: int, rng: random.Random) -> Iterator[list[tuple[str, ...]]]:
    """Give the rows of each household, its representative first."""
    numbers = _scattered_numbers(count, rng)
    locales = tuple(SHARES)
    chosen = rng.choices(locales, tuple(SHARES.values()), k=count)
    places = rng.choices(MUNICIPALITIES, [place.inhabitants for place in MUNICIPALITIES], k=count)
    kinds = rng.choices(tuple(KINDS_OF_HOUSEHOLD), tuple(KINDS_OF_HOUSEHOLD.values()), k=count)
    neighbours: set[tuple[str, str, str]] = set()
    for number, locale, place, kind in zip(numbers, chosen, places, kinds, strict=True):
        code, street = rng.choice(place.codes), rng.choice(STREETS)
        people = _people(kind, stock(locale), rng)
        while (code, street, people[0].nachname) in neighbours:
            street = rng.choice(STREETS)
        neighbours.add((code, street, people[0].nachname))
        addition = rng.choice(ADDITIONS) if rng.random() < 0.04 else ""  # noqa: PLR2004 - some live in a rear building
        address = (addition, street, _house_number(rng), "", code, place.name, "")
        site, appointment, guardian = rng.choice(place.sites), rng.choice(APPOINTMENTS), _guardian(kind, rng)
        bg_number = f"{BG_START + number // 10_000_000}//{number % 10_000_000:07d}"
        yield [
            (
                bg_number,
                _customer_number(rng),
                "Mitglied" if rank else "Vertreter",
                person.anrede,
                person.titel,
                person.vorname,
                person.nachname,
                *address,
                site,
                "" if rank else appointment,
                "",
                "" if rank else guardian,
            )
            for rank, person in enumerate(people)
        ]


def _scattered_numbers(count: int, rng: random.Random) -> Iterator[int]:
    """Give `count` different numbers that don't follow each other (a step that shares no factor with the range)."""
    size = 10_000_000 * (1 + count // 10_000_000)
    start = rng.randrange(size)
    return ((start + place * 7_368_787) % size for place in range(count))


def _people(kind: str, names: NameStock, rng: random.Random) -> list[_Person]:
    """Return a household's persons; most share the surname."""
    adults, children = _sizes(kind, rng)
    first_is_woman = rng.random() < (WOMEN_AMONG_LONE_PARENTS if kind == "lone parent" else 0.5)
    surname = rng.randrange(min(len(names.surnames_of_women), len(names.surnames_of_men)))
    return [
        _person(names, surname, is_woman=is_woman, is_adult=rank < adults, rng=rng)
        for rank, is_woman in enumerate(
            first_is_woman if rank == 0 else (not first_is_woman if rank == 1 < adults else rng.random() < 0.5)  # noqa: PLR2004 - half of them
            for rank in range(adults + children)
        )
    ]


def _sizes(kind: str, rng: random.Random) -> tuple[int, int]:
    """Return how many adults and children a household has."""
    if kind == "single":
        return 1, 0
    if kind == "lone parent":
        return 1, _drawn(CHILDREN_OF_ONE, rng)
    if kind == "couple with children":
        return 2, _drawn(CHILDREN_OF_TWO, rng)
    return (2, 0) if kind == "couple" else (_drawn(ADULTS_OF_OTHER, rng), 0)


def _drawn(shares: dict[int, int], rng: random.Random) -> int:
    return rng.choices(tuple(shares), tuple(shares.values()))[0]


def _person(names: NameStock, surname: int, *, is_woman: bool, is_adult: bool, rng: random.Random) -> _Person:
    first = rng.choice(names.women if is_woman else names.men)
    surnames = names.surnames_of_women if is_woman else names.surnames_of_men
    chance = rng.random()
    family = _other(surnames, rng) if chance < 0.08 else surnames[surname]  # noqa: PLR2004 - names of their own
    title = "Dr." if is_adult and chance > 0.990 else ""  # noqa: PLR2004 - a hundredth
    anrede = "Divers" if 0.985 < chance <= 0.990 else "Frau" if is_woman else "Herr"  # noqa: PLR2004 - or none of both
    return _Person(anrede, title, first, family)


def _other(surnames: Sequence[str], rng: random.Random) -> str:
    return rng.choice(surnames)


def _house_number(rng: random.Random) -> str:
    number = str(1 + int(rng.random() ** 2 * 140))
    return number + rng.choice("abcdef") if rng.random() < 0.12 else number  # noqa: PLR2004 - an eighth has a letter


def _customer_number(rng: random.Random) -> str:
    number = rng.randrange(26_000_000)
    return f"237{'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[number // 1_000_000]}{number % 1_000_000:06d}"


def _guardian(kind: str, rng: random.Random) -> str:
    """Return an authorised recipient for a few of the single persons."""
    if kind != "single" or rng.random() >= 0.01:  # noqa: PLR2004 - a hundredth
        return ""
    names = stock("de_DE")
    if rng.random() < 0.5:  # noqa: PLR2004 - half of them
        return f"Frau {rng.choice(names.women)} {rng.choice(names.surnames_of_women)}"
    return f"Herrn {rng.choice(names.men)} {rng.choice(names.surnames_of_men)}"
