"""The colour space of documents for the screen: sRGB (IEC 61966-2-1)."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mailing.press.pdffile import PdfFile

_MADE_AT, _MADE_OF = slice(24, 36), slice(84, 100)
"""In an ICC profile's header (ICC.1:2022, 7.2): when it was made, and the digest that may be left out."""


@cache
def srgb() -> bytes:
    """Return an ICC profile of sRGB whose bytes know no clock."""
    from PIL import ImageCms

    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile[_MADE_AT] = bytes.fromhex("07e9000100010000") + bytes(4)
    profile[_MADE_OF] = bytes(16)
    return bytes(profile)


def screen_intent(file: PdfFile) -> bytes:
    """Write the profile; return the catalog's entry of the output intent (ISO 19005-2, 6.2.3)."""
    profile = file.add_stream(srgb(), b"/N 3")
    return (
        b"/OutputIntents[<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB)"
        b"/Info(sRGB IEC61966-2.1)/DestOutputProfile %d 0 R>>]" % profile
    )
