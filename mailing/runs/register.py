"""The register of letters made: the guard against writing the same letter to the same household twice.

It knows keyed hashes only: whoever gets hold of it learns neither a BG-Nummer nor a template. Losing the register, or
its key, costs the guard and never a run.
"""

from __future__ import annotations

import hmac
import secrets
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, Self

from mailing.base.errors import SurroundingsError
from mailing.base.files import make_folder, write_whole
from mailing.base.messages import _
from mailing.base.stores import is_on_store
from mailing.base.words import folded
from mailing.model.bg_number import number_of_household
from mailing.runs.register_database import driver_for
from mailing.runs.registered_letters import Held, Letters, ReturnedLetter

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from pathlib import Path

    from mailing.model import HouseholdTable

FILE_NAME = "register.sqlite"
KEY_NAME = "register.key"
KEY_BYTES = 32
TELL_STRANGERS_APART = ("nachname", "strasse", "hausnummer", "plz", "ort")
"""What belongs to a household's number where that isn't well formed."""
ADDRESS = ("zusatz", "strasse", "hausnummer", "ortsteil", "plz", "ort", "land")
ASKED_AT_ONCE = 500
"""Keys looked up in one query: below SQLite's oldest limit of 999 parameters."""


_WHATEVER = "\x1fwhatever"
"""Stands for every address; no address has such a sign. Nobody can tell it from one in the register."""


