"""Households that are held because their letter came back: what the register keeps of them, as keyed hashes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mailing.base.keyed import keyed_sha256
from mailing.base.words import folded
from mailing.model.bg_number import number_of_household
from mailing.runs.register.database import reached
from mailing.runs.register.registered_letters import ADDRESS, TELL_STRANGERS_APART, Held

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from mailing.model import HouseholdTable
    from mailing.runs.register.database import Connection, Driver
    from mailing.runs.register.registered_letters import ReturnedLetter

_NEITHER_LETTER_NOR_DIGIT = re.compile(r"[\W_]+")
_WHATEVER = "\x1fwhatever"
"""Stands for every address; no address has such a sign. Nobody can tell it from one in the register."""


class HeldHouseholds:
    """The households that a register holds; errors as of the register."""

    def __init__(self, connection: Connection, driver: Driver, key: bytes) -> None:
        self._connection = connection
        self._driver = driver
        self._keyed = keyed_sha256(key)

    def hold(self, returned: Iterable[ReturnedLetter]) -> None:
        """Hold households whose letter came back: until their address is another, or whatever it is."""
        mark = self._driver.mark
        held = f"SELECT address FROM held WHERE letter = {mark}"  # noqa: S608
        entry = (
            f"INSERT INTO held VALUES ({mark}, {mark}) "  # noqa: S608
            "ON CONFLICT (letter) DO UPDATE SET address = excluded.address"
        )
        with reached(self._driver):
            cursor = self._connection.cursor()
            for letter in returned:
                household, always = self._household(letter.number), place_of(self._keyed, letter.number, _WHATEVER)
                cursor.execute(held, [household])
                if not any(bytes(address) == always for (address,) in cursor.fetchall()):
                    place = (
                        always
                        if letter.is_final
                        else place_of(self._keyed, letter.number, folded_address(letter.address))
                    )
                    cursor.execute(entry, [household, place])
            self._connection.commit()

    def held(self, households: HouseholdTable) -> Held:
        """Return which households are held, and which aren't any more because their address is another now."""
        with reached(self._driver):
            cursor = self._connection.cursor()
            cursor.execute("SELECT letter, address FROM held")
            known = {bytes(household): bytes(address) for household, address in cursor.fetchall()}
        if not known:
            return Held()
        numbers = map(number_of_household, *map(households.column, ("bg_nummer", *TELL_STRANGERS_APART)))
        addresses = map("".join, zip(*map(households.column, ADDRESS), strict=True))
        held, moved = set[int](), set[int]()
        for index, (number, address) in enumerate(zip(numbers, addresses, strict=True)):
            place = known.get(self._household(number))
            if place is not None:
                places = {
                    place_of(self._keyed, number, _WHATEVER),
                    place_of(self._keyed, number, folded_address(address)),
                }
                (held if place in places else moved).add(index)
        return Held(frozenset(held), frozenset(moved))

    def _household(self, number: str) -> bytes:
        return self._keyed(f"household\x1f{number}".encode())


def place_of(keyed: Callable[[bytes], bytes], number: str, address: str) -> bytes:
    """Return the keyed hash of a household's number with an address."""
    return keyed(f"{number}\x1f{address}".encode())


def folded_address(text: str) -> str:
    """Return an address without what may be spelled one way or the other."""
    return _NEITHER_LETTER_NOR_DIGIT.sub("", folded(text).replace("strasse", "str"))
