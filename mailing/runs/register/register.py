"""The register of letters made: the guard against writing the same letter to the same household twice.

It knows keyed hashes only: whoever gets hold of it learns neither a BG-Nummer nor a template. Losing the register, or
its key, costs the guard and never a run, and is told.
"""

from __future__ import annotations

from contextlib import contextmanager
from itertools import chain, islice
from typing import TYPE_CHECKING, Self, TypeVar

from mailing.base.errors import SurroundingsError
from mailing.base.files import make_folder
from mailing.base.keyed import keyed_sha256
from mailing.base.messages import _
from mailing.base.stores import is_on_store
from mailing.model.bg_number import number_of_household
from mailing.runs.register.database import driver_for, reached
from mailing.runs.register.held_households import HeldHouseholds, folded_address, place_of
from mailing.runs.register.key import fitting_key
from mailing.runs.register.registered_letters import ADDRESS, TELL_STRANGERS_APART, Letters

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from pathlib import Path

    from mailing.model import HouseholdTable
    from mailing.runs.register.database import Cursor

FILE_NAME = "register.sqlite"
KEY_NAME = "register.key"
AT_ONCE = 400
"""Keys looked up, or rows of two inserted, by one statement: below SQLite's oldest limit of 999 parameters."""
Entry = TypeVar("Entry")


class NoRegisterError(SurroundingsError):
    """There can't be a register where the runs go, and none is named."""


