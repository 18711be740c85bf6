"""The letters of which a proof set may need one: few, however many a run has, and found chunk by chunk.

Pure: a chunk's shortlist is made where its letters are set, and shortlists are joined in the run's order. What is left
out can't be chosen: of each way to be special the first letters are kept, and all letters' characters are counted.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from mailing.letters.proofs.measuring import Measured

HOLDERS: Final = 12
"""So many letters are kept for each character: a rare one has hardly more."""
LETTERS_KEPT: Final = 2_000
"""Joined lists are looked through when they have more: a chunk's has a hundred or two."""

_LARGEST: Final[tuple[Callable[[Measured], float], ...]] = (
    lambda letter: letter.name_width,
    lambda letter: letter.address_lines,
    lambda letter: letter.pages,
)


@dataclass(frozen=True, slots=True)
class Shortlist:
    """The letters to choose among, in the run's order.

    Attributes:
        letters: the first and the last, the largest of each measure, the first of each format and of each set of
            branches, and the first that have each character.
        count: how many letters there are in all.
        characters: how many of these have each character.
    """

    letters: tuple[Measured, ...] = ()
    count: int = 0
    characters: Counter[str] = field(default_factory=Counter)

    def __add__(self, later: Shortlist) -> Shortlist:
        """Return the shortlist of these letters and those that come later in the run."""
        letters = (*self.letters, *later.letters)
        kept = _kept(letters) if len(letters) > LETTERS_KEPT else letters
        return Shortlist(kept, self.count + later.count, self.characters + later.characters)


def shortlist(letters: Iterable[Measured]) -> Shortlist:
    """Return the shortlist of letters in the run's order."""
    every = tuple(letters)
    characters = Counter(chain.from_iterable([letter.characters for letter in every]))
    return Shortlist(_kept(every), len(every), characters)


def _kept(letters: tuple[Measured, ...]) -> tuple[Measured, ...]:
    wanted = {letter.household for letter in _special(letters)}
    return tuple(letter for letter in letters if letter.household in wanted)


def _special(letters: tuple[Measured, ...]) -> Iterator[Measured]:
    """Give the letters that are first, last or largest, or the first of their kind."""
    if not letters:
        return
    yield from (letters[0], letters[-1], *(max(letters, key=measure) for measure in _LARGEST))
    kinds: set[object] = set()
    holders: Counter[str] = Counter()
    full: set[str] = set()
    for letter in letters:
        own = {letter.format, letter.branches}
        rare = letter.characters - full
        if rare or not own <= kinds:
            yield letter
        kinds |= own
        for character in rare:
            holders[character] += 1
            if holders[character] >= HOLDERS:
                full.add(character)
