"""The content of a piece's pages as one hash, read with pypdf: a library that no part of the writer uses.

For each page of the piece in order: the decoded content stream, then for each form XObject that it places, in the order
of placement, the 32 bytes of the SHA-256 of the form's decoded content and of all that the office's pages draw which it
places in turn (`docs/print.md`). Names of resources are no part of it beyond the content itself. All under the run's
key, so that nobody who guesses a letter can look it up.
"""

from __future__ import annotations

import hmac
import re
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

from mailing.audit.actual_text import GIVEN, gives_other_text, texts_of_codes
from mailing.audit.ink import odd_ink

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

PLACED = re.compile(rb"/([^\s/\[\]<>(){}%]+)\s+Do\b")

ARTWORK = re.compile(rb"q (?:[-+.\d]+ ){6}cm /A[0-9a-f]{64}\.[0-9]+ Do Q\n")
"""How a plate places a page of the office's own file, by that file's digest: what it shows is compared elsewhere."""


class Look(NamedTuple):
    """What pages or a form draw: the SHA-256 over it, and what of it hides text or is no letter's."""

    digest: bytes
    odd_ink: str

    def keyed(self, key: bytes) -> str:
        """Return the hash under the run's key, as the manifest holds it."""
        return hmac.digest(key, self.digest, "sha256").hex()


class Contents:
    """The page contents of one PDF."""

    def __init__(self, path: Path) -> None:
        self._pages = PdfReader(path).pages
        self._forms: dict[int, Look] = {}
        self._texts: dict[int, Mapping[int, str]] = {}

    def __len__(self) -> int:
        return len(self._pages)

    def look(self, pages: Iterable[int]) -> Look:
        """Look at the pages (from 0) as they are drawn."""
        total, odd = sha256(), ""
        for number in pages:
            page = self._pages[number]
            content = page.get_contents()
            data = b"" if content is None else content.get_data()
            total.update(data)
            odd = odd or odd_ink(data) or self._other_text(data, page)
            for name in PLACED.findall(data):
                form = self._form(page, "/" + name.decode("latin-1"))
                total.update(form.digest)
                odd = odd or form.odd_ink
        return Look(total.digest(), odd)

    def ground(self, number: int) -> tuple[int, bytes]:
        """Return the number of the only form that a page (from 0) places, first of all, and what it draws besides.

        A page that isn't made so has no form here, number 0.
        """
        page: Any = self._pages[number]
        content = page.get_contents()
        data = b"" if content is None else content.get_data()
        placed = PLACED.match(data)
        rest = data[placed.end() :] if placed else data
        if placed is None or PLACED.search(rest):
            return 0, rest
        form = page["/Resources"]["/XObject"].raw_get("/" + placed[1].decode("latin-1"))
        return int(form.idnum), rest

    def _form(self, page: Any, name: str) -> Look:
        """Return what a form is, kept by its object number: many pages place the same ones."""
        placed = page["/Resources"]["/XObject"].raw_get(name)
        known = self._forms.get(placed.idnum)
        if known is None:
            form = placed.get_object()
            data = form.get_data()
            own = ARTWORK.sub(b"", data)
            odd = "/Do" if PLACED.search(own) else odd_ink(own) or self._other_text(own, form)
            digest = sha256(data)
            for inner in PLACED.findall(data):
                digest.update(_whole(form["/Resources"]["/XObject"].raw_get("/" + inner.decode("latin-1"))))
            known = Look(digest.digest(), odd)
            self._forms[placed.idnum] = known
        return known

    def _other_text(self, data: bytes, holder: Any) -> str:
        """Return what gives another text than the glyphs have; "" where nothing does."""
        if GIVEN not in data:
            return ""
        fonts = holder["/Resources"].get("/Font", {})
        texts = {name.removeprefix("/"): self._texts_of(fonts.raw_get(name)) for name in fonts}
        return GIVEN.decode() if gives_other_text(data, texts) else ""

    def _texts_of(self, placed: Any) -> Mapping[int, str]:
        """Return what the codes of a font stand for, kept by its object number."""
        number = getattr(placed, "idnum", 0)
        texts = self._texts.get(number)
        if texts is None:
            map_ = placed.get_object().get("/ToUnicode")
            texts = texts_of_codes(map_.get_object().get_data()) if map_ is not None else {}
            if number:
                self._texts[number] = texts
        return texts


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
    if isinstance(item, IndirectObject):
        if item.idnum in seen:
            return
        seen.add(item.idnum)
        item = item.get_object()
    if isinstance(item, StreamObject):
        stored: bytes = item.get_data() if item.get("/Subtype") == "/Form" else item._data  # noqa: SLF001 - pypdf has no other name for it
        yield sha256(stored).digest()
    if isinstance(item, ArrayObject):
        for part in item:
            yield from _streams_of(part, seen)
    elif isinstance(item, DictionaryObject):
        for key in sorted(item):
            yield from _streams_of(item.raw_get(key), seen)


def contents_of(path: Path) -> Contents:
    """Return the contents of the PDF, kept open for the next pages of the same file as long as it stays as it is."""
    return _kept_open(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=2)
def _kept_open(path: Path, _written: int) -> Contents:
    return Contents(path)
