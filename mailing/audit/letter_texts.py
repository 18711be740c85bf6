"""What letters say, whoever they go to: the text of their pages without the address field, as a hash."""

from __future__ import annotations

from hashlib import sha256
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from mailing.audit.books import read_pieces
from mailing.audit.damage import refusing_damage
from mailing.audit.run_files import run_files_at

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

POINTS_A_MM = 72 / 25.4
SHEET = 210.0, 297.0
FIELD_RIGHT, FIELD_TOP, FIELD_BOTTOM = 105.0, 27.0, 90.0
"""Where both forms of DIN 5008 have their address field, in mm from the top left corner."""
AREAS = (
    (0.0, 0.0, SHEET[0], FIELD_TOP),
    (FIELD_RIGHT, FIELD_TOP, SHEET[0], FIELD_BOTTOM),
    (0.0, FIELD_BOTTOM, *SHEET),
)
"""Left, top, right and bottom of the parts of a first page around its address field, in mm."""


def text_digests(run: Path) -> Iterator[tuple[int, bytes]]:
    """Give each piece of a run with the hash of what its letter says beside the address; errors as for `find_letters`.

    The control code is a picture, so that the same letter says the same as any piece of any run.
    """
    import pypdfium2 as pdfium

    run_files = run_files_at(run, shop_only=False)
    with refusing_damage(run):
        for file, pieces in groupby(read_pieces(run_files), key=attrgetter("file")):
            document = pdfium.PdfDocument(run_files.path_of(file))
            for piece in pieces:
                pages = range(piece.first_page - 1, piece.last_page)
                said = "\f".join(_text(document[page], is_first=page == pages[0]) for page in pages)
                yield piece.piece, sha256(said.encode("utf-8", "surrogatepass")).digest()


def _text(page: Any, *, is_first: bool) -> str:
    text_page = page.get_textpage()
    if not is_first:
        return " ".join(text_page.get_text_range().split())
    parts = (text_page.get_text_bounded(*_in_points(area)) for area in AREAS)
    return "\f".join(" ".join(part.split()) for part in parts)


def _in_points(area: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    """Return an area as PDF has it: left, bottom, right and top, from the bottom left corner."""
    left, top, right, bottom = area
    height = SHEET[1]
    return tuple(value * POINTS_A_MM for value in (left, height - bottom, right, height - top))  # type: ignore[return-value]
