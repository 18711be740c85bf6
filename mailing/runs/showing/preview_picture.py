"""A page of one letter as a picture: pressed as a run's would be, and drawn by other eyes than the writer's."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from mailing import letters, press
from mailing.model.artwork import Ink

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mailing.model import Household, Letter, RunIdentity
    from mailing.model.artwork import Artwork

DPI: Final = 110
"""A page is 909 pixels wide: the text can be read, and drawing takes 6 ms."""
QUICK: Final = 1
"""The level of compression: a picture that is seen once need not be small."""


class Drawn(NamedTuple):
    """A page as PNG, its text, which it is and how many there are."""

    picture: bytes
    text: str
    page: int
    pages: int


def draw_page(  # noqa: PLR0913, PLR0917 - all that a page is made of
    letter: Letter,
    household: Household,
    profile: press.ShopProfile,
    identity: RunIdentity,
    artworks: Mapping[str, Artwork],
    page: int,
) -> Drawn:
    """Return a page of a laid-out letter, from 1; the last one where it has fewer."""
    with tempfile.TemporaryDirectory() as folder:
        pdf = press_letter(letter, household, profile, identity, artworks, Path(folder))
        return picture_of(pdf, page, in_colour=Ink(profile.colour) is Ink.CMYK)


def press_letter(  # noqa: PLR0913, PLR0917 - as above
    letter: Letter,
    household: Household,
    profile: press.ShopProfile,
    identity: RunIdentity,
    artworks: Mapping[str, Artwork],
    folder: Path,
) -> bytes:
    """Return the PDF of a run that had this letter only."""
    drawer = press.Drawer(profile, artworks)
    drawn = drawer.draw(letter)
    plates = {plate.key: plate for plate in drawer.take_plates()}
    fonts = letters.embedded_fonts(drawer.codes)
    size = press.LetterSize(household.index, household.route, len(letter.pages), 0, household.plz, letter.enclosed)
    (plan,) = press.plan_batches([size], profile, identity)
    pressed = press.press_batch(
        plan, [drawn], plates, fonts, profile, identity, folder, press.NO_KEY, artworks, is_lasting=False
    )
    return (folder / pressed.path).read_bytes()


def picture_of(pdf: bytes, page: int, *, in_colour: bool) -> Drawn:
    """Return a page of a PDF, from 1; the last one where it has fewer."""
    import pypdfium2 as pdfium

    document = pdfium.PdfDocument(pdf)
    try:
        pages = len(document)
        page = min(max(page, 1), pages)
        opened = document[page - 1]
        stream = io.BytesIO()
        drawn = opened.render(scale=DPI / 72, grayscale=not in_colour)
        drawn.to_pil().save(stream, "PNG", compress_level=QUICK)
        words = opened.get_textpage()
        text = words.get_text_bounded().replace("\r\n", "\n")
        words.close()
        opened.close()
    finally:
        document.close()
    return Drawn(stream.getvalue(), text, page, pages)
