"""What users are shown of letters and templates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mailing.model import runfolder

if TYPE_CHECKING:
    from datetime import date as Date  # noqa: N812 - a description has a field `date`
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class ShownLetter:
    """Where a letter is.

    Attributes:
        path: of its PDF.
        file: the same below the run's folder; pages count from 1 within it.
        row: the list's row of its household; 0 where the house isn't in hand.
    """

    piece: int
    path: Path
    file: str
    first_page: int
    last_page: int
    sheets: int
    row: int
    bg_number: str
    content_sha256: str

    @property
    def is_digital(self) -> bool:
        """Whether the letter was made for electronic delivery and never printed."""
        return self.file.startswith(runfolder.DIGITAL)


@dataclass(frozen=True, slots=True)
class TemplateDescription:
    """A letter template in the words of its own settings.

    Attributes:
        kind: "brief" for a letter, "antwort" for a reply slip.
        needs: columns that must be filled in each row.
        asks: further columns of the list that it uses where they are filled.
        placeholders: all that it uses.
        variants: the formats that it has besides the standard, as lists spell them.
    """

    name: str
    title: str
    version: str
    date: Date | None
    valid_from: Date | None
    valid_until: Date | None
    needs: tuple[str, ...]
    asks: tuple[str, ...]
    placeholders: tuple[str, ...]
    variants: tuple[str, ...]
    enclosures: tuple[str, ...]
    kind: str = "brief"
