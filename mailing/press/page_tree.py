"""The page tree of a file: its pages, balanced under nodes (ISO 32000-1, 7.7.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailing.press.geometry import PAGE_HEIGHT, PAGE_WIDTH

if TYPE_CHECKING:
    from mailing.press.pdffile import PdfFile

KIDS_A_NODE = 100
"""Pages of a node of the page tree."""

_SHEET = b"[0 0 %b %b]" % (PAGE_WIDTH, PAGE_HEIGHT)


class PageTree:
    """Pages under nodes under one root; `resources` is the number of the dictionary that all pages share."""

    def __init__(self, file: PdfFile, resources: int) -> None:
        self._file = file
        self._root = file.reserve()
        self._nodes: list[tuple[int, int]] = []
        self._kids: list[int] = []
        self._node = file.reserve()
        self._fixed = b"/MediaBox%b/TrimBox%b/Resources %d 0 R" % (_SHEET, _SHEET, resources)
        self.pages = 0

    def add(self, contents: int, part: bytes) -> int:
        """Write a page, with the entry that names its document part; return its number."""
        if len(self._kids) == KIDS_A_NODE:
            self._close_node()
        page = self._file.add(
            b"<</Type/Page/Parent %d 0 R%b/Contents %d 0 R%b>>" % (self._node, self._fixed, contents, part)
        )
        self._kids.append(page)
        self.pages += 1
        return page

    def close(self) -> int:
        """Write what is left of the tree; return its root."""
        self._close_node()
        kids = b" ".join(b"%d 0 R" % node for node, _count in self._nodes)
        self._file.add(b"<</Type/Pages/Count %d/Kids[%b]>>" % (self.pages, kids), self._root)
        return self._root

    def _close_node(self) -> None:
        kids = b" ".join(b"%d 0 R" % page for page in self._kids)
        entries = (self._root, len(self._kids), kids)
        self._file.add(b"<</Type/Pages/Parent %d 0 R/Count %d/Kids[%b]>>" % entries, self._node)
        self._nodes.append((self._node, len(self._kids)))
        self._kids, self._node = [], self._file.reserve()
