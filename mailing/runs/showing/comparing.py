"""Two runs compared: households that only one of them has, other addresses, other texts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from mailing.audit.letter_texts import text_digests
from mailing.base.errors import UsageError, VerificationError
from mailing.base.messages import _
from mailing.base.tables import read_table, write_table
from mailing.model import runfolder
from mailing.model.bg_number import number_of_household
from mailing.runs.register.held_households import folded_address
from mailing.runs.register.registered_letters import ADDRESS, TELL_STRANGERS_APART

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

HEADER = ("change", "bg_number", "first_piece", "second_piece")


class Change(StrEnum):
    """How a household's letter differs between two runs."""

    ONLY_FIRST = "only-first"
    ONLY_SECOND = "only-second"
    ADDRESS = "address"
    TEXT = "text"


class Difference(NamedTuple):
    """A household that differs; a piece is 0 where that run has none for it."""

    change: Change
    bg_number: str
    first_piece: int
    second_piece: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two runs compared.

    Attributes:
        households: how many each run has, control letters to the office left out.
        same: how many have the same address and the same text in both.
        differences: in order of kind and piece; a household can differ in address and in text.
    """

    households: tuple[int, int]
    same: int
    differences: tuple[Difference, ...]

    def counts(self) -> dict[Change, int]:
        """Return how many households differ in each way."""
        found = Counter(difference.change for difference in self.differences)
        return {change: found[change] for change in Change}


class _Letter(NamedTuple):
    piece: int
    bg_number: str
    address: str
    text: bytes


def compare(first: Path, second: Path) -> Comparison:
    """Compare the letters of two runs, household by household.

    Raises:
        UsageError: one of them is no complete run.
        VerificationError: one of them is purged or damaged.
    """
    one, other = _letters(first), _letters(second)
    differences = sorted(_differences(one, other), key=lambda found: (list(Change).index(found.change), *found[2:]))
    changed = {found.bg_number for found in differences if found.first_piece and found.second_piece}
    both = one.keys() & other.keys()
    same = sum(one[key].bg_number not in changed for key in both)
    return Comparison((len(one), len(other)), same, tuple(differences))


def write_comparison(comparison: Comparison, file: Path) -> None:
    """Write each difference as a row."""
    write_table(file, HEADER, comparison.differences)


def _letters(run: Path) -> dict[str, _Letter]:
    """Return a run's letters by what tells households apart."""
    if not (run / runfolder.MANIFEST).is_file():
        raise UsageError(_("Das ist nicht der Ordner eines fertigen Laufs"), where=str(run))
    if not (run / runfolder.HOUSEHOLDS).is_file():
        raise VerificationError(
            _("Der Lauf ist bereinigt oder beschädigt: seine Haushalte sind nicht mehr da"),
            where=str(run),
            hint=_("mailing verify sagt, was am Lauf noch stimmt"),
        )
    texts = dict(text_digests(run))
    found = {}
    for row in read_table(run / runfolder.HOUSEHOLDS):
        if not row["seed"]:
            piece = int(row["piece"])
            key = number_of_household(*(row[name] for name in ("bg_nummer", *TELL_STRANGERS_APART)))
            address = folded_address("".join(row[name] for name in ADDRESS))
            found[key] = _Letter(piece, row["bg_nummer"], address, texts[piece])
    return found


def _differences(one: Mapping[str, _Letter], other: Mapping[str, _Letter]) -> Iterator[Difference]:
    for key in one.keys() - other.keys():
        yield Difference(Change.ONLY_FIRST, one[key].bg_number, one[key].piece, 0)
    for key in other.keys() - one.keys():
        yield Difference(Change.ONLY_SECOND, other[key].bg_number, 0, other[key].piece)
    for key in one.keys() & other.keys():
        before, after = one[key], other[key]
        if before.address != after.address:
            yield Difference(Change.ADDRESS, after.bg_number, before.piece, after.piece)
        if before.text != after.text:
            yield Difference(Change.TEXT, after.bg_number, before.piece, after.piece)
