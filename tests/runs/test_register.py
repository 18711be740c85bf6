"""The double-run guard: the same letter to the same household is noticed across runs."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from threading import Barrier, BrokenBarrierError
from typing import TYPE_CHECKING

import pytest

from mailing.base.errors import SurroundingsError
from mailing.base.files import write_whole
from mailing.runs.register.register import AT_ONCE, Register
from mailing.runs.register.registered_letters import ADDRESS, TELL_STRANGERS_APART

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from pathlib import Path

    from mailing.model import HouseholdChunk


@dataclass(frozen=True)
class Households:
    """Households that are known by their number, appointment and street alone."""

    bg_numbers: tuple[str, ...]
    termine: tuple[str, ...] = ()
    streets: tuple[str, ...] = ()
    seeds: tuple[int, ...] = ()

    def __len__(self) -> int:
        return len(self.bg_numbers)

    def chunks(self, size: int, only: Collection[str] | None = None) -> Iterator[HouseholdChunk]:
        """Nobody asks for all of it."""
        raise NotImplementedError

    def column(self, name: str) -> Sequence[object]:
        """Return what the guard asks for."""
        columns: dict[str, Sequence[object]] = dict.fromkeys(ADDRESS + TELL_STRANGERS_APART, ("",) * len(self))
        columns |= {
            "bg_nummer": self.bg_numbers,
            "termin": self.termine or ("",) * len(self),
            "strasse": self.streets or ("",) * len(self),
            "is_seed": [index in self.seeds for index in range(len(self))],
        }
        return columns[name]


def texts_of(households: Households, text: str) -> list[str]:
    """Return what each one's letter says."""
    return [f"{text} {termin}" for termin in households.column("termin")]


def made(folder: Path, households: Households, run_id: str, text: str = "brief v1 2020-06-15") -> frozenset[int]:
    """Ask what another run has made already, then enter this run."""
    with Register(None, folder) as register:
        letters = register.letters_of(households, texts_of(households, text))
        already = {household for household, maker in register.makers(letters).items() if maker != run_id}
        register.enter(letters, letters, run_id)
    return frozenset(already)


def test_old_rows_in_a_new_list_are_noticed(tmp_path: Path) -> None:
    """The third household is new, the first two had the letter."""
    assert made(tmp_path, Households(("1", "2")), "run-a") == frozenset()
    assert made(tmp_path, Households(("1", "2", "3")), "run-b") == {0, 1}


def test_more_letters_than_one_statement_takes_are_entered(tmp_path: Path) -> None:
    """All of them, and a known one stays the first run's."""
    numbers = tuple(map(str, range(2 * AT_ONCE + 1)))
    assert made(tmp_path, Households(numbers[:3]), "run-a") == frozenset()
    assert made(tmp_path, Households(numbers), "run-b") == {0, 1, 2}
    assert made(tmp_path, Households(numbers), "run-c") == set(range(len(numbers)))
    assert made(tmp_path, Households(numbers), "run-b") == {0, 1, 2}


def test_a_run_taken_up_again_isnt_its_own_double(tmp_path: Path) -> None:
    """Its entries are its own."""
    made(tmp_path, Households(("1",)), "run-a")
    assert made(tmp_path, Households(("1",)), "run-a") == frozenset()


@pytest.mark.parametrize(
    ("text", "termine"), [("brief v1 2020-06-16", ("",)), ("brief v2 2020-06-15", ("",)), (None, ("2020-07-01T09:00",))]
)
def test_another_date_text_or_appointment_is_another_letter(
    tmp_path: Path, text: str | None, termine: tuple[str]
) -> None:
    """Only the same letter is a double."""
    made(tmp_path, Households(("1",)), "run-a")
    again = Households(("1",), termine)
    assert made(tmp_path, again, "run-b", text or "brief v1 2020-06-15") == frozenset()


