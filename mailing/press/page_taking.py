"""Single pages taken out of our own print files, without a look at all the others.

qpdf lists all pages of a file when it opens it for pages, and again when it copies the first object out of it: 20 µs
each, a second for 60,000. So the way to a page is found in the page tree here, and what it shows is copied from there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO, Self

import pikepdf

if TYPE_CHECKING:
    from pikepdf import Object

TIES = ("/Parent", "/DPart")
"""What ties a page to its file."""


class PageTaker:
    """Takes pages out of the print file that `stream` reads, and appends them to `target`; used in a `with` block."""

    def __init__(self, stream: BinaryIO, target: pikepdf.Pdf) -> None:
        self._source = pikepdf.open(stream, inherit_page_attributes=False)  # a page of ours inherits nothing
        self._target = target
        self._copies: dict[tuple[int, int], Object] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._source.close()

    def take(self, number: int) -> None:
        """Append the page with this number, from 0 on."""
        page = _page(self._source.Root.Pages, number)
        for tie in TIES:
            if tie in page:
                del page[tie]
        self._target.pages.append(pikepdf.Page(self._target.make_indirect(self._copied(page))))

    def _copy(self, value: object) -> object:
        """Return the target's copy of what an entry holds; an object that several refer to is copied once."""
        if not isinstance(value, pikepdf.Object):
            return value
        if not value.is_indirect:
            return self._copied(value)
        if value.objgen not in self._copies:
            self._copies[value.objgen] = self._target.make_indirect(self._copied(value))
        return self._copies[value.objgen]

    def _copied(self, value: Object) -> Object:
        match value:
            case pikepdf.Stream():
                stream = self._target.make_stream(value.read_raw_bytes())
                for name, entry in value.items():
                    if name != "/Length":
                        stream[name] = self._copy(entry)
                return stream
            case pikepdf.Dictionary():
                return pikepdf.Dictionary({name: self._copy(entry) for name, entry in value.items()})
            case pikepdf.Array():
                return pikepdf.Array([self._copy(entry) for entry in value])
            case _:
                return value


def _page(branch: Object, number: int) -> Object:
    """Return a page of a branch of the page tree; each branch tells how many it has (ISO 32000-1, 7.7.3)."""
    if branch.Type == pikepdf.Name.Page:
        return branch
    for kid in branch.Kids:
        pages = 1 if kid.Type == pikepdf.Name.Page else int(kid.Count)
        if number < pages:
            return _page(kid, number)
        number -= pages
    raise IndexError
