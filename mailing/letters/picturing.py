"""Picturing: the logo and the signature of a template as its sheets show them, and what is printed too coarsely."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mailing.base.errors import TemplateError
from mailing.base.messages import _
from mailing.findings import Finding
from mailing.letters.setting.stationery import HEAD_ROOM, HEAD_TOP
from mailing.letters.text.images import pictures_in
from mailing.model.artwork import Size
from mailing.model.din5008 import FORMS, LEFT_MARGIN, SHEET, TEXT_RIGHT, TEXT_WIDTH
from mailing.model.placing import PlacedPicture, Position

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mailing.letters.text.images import Image
    from mailing.letters.text.templates import Template
    from mailing.model.artwork import Artwork

WIDEST_LOGO: Final = 75.0
HIGHEST_SIGNATURE: Final = 60.0
"""mm; a higher one would tear the closing, which is never divided, from its page."""
LARGEST_SIGNATURE: Final = Size(70.0, 20.0)
"""mm; so large is a logo or a signature at most whose width isn't stated."""
FINE: Final = 300
"""Dots an inch that a picture needs at least where it has dots."""


def placed_logo(template: Template, artworks: Mapping[str, Artwork]) -> PlacedPicture | None:
    """Return the logo of a template's first pages; None where they have none."""
    if not artworks or template.logo is None or template.is_enclosed:
        return None
    field = FORMS[template.form].field
    room = Size(WIDEST_LOGO, field.y - max(HEAD_TOP, field.y - HEAD_ROOM))
    text = _("Logo: {name}").format(name=template.organisation.name)
    return _placed(template.logo, artworks, room, Position.RIGHT, text)


def placed_signature(template: Template, artworks: Mapping[str, Artwork]) -> PlacedPicture | None:
    """Return the signature of a template's letters; None where they have none."""
    if not artworks or template.signature is None or template.is_enclosed:
        return None
    return _placed(template.signature, artworks, LARGEST_SIGNATURE, Position.LEFT, _("Unterschrift"))


def check_signature(template: Template, artworks: Mapping[str, Artwork]) -> None:
    """See to it that the signature lies between the sheet's edges and leaves the closing a page.

    Raises:
        TemplateError: it doesn't.
    """
    signature = placed_signature(template, artworks)
    if signature is None:
        return
    left = signature.left_between(LEFT_MARGIN, TEXT_RIGHT)
    if left < 0 or left + signature.size.width > SHEET.width or signature.size.height > HIGHEST_SIGNATURE:
        raise TemplateError(
            _("Die Unterschrift „{name}“ hat auf dem Blatt keinen Platz").format(name=signature.file),
            where=signature.source,
            hint=_(
                "Sie wäre {width:.0f} × {height:.0f} mm groß: kleiner machen (width) oder weiter links setzen (x)"
            ).format(width=signature.size.width, height=signature.size.height),
        )


def coarse_pictures(template: Template, artworks: Mapping[str, Artwork]) -> Iterator[Finding]:
    """Give a finding for each picture that is printed with fewer dots than it needs."""
    told: set[str] = set()
    for letter in (template, *template.others):
        placed = (placed_logo(letter, artworks), placed_signature(letter, artworks))
        printed = {each.file: each.size.width for each in placed if each}
        for file, _line in pictures_in(template.sources):
            natural = artworks[file].pages[0].width
            printed.setdefault(file, min(natural, TEXT_WIDTH))
        for file, width in printed.items():
            artwork = artworks[file]
            dpi = artwork.dpi * artwork.pages[0].width / width
            if 0 < dpi < FINE - 0.5 and file not in told:
                told.add(file)
                line = template.pictures[file]
                details: dict[str, str | int | float] = {
                    "file": file,
                    "dpi": round(dpi),
                    "width": round(width),
                    "where": str(line),
                }
                yield Finding("template.coarse-picture", details=details)


def _placed(image: Image, artworks: Mapping[str, Artwork], room: Size, position: Position, text: str) -> PlacedPicture:
    artwork = artworks[image.file]
    natural = artwork.pages[0]
    width = image.width or min(natural.width, room.width, natural.width * room.height / natural.height)
    size = Size(width, natural.height * width / natural.width)
    where = Position(image.position) if image.position else position
    return PlacedPicture(artwork.sha256, size, where, image.x, image.y, str(image.source_line), image.file, text)
