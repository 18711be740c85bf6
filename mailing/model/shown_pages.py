"""A page of a letter, for screens."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ShownPage:
    """A page.

    Attributes:
        picture: as PNG.
        lines: what it says, as the lines stand on paper; none on a blank back.
    """

    picture: bytes
    lines: tuple[str, ...]
