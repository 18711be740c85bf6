"""What the rules of finished PDFs look at: the file in hand, its settings, and what a rule is."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import pikepdf

from mailing.audit.content_hash import Contents, resources_of
from mailing.audit.printfile.xmp import Xmp

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

ARTWORK_NAME = re.compile(r"/A[0-9a-f]{64}\.[0-9]+")
"""What a page of an office's file is called where it is placed: the file's SHA-256 and the page."""


ANY_STANDARD: Final = ""
"""Where the profile isn't in hand: only the rules that all files keep are looked at."""
PAGE_BOXES: Final = ("/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox")
CMYK_INKS: Final = ("C", "M", "Y", "K")
BLACK_INK: Final = ("K",)


class PrintRule(NamedTuple):
    """One rule: the code of its finding, its source, and what gives each breach of it as found."""

    code: str
    source: str
    check: Callable[[Evidence], Iterator[str]]


@dataclass(frozen=True)
class PrintSettings:
    """What a shop profile asks of a finished file.

    Attributes:
        standard: `x4-vt1-a2u`, `x4` or `plain-1.6`; or `ANY_STANDARD`.
        profile: the profile's settings, as its TOML file has them.
    """

    standard: str
    profile: Mapping[str, Any]

    @classmethod
    def of(cls, profile: Mapping[str, Any]) -> PrintSettings:
        """Return the settings of a profile read by tomllib."""
        return cls(str(profile.get("standard", "x4-vt1-a2u")), profile)


class PageBoxes(NamedTuple):
    """How large a page says that it is, in points: left, bottom, right, top; None for what it doesn't say itself."""

    media: tuple[float, ...]
    crop: tuple[float, ...] | None
    bleed: tuple[float, ...] | None
    trim: tuple[float, ...] | None
    art: tuple[float, ...] | None


NO_PROFILE: Final = PrintSettings(ANY_STANDARD, {})


