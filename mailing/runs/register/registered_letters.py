"""What the register is asked about: letters by their keyed hashes, and households whose letter came back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

DIGEST_BYTES = 32
TELL_STRANGERS_APART = ("nachname", "strasse", "hausnummer", "plz", "ort")
"""What belongs to a household's number where that isn't well formed."""
ADDRESS = ("zusatz", "strasse", "hausnummer", "ortsteil", "plz", "ort", "land")


@dataclass(frozen=True, slots=True)
class Letters:
    """The keyed hashes of a run's letters by household: one after the other, for there are millions.

    Attributes:
        digests: 32 bytes a household.
        addresses: likewise of where its letter goes.
        seeds: the households whose letters are control letters to the office, which nobody gets twice.
    """

    digests: bytes = b""
    addresses: bytes = b""
    seeds: frozenset[int] = frozenset()

    def __len__(self) -> int:
        """Return how many households there are."""
        return len(self.digests) // DIGEST_BYTES

    def __getitem__(self, household: int) -> bytes:
        """Return the keyed hash of a household's letter."""
        return self.digests[DIGEST_BYTES * household : DIGEST_BYTES * (household + 1)]

    def address(self, household: int) -> bytes:
        """Return the keyed hash of where a household's letter goes."""
        return self.addresses[DIGEST_BYTES * household : DIGEST_BYTES * (household + 1)]

    def __iter__(self) -> Iterator[int]:
        """Give the households whose letters count."""
        return (household for household in range(len(self)) if household not in self.seeds)

    def of(self, households: Iterable[int]) -> Iterator[bytes]:
        """Give the hashes of some households' letters, as far as they count."""
        return (self[household] for household in households if household not in self.seeds)


NO_LETTERS = Letters()


class ReturnedLetter(NamedTuple):
    """A letter that came back: its household's number and address, and whether none is to follow, whatever address."""

    number: str
    address: str
    is_final: bool


class Held(NamedTuple):
    """Households whose last letter came back: those that get none, and those whose address is another now."""

    held: frozenset[int] = frozenset()
    moved: frozenset[int] = frozenset()
