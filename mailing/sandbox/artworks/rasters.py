"""PNG and JPEG become a page of their size, flat on white."""

from __future__ import annotations

import warnings
import zlib
from io import BytesIO
from typing import TYPE_CHECKING, Final

import pikepdf
from PIL import Image

from mailing.base.messages import _
from mailing.sandbox.artworks.refusals import refused

if TYPE_CHECKING:
    from mailing.sandbox.artworks.inks import Inks

MOST_PIXELS: Final = 40_000_000
"""A sheet of A4 at 600 dpi has 35 million."""
DEFAULT_DPI: Final = 300
LEAST_DPI, MOST_DPI = 10, 4800
"""What is outside is no resolution but a program's way to say that it doesn't know."""
POINTS_AN_INCH: Final = 72
SIXTEEN_BITS: Final = 257
"""Levels of 16 bits to each of 8."""


def opened(name: str, data: bytes) -> tuple[Image.Image, tuple[float, float]]:
    """Return a PNG or JPEG laid on white, and how many pixels an inch it has across and down.

    Raises:
        InputError: it is too large or broken.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            picture = Image.open(BytesIO(data), formats=("PNG", "JPEG"))
            if picture.width * picture.height > MOST_PIXELS:
                raise too_many_pixels(name)
            across, down = picture.info.get("dpi", (DEFAULT_DPI, DEFAULT_DPI))
            return on_white(picture), (_told_dpi(across), _told_dpi(down))
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
            raise too_many_pixels(name) from error
        except (OSError, ValueError, SyntaxError, TypeError) as error:
            raise refused(name, _("Das Bild ist beschädigt")) from error


def _told_dpi(told: float) -> float:
    return float(told) if LEAST_DPI <= told <= MOST_DPI else float(DEFAULT_DPI)


def raster_page(name: str, data: bytes, inks: Inks) -> tuple[pikepdf.Pdf, float]:
    """Return a document whose one page is the picture, and how many pixels an inch it has.

    It is as large as its resolution says; of one that says nothing that is 300 dpi.
    """
    flat, dpi = opened(name, data)
    document = pikepdf.new()
    width, height = (size * POINTS_AN_INCH / of for size, of in zip(flat.size, dpi, strict=True))
    page = document.add_blank_page(page_size=(width, height))
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(P=image_stream(document, inks.picture(flat), inks)))
    page.Contents = document.make_stream(f"q {width:.4f} 0 0 {height:.4f} 0 0 cm /P Do Q".encode())
    return document, min(dpi)


def on_white(picture: Image.Image) -> Image.Image:
    """Return the picture in mode L, RGB or CMYK, what is transparent in it laid on white."""
    if picture.mode.startswith("I"):
        return picture.convert("I").point(lambda level: level / SIXTEEN_BITS).convert("L")
    if "transparency" in picture.info or picture.mode in ("LA", "PA", "RGBA", "La", "RGBa"):
        paper = Image.new("RGBA", picture.size, "white")
        paper.alpha_composite(picture.convert("RGBA"))
        return paper.convert("RGB")
    if picture.mode in ("1", "L"):
        return picture.convert("L")
    return picture.copy() if picture.mode == "CMYK" else picture.convert("RGB")


def image_stream(document: pikepdf.Pdf, picture: Image.Image, inks: Inks) -> pikepdf.Stream:
    """Return the picture, already in the inks, as an image of the document."""
    image = document.make_stream(zlib.compress(picture.tobytes(), 9))
    image.Type, image.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
    image.Width, image.Height = picture.size
    image.ColorSpace = pikepdf.Name("/" + inks.space)
    image.BitsPerComponent = 8
    image.Filter = pikepdf.Name.FlateDecode
    return image


def too_many_pixels(name: str, page: int = 0) -> Exception:
    """Return the error for a picture larger than any sheet needs."""
    return refused(name, _("Das Bild hat mehr als 40 Millionen Bildpunkte"), page)
