"""What a shop's records come to: which are applied, and which are set aside, and why."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from mailing.base.messages import n_
from mailing.lifecycle.rules import FROM
from mailing.model.piece_ranges import numbers_in, overlap, ranges_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from mailing.lifecycle.life import RunLife
    from mailing.lifecycle.pieces import Fate
    from mailing.model.piece_ranges import PieceRanges

FOREIGN = n_("gehört nicht zu diesem Lauf")
NOT_THERE = n_("der Lauf hat dieses Stück nicht")
NOT_DELIVERED = n_("das Stück ist noch nicht bei der Druckerei")
DOUBLED = n_("das Stück steht schon in einer Zeile davor")
CONTRADICTED = n_("zwei Zeilen sagen Verschiedenes von dem Stück")
KNOWN = n_("das ist von dem Stück schon bekannt")
BACKWARD = n_("das Stück war schon weiter")
OLD_COPY = n_("das gilt nach seiner Zeit dem alten Exemplar; das neue war noch nicht geliefert")


class Record(NamedTuple):
    """One record about pieces; where it can't be understood, `why` says so and it is about none.

    `sheet` is which sheet of its one piece was scanned; 0 where it is about whole pieces. `is_of_old_copy` says that it
    tells a time at which the copy that counts now wasn't at the shop yet.
    """

    row: int
    pieces: PieceRanges = ()
    fate: Fate | None = None
    why: str = ""
    sheet: int = 0
    is_of_old_copy: bool = False


@dataclass(frozen=True, slots=True)
class Judged:
    """What becomes of records.

    Attributes:
        applied: the pieces that come to each fate.
        set_aside: row of a record -> why it isn't applied.
        contradicted: row of a record -> the pieces of which another one says something else; its other pieces count.
        is_about_others: whether one of them may be about a piece that nobody can name.
    """

    applied: Mapping[Fate, PieceRanges]
    set_aside: Mapping[int, str]
    contradicted: Mapping[int, PieceRanges]
    is_about_others: bool


def judge(life: RunLife, records: Sequence[Record]) -> Judged:
    """Hold records against what is known of the pieces: what doesn't lead forward is set aside whole, never bent.

    Of records that say the same of one piece the first counts; of those that contradict each other, none. That costs
    only the pieces that they contradict each other about: a range is as good as a record for each piece.
    """
    set_aside = {record.row: why for record in records if (why := _fault(life, record))}
    is_about_others = any(record.why or set_aside.get(record.row) == NOT_THERE for record in records)
    sound = [record for record in records if record.row not in set_aside]
    contradicted = _contradicted(sound)
    in_doubt = {piece for pieces in contradicted.values() for piece in numbers_in(pieces)}
    set_aside |= _doubled(sound, in_doubt) | dict.fromkeys(contradicted, CONTRADICTED)
    pieces: dict[Fate, list[int]] = defaultdict(list)
    for record in sound:
        if set_aside.get(record.row, CONTRADICTED) == CONTRADICTED and record.fate is not None:
            pieces[record.fate].extend(piece for piece in numbers_in(record.pieces) if piece not in in_doubt)
    applied = {fate: ranges_of(numbers) for fate, numbers in pieces.items() if numbers}
    return Judged(applied, dict(sorted(set_aside.items())), contradicted, is_about_others)


def _fault(life: RunLife, record: Record) -> str:
    """Return why a record can't be applied, whatever the others say; "" where it can."""
    if record.why or record.fate is None:
        return record.why
    if not life.fates.have(record.pieces):
        return NOT_THERE
    if not life.first.is_delivered or overlap(record.pieces, life.waiting):
        return NOT_DELIVERED
    if record.is_of_old_copy:
        return OLD_COPY
    found = life.fates.of(record.pieces)
    if record.fate in found:
        return KNOWN
    return "" if found <= FROM[record.fate] else BACKWARD


def _contradicted(records: Sequence[Record]) -> dict[int, PieceRanges]:
    """Return the pieces of each record of which another one says something else."""
    told: dict[int, set[Fate | None]] = defaultdict(set)
    for record in records:
        for piece in numbers_in(record.pieces):
            told[piece].add(record.fate)
    in_doubt = {piece for piece, fates in told.items() if len(fates) > 1}
    if not in_doubt:
        return {}
    found = {record.row: ranges_of(in_doubt.intersection(numbers_in(record.pieces))) for record in records}
    return {row: pieces for row, pieces in found.items() if pieces}


def _doubled(records: Sequence[Record], in_doubt: Collection[int]) -> dict[int, str]:
    """Return the records about pieces that another one is about too, but for other sheets of the same letter."""
    first: dict[int, Record] = {}
    scanned: set[tuple[int, int]] = set()
    found: dict[int, str] = {}
    for record in records:
        for piece in numbers_in(record.pieces):
            before = first.setdefault(piece, record)
            is_new = before is record or (before.sheet and record.sheet and (piece, record.sheet) not in scanned)
            if record.sheet:
                scanned.add((piece, record.sheet))
            if not is_new and piece not in in_doubt:
                found.setdefault(record.row, DOUBLED)
    return found
