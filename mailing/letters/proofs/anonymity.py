"""Synthetic persons in place of the real ones, so that proofs can leave the house.

What makes a letter worth proofing stays: names of the same make and about the same length, characters that are rare,
a street as long. What says who it is goes: names, street, numbers, the guardian, and all columns of the list's own.
"""

from __future__ import annotations

import random
import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Final

from mailing.letters.text.german import write_day
from mailing.letters.text.iban import iban_of, plain_iban
from mailing.letters.text.readers import read_day, read_number

if TYPE_CHECKING:
    from collections.abc import Callable

    from faker import Faker

    from mailing.model import Household, Person

CANDIDATES: Final = 60
"""So many synthetic names are tried for one of about the same length."""
COMMON: Final = frozenset("abcdefghijklmnopqrstuvwxyzäöüß -.'’")

_LETTER: Final = re.compile("[^\u0300-\u036f][\u0300-\u036f]*")
"""A letter with its combining marks."""


def anonymous(household: Household, seed: int) -> Household:
    """Return the household with a synthetic person in place of the real one; the same for the same seed."""
    return _Mask(seed, household.index).household(household)


@cache
def _faker() -> Faker:
    from faker import Faker

    return Faker("de_DE")


class _Mask:
    """Makes what stands in place of one household's entries."""

    def __init__(self, seed: int, index: int) -> None:
        self._random = random.Random(f"{seed}/{index}")  # noqa: S311 - what was there is thrown away, not hidden
        self._faker = _faker()
        self._faker.seed_instance(self._random.getrandbits(64))

    def household(self, household: Household) -> Household:
        """Return the household as someone else's."""
        vorname, nachname = self._first_name(household.vorname, household.anrede), self._last_name(household.nachname)
        members = tuple(self._member(member, household, vorname, nachname) for member in household.mitglieder)
        return replace(
            household,
            bg_nummer=self._digits(household.bg_nummer),
            kundennummer=self._digits(household.kundennummer),
            vorname=vorname,
            nachname=nachname,
            zusatz=self._words(household.zusatz),
            strasse=self._street(household.strasse),
            hausnummer=self._digits(household.hausnummer),
            empfaenger="\n".join(map(self._words, household.empfaenger.splitlines())),
            mitglieder=members,
            extra={name: self._entry(text) for name, text in household.extra.items()},
        )

    def _member(self, member: Person, household: Household, vorname: str, nachname: str) -> Person:
        if (member.vorname, member.nachname) == (household.vorname, household.nachname):
            return replace(member, vorname=vorname, nachname=nachname)
        last = nachname if member.nachname == household.nachname else self._last_name(member.nachname)
        return replace(member, vorname=self._first_name(member.vorname, member.anrede), nachname=last)

    def _first_name(self, name: str, anrede: str) -> str:
        by_form = {"Frau": self._faker.first_name_female, "Herr": self._faker.first_name_male}
        return self._name(name, by_form.get(anrede, self._faker.first_name))

    def _last_name(self, name: str) -> str:
        return self._name(name, self._faker.last_name)

    def _street(self, name: str) -> str:
        return self._like(name, self._faker.street_name) if name else ""

    def _name(self, name: str, make: Callable[[], str]) -> str:
        """Return a name of as many parts, each about as long; hyphens and blanks stay."""
        if "-" in name:
            return "-".join(self._name(part, make) for part in name.split("-"))
        return " ".join(self._like(part, make) for part in name.split())

    def _like(self, word: str, make: Callable[[], str]) -> str:
        """Return the candidate nearest in length, with the rare characters of the real one at its end."""
        candidates = [make() for _try in range(CANDIDATES)]
        nearest = min((name for name in candidates if name != word), key=lambda name: abs(len(name) - len(word)))
        rare = [letter for letter in _LETTER.findall(word) if letter.lower() not in COMMON]
        return nearest[: max(len(nearest) - len(rare), 1)] + "".join(rare)

    def _entry(self, text: str) -> str:
        """Return another entry of the same kind: an IBAN, a day, a number, or words."""
        if plain := plain_iban(text):
            return iban_of(plain[:2], self._digits(plain[4:]))
        for read, other in ((read_day, self._other_day), (read_number, self._digits)):
            try:
                read(text)
            except ValueError:
                continue
            return other(text)
        return self._words(text)

    def _other_day(self, text: str) -> str:
        day = read_day(text)
        return write_day(day.replace(day=self._random.randint(1, 28)), "kurz")

    def _digits(self, text: str) -> str:
        """Return other figures at the same positions, none of them 0."""
        figures = [str(self._random.randint(1, 9)) if character.isdigit() else character for character in text]
        return "".join(figures)

    def _words(self, text: str) -> str:
        """Return the text with every capitalised word but salutations and small connections replaced."""
        kept = ("Frau", "Herr", "Herrn", "Dr.", "Prof.", "Eheleute", "Familie", "c/o", "bei")
        words = (
            word if word in kept or word.islower() else self._like(word, self._faker.last_name) for word in text.split()
        )
        return self._digits(" ".join(words))
