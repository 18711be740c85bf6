"""Enclosing: the pages that follow a letter in its piece, each enclosure from a front on, and what the shop puts in."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final, Protocol

from mailing.findings import Finding
from mailing.model import Page, Plate
from mailing.model.artwork import Picture
from mailing.model.din5008 import SHEET
from mailing.model.enclosures import Enclosed
from mailing.model.tagged import HEADINGS, Artifacts, Element, MarkedPicture, Tag

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from mailing.letters.text.enclosures import Enclosure
    from mailing.letters.text.templates import Template
    from mailing.model import Household, Letter
    from mailing.model.artwork import Artwork
    from mailing.model.tagged import TaggedLetter

BLANK: Final = Page(Plate((), ()))
"""The back of a sheet on which nothing is printed."""

LOWER: Final = dict(pairwise(HEADINGS))
"""The heading below each."""


class SetsLetters(Protocol):
    """What sets a household's letter: of an enclosed template, its pages."""

    def letter(self, household: Household, reached: set[str]) -> Letter:
        """Return the household's letter; the branches that its text takes are added to `reached`."""
        ...

    def tagged(self, household: Household) -> TaggedLetter:
        """Return the household's letter as a tree."""
        ...


class Encloser:
    """Adds its enclosures to the letters of one variant of a template.

    Args:
        enclosures: as the variant lists them.
        artworks: the enclosed files by their names, ready to be printed.
        sides: how many pages a sheet has: 1 or 2.
        setter_of: gives what sets the pages of an enclosed template.
    """

    def __init__(
        self,
        enclosures: Sequence[Enclosure],
        artworks: Mapping[str, Artwork],
        sides: int,
        setter_of: Callable[[Template], SetsLetters],
    ) -> None:
        self._enclosures = enclosures
        self._artworks = artworks
        self._sides = sides
        self._setters = {each.template.name: setter_of(each.template) for each in enclosures if each.template}

    def added(self, letter: Letter, numbers: Sequence[int], household: Household, reached: set[str]) -> Letter:
        """Return the letter with the enclosures of these numbers (from 0); errors as of what sets enclosed pages."""
        enclosed: list[Enclosed] = []
        pages, findings, branches = list(letter.pages), list(letter.findings), set(letter.branches)
        for each in map(self._enclosures.__getitem__, numbers):
            if each.is_insert:
                enclosed.append(Enclosed(each.title, grams=each.grams))
            elif each.template is not None:
                own = self._setters[each.template.name].letter(household, reached)
                self._append(pages, own.pages)
                enclosed.append(Enclosed(each.title, len(pages) - len(own.pages) + 1, len(own.pages)))
                findings += (finding for finding in own.findings if finding not in findings)
                branches |= own.branches
            elif each.file:
                artwork = self._artworks[each.file]
                shown = picture_pages(artwork, each.title)
                self._append(pages, shown)
                first = len(pages) - len(shown) + 1
                enclosed.append(Enclosed(each.title, first, len(shown), each.file, artwork.source_sha256))
        if not enclosed:
            return letter
        findings += _named_twice(letter.row, enclosed)
        return letter._replace(
            pages=tuple(pages),
            findings=tuple(findings),
            branches=frozenset(branches),
            enclosed=tuple(enclosed),
        )

    def tagged(self, letter: TaggedLetter, numbers: Sequence[int], household: Household) -> TaggedLetter:
        """Return the letter's tree with the enclosures of these numbers; blank backs are left out."""
        for each in map(self._enclosures.__getitem__, numbers):
            if each.template is not None:
                letter = _followed(letter, self._setters[each.template.name].tagged(household))
            elif each.file:
                letter = _pictured(letter, self._artworks[each.file], each.title)
        return letter

    def _append(self, pages: list[Page], own: Sequence[Page]) -> None:
        """Add an enclosure's pages from the next front on."""
        pages += [BLANK] * (-len(pages) % self._sides)
        pages += own


def _named_twice(row: int, enclosed: Sequence[Enclosed]) -> Iterator[Finding]:
    """Tell the titles that a letter's list of enclosures would have twice."""
    if len({each.title for each in enclosed}) < len(enclosed):
        for title, count in Counter(each.title for each in enclosed).items():
            if count > 1:
                yield Finding("letter.enclosure-twice", row, details={"title": title})


def _followed(letter: TaggedLetter, other: TaggedLetter) -> TaggedLetter:
    """Return a letter's tree with another behind it, from a new page on; its headings are below the letter's."""
    language = other.language if other.language != letter.language else ""
    behind = (_moved(each, len(letter.pages), language) for each in other.tree.children if isinstance(each, Element))
    tree = replace(letter.tree, children=(*letter.tree.children, *behind))
    return replace(letter, tree=tree, pages=(*letter.pages, *other.pages))


def _pictured(letter: TaggedLetter, artwork: Artwork, title: str) -> TaggedLetter:
    """Return a letter's tree with an enclosed file behind it, each page as a figure: its parts aren't known to us."""
    count = len(artwork.pages)
    figures = (
        Element(
            Tag.FIGURE,
            (MarkedPicture(len(letter.pages) + number, Picture(artwork.sha256, number, SHEET, title)),),
            alt=title if count == 1 else f"{title} ({number + 1}/{count})",
        )
        for number in range(count)
    )
    tree = replace(letter.tree, children=(*letter.tree.children, *figures))
    return replace(letter, tree=tree, pages=(*letter.pages, *[Artifacts((), ())] * count))


def _moved(element: Element, pages: int, language: str = "") -> Element:
    """Return an element so many pages further on, in its language where that isn't the letter's."""
    children = tuple(
        _moved(child, pages) if isinstance(child, Element) else child._replace(page=child.page + pages)
        for child in element.children
    )
    tag = LOWER.get(element.tag, element.tag)
    return replace(element, tag=tag, children=children, language=element.language or language)


@cache
def picture_pages(artwork: Artwork, title: str) -> tuple[Page, ...]:
    """Return the pages of an enclosed file: each shows its picture all over the sheet, and nothing of ours."""
    return tuple(
        Page(Plate((), (), pictures=(Picture(artwork.sha256, number, SHEET, title),)))
        for number in range(len(artwork.pages))
    )
