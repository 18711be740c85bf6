"""Images of a PDF: plain ones are taken as they are, all others are drawn on white at their own size."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Final

import pikepdf
import pypdfium2
from pikepdf import Name

from mailing.sandbox.artworks.rasters import MOST_PIXELS, image_stream, too_many_pixels

if TYPE_CHECKING:
    from PIL import Image

    from mailing.sandbox.artworks.inks import Inks

SIZED: Final = ("/Width", "/Height", "/BitsPerComponent")
FILTERS: Final = frozenset(("/FlateDecode", "/DCTDecode", "/CCITTFaxDecode", "/RunLengthDecode"))
"""What PDF/A allows and no reader makes something else of."""
DRAWING_DPI: Final = 600
POINTS_AN_INCH: Final = 72


def plain_image(document: pikepdf.Pdf, image: pikepdf.Stream, inks: Inks, alpha: float, name: str) -> pikepdf.Object:
    """Return an image in the new document, in the inks and without anything that shines through.

    Raises:
        InputError: it has more pixels than any sheet needs.
        ValueError: it can't be read.
    """
    size = _size(image)
    if size[0] * size[1] > MOST_PIXELS:
        raise too_many_pixels(name)
    if "/F" in image or min(size) < 1:
        raise ValueError("an image in another file")
    if image.get("/ImageMask", False):
        return _taken(document, image, ("/ImageMask", "/Decode"))
    if alpha == 1 and _is_plain(image):
        made = _taken(document, image, ())
        made.ColorSpace = Name.DeviceGray
        return made
    picture = _drawn(image, size)
    if alpha < 1:
        picture = picture.point([round(255 - alpha * (255 - level)) for level in range(256)] * len(picture.getbands()))
    return image_stream(document, inks.picture(picture), inks)


def page_picture(data: bytes, page: int, inks: Inks, size: tuple[float, float], name: str) -> Image.Image:
    """Return a page (from 0), drawn as finely as a press prints, in the inks."""
    scale = DRAWING_DPI / POINTS_AN_INCH
    if size[0] * size[1] * scale * scale > MOST_PIXELS:
        raise too_many_pixels(name, page + 1)
    with pypdfium2.PdfDocument(data) as document:
        bitmap = document[page].render(scale=scale, rev_byteorder=True, may_draw_forms=False)
        return inks.picture(bitmap.to_pil().convert("RGB"))


def _size(image: pikepdf.Stream) -> tuple[int, int]:
    """Return how many pixels wide and high an image is, or its mask where that is finer."""
    own = int(image.Width), int(image.Height)
    masks = [image[key] for key in ("/SMask", "/Mask") if isinstance(image.get(key), pikepdf.Stream)]
    return max((own, *((int(mask.Width), int(mask.Height)) for mask in masks)), key=lambda size: size[0] * size[1])


def _is_plain(image: pikepdf.Stream) -> bool:
    masked = any(key in image for key in ("/SMask", "/Mask", "/Decode"))
    gray = str(image.get("/ColorSpace")) in ("/DeviceGray", "/G")
    return gray and not masked and int(image.get("/BitsPerComponent", 0)) in (1, 8) and _filters(image) <= FILTERS


def _filters(image: pikepdf.Stream) -> set[str]:
    given: pikepdf.Object = image.get("/Filter", pikepdf.Array())
    return {str(given)} if isinstance(given, Name) else {str(each) for each in given}


def _taken(document: pikepdf.Pdf, image: pikepdf.Stream, more: tuple[str, ...]) -> pikepdf.Stream:
    """Return a copy with nothing but what draws it."""
    keeps = _filters(image) <= FILTERS
    made = document.make_stream(image.read_raw_bytes() if keeps else image.read_bytes())
    for key in (*SIZED, *(("/Filter", "/DecodeParms") if keeps else ()), *more):
        if key in image:
            value = image[key]
            made[key] = document.copy_foreign(value) if getattr(value, "is_indirect", False) else value
    made.Type, made.Subtype = Name.XObject, Name.Image
    return made


def _drawn(image: pikepdf.Stream, size: tuple[int, int]) -> Image.Image:
    """Return the image alone on white, drawn at its own size."""
    with pikepdf.new() as alone:
        page = alone.add_blank_page(page_size=size)
        own = image if image.is_indirect else None
        drawn = alone.copy_foreign(own) if own is not None else _own(alone, image)
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(I=drawn))
        page.Contents = alone.make_stream(b"q %d 0 0 %d 0 0 cm /I Do Q" % size)
        data = BytesIO()
        alone.save(data)
    with pypdfium2.PdfDocument(data.getvalue()) as document:
        if next(iter(document[0].get_objects()), None) is None:
            raise ValueError("nothing is drawn")
        picture: Image.Image = document[0].render(scale=1, rev_byteorder=True).to_pil().convert("RGB")
    return picture


def _own(alone: pikepdf.Pdf, image: pikepdf.Stream) -> pikepdf.Stream:
    made = alone.make_stream(image.read_raw_bytes())
    for key, value in image.items():
        if key != "/Length":
            made[key] = alone.copy_foreign(value) if getattr(value, "is_indirect", False) else value
    return made