def test_control_letters_to_the_office_are_never_doubles(tmp_path: Path) -> None:
    """They go out with every run."""
    made(tmp_path, Households(("1", "seed"), seeds=(1,)), "run-a")
    assert made(tmp_path, Households(("1", "seed"), seeds=(1,)), "run-b") == {0}


def test_a_number_is_known_by_its_normal_form(tmp_path: Path) -> None:
    """However the next list spells it; strangers who share an odd number are two households."""
    made(tmp_path, Households(("23702//0000001", "4711"), streets=("Weg", "Weg")), "run-a")
    again = Households(("BG 23702-0000001", "4711", "4711"), streets=("Weg", "Weg", "Allee"))
    assert made(tmp_path, again, "run-b") == {0, 1}


@pytest.mark.parametrize(
    ("street", "changed"), [("Lindenstraße 5", False), ("LINDENSTR. 5 ", False), ("Am Markt 2", True)]
)
def test_who_has_moved_since_the_letter_is_known(tmp_path: Path, street: str, changed: bool) -> None:  # noqa: FBT001
    """Another spelling is the same address; where the letter goes next is the one that counts from then on."""
    made(tmp_path, Households(("23702//0000001",), streets=("Lindenstraße 5",)), "run-a")
    with Register(None, tmp_path) as register:
        again = Households(("23702//0000001",), streets=(street,))
        letters = register.letters_of(again, texts_of(again, "brief v1 2020-06-15"))
        assert register.sent_elsewhere(letters, {0}) == ({0} if changed else frozenset())
        register.enter(letters, {0}, "run-b")
        assert register.sent_elsewhere(letters, {0}) == frozenset()


def test_the_register_holds_keyed_hashes_only(tmp_path: Path) -> None:
    """No BG-Nummer, no template, in no form that can be tried out without the key."""
    made(tmp_path, Households(("23702//0012345",), streets=("Lindenweg",)), "run-a")
    content = (tmp_path / "register.sqlite").read_bytes()
    assert b"lindenweg" not in content.lower()
    assert b"0012345" not in content
    assert b"brief" not in content


@pytest.mark.parametrize("key", [None, b"", b"x" * 32, b"short"], ids=["gone", "empty", "another", "cut"])
def test_a_filled_register_without_its_key_is_told(tmp_path: Path, key: bytes | None) -> None:
    """Another key means other hashes: every letter would be written again, and nobody would know."""
    made(tmp_path, Households(("1",)), "run-a")
    (tmp_path / "register.key").unlink()
    if key is not None:
        (tmp_path / "register.key").write_bytes(key)
    with pytest.raises(SurroundingsError, match="Schlüssel"):
        Register(None, tmp_path)


def test_two_calls_at_once_make_one_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a register that neither has found: with a key each, one would be shut out for good, and write unguarded."""
    both = Barrier(2)

    def write_together(path: Path, content: bytes) -> None:
        with suppress(BrokenBarrierError):
            both.wait(1)  # until the other call is as far, if it can be
        write_whole(path, content)

    monkeypatch.setattr("mailing.runs.register.key.write_whole", write_together)

    def made_letters(number: int) -> frozenset[int]:
        return made(tmp_path, Households((f"23702//000000{number}",)), f"run-{number}")

    with ThreadPoolExecutor(2) as calls:
        assert list(calls.map(made_letters, (1, 2))) == [frozenset(), frozenset()]
    assert made(tmp_path, Households(("23702//0000001", "23702//0000002")), "run-3") == {0, 1}


def test_an_empty_register_gets_a_new_key(tmp_path: Path) -> None:
    """There is nothing that it could forget."""
    (tmp_path / "register.key").write_bytes(b"")
    assert made(tmp_path, Households(("1",)), "run-a") == frozenset()
    assert made(tmp_path, Households(("1",)), "run-b") == {0}


def test_a_register_that_cant_be_opened_is_told(tmp_path: Path) -> None:
    """A folder in the file's place."""
    (tmp_path / "register.sqlite").mkdir()
    with pytest.raises(SurroundingsError):
        Register(None, tmp_path)
