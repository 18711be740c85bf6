"""What the room is asked for: which list, which side lists, and what template and face demand of the rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mailing.base.working_days import DEFAULT_STATE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date
    from pathlib import Path

    from mailing.model import LetterFormat

BG_PATTERN = r"[0-9]{5}(//|BG)[0-9]{7}"
"""As BG numbers are commonly seen; the check digits' rule isn't public."""
CUSTOMER_PATTERN = r"[0-9]{3}[A-Z][0-9]{6}"
"""As customer numbers are commonly seen."""


@dataclass(frozen=True, slots=True)
class ListSource:
    """Where the list is: a file, or a database's table or query.

    Attributes:
        sheet: the workbook's sheet; the first visible one if None.
        url: an SQLAlchemy URL, with `query` or `table`.
        columns: our column names -> the list's, as the user settled them.
        limit: only the first so many households in the list's order.
    """

    path: Path | None = None
    sheet: str | None = None
    url: str | None = None
    query: str | None = None
    table: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class SideLists:
    """The files beside the list.

    Attributes:
        suppress: Bedarfsgemeinschaften that get no letter: `bg_nummer; grund; bis`.
        seeds: control letters to the office itself, columns like the list's.
        apply: a table of proposals in which the clerk accepted some.
    """

    suppress: Path | None = None
    seeds: Path | None = None
    apply: Path | None = None


@dataclass(frozen=True, slots=True)
class Demands:
    """What a row must satisfy to become a letter.

    Attributes:
        required: columns that the template can't do without.
        date: the letters' date.
        formats: the formats that the template is offered in.
        address_width: what an address line may take, in mm.
        text_width: a text's width in mm in the address's face and size.
        unsettable: the characters of a text that the font lacks.
        state: the German state whose holidays the office keeps.
        bg_pattern: a regular expression (RE2) that BG numbers match as a whole; `customer_pattern` likewise.
    """

    required: tuple[str, ...]
    date: date
    formats: frozenset[LetterFormat]
    address_width: float
    text_width: Callable[[str], float]
    unsettable: Callable[[str], str]
    state: str = DEFAULT_STATE
    bg_pattern: str = BG_PATTERN
    customer_pattern: str = CUSTOMER_PATTERN
