"""The note on a piece for its case file (Ab-Vermerk): when it was handed to the post, and what proves it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class FileNote:
    """What a note says, in the words that it says it with.

    Attributes:
        title: what it is; `program` what writes it.
        day: of its writing, in ISO 8601.
        lines: what it records: a label and its text.
        proof: likewise, in small print, of what others can check it by.
        foot: what it is for, and what it isn't.
    """

    title: str
    program: str
    day: str
    lines: Sequence[tuple[str, str]]
    proof: Sequence[tuple[str, str]]
    foot: str
