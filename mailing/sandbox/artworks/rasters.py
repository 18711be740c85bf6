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
POINTS_AN_INCH: Final = 72
SIXTEEN_BITS: Final = 257
"""Levels of 16 bits to each of 8."""


def raster_page(name: str, data: bytes, inks: Inks) -> pikepdf.Pdf:
    """Return a document whose one page is the picture, as large as its resolution says (300 dpi if it doesn't)."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            picture = Image.open(BytesIO(data), formats=("PNG", "JPEG"))
            if picture.width * picture.height > MOST_PIXELS:
                raise too_many_pixels(name)
            dpi = picture.info.get("dpi", (DEFAULT_DPI, DEFAULT_DPI))
            flat = on_white(picture)
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
            raise too_many_pixels(name) from error
        except (OSError, ValueError, SyntaxError) as error:
            raise refused(name, _("Das Bild ist beschädigt")) from error
    document = pikepdf.new()
    width, height = (
        size * POINTS_AN_INCH / (float(of) if float(of) > 1 else DEFAULT_DPI)
        for size, of in zip(picture.size, dpi, strict=True)
    )
    page = document.add_blank_page(page_size=(width, height))
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(P=image_stream(document, inks.picture(flat), inks)))
    page.Contents = document.make_stream(f"q {width:.4f} 0 0 {height:.4f} 0 0 cm /P Do Q".encode())
    return document


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
