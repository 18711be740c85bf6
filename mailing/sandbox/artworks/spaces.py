"""Colour spaces of a PDF (ISO 32000-1, 8.6): each tells its colours as gray, RGB or CMYK."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pikepdf
from pikepdf import Name

from mailing.sandbox.artworks.functions import function

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

GRAY, RGB, CMYK = 1, 3, 4
DEVICES: Final = {
    **dict.fromkeys(("/DeviceGray", "/G", "/CalGray"), GRAY),
    **dict.fromkeys(("/DeviceRGB", "/RGB", "/CalRGB"), RGB),
    **dict.fromkeys(("/DeviceCMYK", "/CMYK"), CMYK),
}
DEEPEST: Final = 4
MOST_INKS: Final = 8
LAB_LINEAR: Final = 6 / 29
D65: Final = (0.9505, 1.0, 1.089)
TO_SRGB: Final = ((3.2406, -1.5372, -0.4986), (-0.9689, 1.8758, 0.0415), (0.0557, -0.204, 1.057))
"""IEC 61966-2-1, from XYZ."""
SRGB_LINEAR: Final = 0.0031308


@dataclass(frozen=True)
class Space:
    """A colour space.

    Attributes:
        initial: the colour with which it begins.
        device: tells a colour as one, three or four components of a device.
        is_pattern: whether patterns are its colours; `device` is then for the colour of an uncoloured one.
    """

    initial: tuple[float, ...]
    device: Callable[[Sequence[float]], Sequence[float]]
    is_pattern: bool = False


def device_space(components: int) -> Space:
    """Return a device's space by how many components it has."""
    return Space((0.0, 0.0, 0.0, 1.0) if components == CMYK else (0.0,) * components, lambda colour: colour)


def space_of(given: pikepdf.Object, resources: pikepdf.Object, depth: int = 0) -> Space:
    """Return the colour space that an array or a name stands for.

    Raises:
        NotImplementedError: it can't be evaluated.
        ValueError: it is broken.
    """
    if depth > DEEPEST:
        raise ValueError("colour spaces within colour spaces")
    named = resources.get("/ColorSpace", pikepdf.Dictionary())
    if isinstance(given, Name) and str(given) in named:
        given = named[str(given)]
    family = str(given if isinstance(given, Name) else given[0])
    if family in DEVICES:
        return device_space(DEVICES[family])
    if family == "/ICCBased":
        return _profiled(given[1])
    if family in ("/Indexed", "/I"):
        return _indexed(given, resources, depth)
    if family in ("/Separation", "/DeviceN"):
        return _tinted(given, resources, depth)
    if family == "/Lab":
        return _lab(given[1])
    if family == "/Pattern":
        below = None if isinstance(given, Name) or len(given) == 1 else space_of(given[1], resources, depth + 1)
        return Space(below.initial if below else (), below.device if below else lambda colour: colour, is_pattern=True)
    raise NotImplementedError(family)


def _profiled(profile: pikepdf.Object) -> Space:
    components = int(profile.N)
    if components not in (GRAY, RGB, CMYK):
        raise ValueError("components of a profile")
    return device_space(components)


def _indexed(given: pikepdf.Object, resources: pikepdf.Object, depth: int) -> Space:
    base = space_of(given[1], resources, depth + 1)
    table = given[3].read_bytes() if isinstance(given[3], pikepdf.Stream) else bytes(given[3])
    highest, width = int(given[2]), len(base.initial)
    if width == 0 or base.is_pattern:
        raise ValueError("base of an indexed space")

    def device(colour: Sequence[float]) -> Sequence[float]:
        place = min(max(round(colour[0]), 0), highest) * width
        return base.device([level / 255 for level in table[place : place + width].ljust(width, b"\0")])

    return Space((0.0,), device)


def _tinted(given: pikepdf.Object, resources: pikepdf.Object, depth: int) -> Space:
    inks = [str(given[1])] if isinstance(given[1], Name) else [str(ink) for ink in given[1]]
    if not 1 <= len(inks) <= MOST_INKS:
        raise NotImplementedError("/DeviceN")
    if inks in (["/Black"], ["/All"]):
        return Space((1.0,), lambda colour: [1 - colour[0]])
    base = space_of(given[2], resources, depth + 1)
    tint = function(given[3])
    return Space((1.0,) * len(inks), lambda colour: base.device(tint(colour)))


def _lab(given: pikepdf.Object) -> Space:
    white = [float(part) for part in given.WhitePoint]

    def device(colour: Sequence[float]) -> Sequence[float]:
        middle = (colour[0] + 16) / 116
        parts = (middle + colour[1] / 500, middle, middle - colour[2] / 200)
        # whites are laid on each other: paper stays white whatever light the space was made for
        xyz = [_from_lab(part) * light for part, light in zip(parts, D65, strict=True)]
        return [_gamma(sum(weight * part for weight, part in zip(row, xyz, strict=True))) for row in TO_SRGB]

    if len(white) != len(D65):
        raise ValueError("white point")
    return Space((0.0, 0.0, 0.0), device)


def _from_lab(part: float) -> float:
    return part**3 if part > LAB_LINEAR else 3 * LAB_LINEAR**2 * (part - 4 / 29)


def _gamma(linear: float) -> float:
    linear = min(1.0, max(0.0, linear))
    return 12.92 * linear if linear <= SRGB_LINEAR else float(1.055 * linear ** (1 / 2.4) - 0.055)
