"""A letter as a tree of what its parts are (ISO 32000-1, 14.8.4), over the lines that stand on its pages.

The accessible copy is drawn from it: a screen reader is told the tree, the eye sees the lines where the print has them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mailing.model.artwork import Picture
    from mailing.model.lines import Line
    from mailing.model.sheets import Rule, Symbol


SOFT_HYPHEN = "\u00ad"
"""What the hyphen at a line's end stands for, so that copied text joins the word again (ISO 32000-1, 14.8.2.2.3)."""


class Tag(StrEnum):
    """The standard structure types that letters have."""

    DOCUMENT = "Document"
    H1 = "H1"
    H2 = "H2"
    H3 = "H3"
    H4 = "H4"
    PARAGRAPH = "P"
    LIST = "L"
    ITEM = "LI"
    LABEL = "Lbl"
    BODY = "LBody"
    TABLE = "Table"
    ROW = "TR"
    HEAD = "TH"
    CELL = "TD"
    SPAN = "Span"
    LINK = "Link"
    FIGURE = "Figure"


HEADINGS = (Tag.H1, Tag.H2, Tag.H3, Tag.H4)
"""The headings by their level, the letter's subject first."""


class Marked(NamedTuple):
    """Words that stand side by side on a page (from 0)."""

    page: int
    line: Line

    @property
    def text(self) -> str:
        """The words' text."""
        return "".join(word.text for word in self.line.words)


class MarkedSymbol(NamedTuple):
    """A symbol on a page (from 0); its element says what it is."""

    page: int
    symbol: Symbol
    text: str = ""


class MarkedPicture(NamedTuple):
    """A picture on a page (from 0); its element says what it shows."""

    page: int
    picture: Picture
    text: str = ""


@dataclass(frozen=True, slots=True)
class Element:
    """A part of a letter.

    Attributes:
        children: its parts and its text, in the order in which they are read.
        alt: of a figure, what it shows.
        actual_text: what is read instead of what stands there: a word that a line's end divides, as a whole.
        target: of a link, its address: `tel:…`, `mailto:…` or `https://…`.
        scope: of a table's head, what it is the head of: "Column" or "Row".
        language: of its text where that isn't the letter's, as a BCP 47 tag.
        numbering: of a list, its marks: "Decimal" or "Disc".
    """

    tag: Tag
    children: tuple[Element | Marked | MarkedSymbol | MarkedPicture, ...]
    actual_text: str = ""
    alt: str = ""
    target: str = ""
    scope: str = ""
    numbering: str = ""
    language: str = ""

    def content(self) -> Iterator[Marked]:
        """Give what stands on the pages, in the order of reading."""
        for child in self.children:
            if isinstance(child, Element):
                yield from child.content()
            elif isinstance(child, Marked):
                yield child

    @property
    def text(self) -> str:
        """What is read: words that a line's end divides are whole."""
        if self.actual_text:
            return self.actual_text
        return "".join(child.text for child in self.children).replace(SOFT_HYPHEN, "")


@dataclass(frozen=True, slots=True)
class Artifacts:
    """What stands on a page and is no part of the letter's text: rules, marks, running heads, page numbers."""

    lines: tuple[Line, ...]
    rules: tuple[Rule, ...]
    pictures: tuple[Picture, ...] = ()


@dataclass(frozen=True, slots=True)
class TaggedLetter:
    """A letter as a tree, and the artifacts of each page.

    Attributes:
        subject: the letter's subject as plain text.
        language: of the text, as a BCP 47 tag.
    """

    subject: str
    tree: Element
    pages: tuple[Artifacts, ...]
    language: str
