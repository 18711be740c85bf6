"""Pieces of a run named as ranges, as in `17-20,904`: what commands are given and the journal keeps."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PieceRanges = tuple[range, ...]
"""Numbers of pieces, in rising order, nothing twice, neighbours joined."""

_PART = re.compile(r"(?P<first>[1-9][0-9]{0,8})(?:[-–](?P<last>[1-9][0-9]{0,8}))?")


def read_ranges(text: str) -> PieceRanges:
    """Return the pieces that a text like `17-20, 904` names.

    Raises:
        ValueError: it is no such text; the error is the part that isn't.
    """
    found: list[range] = []
    for part in filter(None, (part.strip() for part in text.split(","))):
        match = _PART.fullmatch(re.sub(r"\s+", "", part))
        if match is None or int(match["last"] or match["first"]) < int(match["first"]):
            raise ValueError(part)
        found.append(range(int(match["first"]), int(match["last"] or match["first"]) + 1))
    if not found:
        raise ValueError(text)
    return _joined(found)


def ranges_of(pieces: Iterable[int]) -> PieceRanges:
    """Return single numbers, in any order, as ranges."""
    rising = enumerate(sorted(set(pieces)))
    runs = (list(group) for _key, group in groupby(rising, lambda numbered: numbered[1] - numbered[0]))
    return tuple(range(run[0][1], run[-1][1] + 1) for run in runs)


def written(ranges: PieceRanges) -> str:
    """Return ranges as `read_ranges` takes them; "" for no piece."""
    return ",".join(str(part.start) if len(part) == 1 else f"{part.start}-{part.stop - 1}" for part in ranges)


def numbers_in(ranges: PieceRanges) -> Iterator[int]:
    """Give every number, in rising order."""
    return (number for part in ranges for number in part)


def count(ranges: PieceRanges) -> int:
    """Return how many pieces they are."""
    return sum(map(len, ranges))


def _joined(ranges: list[range]) -> PieceRanges:
    """Return ranges in rising order, those that touch or overlap made one."""
    joined: list[range] = []
    for part in sorted(ranges, key=lambda part: part.start):
        if joined and part.start <= joined[-1].stop:
            joined[-1] = range(joined[-1].start, max(joined[-1].stop, part.stop))
        else:
            joined.append(part)
    return tuple(joined)


def overlap(one: PieceRanges, other: PieceRanges) -> bool:
    """Whether a piece is in both."""
    return any(a.start < b.stop and b.start < a.stop for a in one for b in other)
