"""Enclosed files held against the shop profile before the first letter: their pages, sizes, and what is kept free."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mailing.base.errors import Fault, TemplateError
from mailing.base.messages import _
from mailing.model.din5008 import SHEET
from mailing.press.zones import zones_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import numpy as np
    from numpy.typing import NDArray

    from mailing.model import Rect
    from mailing.model.artwork import Artwork
    from mailing.press.profiles import ShopProfile

SIZE_TOLERANCE: Final = 1.0
"""mm; so far a page may be off A4 to each side."""
DOTS: Final = 6.0
"""Dots in a mm at which ink is looked for, 150 dpi: a hairline shows."""
BARELY_INKED: Final = 250
"""A dot darker than this (of 255) is ink."""
FRONT, BACK = 3, 2
"""Pages of a letter that stand for all fronts and backs that follow its first page."""


def check_enclosed_files(artworks: Iterable[Artwork], profile: ShopProfile) -> None:
    """See to it that enclosed files can be printed as they are, and that the control code can be read on them.

    Raises:
        TemplateError: they can't; each file and page is named.
    """
    faults = [fault for artwork in artworks for fault in _faults(artwork, profile)]
    if len(faults) == 1:
        raise TemplateError(faults[0].what, where=faults[0].where, hint=faults[0].hint, faults=faults)
    if faults:
        raise TemplateError(
            _("{count} Seiten von Anlagen lassen sich so nicht drucken").format(count=len(faults)),
            faults=faults,
        )


def page_named(file: str, page: int) -> str:
    """Return how messages name a page (from 1) of an enclosed file."""
    return _("{file}, Seite {page}").format(file=file, page=page)


def _faults(artwork: Artwork, profile: ShopProfile) -> Iterator[Fault]:
    most = profile.limits.enclosure_pages
    if len(artwork.pages) > most:
        yield Fault(
            _("Die Anlage hat {pages} Seiten; das Profil {profile} erlaubt {most}").format(
                pages=len(artwork.pages), profile=profile.name, most=most
            ),
            page_named(artwork.name, most + 1),
            _("Kürzen oder teilen; oder im Profil limits.enclosure_pages erhöhen"),
        )
        return
    off = [number for number, size in enumerate(artwork.pages, 1) if not _is_sheet(*size)]
    for number in off:
        width, height = artwork.pages[number - 1]
        yield Fault(
            _("Die Seite misst {width:.0f} × {height:.0f} mm und ist kein A4 im Hochformat").format(
                width=width, height=height
            ),
            page_named(artwork.name, number),
            _("Die Seite als A4 im Hochformat ausgeben"),
        )
    if not off:
        yield from _zone_faults(artwork, profile)


def _is_sheet(width: float, height: float) -> bool:
    return abs(width - SHEET.width) <= SIZE_TOLERANCE and abs(height - SHEET.height) <= SIZE_TOLERANCE


def _zone_faults(artwork: Artwork, profile: ShopProfile) -> Iterator[Fault]:
    """Give the pages with ink where the shop wants none; each file begins on a front."""
    import pypdfium2

    with pypdfium2.PdfDocument(artwork.pdf) as document:
        for number in range(1, len(artwork.pages) + 1):
            zones = zones_of(profile, BACK if profile.is_back(number) else FRONT)
            if not zones:
                continue
            shades = document[number - 1].render(scale=DOTS * 25.4 / 72, grayscale=True).to_numpy()
            for name, area in zones:
                if _is_inked(shades, area):
                    yield Fault(
                        _("Die Seite druckt dorthin, wo nach dem Profil {profile} nichts stehen darf: {zone}").format(
                            profile=profile.name, zone=name
                        ),
                        page_named(artwork.name, number),
                        _(
                            "Frei bleiben muss x {x:.0f}–{right:.0f}, y {y:.0f}–{bottom:.0f} mm: den Rand der Seite"
                            " größer machen, oder ein anderes Profil wählen (--shop)"
                        ).format(x=area.x, right=area.right, y=area.y, bottom=area.bottom),
                    )


def _is_inked(shades: NDArray[np.uint8], area: Rect) -> bool:
    rows = slice(int(area.y * DOTS), int(area.bottom * DOTS) + 1)
    columns = slice(int(area.x * DOTS), int(area.right * DOTS) + 1)
    part = shades[rows, columns]
    return bool(part.size) and int(part.min()) < BARELY_INKED
