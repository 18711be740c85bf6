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

CUSTOMER_PATTERN = r"[0-9]{3}[A-Z][0-9]{6}"
"""As customer numbers are commonly seen."""


@dataclass(frozen=True, slots=True)
class SavedMapping:
    """How a source is read, as an office set it up once.

    Attributes:
        name: its own name, for messages.
        columns: our column names -> the list's.
        unused: the list's columns that aren't needed.
        others: the list's other columns; templates may use them.
        footer: words with which a row begins that isn't part of the list: "Summe".
        yes, no: words for yes and no in columns that hold nothing else.
    """

    name: str
    columns: Mapping[str, str]
    unused: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    footer: tuple[str, ...] = ()
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ListSource:
    """Where the list is: a file, or a database's table or query.

    Attributes:
        sheet: the workbook's sheet; the first visible one if None.
        encoding: the text's encoding; found out if None.
        url: an SQLAlchemy URL, with `query` or `table`.
        columns: our column names -> the list's, as the user settled them.
        mapping: what an office has settled for lists of this source.
        let_go: the list's columns that the user doesn't need.
        limit: only the first so many households in the list's order.
    """

    path: Path | None = None
    sheet: str | None = None
    encoding: str | None = None
    url: str | None = None
    query: str | None = None
    table: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    let_go: tuple[str, ...] = ()
    mapping: SavedMapping | None = None
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
        placeholders: the names that the template uses; those of columns beyond ours may be assigned.
        made_names: the names that the program gives itself, which hide a column of that name.
        date: the letters' date.
        formats: the formats that the template is offered in.
        languages: the tags of the languages that it is offered in beside German.
        address_width: what an address line may take, in mm.
        text_width: a text's width in mm in the address's face and size.
        unsettable: the characters of a text that the font lacks.
        state: the German state whose holidays the office keeps.
        number_label: what the letters call a household's number; `has_bg_numbers` where it is a BG number.
        customer_pattern: a regular expression (RE2) that customer numbers match as a whole.
    """

    required: tuple[str, ...]
    date: date
    formats: frozenset[LetterFormat]
    address_width: float
    text_width: Callable[[str], float]
    unsettable: Callable[[str], str]
    languages: frozenset[str] = frozenset()
    state: str = DEFAULT_STATE
    placeholders: frozenset[str] = frozenset()
    made_names: frozenset[str] = frozenset()
    number_label: str = "BG-Nummer"
    has_bg_numbers: bool = True
    customer_pattern: str = CUSTOMER_PATTERN
