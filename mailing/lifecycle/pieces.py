"""What became of each piece of a run: its fate, as far as the journal tells."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from mailing.model.piece_ranges import ranges_of

if TYPE_CHECKING:
    from mailing.model.piece_ranges import PieceRanges


class Fate(StrEnum):
    """Where a piece is on its way; of one that was reprinted, its latest copy counts."""

    OPEN = "open"
    PRINTED = "printed"
    DESTROYED = "destroyed"
    PULLED = "pulled"
    POSTED = "posted"
    RETURNED = "returned"


FINAL = frozenset({Fate.PULLED, Fate.POSTED, Fate.RETURNED})
"""With these, nothing more is to be done before the run can be closed."""

_CODES = {fate: code for code, fate in enumerate(Fate)}


@dataclass(frozen=True, slots=True)
class Fates:
    """The fates of all pieces, a byte each: piece n is at n - 1."""

    codes: bytes

    @classmethod
    def all_open(cls, pieces: int) -> Fates:
        """Return the fates of so many pieces of which nothing is known yet."""
        return cls(bytes(pieces))

    def __len__(self) -> int:
        return len(self.codes)

    def __getitem__(self, piece: int) -> Fate:
        """Return a piece's fate; IndexError where the run has no such piece."""
        if not 1 <= piece <= len(self.codes):
            raise IndexError(piece)
        return tuple(Fate)[self.codes[piece - 1]]

    def have(self, pieces: PieceRanges) -> bool:
        """Whether the run has all of these pieces."""
        return all(part.start >= 1 and part.stop <= len(self.codes) + 1 for part in pieces)

    def of(self, pieces: PieceRanges) -> frozenset[Fate]:
        """Return which fates these pieces have."""
        found = {code for part in pieces for code in set(self.codes[part.start - 1 : part.stop - 1])}
        return frozenset(fate for fate in Fate if _CODES[fate] in found)

    def with_fate(self, fate: Fate) -> PieceRanges:
        """Return all pieces that have this fate."""
        wanted = _CODES[fate]
        return ranges_of(piece for piece, code in enumerate(self.codes, start=1) if code == wanted)

    def counts(self) -> dict[Fate, int]:
        """Return how many pieces have each fate."""
        return {fate: self.codes.count(code) for fate, code in _CODES.items()}

    def changed(self, pieces: PieceRanges, fate: Fate) -> Fates:
        """Return the fates with these pieces' changed."""
        codes = bytearray(self.codes)
        for part in pieces:
            codes[part.start - 1 : part.stop - 1] = bytes([_CODES[fate]]) * len(part)
        return Fates(bytes(codes))

    @property
    def are_final(self) -> bool:
        """Whether each piece was posted or pulled: the equation that a run closes with."""
        return set(self.codes) <= {_CODES[fate] for fate in FINAL}
