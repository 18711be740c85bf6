"""What a search over runs finds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FoundLetter:
    """A letter that somebody looked for.

    Attributes:
        piece: its number; 0 where the household got no letter.
        name: whom it is for, as far as the run's books say it.
        row: of the list.
        why: why there is no letter, where there is none.
    """

    piece: int
    name: str = ""
    bg_number: str = ""
    row: int = 0
    why: str = ""


@dataclass(frozen=True, slots=True)
class FoundIn:
    """A run and what was found in it.

    Attributes:
        date: of its letters, in ISO.
        title: what its letters are.
    """

    run_id: str
    date: str
    title: str
    letters: tuple[FoundLetter, ...]
