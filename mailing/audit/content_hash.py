"""The content of a piece's pages as one hash, read with pypdf: a library that no part of the writer uses.

For each page of the piece in order: the decoded content stream, then for each form XObject that it places, in the order
of placement, the 32 bytes of the SHA-256 of the form's decoded content (`docs/print.md`). Names of resources are no
part of it beyond the content itself. All under the run's key, so that nobody who guesses a letter can look it up.
"""

from __future__ import annotations

import hmac
import re
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple

from pypdf import PdfReader

from mailing.audit.actual_text import GIVEN, gives_other_text, texts_of_codes
from mailing.audit.ink import odd_ink

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
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
            known = Look(sha256(data).digest(), odd)
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


def contents_of(path: Path) -> Contents:
    """Return the contents of the PDF, kept open for the next pages of the same file as long as it stays as it is."""
    return _kept_open(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=2)
def _kept_open(path: Path, _written: int) -> Contents:
    return Contents(path)
