"""Colours of any device become gray, or CMYK through the shop's ICC profile."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from PIL import Image, ImageCms

if TYPE_CHECKING:
    from collections.abc import Sequence

RGB, CMYK = 3, 4
"""How many components colours of these devices have; gray has one."""
LUMINANCE = (0.3, 0.59, 0.11, 0.0)
"""How light red, green and blue are (ISO 32000-1, 10.3)."""


class Inks:
    """Converts colours and pictures; numbers are from 0 to 1.

    Args:
        icc: the profile of a CMYK press; without one everything becomes gray.
    """

    def __init__(self, icc: bytes | None) -> None:
        self.space = "DeviceCMYK" if icc else "DeviceGray"
        self._transform = (
            ImageCms.buildTransform(
                ImageCms.createProfile("sRGB"), ImageCms.ImageCmsProfile(BytesIO(icc)), "RGB", "CMYK"
            )
            if icc
            else None
        )

    def colour(self, components: Sequence[float]) -> list[float]:
        """Return the inks of a colour: one component is gray, three are RGB, four are CMYK."""
        parts = [min(1.0, max(0.0, part)) for part in components]
        if self._transform is None:
            return [round(_gray(parts), 4)]
        if len(parts) == CMYK:
            return parts
        if len(set(parts)) == 1:  # gray prints with black alone
            return [0, 0, 0, round(1 - parts[0], 4)]
        pixel = Image.new("RGB", (1, 1), tuple(round(255 * part) for part in parts))
        return [round(part / 255, 4) for part in self.picture(pixel).tobytes()]

    def on_white(self, components: Sequence[float], alpha: float) -> list[float]:
        """Return the inks of a colour through which as much of the white paper shines as `alpha` leaves."""
        if len(components) == CMYK:
            return self.colour([alpha * part for part in components])
        return self.colour([1 - alpha * (1 - part) for part in components])

    def picture(self, picture: Image.Image) -> Image.Image:
        """Return a picture of mode L, RGB or CMYK in the inks."""
        if self._transform is None:
            if picture.mode in ("1", "L"):
                return picture.convert("L")
            return picture.convert("RGB").convert("L", matrix=LUMINANCE)
        if picture.mode == "CMYK":
            return picture
        if picture.mode == "L":
            none = Image.new("L", picture.size, 0)
            return Image.merge("CMYK", (none, none, none, picture.point([255 - level for level in range(256)])))
        converted = ImageCms.applyTransform(picture.convert("RGB"), self._transform)
        assert converted is not None  # noqa: S101 - only a change in place gives nothing
        return converted


def _gray(parts: Sequence[float]) -> float:
    """Return how light a colour is (ISO 32000-1, 10.3)."""
    if len(parts) == 1:
        return parts[0]
    weighed = sum(weight * part for weight, part in zip(LUMINANCE, parts[:RGB], strict=False))
    return weighed if len(parts) == RGB else 1 - min(1.0, weighed + parts[3])