class Register:
    """The register at `place`: a SQLite file, or a PostgreSQL URL; `folder` keeps its key.

    Raises:
        SurroundingsError: the register can't be opened.
    """

    def __init__(self, place: str | None, folder: Path) -> None:
        if place is None and is_on_store(folder):
            raise NoRegisterError(
                _("Auf einem Speicher gibt es kein Register"), hint=_("--register nennt eine PostgreSQL-URL oder Datei")
            )
        self._driver = driver_for(place)
        self._file = place or str(folder / FILE_NAME)
        make_folder(folder)
        with reached(self._driver):
            self._connection = self._driver.connect(self._file)
            try:
                self._make_tables()
                self._key = fitting_key(self._connection, self._driver, folder / KEY_NAME)
            except BaseException:
                self._connection.close()
                raise
        self._calls = self._driver.calls(self._file, self._connection)
        self.returned = HeldHouseholds(self._connection, self._driver, self._key)

    def _make_tables(self) -> None:
        blob = self._driver.blob
        if self._driver.before_tables:
            self._connection.cursor().execute(self._driver.before_tables)
        for table, columns in (
            ("letters", f"letter {blob} PRIMARY KEY, run TEXT NOT NULL"),
            ("addresses", f"letter {blob} PRIMARY KEY, address {blob} NOT NULL"),
            ("held", f"letter {blob} PRIMARY KEY, address {blob} NOT NULL"),
            ("claims", f"letter {blob} PRIMARY KEY, call TEXT NOT NULL"),
            ("keys", f"kind TEXT PRIMARY KEY, content {blob} NOT NULL"),
        ):
            self._connection.cursor().execute(
                f"CREATE TABLE IF NOT EXISTS {table} ({columns}) {self._driver.table_kind}"
            )
        self._connection.commit()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the register."""
        self._connection.close()

    def letters_of(self, households: HouseholdTable, texts: Iterable[str]) -> Letters:
        """Return the keyed hashes of each household's letter and address; control letters to the office are left out.

        Args:
            households: the run's households.
            texts: what each one's letter says.
        """
        numbers = map(number_of_household, *map(households.column, ("bg_nummer", *TELL_STRANGERS_APART)))
        addresses = map("".join, zip(*map(households.column, ADDRESS), strict=True))
        keyed = keyed_sha256(self._key)
        digests, places = bytearray(), bytearray()
        for number, address, text in zip(numbers, addresses, texts, strict=True):
            digests += keyed(f"letter\x1f{number}\x1f{text}".encode())
            places += place_of(keyed, number, folded_address(address))
        seeds = frozenset(index for index, is_seed in enumerate(households.column("is_seed")) if is_seed)
        return Letters(bytes(digests), bytes(places), seeds)

    def makers(self, letters: Letters) -> dict[int, str]:
        """Return the households whose letter a run has made, and the run."""
        made: dict[bytes, str] = {}
        mark = self._driver.mark
        with reached(self._driver):
            cursor = self._connection.cursor()
            cursor.execute("SELECT 1 FROM letters LIMIT 1")
            if not cursor.fetchall():
                return {}
            for some in _portions(letters.of(range(len(letters)))):
                marks = ", ".join([mark] * len(some))
                cursor.execute(f"SELECT letter, run FROM letters WHERE letter IN ({marks})", some)  # noqa: S608
                made.update((bytes(letter), str(run)) for letter, run in cursor.fetchall())
        return {index: made[letters[index]] for index in letters if letters[index] in made} if made else {}

    def sent_elsewhere(self, letters: Letters, made: Iterable[int]) -> frozenset[int]:
        """Return those of the households whose letter went to another address than it would now, as far as known."""
        known: dict[bytes, bytes] = {}
        households = list(made)
        with reached(self._driver):
            cursor = self._connection.cursor()
            for some in _portions(letters.of(households)):
                marks = ", ".join([self._driver.mark] * len(some))
                cursor.execute(f"SELECT letter, address FROM addresses WHERE letter IN ({marks})", some)  # noqa: S608
                known |= {bytes(letter): bytes(address) for letter, address in cursor.fetchall()}
        return frozenset(
            each for each in households if known.get(letters[each], letters.address(each)) != letters.address(each)
        )

    def claim(self, wanted: Sequence[bytes], call: str) -> frozenset[bytes]:
        """Claim letters for a call; return those of them that another call under way has claimed.

        What a call has claimed that died on its way is free again.
        """
        mark = self._driver.mark
        with self._alone() as cursor:
            self._calls.begin(call)
            cursor.execute("SELECT DISTINCT call FROM claims")
            gone = [(other,) for (other,) in cursor.fetchall() if not self._calls.is_under_way(other)]
            cursor.executemany(f"DELETE FROM claims WHERE call = {mark}", gone)  # noqa: S608
            taken: set[bytes] = set()
            cursor.execute("SELECT 1 FROM claims LIMIT 1")
            if cursor.fetchall():
                for some in _portions(wanted):
                    marks = ", ".join([mark] * len(some))
                    cursor.execute(f"SELECT letter FROM claims WHERE letter IN ({marks})", some)  # noqa: S608
                    taken.update(bytes(letter) for (letter,) in cursor.fetchall())
            self._insert(cursor, "claims", ((letter, call) for letter in sorted(wanted) if letter not in taken))
        return frozenset(taken)

    def claims_of(self, call: str) -> int:
        """Return how many letters a call has claimed."""
        with reached(self._driver):
            cursor = self._connection.cursor()
            cursor.execute(f"SELECT COUNT(*) FROM claims WHERE call = {self._driver.mark}", [call])  # noqa: S608
            return int(cursor.fetchall()[0][0])

    def give_up(self, call: str) -> None:
        """Let other calls make what a call has claimed and not made."""
        with self._alone() as cursor:
            cursor.execute(f"DELETE FROM claims WHERE call = {self._driver.mark}", [call])  # noqa: S608
        with reached(self._driver):
            self._calls.end(call)

    def enter(
        self, letters: Letters, made: Iterable[int], run: str, renewed: Collection[int] = (), call: str = ""
    ) -> None:
        """Note that `run` made the letters of the households `made`, and where they went; the call's claims end.

        A letter that is known already stays that of its first run, but for those `renewed`: theirs came back, and this
        run has written it anew. Its address is the last one.
        """
        mark = self._driver.mark
        entered = {letters[each]: letters.address(each) for each in made if each not in letters.seeds}
        in_order = sorted(entered.items())
        last_address = "ON CONFLICT (letter) DO UPDATE SET address = excluded.address"
        with self._alone() as cursor:
            self._insert(cursor, "letters", ((letter, run) for letter, _address in in_order), "ON CONFLICT DO NOTHING")
            self._insert(cursor, "addresses", in_order, last_address)
            cursor.executemany(
                f"UPDATE letters SET run = {mark} WHERE letter = {mark}",  # noqa: S608
                [(run, letters[each]) for each in renewed if letters[each] in entered],
            )
            cursor.execute(f"DELETE FROM claims WHERE call = {mark}", [call])  # noqa: S608

    def forget(self, run: str) -> None:
        """Let the letters that `run` made be made again: nobody gets them from it."""
        with reached(self._driver):
            self._connection.cursor().execute(f"DELETE FROM letters WHERE run = {self._driver.mark}", [run])  # noqa: S608
            self._connection.commit()

    def _insert(
        self, cursor: Cursor, table: str, rows: Iterable[tuple[bytes, bytes | str]], where_known: str = ""
    ) -> None:
        """Insert rows, many in one statement: that takes two thirds of the time of one each."""
        row = f"({self._driver.mark}, {self._driver.mark})"
        for some in _portions(rows):
            values = ", ".join([row] * len(some))
            cursor.execute(f"INSERT INTO {table} VALUES {values} {where_known}", [*chain.from_iterable(some)])  # noqa: S608

    @contextmanager
    def _alone(self) -> Iterator[Cursor]:
        """Give a cursor under the lock of those who claim and enter letters; what fails changes nothing."""
        with reached(self._driver):
            cursor = self._connection.cursor()
            self._connection.commit()
            cursor.execute(self._driver.alone)
            try:
                yield cursor
            except BaseException:
                self._connection.rollback()
                raise
            self._connection.commit()


def _portions(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    source = iter(entries)
    return iter(lambda: list(islice(source, AT_ONCE)), [])
