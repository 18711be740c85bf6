"""What the pages of a print file draw, and the content of a piece's pages as one hash.

For each page of the piece in order: the decoded content stream, then for each form XObject that it places, in the order
of placement, the 32 bytes of the SHA-256 of the form's decoded content and of all that the office's pages draw which it
places in turn (`docs/print.md`). Names of resources are no part of it beyond the content itself. All under the run's
key, so that nobody who guesses a letter can look it up.
"""

from __future__ import annotations

import hmac
import re
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Self

import pikepdf

from mailing.audit.actual_text import GIVEN, gives_other_text, texts_of_codes
from mailing.audit.ink import odd_ink
from mailing.audit.kept_open import KeptOpen

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

PLACED: Final = re.compile(rb"/([^\s/\[\]<>(){}%]+)\s+Do\b")

HIGHEST_TREE: Final = 50
"""Levels of the tree of pages."""
MOST_RECENT: Final = 32
"""Pages whose content is kept, so that a letter's is decoded once."""

ARTWORK: Final = re.compile(rb"q (?:[-+.\d]+ ){6}cm /A[0-9a-f]{64}\.[0-9]+ Do Q\n")
"""How a plate places a page of the office's own file, by that file's digest: what it shows is compared elsewhere."""


class Look(NamedTuple):
    """What pages or a form draw: the SHA-256 over it, and what of it hides text or is no letter's."""

    digest: bytes
    odd_ink: str

    def keyed(self, key: bytes) -> str:
        """Return the hash under the run's key, as the manifest holds it."""
        return hmac.digest(key, self.digest, "sha256").hex()


class Contents:
    """The page contents of one PDF; PdfError where it is none.

    Attributes:
        pdf: the file, open.
        pages: all pages in order.
    """

    def __init__(self, path: Path) -> None:
        self.pdf = pikepdf.open(path)
        self.pages: tuple[Any, ...] = tuple(page.obj for page in self.pdf.pages)
        self._forms: dict[int, Look] = {}
        self._texts: dict[int, Mapping[int, str]] = {}
        self._odd: dict[int, str] = {}
        self._recent: dict[int, bytes] = {}
        self._placed: dict[int, list[tuple[bytes, Any]]] = {}

    def __enter__(self) -> Self:
        """Leave the file open."""
        return self

    def __exit__(self, *_error: object) -> None:
        """Close it."""
        self.pdf.close()

    def look(self, pages: Iterable[int]) -> Look:
        """Look at the pages (from 0) as they are drawn."""
        total, odd = sha256(), ""
        for number in pages:
            total.update(self._content(number))
            odd = odd or self.odd_ink(number)
            for form in (self._form(form) for _name, form in self.placed(number)):
                total.update(form.digest)
                odd = odd or form.odd_ink
        return Look(total.digest(), odd)

    def placed(self, number: int) -> list[tuple[bytes, Any]]:
        """Return the forms that a page (from 0) places, by name: plates, unless somebody else has been at it."""
        if number not in self._placed:
            names = PLACED.findall(self._content(number))
            self._placed[number] = [(b"/" + name, _form_named(self.pages[number], name)) for name in names]
        return self._placed[number]

    def odd_ink(self, number: int) -> str:
        """Return what of a page's own content (from 0) hides text or is no letter's; "" where nothing is."""
        if number not in self._odd:
            content, page = self._content(number), self.pages[number]
            self._odd[number] = odd_ink(content) or self._other_text(content, page)
        return self._odd[number]

    def ground(self, number: int) -> tuple[int, bytes]:
        """Return the number of the only form that a page (from 0) places, first of all, and what it draws besides.

        A page that isn't made so has no form here, number 0.
        """
        content = self._content(number)
        first = PLACED.match(content)
        rest = content[first.end() :] if first else content
        placed = self.placed(number)
        return (int(placed[0][1].objgen[0]), rest) if first and len(placed) == 1 else (0, rest)

    @cached_property
    def dictionaries(self) -> tuple[Any, ...]:
        """All dictionaries of the file that are objects of their own, streams' included."""
        return tuple(item for item in self.pdf.objects if isinstance(item, (pikepdf.Dictionary, pikepdf.Stream)))

    @cached_property
    def stored_forms(self) -> Mapping[int, bytes]:
        """What forms draw, as the file holds it, by their numbers; of those that are compressed as all of ours are."""
        return {
            item.objgen[0]: item.read_raw_bytes()
            for item in self.dictionaries
            if item.get("/Subtype") == "/Form"
            and isinstance(item, pikepdf.Stream)
            and item.get("/Filter") == "/FlateDecode"
            and "/DecodeParms" not in item
        }

    def _content(self, number: int) -> bytes:
        """Return a page's decoded content, that of the last few kept."""
        if number not in self._recent:
            if len(self._recent) >= MOST_RECENT:
                self._recent.clear()
                self._placed.clear()
            self._recent[number] = _content_of(self.pages[number])
        return self._recent[number]

    def _form(self, form: Any) -> Look:
        """Return what a form is, kept by its object number: many pages place the same ones."""
        known = self._forms.get(form.objgen[0])
        if known is None:
            data = form.read_bytes()
            own = ARTWORK.sub(b"", data)
            odd = "/Do" if PLACED.search(own) else odd_ink(own) or self._other_text(own, form)
            digest = sha256(data)
            for name in PLACED.findall(data):
                digest.update(_whole(_form_named(form, name)))
            known = self._forms[form.objgen[0]] = Look(digest.digest(), odd)
        return known

    def _other_text(self, data: bytes, holder: Any) -> str:
        """Return what gives another text than the glyphs have; "" where nothing does."""
        if GIVEN not in data:
            return ""
        fonts = resources_of(holder).get("/Font", {})
        texts = {name.removeprefix("/"): self._texts_of(font) for name, font in fonts.items()}
        return GIVEN.decode() if gives_other_text(data, texts) else ""

    def _texts_of(self, font: Any) -> Mapping[int, str]:
        """Return what the codes of a font stand for, kept by its object number."""
        number = font.objgen[0]
        texts = self._texts.get(number) if number else None
        if texts is None:
            texts = texts_of_codes(font.ToUnicode.read_bytes()) if "/ToUnicode" in font else {}
            self._texts[number] = texts
        return texts