@dataclass(frozen=True, eq=False)
class Evidence:
    """The file in hand, as the rules look at it.

    Attributes:
        found: what rules have found out by `once_a_file`.
    """

    path: Path
    contents: Contents
    settings: PrintSettings
    found: dict[object, Any] = field(default_factory=dict)

    @property
    def pdf(self) -> pikepdf.Pdf:
        """The file, opened."""
        return self.contents.pdf

    @property
    def root(self) -> Any:
        """The document catalog."""
        return self.pdf.Root

    @cached_property
    def info(self) -> Mapping[str, Any]:
        """The document information, by key; empty where there is none."""
        return dict(self.pdf.trailer.get("/Info", {}).items())

    @cached_property
    def xmp(self) -> Xmp:
        """The XMP packet; empty where there is none or it can't be read."""
        metadata = self.root.get("/Metadata")
        return Xmp(metadata.read_bytes() if isinstance(metadata, pikepdf.Stream) else b"")

    @cached_property
    def pages(self) -> tuple[Any, ...]:
        """All pages in order."""
        return self.contents.pages

    @cached_property
    def dictionaries(self) -> tuple[Any, ...]:
        """All dictionaries of the file that are objects of their own, streams' included."""
        return self.contents.dictionaries

    @cached_property
    def streams(self) -> tuple[Any, ...]:
        """All streams of the file."""
        return tuple(item for item in self.dictionaries if isinstance(item, pikepdf.Stream))

    @cached_property
    def _by_entry(self) -> Mapping[str, list[Any]]:
        """The dictionaries that have an entry of that name."""
        found: defaultdict[str, list[Any]] = defaultdict(list)
        for item in self.dictionaries:
            for name in item.keys():  # noqa: SIM118 - no mapping of Python's
                found[name].append(item)
        return found

    @cached_property
    def _by_type(self) -> Mapping[str, list[Any]]:
        """The dictionaries that say that they are of that type."""
        found: defaultdict[str, list[Any]] = defaultdict(list)
        for item in self._by_entry.get("/Type", ()):
            found[str(item["/Type"])].append(item)
        return found

    @cached_property
    def _pages_by_entries(self) -> Mapping[frozenset[str], list[int]]:
        """The numbers of the pages, from 1, that have just these entries."""
        found: defaultdict[frozenset[str], list[int]] = defaultdict(list)
        for number, page in enumerate(self.pages, 1):
            found[frozenset(page.keys())].append(number)
        return found

    def having(self, *entries: str, types: Iterable[str] = ()) -> Iterator[Any]:
        """Give the dictionaries that have any of these entries or are of any of these types, in the file's order."""
        named = (self._by_entry.get(entry, ()) for entry in entries)
        typed = (self._by_type.get(type_, ()) for type_ in types)
        found = {item.objgen: item for items in (*named, *typed) for item in items}
        return (found[number] for number in sorted(found))

    def pages_having(self, *entries: str) -> Iterator[tuple[int, Any]]:
        """Give the pages that have any of these entries themselves, with their numbers from 1."""
        wanted = frozenset(entries)
        found = (numbers for names, numbers in self._pages_by_entries.items() if names & wanted)
        return ((number, self.pages[number - 1]) for number in sorted(chain.from_iterable(found)))

    @cached_property
    def page_boxes(self) -> Mapping[PageBoxes, list[int]]:
        """How large pages are, and the numbers of those that are so; the media box may come from the nodes above."""
        known: dict[tuple[object, ...], PageBoxes] = {}
        found: defaultdict[PageBoxes, list[int]] = defaultdict(list)
        for entries, numbers in self._pages_by_entries.items():
            stated = [name for name in PAGE_BOXES if name in entries]
            for number in numbers:
                page = self.pages[number - 1]
                written = (*stated, *(page[name].unparse() for name in stated))
                if "/MediaBox" not in entries or written not in known:
                    boxes = {name: sides(page[name]) for name in stated}
                    media = boxes.pop("/MediaBox", None) or sides(pikepdf.Page(page).mediabox)
                    known[written] = PageBoxes(media, *(boxes.get(name) for name in PAGE_BOXES[1:]))
                found[known[written]].append(number)
        return {boxes: sorted(numbers) for boxes, numbers in found.items()}

    @cached_property
    def page_resources(self) -> tuple[tuple[Any, list[int]], ...]:
        """What pages draw with, each once, and the numbers of the pages that do."""
        found: dict[object, tuple[Any, list[int]]] = {}
        for number, page in enumerate(self.pages, 1):
            resources = resources_of(page)
            key = resources.objgen if getattr(resources, "is_indirect", False) else number
            found.setdefault(key, (resources, []))[1].append(number)
        return tuple(found.values())

    @cached_property
    def forms(self) -> tuple[Any, ...]:
        """All form XObjects."""
        return tuple(stream for stream in self.having("/Subtype") if _is_form(stream))

    @cached_property
    def placed_by_pages(self) -> tuple[Any, ...]:
        """The form XObjects that pages name: what letters share, their text among it."""
        named = (dict(resources.get("/XObject", {}).items()).values() for resources, _pages in self.page_resources)
        return tuple({item.objgen: item for items in named for item in items if _is_form(item)}.values())

    @cached_property
    def inks(self) -> tuple[str, ...]:
        """The inks that the file prints with, in the order of printing: black alone unless it has CMYK."""
        in_images = any(
            stream.get("/Subtype") == "/Image" and str(stream.get("/ColorSpace")) == "/DeviceCMYK"
            for stream in self.having("/ColorSpace")
        )
        in_content = (pikepdf.parse_content_stream(content, "k K") for content in (*self.pages, *self.forms))
        return CMYK_INKS if in_images or any(len(list(found)) for found in in_content) else BLACK_INK

    @cached_property
    def fonts(self) -> tuple[Any, ...]:
        """All fonts, those of composite fonts included, and those that are no objects of their own."""
        own = self.having(types=["/Font"])
        resources = [*(each for each, _pages in self.page_resources), *map(resources_of, self.forms)]
        named = (font for each in resources for font in dict(each.get("/Font", {}).items()).values())
        return (*own, *(font for font in named if not font.is_indirect))

    @cached_property
    def artwork_fonts(self) -> frozenset[tuple[int, int]]:
        """The fonts that show nothing but the office's own files, by number: they came with these."""
        artwork: dict[tuple[int, int], Any] = {}
        for owner in self.forms:  # only plates show the office's files; what a page itself shows is a letter's
            drawn = resources_of(owner).get("/XObject", {})
            artwork.update({form.objgen: form for key, form in drawn.items() if ARTWORK_NAME.fullmatch(key)})
        waiting = list(artwork.values())
        while waiting:
            used = resources_of(waiting.pop())
            for part in (*used.get("/XObject", {}).values(), *used.get("/Pattern", {}).values()):
                if part.is_indirect and part.objgen not in artwork:
                    artwork[part.objgen] = part
                    waiting.append(part)
        own = [form for form in self.forms if form.objgen not in artwork]
        used = (*map(resources_of, own), *(each for each, _pages in self.page_resources))
        return frozenset(_fonts_in(map(resources_of, artwork.values())) - _fonts_in(used))


def _is_form(item: Any) -> bool:
    return isinstance(item, pikepdf.Stream) and bool(item.get("/Subtype") == "/Form")


def _fonts_in(resources: Iterable[Any]) -> set[tuple[int, int]]:
    fonts = (font for each in resources for font in dict(each.get("/Font", {}).items()).values())
    return {font.objgen for font in fonts if font.is_indirect}


def sides(box: Any) -> tuple[float, ...]:
    """Return the sides of a box as a file has it, in points."""
    return tuple(float(side) for side in box)
