"""Shadings along a line or between circles, in the inks; all others only as a picture of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pikepdf
from pikepdf import Name

from mailing.base.messages import _
from mailing.sandbox.artworks.functions import function
from mailing.sandbox.artworks.spaces import space_of
from mailing.sandbox.artworks.states import NotFlatError

if TYPE_CHECKING:
    from mailing.sandbox.artworks.inks import Inks

AXIAL, RADIAL = 2, 3
STEPS: Final = 256
"""Shades of a shading; a press has no more."""


def plain_shading(
    document: pikepdf.Pdf, shading: pikepdf.Object, resources: pikepdf.Object, inks: Inks, alpha: float
) -> pikepdf.Object:
    """Return a shading whose colours are sampled and in the inks.

    Raises:
        NotFlatError: it is of another kind.
        NotImplementedError, ValueError: its colours can't be told.
    """
    if int(shading.ShadingType) not in (AXIAL, RADIAL):
        raise NotFlatError(_("Verläufe über ein Netz"))
    space = space_of(shading.ColorSpace, resources)
    colours = function(shading.Function)
    start, end = (float(edge) for edge in shading.get("/Domain", [0, 1]))
    samples = bytearray()
    for step in range(STEPS):
        given = colours([start + (end - start) * step / (STEPS - 1)])
        samples += bytes(round(255 * part) for part in inks.on_white(space.device(given), alpha))
    count = len(samples) // STEPS
    sampled = document.make_stream(bytes(samples))
    sampled.FunctionType, sampled.BitsPerSample = 0, 8
    sampled.Domain, sampled.Size = pikepdf.Array([start, end]), pikepdf.Array([STEPS])
    sampled.Range = pikepdf.Array([0, 1] * count)
    made = pikepdf.Dictionary(
        ShadingType=int(shading.ShadingType),
        ColorSpace=Name("/" + inks.space),
        Coords=pikepdf.Array(list(shading.Coords)),
        Domain=pikepdf.Array([start, end]),
        Function=sampled,
    )
    for key in ("/Extend", "/BBox"):
        if key in shading:
            made[key] = pikepdf.Array(list(shading[key]))
    if "/Background" in shading:
        background = space.device([float(part) for part in shading.Background])
        made.Background = pikepdf.Array(inks.on_white(background, alpha))
    return document.make_indirect(made)
