"""Pages of an accessible copy: each word belongs to a part of the letter's tree by a number, or is an artifact.

Marked content by ISO 32000-1, 14.6 and 14.7.4: numbers count on each page from 0, in the order of reading, so that who
reads the content as it stands reads it in that order too.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from mailing.model import Rect
from mailing.model.sheets import MM_PER_PT
from mailing.model.tagged import HEADINGS, Element, Marked, MarkedPicture, MarkedSymbol, Tag
from mailing.press.artwork_forms import pictures_content
from mailing.press.drawing import NO_ARTWORK, Drawer
from mailing.press.plates import plate_content
from mailing.press.symbols import symbols_content

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from mailing.model import Face, Line
    from mailing.model.artwork import Artwork
    from mailing.model.tagged import Artifacts, TaggedLetter
    from mailing.press.profiles import ShopProfile

ASCENT, DESCENT = 0.905, 0.212
"""How far a link's area reaches above and below its line, as shares of its size: Arimo's own."""


class Content(NamedTuple):
    """Text of a part: its number among the marked contents of a page (from 0)."""

    page: int
    number: int


class Target(NamedTuple):
    """Where a link can be clicked."""

    page: int
    area: Rect


@dataclass(frozen=True, slots=True)
class Part:
    """An element with what stands for its text on the pages.

    Attributes:
        element: what it is; its own children aren't looked at any more.
        targets: of a link, its areas.
    """

    element: Element
    children: tuple[Part | Content, ...]
    targets: tuple[Target, ...] = ()


class Heading(NamedTuple):
    """A heading: what it says, its page (from 0), and where it begins there, in mm."""

    text: str
    page: int
    top: float


@dataclass(frozen=True, slots=True)
class TaggedPages:
    """A letter drawn with its tree.

    Attributes:
        contents: of each page.
        codes: the glyph codes used, by face.
    """

    letter: TaggedLetter
    contents: tuple[bytes, ...]
    tree: Part
    codes: Mapping[Face, AbstractSet[int]]

    @property
    def headings(self) -> Iterator[Heading]:
        """The letter's headings, in their order."""
        for element in self.letter.tree.children:
            if isinstance(element, Element) and element.tag in HEADINGS:
                page, line = next(element.content())
                yield Heading(element.text.strip(), page, line.y - line.size * MM_PER_PT)


@dataclass
class _Pages:
    """Pages on their way: what each shows so far, and how many marked contents it has."""

    drawer: Drawer
    artworks: Mapping[str, Artwork]
    shown: list[list[bytes]]
    counts: list[int] = field(default_factory=list)

    def add(self, marked: Marked | MarkedSymbol | MarkedPicture, tag: Tag) -> Content:
        """Draw words, a symbol or a picture as marked content of a part."""
        page = marked.page
        shown = self._content(marked)
        number = self.counts[page]
        self.counts[page] += 1
        self.shown[page].append(b"/%b<</MCID %d>>BDC\n%bEMC\n" % (tag.encode(), number, shown))
        return Content(page, number)

    def _content(self, marked: Marked | MarkedSymbol | MarkedPicture) -> bytes:
        if isinstance(marked, Marked):
            return self.drawer.text([marked.line])
        if isinstance(marked, MarkedSymbol):
            return symbols_content([marked.symbol])
        return pictures_content([marked.picture], self.artworks)


def draw_tagged(
    letter: TaggedLetter, profile: ShopProfile, artworks: Mapping[str, Artwork] = NO_ARTWORK
) -> TaggedPages:
    """Draw a letter: artifacts first, then its text in the order of reading; `artworks` by their digest."""
    drawer = Drawer(profile)
    shown = [[_artifacts(page, drawer)] for page in letter.pages]
    pages = _Pages(drawer, artworks, shown, [0] * len(shown))
    tree = _part(letter.tree, pages)
    return TaggedPages(letter, tuple(map(b"".join, pages.shown)), tree, drawer.codes)


def _artifacts(page: Artifacts, drawer: Drawer) -> bytes:
    return b"/Artifact BMC\n%bEMC\n" % plate_content(page.rules, drawer.text(page.lines))


def _part(element: Element, pages: _Pages) -> Part:
    children = tuple(
        _part(child, pages) if isinstance(child, Element) else pages.add(child, element.tag)
        for child in element.children
    )
    is_link = element.tag is Tag.LINK
    targets = tuple(_target(child) for child in element.children if isinstance(child, Marked)) if is_link else ()
    return Part(element, children, targets)


def _target(marked: Marked) -> Target:
    return Target(marked.page, _area(marked.line))


def _area(line: Line) -> Rect:
    """Return the rectangle around a line's words, without the blank at its end."""
    words: Sequence[str] = [word.text for word in line.words]
    inked = max((number for number, text in enumerate(words, 1) if text.strip()), default=0)
    advance = sum(word.advance for word in line.words[:inked])
    height = line.size * MM_PER_PT
    return Rect(line.x, line.y - ASCENT * height, advance * height * line.stretch / 1000, (ASCENT + DESCENT) * height)
