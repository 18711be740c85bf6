"""A picture of the sheet with its zones, drawn from the profile itself: for the job sheet and for docs/print.md."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportlab.graphics.shapes import Circle, Drawing, Line, Rect, String
from reportlab.lib.colors import Color, black, white

from mailing.base.messages import _
from mailing.model import Rect as Area
from mailing.model.din5008 import SHEET
from mailing.press.codes import dark_parts
from mailing.press.officefonts import BOLD, register_arimo

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mailing.model import RunIdentity
    from mailing.model.din5008 import Form
    from mailing.press.profiles import ShopProfile

INK = Color(0.13, 0.16, 0.2)
FAINT = Color(0.55, 0.58, 0.62)
BADGE = 4.6
"""Radius of a number's disc, in mm of the sheet."""


@dataclass(frozen=True, slots=True)
class Region:
    """A numbered part of the picture.

    Attributes:
        number: as in the picture.
        name: what it is.
        badge: where its number stands, in mm.
    """

    number: int
    name: str
    area: Area
    fill: Color
    stroke: Color
    badge: tuple[float, float]

    @property
    def measures(self) -> str:
        """Its position and size, as a print shop reads them."""
        area = self.area
        caption = _("x {x:g}, y {y:g}; {width:g} × {height:g}").format(
            x=area.x, y=area.y, width=round(area.width, 2), height=round(area.height, 2)
        )
        return caption.replace(".", ",")


def regions(profile: ShopProfile, form: Form) -> tuple[Region, ...]:
    """Return what the picture shows, numbered from 1."""
    return tuple(
        Region(number, name, area, Color(*tint, alpha=0.28), Color(*tint), badge)
        for number, (name, area, tint, badge) in enumerate(_parts(profile, form), 1)
    )


_WINDOW = (0.3, 0.52, 0.75)
_CODE = (0.25, 0.55, 0.38)
_BLOCKED = (0.8, 0.32, 0.26)
_ADVISED = (0.85, 0.6, 0.15)

_Part = tuple[str, Area, tuple[float, float, float], tuple[float, float]]


def _parts(profile: ShopProfile, form: Form) -> Iterator[_Part]:
    envelope = profile.window_envelope
    ever, always, field = envelope.ever_visible(form), envelope.always_visible(form), form.field
    yield _("im Fenster je sichtbar"), ever, _WINDOW, (ever.right, ever.y)
    yield _("im Fenster immer sichtbar"), always, _WINDOW, (always.x + always.width / 2, always.y + always.height / 2)
    name = _("Anschriftfeld nach DIN 5008, Form {form}").format(form=form.name)
    yield name, field, _WINDOW, (field.x + field.width / 2, field.y)
    if profile.code_zone is not None:
        zone = profile.code_zone
        yield _("Steuercode mit Ruhezone"), zone, _CODE, (zone.right, zone.y)
    for blocked in profile.blocked:
        area = blocked.area
        note = _("Empfehlung") if blocked.advice else _("Sperrzone")
        first = _(", nur Seite 1") if blocked.first_page_only else ""
        tint = _ADVISED if blocked.advice else _BLOCKED
        yield f"{note}: {blocked.name}{first}", area, tint, (area.x + area.width / 2, area.y + area.height / 2)


def sheet_picture(profile: ShopProfile, identity: RunIdentity, form: Form, *, scale: float) -> Drawing:
    """Return the zones of a first page of that form at `scale` points a mm, with the control code of piece 1."""
    picture = _Picture(scale)
    picture.box(SHEET, fill=white, stroke=INK)
    for y in profile.window_envelope.folding.heights(form):
        picture.fold(y)
    shown = regions(profile, form)
    for region in shown:
        picture.box(region.area, fill=region.fill, stroke=region.stroke)
    for part in dark_parts(profile, identity, piece=1, sheet=1, sheets=1):
        picture.box(part, fill=black)
    for region in shown:
        picture.badge(region)
    return picture.drawing


def code_picture(profile: ShopProfile, identity: RunIdentity, *, height: float) -> Drawing:
    """Return the control code of piece 1 alone, `height` points high."""
    parts = dark_parts(profile, identity, piece=1, sheet=1, sheets=1)
    left, top = min(part.x for part in parts), min(part.y for part in parts)
    right, end = max(part.right for part in parts), max(part.bottom for part in parts)
    scale = height / (end - top)
    drawing = Drawing((right - left) * scale, height)
    for part in parts:
        bottom = (end - part.bottom) * scale
        drawing.add(
            Rect(
                (part.x - left) * scale,
                bottom,
                part.width * scale,
                part.height * scale,
                fillColor=black,
                strokeColor=None,
            )
        )
    return drawing


class _Picture:
    """A drawing in the sheet's own mm from the top left corner, `scale` points a mm."""

    def __init__(self, scale: float) -> None:
        register_arimo()
        self.scale = scale
        self.drawing = Drawing(SHEET.width * scale, SHEET.height * scale)

    def box(self, area: Area, *, fill: Color, stroke: Color | None = None) -> None:
        """Draw a rectangle."""
        s = self.scale
        self.drawing.add(
            Rect(
                area.x * s,
                (SHEET.height - area.bottom) * s,
                area.width * s,
                area.height * s,
                fillColor=fill,
                strokeColor=stroke,
                strokeWidth=0.5,
            )
        )

    def fold(self, y: float) -> None:
        """Draw where the sheet is folded."""
        height = (SHEET.height - y) * self.scale
        right = SHEET.width * self.scale
        self.drawing.add(Line(0, height, right, height, strokeColor=FAINT, strokeWidth=0.5, strokeDashArray=[4, 3]))

    def badge(self, region: Region) -> None:
        """Write a region's number on a disc."""
        s = self.scale
        inside = BADGE + 0.5
        x = min(max(region.badge[0], inside), SHEET.width - inside) * s
        y = (SHEET.height - min(max(region.badge[1], inside), SHEET.height - inside)) * s
        self.drawing.add(Circle(x, y, BADGE * s, fillColor=region.stroke, strokeColor=white, strokeWidth=0.6))
        self.drawing.add(
            String(
                x,
                y - 2.1 * s,
                str(region.number),
                fontName=BOLD,
                fontSize=6.0 * s,
                fillColor=white,
                textAnchor="middle",
            )
        )
