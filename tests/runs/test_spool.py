"""The spool: letters laid down chunk by chunk, taken up in any order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psutil

from mailing.model import DrawnLetter, DrawnPage
from mailing.runs.making.spool import Places, Spool

if TYPE_CHECKING:
    from pathlib import Path

PLATE = "ab" * 32


def letter(household: int) -> DrawnLetter:
    """Return a letter of two pages that nobody else has."""
    return DrawnLetter(household, tuple(DrawnPage(PLATE, b"%d/%d" % (household, page)) for page in (1, 2)))


def test_letters_come_back_as_they_were_in_any_order(tmp_path: Path) -> None:
    """A batch may have one letter of every chunk: no more than one chunk's file is open at a time."""
    spool, places = Spool(tmp_path), Places.of_none(600)
    for chunk in range(300):
        households = [2 * chunk, 2 * chunk + 1]
        places.enter(chunk, households, spool.keep(chunk, map(letter, households)))
    wanted = [*range(599, 0, -2), *range(0, 600, 2)]
    before, most, found = psutil.Process().num_fds(), 0, []
    for drawn in spool.letters(wanted, places.of(wanted)):
        most = max(most, psutil.Process().num_fds())
        found.append(drawn)
    assert found == [letter(household) for household in wanted]
    assert most <= before + 1