def _content_of(page: Any) -> bytes:
    """Return a page's decoded content; that of several streams as one (ISO 32000-1, 7.8.2)."""
    content = page.get("/Contents", ())
    if isinstance(content, pikepdf.Stream):
        return content.read_bytes()
    return b"".join(part.read_bytes() + b"\n" for part in content)


def resources_of(owner: Any) -> Any:
    """Return what a page or a form draws with; a page may have it from the nodes above (ISO 32000-1, 7.7.3.4)."""
    for _level in range(HIGHEST_TREE):
        if "/Resources" in owner or "/Parent" not in owner:
            break
        owner = owner.Parent
    return owner.get("/Resources", {})


def _form_named(owner: Any, name: bytes) -> Any:
    """Return the form that a page or another form knows by this name; KeyError where there is none."""
    return resources_of(owner)["/XObject"]["/" + name.decode("latin-1")]


def _whole(form: Any) -> bytes:
    """Return the SHA-256 over those of all streams that a form draws with, its own content first."""
    digest = sha256()
    for each in _streams_of(form, set()):
        digest.update(each)
    return digest.digest()


def _streams_of(item: Any, seen: set[int]) -> Iterator[bytes]:
    """Give the SHA-256 of each stream that an object refers to, itself among them: forms decoded, others as stored.

    Entries are followed in the order of their names, and what was `seen`, by number, isn't followed again.
    """
    if not isinstance(item, pikepdf.Object):
        return
    if item.is_indirect:
        if item.objgen[0] in seen:
            return
        seen.add(item.objgen[0])
    if isinstance(item, pikepdf.Stream):
        is_form = item.get("/Subtype") == "/Form"
        yield sha256(item.read_bytes() if is_form else item.read_raw_bytes()).digest()
    if isinstance(item, pikepdf.Array):
        for part in item:
            yield from _streams_of(part, seen)
    elif isinstance(item, (pikepdf.Dictionary, pikepdf.Stream)):
        for key in sorted(item.keys()):
            yield from _streams_of(item[key], seen)


contents_of = KeptOpen(Contents)
"""The contents of a PDF, kept open for the next look into the same file."""
