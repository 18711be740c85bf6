"""Which reader takes a file is told by its first bytes, not by its name."""

from __future__ import annotations

from io import BytesIO

from mailing.base.messages import _
from mailing.sandbox.artworks.inks import Inks
from mailing.sandbox.artworks.pages import plain_pages
from mailing.sandbox.artworks.rasters import raster_page
from mailing.sandbox.artworks.refusals import refused
from mailing.sandbox.artworks.resolution import least_dpi
from mailing.sandbox.artworks.vectors import vector_page


def plain_pdf(name: str, data: bytes, icc: bytes | None) -> tuple[bytes, list[tuple[float, float]], float]:
    """Return the file as plain PDF, its pages' widths and heights in points, and the least resolution (`least_dpi`).

    Raises:
        InputError: with file, page and reason.
    """
    inks = Inks(icc)
    if data.startswith(b"%PDF-"):
        document = plain_pages(name, data, inks)
    elif data.startswith((b"\x89PNG", b"\xff\xd8\xff")):
        document = raster_page(name, data, inks)
    elif data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        document = vector_page(name, data, inks)
    else:
        raise refused(name, _("Die Datei ist weder SVG, PDF, PNG noch JPEG"))
    sizes = [(float(page.mediabox[2]), float(page.mediabox[3])) for page in document.pages]
    made = BytesIO()
    document.save(made, deterministic_id=True)
    return made.getvalue(), sizes, least_dpi(document)
