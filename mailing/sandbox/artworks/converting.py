"""Which reader takes a file is told by its first bytes, not by its name."""

from __future__ import annotations

from io import BytesIO
from typing import NamedTuple

from mailing.base.messages import _
from mailing.sandbox.artworks.inks import Inks
from mailing.sandbox.artworks.pages import plain_pages
from mailing.sandbox.artworks.rasters import raster_page
from mailing.sandbox.artworks.refusals import refused
from mailing.sandbox.artworks.vectors import vector_page


class Converted(NamedTuple):
    """A file made plain.

    Attributes:
        pdf: the document.
        sizes: its pages' widths and heights in points.
        dpi: how many pixels an inch its images have at that size, where they have fewest; 0 without images.
    """

    pdf: bytes
    sizes: list[tuple[float, float]]
    dpi: float


def plain_pdf(name: str, data: bytes, icc: bytes | None) -> Converted:
    """Return the file as plain PDF.

    Raises:
        InputError: with file, page and reason.
    """
    inks = Inks(icc)
    dpi: float
    if data.startswith(b"%PDF-"):
        document, dpi = plain_pages(name, data, inks)
    elif data.startswith((b"\x89PNG", b"\xff\xd8\xff")):
        document, dpi = raster_page(name, data, inks)
    elif data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        document, dpi = vector_page(name, data, inks)
    else:
        raise refused(name, _("Die Datei ist weder SVG, PDF, PNG noch JPEG"))
    sizes = [(float(page.mediabox[2]), float(page.mediabox[3])) for page in document.pages]
    made = BytesIO()
    document.save(made, deterministic_id=True)
    return Converted(made.getvalue(), sizes, dpi)
