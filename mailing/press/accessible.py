"""The accessible copy: one letter as PDF/UA-1 (ISO 14289-1) and PDF/A-2a (ISO 19005-2), by the print files' writer."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from mailing.press.artwork_forms import ArtworkShelf
from mailing.press.drawing import NO_ARTWORK
from mailing.press.fontobjects import font_resources
from mailing.press.geometry import PAGE_HEIGHT, PAGE_WIDTH, above, across, number
from mailing.press.metadata import accessible_xmp, information
from mailing.press.parts import Standard
from mailing.press.pdffile import PdfFile, text_string
from mailing.press.screen_colour import screen_intent
from mailing.press.tagged_pages import Content, Part

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mailing.model import EmbeddedFont, Rect
    from mailing.model.artwork import Artwork
    from mailing.press.metadata import FileIdentity
    from mailing.press.tagged_pages import TaggedPages, Target

PRINTED = 4
"""The flag of an annotation that PDF/A wants (ISO 19005-2, 6.3.2)."""


def accessible_copy(
    pages: TaggedPages,
    fonts: Sequence[EmbeddedFont],
    identity: FileIdentity,
    artworks: Mapping[str, Artwork] = NO_ARTWORK,
) -> bytes:
    """Return the letter as a file of its own; the bytes depend on the arguments only (`artworks` by their digest)."""
    stream = io.BytesIO()
    file = PdfFile(stream, object_streams=True)
    _Copy(file, pages, fonts, identity, artworks).write()
    return stream.getvalue()


class _Copy:
    """A copy on its way into its file."""

    def __init__(
        self,
        file: PdfFile,
        pages: TaggedPages,
        fonts: Sequence[EmbeddedFont],
        identity: FileIdentity,
        artworks: Mapping[str, Artwork],
    ) -> None:
        self._file = file
        self._artworks = ArtworkShelf(file, artworks)
        self._drawn = pages
        self._about = identity
        self._fonts = file.add(font_resources(file, fonts))
        self._page_tree = file.reserve()
        self._page_numbers = [file.reserve() for _page in pages.contents]
        self._parents: list[dict[int, int]] = [{} for _page in pages.contents]
        self._annotations: list[list[int]] = [[] for _page in pages.contents]
        self._links: list[int] = []

    def write(self) -> None:
        """Write all of the file."""
        file, about = self._file, self._about
        root = file.reserve()
        document = self._part(self._drawn.tree, root)
        file.add(
            b"<</Type/StructTreeRoot/K[%d 0 R]/ParentTree %d 0 R/ParentTreeNextKey %d>>"
            % (document, self._parent_tree(), len(self._page_numbers) + len(self._links)),
            root,
        )
        self._pages()
        metadata = file.add_stream(accessible_xmp(about), b"/Type/Metadata/Subtype/XML", compress=False)
        catalog = file.add(
            b"<</Type/Catalog/Pages %d 0 R/Metadata %d 0 R%b/Lang%b/MarkInfo<</Marked true>>/StructTreeRoot %d 0 R"
            b"/ViewerPreferences<</DisplayDocTitle true>>%b>>"
            % (
                self._page_tree,
                metadata,
                screen_intent(file),
                text_string(self._drawn.letter.language),
                root,
                self._bookmarks(),
            )
        )
        file.close(catalog, file.add(information(about, Standard.PLAIN)))

    def _part(self, part: Part, parent: int) -> int:
        """Write a structure element with all its parts; return its number."""
        own = self._file.reserve()
        children = [
            self._content(child, own) if isinstance(child, Content) else b"%d 0 R" % self._part(child, own)
            for child in part.children
        ]
        children += [self._target(target, part, own) for target in part.targets]
        self._file.add(
            b"<</Type/StructElem/S/%b/P %d 0 R/K[%b]%b>>"
            % (part.element.tag.encode(), parent, b" ".join(children), _attributes(part)),
            own,
        )
        return own

    def _content(self, content: Content, owner: int) -> bytes:
        self._parents[content.page][content.number] = owner
        return b"<</Type/MCR/Pg %d 0 R/MCID %d>>" % (self._page_numbers[content.page], content.number)

    def _target(self, target: Target, part: Part, owner: int) -> bytes:
        """Write a link's annotation; return the reference to it as an object of its element."""
        page = self._page_numbers[target.page]
        address = text_string(part.element.target)
        annotation = self._file.add(
            b"<</Type/Annot/Subtype/Link/Rect[%b]/Border[0 0 0]/F %d/StructParent %d/P %d 0 R/Contents%b"
            b"/A<</S/URI/URI%b>>>>"
            % (_corners(target.area), PRINTED, len(self._page_numbers) + len(self._links), page, address, address)
        )
        self._links.append(owner)
        self._annotations[target.page].append(annotation)
        return b"<</Type/OBJR/Obj %d 0 R/Pg %d 0 R>>" % (annotation, page)

    def _parent_tree(self) -> int:
        """Write what leads from pages and annotations back to their elements (ISO 32000-1, 14.7.4.4)."""
        entries = [
            b"%d[%b]" % (page, b" ".join(b"%d 0 R" % parents[number] for number in sorted(parents)))
            for page, parents in enumerate(self._parents)
        ]
        entries += [b"%d %d 0 R" % (len(entries) + link, owner) for link, owner in enumerate(self._links)]
        return self._file.add(b"<</Nums[%b]>>" % b" ".join(entries))

    def _pages(self) -> None:
        kids = b" ".join(b"%d 0 R" % page for page in self._page_numbers)
        for index, (page, content) in enumerate(zip(self._page_numbers, self._drawn.contents, strict=True)):
            annotations = b" ".join(b"%d 0 R" % annotation for annotation in self._annotations[index])
            self._file.add(
                b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 %b %b]/Resources<</Font %d 0 R%b>>/Contents %d 0 R"
                b"/StructParents %d/Tabs/S%b>>"
                % (
                    self._page_tree,
                    PAGE_WIDTH,
                    PAGE_HEIGHT,
                    self._fonts,
                    self._artworks.entries(content),
                    self._file.add_stream(content),
                    index,
                    b"/Annots[%b]" % annotations if annotations else b"",
                ),
                page,
            )
        self._file.add(b"<</Type/Pages/Kids[%b]/Count %d>>" % (kids, len(self._page_numbers)), self._page_tree)

    def _bookmarks(self) -> bytes:
        """Write a bookmark for each heading of a letter of several pages; return the catalog's entry."""
        headings = list(self._drawn.headings)
        if len(self._page_numbers) == 1 or not headings:
            return b""
        outline = self._file.reserve()
        numbers = [self._file.reserve() for _heading in headings]
        for index, heading in enumerate(headings):
            self._file.add(
                b"<</Title%b/Parent %d 0 R%b%b/Dest[%d 0 R/XYZ null %b null]>>"
                % (
                    text_string(heading.text),
                    outline,
                    b"/Prev %d 0 R" % numbers[index - 1] if index else b"",
                    b"/Next %d 0 R" % numbers[index + 1] if index + 1 < len(numbers) else b"",
                    self._page_numbers[heading.page],
                    number(above(heading.top)),
                ),
                numbers[index],
            )
        self._file.add(
            b"<</Type/Outlines/First %d 0 R/Last %d 0 R/Count %d>>" % (numbers[0], numbers[-1], len(numbers)), outline
        )
        return b"/Outlines %d 0 R/PageMode/UseOutlines" % outline


def _attributes(part: Part) -> bytes:
    """Return an element's further entries (ISO 32000-1, 14.8.5)."""
    element = part.element
    entries = []
    if element.actual_text:
        entries.append(b"/ActualText%b" % text_string(element.actual_text))
    if element.language:
        entries.append(b"/Lang%b" % text_string(element.language))
    if element.alt:
        entries.append(b"/Alt%b" % text_string(element.alt))
    if element.scope:
        entries.append(b"/A<</O/Table/Scope/%b>>" % element.scope.encode())
    if element.numbering:
        entries.append(b"/A<</O/List/ListNumbering/%b>>" % element.numbering.encode())
    return b"".join(entries)


def _corners(area: Rect) -> bytes:
    edges = (across(area.x), above(area.bottom), across(area.right), above(area.y))
    return b" ".join(map(number, edges))
