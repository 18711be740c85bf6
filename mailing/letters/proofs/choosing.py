"""The proof set: the few letters in which whatever can go wrong would show.

Pure: it gets what was measured of each letter, and gives which to print and why.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from mailing.base.messages import _

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from mailing.letters.proofs.measuring import Measured
    from mailing.letters.proofs.shortlist import Shortlist

RARE_CHARACTERS: Final = 12
"""So many of the rarest characters of all letters are looked at."""
RARE_LETTERS: Final = 4
"""So many letters are chosen for them at most."""
AT_RANDOM: Final = 3


@dataclass(frozen=True, slots=True)
class Proof:
    """A letter of the proof set, and why it is there, in the user's language."""

    household: int
    reasons: tuple[str, ...]


def choose_proofs(candidates: Shortlist, households: Sequence[int], seed: int) -> tuple[Proof, ...]:
    """Choose the proof set of a run, in the run's order; what was chosen for one reason serves others too.

    Args:
        candidates: the shortlist of all letters.
        households: of all letters, in the run's order.
        seed: decides on those taken at random.
    """
    if not candidates.letters:
        return ()
    reasons: dict[int, list[str]] = {}
    for household, reason in _choices(candidates, households, reasons, seed):
        reasons.setdefault(household, []).append(reason)
    return tuple(Proof(household, tuple(reasons[household])) for household in households if household in reasons)


def _choices(
    candidates: Shortlist, households: Sequence[int], chosen: Collection[int], seed: int
) -> Iterator[tuple[int, str]]:
    """Give households with the reason for each; `chosen` is read as it grows."""
    letters = candidates.letters
    yield letters[0].household, _("erster Brief")
    yield letters[-1].household, _("letzter Brief")
    yield max(letters, key=lambda letter: letter.name_width).household, _("längster Name")
    yield max(letters, key=lambda letter: letter.address_lines).household, _("meiste Zeilen in der Anschrift")
    yield max(letters, key=lambda letter: letter.pages).household, _("meiste Seiten")
    for kind, reason in _kinds(letters):
        yield next((letter for letter in kind if letter.household in chosen), kind[0]).household, reason
    yield from _rarest(candidates)
    others = [household for household in households if household not in chosen]
    for household in random.Random(seed).sample(others, min(AT_RANDOM, len(others))):  # noqa: S311 - a choice, no secret
        yield household, _("zufällig gewählt")


def _kinds(letters: Sequence[Measured]) -> Iterator[tuple[list[Measured], str]]:
    """Give the letters of each kind of which the set needs one: formats, branches taken and not taken."""
    for format_ in sorted({letter.format for letter in letters}):
        yield [letter for letter in letters if letter.format is format_], _("Format {name}").format(name=format_)
    for branch in sorted(frozenset().union(*(letter.branches for letter in letters))):
        taken = [letter for letter in letters if branch in letter.branches]
        left = [letter for letter in letters if branch not in letter.branches]
        yield taken, _("Bedingung {place}").format(place=branch)
        if left:
            yield left, _("ohne Bedingung {place}").format(place=branch)


def _rarest(candidates: Shortlist) -> Iterator[tuple[int, str]]:
    """Give letters that together have the rarest characters, those with the most of them first."""
    counts = candidates.characters
    by_rarity = sorted(counts, key=lambda character: (counts[character], character))
    rest = {character for character in by_rarity[:RARE_CHARACTERS] if counts[character] < candidates.count}
    holders = [letter for letter in candidates.letters if letter.characters & rest]
    for _choice in range(RARE_LETTERS):
        if not rest:
            return
        letter = max(holders, key=lambda holder: len(holder.characters & rest))
        found = letter.characters & rest
        yield letter.household, _("seltene Zeichen: {characters}").format(characters=" ".join(sorted(found)))
        rest -= found
