"""What the rules of finished PDFs look at: the file in hand, its settings, and what a rule is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
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


NO_PROFILE: Final = PrintSettings(ANY_STANDARD, {})


@dataclass(frozen=True, eq=False)
class Evidence:
    """The file in hand, as the rules look at it."""

    path: Path
    pdf: pikepdf.Pdf
    settings: PrintSettings

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
        return tuple(page.obj for page in self.pdf.pages)

    @cached_property
    def streams(self) -> tuple[Any, ...]:
        """All streams of the file."""
        return tuple(item for item in self.pdf.objects if isinstance(item, pikepdf.Stream))

    @cached_property
    def dictionaries(self) -> tuple[Any, ...]:
        """All dictionaries of the file that are objects of their own, streams' included."""
        return tuple(item for item in self.pdf.objects if isinstance(item, (pikepdf.Dictionary, pikepdf.Stream)))

    @cached_property
    def forms(self) -> tuple[Any, ...]:
        """All form XObjects."""
        return tuple(stream for stream in self.streams if stream.get("/Subtype") == "/Form")

    @cached_property
    def placed_by_pages(self) -> tuple[Any, ...]:
        """The form XObjects that pages name: what letters share, their text among it."""
        named = (resources_of(page).get("/XObject", {}) for page in self.pages)
        items = (item for each in named for item in dict(each.items()).values())
        return tuple({item.objgen: item for item in items if item.get("/Subtype") == "/Form"}.values())

    @cached_property
    def inks(self) -> tuple[str, ...]:
        """The inks that the file prints with, in the order of printing: black alone unless it has CMYK."""
        in_images = any(
            stream.get("/Subtype") == "/Image" and str(stream.get("/ColorSpace")) == "/DeviceCMYK"
            for stream in self.streams
        )
        in_content = (pikepdf.parse_content_stream(content, "k K") for content in (*self.pages, *self.forms))
        return CMYK_INKS if in_images or any(len(list(found)) for found in in_content) else BLACK_INK

    @cached_property
    def fonts(self) -> tuple[Any, ...]:
        """All fonts, those of composite fonts included, and those that are no objects of their own."""
        own = [item for item in self.dictionaries if item.get("/Type") == "/Font"]
        resources = [resources_of(item) for item in (*self.pages, *self.forms)]
        distinct = {each.objgen if getattr(each, "is_indirect", False) else id(each): each for each in resources}
        named = (font for each in distinct.values() for font in dict(each.get("/Font", {}).items()).values())
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
        return frozenset(_fonts_of(artwork.values()) - _fonts_of([*self.pages, *own]))


def _fonts_of(owners: Iterable[Any]) -> set[tuple[int, int]]:
    fonts = (font for owner in owners for font in dict(resources_of(owner).get("/Font", {}).items()).values())
    return {font.objgen for font in fonts if font.is_indirect}
