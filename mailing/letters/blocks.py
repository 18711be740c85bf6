"""What `text` hands to `setting`: the letter's text as blocks, its values still apart; its address; who sends it.

A template is rendered with a slot in place of every value; the Markdown of that skeleton is read once and shared by all
letters that took the same branches. Values are filled in as plain text afterwards: they can't become markup.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

from mailing.model import Face
from mailing.model.languages import GERMAN_TAG

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mailing.findings import Finding


class BlockKind(StrEnum):
    """The kinds of blocks that a letter's Markdown may have."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    BULLET = "bullet"
    NUMBERED = "numbered"
    TABLE = "table"
    CLOSING = "closing"
    CODE = "code"
    PICTURE = "picture"


class Alignment(StrEnum):
    """How the text of a table's column stands in it."""

    LEFT = "left"
    CENTRE = "center"
    RIGHT = "right"


class Span(NamedTuple):
    """Text in one face, or the slot of a value that is filled in later.

    Attributes:
        text: as it stands in the letter; "" where a value is still to be filled in.
        is_value: whether the text is a value filled in: it comes from the list, not from the office.
        slot: the number of the value to be filled in, among a letter's values; None where the text is known.
        language: the tag of the language that it is written in: quotes, hyphenation and direction follow it.
    """

    text: str = ""
    face: Face = Face.REGULAR
    is_value: bool = False
    slot: int | None = None
    language: str = GERMAN_TAG


LINE_BREAK = "\n"
"""A span whose text is this is a line break that the template asks for."""

CODE_LINE = "\u2028"
"""A line's end within what a QR code says: all texts of a letter are single lines."""


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """A paragraph, heading, list item or table, known by identity.

    The blocks after the template's `---` are of the kind `CLOSING`: complimentary close, signature, enclosures.

    Attributes:
        spans: the text; for a table empty.
        level: heading level (1 to 3) or list depth (from 0).
        number: of a numbered item, from 1.
        last_numbers: of a list item, the last number of each list that it stands in, from the outermost; 0 for bullets.
        cells: of a table, rows of cells of spans; the first row is the head where `has_head`.
        alignments: of a table's columns; none where all are flush left.
        keeps_with_next: no page break after it (headings, a lead-in before a list, the closing's lines).
        begins_page: the template wants a page to begin with it.
        code: of a QR code, what it says; its `spans` are the text beside it.
        picture: of a picture, its file among the template's; its `spans` are the caption.
    """

    kind: BlockKind
    spans: tuple[Span, ...] = ()
    level: int = 0
    number: int = 0
    last_numbers: tuple[int, ...] = ()
    cells: tuple[tuple[tuple[Span, ...], ...], ...] = ()
    has_head: bool = False
    alignments: tuple[Alignment, ...] = ()
    keeps_with_next: bool = False
    begins_page: bool = False
    code: Span | None = None
    picture: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to print: all values of the block are empty."""
        return not (self.spans or self.cells or self.code or self.picture)

    @property
    def slots(self) -> tuple[int, ...]:
        """The slots that the block shows, in order."""
        spans = (*self.spans, *(span for row in self.cells for cell in row for span in cell))
        spans = (self.code, *spans) if self.code else spans
        return tuple(span.slot for span in spans if span.slot is not None)

    @property
    def language(self) -> str:
        """The tag of the language of its text."""
        spans = self.spans or (span for row in self.cells for cell in row for span in cell)
        return next((span.language for span in spans), GERMAN_TAG)

    def changed(self, change: Callable[[Span], Span]) -> Block:
        """Return the block with each of its spans changed."""
        return replace(
            self,
            spans=tuple(map(change, self.spans)),
            cells=tuple(tuple(tuple(map(change, cell)) for cell in row) for row in self.cells),
            code=change(self.code) if self.code else None,
        )


@dataclass(frozen=True, slots=True, eq=False)
class Skeleton:
    """A letter's text without its values, known by identity: one for each set of branches taken.

    Attributes:
        subject: the subject line; it may hold slots.
        blocks: the body, from the salutation to the enclosures.
        branches: the conditions' branches that it took, as `file:line`.
        information: of the office's own rows of the information block, each row's text; none where values are empty.
        enclosures: the numbers (from 0) of the enclosures that go along with it.
    """

    subject: tuple[Span, ...]
    blocks: tuple[Block, ...]
    branches: frozenset[str]
    information: tuple[tuple[Span, ...], ...] = ()
    enclosures: tuple[int, ...] = ()


class Composition(NamedTuple):
    """One household's text: a shared skeleton and the values for its slots.

    Attributes:
        findings: what there is to decide on; nothing that forbids the letter.
    """

    skeleton: Skeleton
    values: tuple[str, ...]
    findings: tuple[Finding, ...] = ()

    @property
    def information(self) -> tuple[str, ...]:
        """The office's own rows of the information block, filled; "" for one that is left out."""
        return tuple(
            [
                "".join([span.text if span.slot is None else self.values[span.slot] for span in row])
                for row in self.skeleton.information
            ]
        )


class LetterText(NamedTuple):
    """All that one household's letter says.

    Attributes:
        address: the lines of the address.
        entries: BG number and customer number, "" where the list has none, and the office's own rows.
        ward: whom the letter is about, where somebody else gets it; else "".
        row: the household's row in the list, for findings.
        reply_code: what the Data Matrix of a reply slip says; "" for none.
    """

    composition: Composition
    address: Sequence[str]
    entries: tuple[str, ...]
    ward: str
    row: int
    reply_code: str = ""


class Sender(NamedTuple):
    """What the office's sheets say in all letters of a run.

    Attributes:
        return_line: the sender's line in the window.
        letterhead: its lines, the first in large type.
        footer: its columns, each a text of one or more lines.
        endorsement: the note to the post above the address; "" for none.
        date: the letters' date in words.
        labels: of telephone, e-mail, internet and date in the information block.
    """

    name: str
    return_line: str
    letterhead: tuple[str, ...]
    footer: tuple[str, ...]
    telephone: str
    email: str
    internet: str
    endorsement: str
    date: str
    labels: tuple[str, str, str, str] = ("Telefon", "E-Mail", "Internet", "Datum")

    @property
    def texts(self) -> tuple[str, ...]:
        """What may take several lines."""
        return (*self.footer, self.telephone, self.email, self.internet, self.date)


LARGE_PRINT_SIZE: Final = 16.0
"""pt; the least that is called large print (DBSV)."""

ADDRESS_FORMS: Final = {"Frau": "Frau", "Herr": "Herrn", "Firma": "Firma"}
"""How forms of address stand in the address: in the accusative, "(to) Herrn"."""


class LetterFault(Exception):  # noqa: N818 - it ends one letter, never the run
    """A household's own entries forbid its letter: the finding says why, the other letters go on.

    Args:
        finding: what forbids it, with the household's row.
    """

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.code)
        self.finding = finding
