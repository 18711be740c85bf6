"""Room that a print shop wants free: areas give way to it from the side where they lose least."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailing.base.errors import InputError
from mailing.base.messages import _
from mailing.model import Rect

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


LEAST_WIDTH = 40.0
"""mm; nothing on a letter can do with less."""


def cleared(
    area: Rect, zones: Iterable[Rect], what: str, *, keeps_width: bool = False, least_height: float = 4.0
) -> Rect:
    """Return the largest part of `area` that is left when each zone has cut off one side of it.

    Args:
        area: the area as it should be.
        zones: what is to stay free.
        what: what stands in the area, for the message.
        keeps_width: cut off above and below only.
        least_height: what must be left, in mm.

    Raises:
        InputError: too little is left.
    """
    for zone in zones:
        if area.overlaps(zone):
            area = max(_parts(area, zone, keeps_width=keeps_width), key=lambda part: part.width * part.height)
    if area.width < LEAST_WIDTH or area.height < least_height:
        raise InputError(
            _("Die Druckerei lässt zu wenig Platz für: {what}").format(what=what),
            hint=_("Im Profil der Druckerei die gesperrten Flächen prüfen"),
        )
    return area


def _parts(area: Rect, zone: Rect, *, keeps_width: bool) -> Iterator[Rect]:
    """Give what is left of the area above, below, left and right of the zone."""
    yield Rect(area.x, area.y, area.width, max(zone.y - area.y, 0))
    yield Rect(area.x, zone.bottom, area.width, max(area.bottom - zone.bottom, 0))
    if not keeps_width:
        yield Rect(area.x, area.y, max(zone.x - area.x, 0), area.height)
        yield Rect(zone.right, area.y, max(area.right - zone.right, 0), area.height)
