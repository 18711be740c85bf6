"""Taking letters out of a finished print file: pages, plates and fonts stay byte for byte, and so does the standard."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from typing import BinaryIO


class Placed(Protocol):
    """Where a piece stands in its file: its pages from 1."""

    @property
    def first_page(self) -> int:
        """The first one."""
        ...

    @property
    def last_page(self) -> int:
        """The last one, its blank back included."""
        ...


def extract(file: Path, pieces: Sequence[Placed], target: BinaryIO) -> None:
    """Write those of a file's pieces that are wanted, in their order; the bytes depend on file and pieces only."""
    import pikepdf

    wanted = {page for piece in pieces for page in range(piece.first_page - 1, piece.last_page)}
    with pikepdf.open(file) as pdf:
        for page in reversed(range(len(pdf.pages))):
            if page not in wanted:
                del pdf.pages[page]
        _keep_records(pdf)
        pdf.save(target, deterministic_id=True, stream_decode_level=pikepdf.StreamDecodeLevel.none)


def _keep_records(pdf: Any) -> None:
    """Leave of the records (PDF/VT-1) those of the pages that are left, and of their regions and the file, one each."""
    if "/DPartRoot" not in pdf.Root:
        return
    letters: dict[tuple[int, int], Any] = {page.DPart.objgen: page.DPart for page in pdf.pages}
    regions: dict[tuple[int, int], Any] = {part.Parent.objgen: part.Parent for part in letters.values()}
    for number, region in regions.items():
        own = [part for part in letters.values() if part.Parent.objgen == number]
        region.DParts = [own]
        region.DPM.MLNG_Pieces = len(own)
    pdf.Root.DPartRoot.DPartRootNode.DParts = [list(regions.values())]
