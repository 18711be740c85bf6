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

from mailing.audit.ink import odd_ink

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

PLACED = re.compile(rb"/([^\s/\[\]<>(){}%]+)\s+Do\b")


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
            odd = odd or odd_ink(data)
            for name in PLACED.findall(data):
                form = self._form(page, "/" + name.decode("latin-1"))
                total.update(form.digest)
                odd = odd or form.odd_ink
        return Look(total.digest(), odd)

    def _form(self, page: Any, name: str) -> Look:
        """Return what a form is, kept by its object number: many pages place the same ones."""
        placed = page["/Resources"]["/XObject"].raw_get(name)
        known = self._forms.get(placed.idnum)
        if known is None:
            data = placed.get_object().get_data()
            known = Look(sha256(data).digest(), "/Do" if PLACED.search(data) else odd_ink(data))
            self._forms[placed.idnum] = known
        return known


def contents_of(path: Path) -> Contents:
    """Return the contents of the PDF, kept open for the next pages of the same file as long as it stays as it is."""
    return _kept_open(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=2)
def _kept_open(path: Path, _written: int) -> Contents:
    return Contents(path)