class Register:
    """The register at `place`: a SQLite file, or a PostgreSQL URL; `folder` keeps its key.

    Raises:
        SurroundingsError: the register can't be opened.
    """

    def __init__(self, place: str | None, folder: Path) -> None:
        if place is None and is_on_store(folder):
            raise SurroundingsError(
                _("Auf einem Speicher gibt es kein Register"), hint=_("--register nennt eine PostgreSQL-URL oder Datei")
            )
        self._key = _key_in(folder)
        self._driver = driver_for(place)
        self._file = place or str(folder / FILE_NAME)
        with self._reached():
            self._connection = self._driver.connect(self._file)
            blob = f"address {self._driver.blob}"
            for table, column in (("letters", "run TEXT"), ("addresses", blob), ("held", blob)):
                self._connection.cursor().execute(
                    f"CREATE TABLE IF NOT EXISTS {table} (letter {self._driver.blob} PRIMARY KEY, {column} NOT NULL) "
                    f"{self._driver.table_kind}"
                )
            self._connection.commit()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._connection.close()

    def letters_of(self, households: HouseholdTable, letter: str, distinguishing: Sequence[str]) -> Letters:
        """Return the keyed hashes of each household's letter and address; control letters to the office are left out.

        Args:
            households: the run's households.
            letter: what everybody's letter has in common: template, its sources' hash and the date.
            distinguishing: the columns whose values make one household's letter differ from its next one.
        """
        key = hmac.digest(self._key, letter.encode(), "sha256")
        numbers = map(number_of_household, *map(households.column, ("bg_nummer", *TELL_STRANGERS_APART)))
        columns = (households.column(name) for name in distinguishing)
        addresses = map("".join, zip(*map(households.column, ADDRESS), strict=True))
        digests, places = bytearray(), bytearray()
        for number, address, *values in zip(numbers, addresses, *columns, strict=True):
            digests += hmac.digest(key, "\x1f".join((number, *values)).encode(), "sha256")
            places += hmac.digest(self._key, f"{number}\x1f{folded_address(address)}".encode(), "sha256")
        seeds = frozenset(index for index, is_seed in enumerate(households.column("is_seed")) if is_seed)
        return Letters(bytes(digests), bytes(places), seeds)

    def already_made(self, letters: Letters, run: str) -> frozenset[int]:
        """Return the households whose letter another run than `run` has made."""
        made: set[bytes] = set()
        mark = self._driver.mark
        with self._reached():
            cursor = self._connection.cursor()
            cursor.execute(f"SELECT 1 FROM letters WHERE run <> {mark} LIMIT 1", [run])  # noqa: S608
            if not cursor.fetchall():
                return frozenset()
            for some in _portions(letters.of(range(len(letters)))):
                marks = ", ".join([mark] * len(some))
                query = f"SELECT letter FROM letters WHERE letter IN ({marks}) AND run <> {mark}"  # noqa: S608
                cursor.execute(query, [*some, run])
                made.update(bytes(letter) for (letter,) in cursor.fetchall())
        return frozenset(index for index in letters if letters[index] in made) if made else frozenset()

    def sent_elsewhere(self, letters: Letters, made: Iterable[int]) -> frozenset[int]:
        """Return those of the households whose letter went to another address than it would now, as far as known."""
        known: dict[bytes, bytes] = {}
        households = list(made)
        with self._reached():
            cursor = self._connection.cursor()
            for some in _portions(letters.of(households)):
                marks = ", ".join([self._driver.mark] * len(some))
                cursor.execute(f"SELECT letter, address FROM addresses WHERE letter IN ({marks})", some)  # noqa: S608
                known |= {bytes(letter): bytes(address) for letter, address in cursor.fetchall()}
        return frozenset(
            each for each in households if known.get(letters[each], letters.address(each)) != letters.address(each)
        )

    def enter(self, letters: Letters, made: Iterable[int], run: str, renewed: Collection[int] = ()) -> None:
        """Note that `run` made the letters of the households `made`, and where they went.

        A letter that is known already stays that of its first run, but for those `renewed`: theirs came back, and this
        run has written it anew. Its address is the last one.
        """
        mark = self._driver.mark
        entered = {letters[each]: letters.address(each) for each in made if each not in letters.seeds}
        first = f"INSERT INTO letters VALUES ({mark}, {mark}) ON CONFLICT DO NOTHING"  # noqa: S608
        last = (
            f"INSERT INTO addresses VALUES ({mark}, {mark}) "  # noqa: S608
            "ON CONFLICT (letter) DO UPDATE SET address = excluded.address"
        )
        with self._reached():
            cursor = self._connection.cursor()
            cursor.executemany(first, ((letter, run) for letter in sorted(entered)))
            cursor.executemany(last, sorted(entered.items()))
            cursor.executemany(
                f"UPDATE letters SET run = {mark} WHERE letter = {mark}",  # noqa: S608
                [(run, letters[each]) for each in renewed if letters[each] in entered],
            )
            self._connection.commit()

    def hold(self, returned: Iterable[ReturnedLetter]) -> None:
        """Hold households whose letter came back: until their address is another, or whatever it is."""
        mark = self._driver.mark
        held = f"SELECT address FROM held WHERE letter = {mark}"  # noqa: S608
        entry = (
            f"INSERT INTO held VALUES ({mark}, {mark}) "  # noqa: S608
            "ON CONFLICT (letter) DO UPDATE SET address = excluded.address"
        )
        with self._reached():
            cursor = self._connection.cursor()
            for letter in returned:
                household, always = self._household(letter.number), self._place(letter.number, _WHATEVER)
                cursor.execute(held, [household])
                if not any(bytes(address) == always for (address,) in cursor.fetchall()):
                    place = always if letter.is_final else self._place(letter.number, folded_address(letter.address))
                    cursor.execute(entry, [household, place])
            self._connection.commit()

    def held(self, households: HouseholdTable) -> Held:
        """Return which households are held, and which aren't any more because their address is another now."""
        with self._reached():
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
                places = {self._place(number, _WHATEVER), self._place(number, folded_address(address))}
                (held if place in places else moved).add(index)
        return Held(frozenset(held), frozenset(moved))

    def _household(self, number: str) -> bytes:
        return hmac.digest(self._key, f"household\x1f{number}".encode(), "sha256")

    def _place(self, number: str, address: str) -> bytes:
        return hmac.digest(self._key, f"{number}\x1f{address}".encode(), "sha256")

    def forget(self, run: str) -> None:
        """Let the letters that `run` made be made again: nobody gets them from it."""
        with self._reached():
            self._connection.cursor().execute(f"DELETE FROM letters WHERE run = {self._driver.mark}", [run])  # noqa: S608
            self._connection.commit()

    @contextmanager
    def _reached(self) -> Iterator[None]:
        try:
            yield
        except self._driver.error as error:
            raise SurroundingsError(
                _("Das Register gemachter Briefe ist nicht benutzbar ({reason})").format(reason=type(error).__name__),
                where="--register",
                hint=_("Pfad, Adresse, Rechte und Kennwort prüfen"),
            ) from error


def folded_address(text: str) -> str:
    """Return an address without what may be spelled one way or the other."""
    return "".join(filter(str.isalnum, folded(text).replace("strasse", "str")))


def _key_in(folder: Path) -> bytes:
    path = folder / KEY_NAME
    make_folder(folder)
    if not path.exists():
        write_whole(path, secrets.token_bytes(KEY_BYTES))
    return path.read_bytes()


def _portions(letters: Iterable[bytes]) -> Iterator[list[bytes]]:
    source = iter(letters)
    return iter(lambda: list(islice(source, ASKED_AT_ONCE)), [])
