"""Document parts (PDF/VT-1, ISO 16612-2): the file, its Leitregionen, its letters, which are the records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from mailing.press.pdffile import text_string

if TYPE_CHECKING:
    from mailing.press.pdffile import PdfFile

PARTS_A_NODE = 4_000
"""Parts of a node: arrays stay under the 8,191 entries that older readers take."""


class Records(Protocol):
    """What keeps the records of a file."""

    def open(self, region: str) -> bytes:
        """Begin the record of a letter to the Leitregion; return the entry that its pages carry."""
        ...

    def close_record(self, pages: list[int], piece: int, sheets: int) -> None:
        """End the record that was begun: its pages in order, and what it says of itself."""
        ...

    def close(self) -> bytes:
        """Write what is left; return the catalog's entry."""
        ...


class NoRecords:
    """No records: for standards below PDF/VT-1."""

    def open(self, region: str) -> bytes:  # noqa: ARG002 - as Records
        """Return nothing to carry."""
        return b""

    def close_record(self, pages: list[int], piece: int, sheets: int) -> None:
        """Keep nothing."""

    def close(self) -> bytes:
        """Return nothing for the catalog."""
        return b""


class RecordTree:
    """Document parts: the file, its Leitregionen, its letters; letters are the records."""

    def __init__(self, file: PdfFile, job: int, route: str) -> None:
        self._file = file
        self._root, self._run = file.reserve(), file.reserve()
        self._about = b"/DPM<</MLNG_Job %d/MLNG_Route%b>>" % (job, text_string(route))
        self._regions: list[int] = []
        self._region: str | None = None
        self._told_region = b""
        self._node = 0
        self._leaf = 0
        self._leaves: list[int] = []

    def open(self, region: str) -> bytes:
        """Begin a letter's part."""
        if region != self._region or len(self._leaves) == PARTS_A_NODE:
            self._close_region()
            self._region, self._told_region = region, text_string(region)
            self._node = self._file.reserve()
        self._leaf = self._file.reserve()
        self._leaves.append(self._leaf)
        return b"/DPart %d 0 R" % self._leaf

    def close_record(self, pages: list[int], piece: int, sheets: int) -> None:
        """Write the letter's part: nothing in it is personal."""
        end = b"/End %d 0 R" % pages[-1] if len(pages) > 1 else b""
        self._file.add(
            b"<</Type/DPart/Parent %d 0 R/Start %d 0 R%b/DPM<</MLNG_Piece %d/MLNG_Sheets %d/MLNG_Region%b>>>>"
            % (self._node, pages[0], end, piece, sheets, self._told_region),
            self._leaf,
        )

    def close(self) -> bytes:
        """Write the tree's upper nodes; return the catalog's entry."""
        self._close_region()
        self._file.add(
            b"<</Type/DPart/Parent %d 0 R/DParts[[%b]]%b>>" % (self._root, _references(self._regions), self._about),
            self._run,
        )
        self._file.add(
            b"<</Type/DPartRoot/DPartRootNode %d 0 R/RecordLevel 2/NodeNameList[/Run/Region/Letter]>>" % self._run,
            self._root,
        )
        return b"/DPartRoot %d 0 R" % self._root

    def _close_region(self) -> None:
        if self._region is None:
            return
        about = b"/DPM<</MLNG_Region%b/MLNG_Pieces %d>>" % (self._told_region, len(self._leaves))
        self._file.add(
            b"<</Type/DPart/Parent %d 0 R/DParts[[%b]]%b>>" % (self._run, _references(self._leaves), about), self._node
        )
        self._regions.append(self._node)
        self._leaves = []


def _references(numbers: list[int]) -> bytes:
    return b" ".join(b"%d 0 R" % number for number in numbers)
