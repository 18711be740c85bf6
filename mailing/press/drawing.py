"""Drawing: laid-out letters become page content. Nothing is decided here; every line is placed already."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from mailing.model import DrawnLetter, DrawnPage, Face, PlateDrawing
from mailing.press.artwork_forms import pictures_content
from mailing.press.geometry import above, across, number
from mailing.press.glyphs import WordStrings
from mailing.press.plates import plate_content
from mailing.press.symbols import symbols_content

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mailing.model import Letter, Line, Page, Plate
    from mailing.model.artwork import Artwork
    from mailing.press.profiles import ShopProfile

PLATES_KEPT = 10_000
"""How many plates a drawer remembers; more than that, and they aren't shared enough to matter."""

NO_ARTWORK: Final[Mapping[str, Artwork]] = MappingProxyType({})
NOWHERE = (0, 0)
AS_DESIGNED = 1.0


class Drawer:
    """Turns letters into page content; words and plates are encoded once.

    Attributes:
        codes: the glyph codes drawn so far, by face.
    """

    def __init__(self, profile: ShopProfile, artworks: Mapping[str, Artwork] = NO_ARTWORK) -> None:
        self.profile = profile
        self._artworks = artworks
        self.codes: dict[Face, set[int]] = defaultdict(set)
        self._strings: dict[tuple[Face, float], WordStrings] = {}
        self._positions: dict[tuple[float, float], tuple[int, int]] = {}
        self._plates: dict[Plate, str] = {}
        self._new_plates: list[PlateDrawing] = []

    def draw(self, letter: Letter) -> DrawnLetter:
        """Return the letter as page contents."""
        pages = [DrawnPage(self._plate(page.plate), self._own(page)) for page in letter.pages]
        return DrawnLetter(letter.household, tuple(pages))

    def take_plates(self) -> tuple[PlateDrawing, ...]:
        """Return the plates drawn since the last call."""
        plates, self._new_plates = tuple(self._new_plates), []
        return plates

    def _plate(self, plate: Plate) -> str:
        """Return the key of the plate's drawing."""
        key = self._plates.get(plate)
        if key is None:
            content = plate_content(plate.rules, self.text(plate.lines) + symbols_content(plate.symbols))
            if plate.pictures:
                content = pictures_content(plate.pictures, self._artworks) + content
            key = hashlib.sha256(content).hexdigest()
            if len(self._plates) >= PLATES_KEPT:
                self._plates.clear()
            self._plates[plate] = key
            self._new_plates.append(PlateDrawing(key, content))
        return key

    def _own(self, page: Page) -> bytes:
        text = self.text(page.lines)
        return text + symbols_content(page.symbols) if page.symbols else text

    def text(self, lines: Iterable[Line]) -> bytes:
        """Return lines as one text object, each by a move from the one before."""
        shown = [b"BT"]
        at_x, at_y = NOWHERE
        font: WordStrings | None = None
        stretch = AS_DESIGNED
        for line in lines:
            words = line.words
            if not words:
                continue
            strings = self._strings.get((words[0].face, line.size))
            if strings is None:
                strings = self._new_strings(words[0].face, line.size)
            if strings is not font:
                font = strings
                shown.append(strings.font)
            if line.stretch != stretch:
                stretch = line.stretch
                shown.append(b"%g Tz" % (100 * stretch))
            x, y = self._positions.get((line.x, line.y)) or self._position(line)
            text = b"".join(map(strings.__getitem__, words))
            shown.append(b"%b %b Td[(%b)]TJ" % (number(x - at_x), number(y - at_y), text))
            at_x, at_y = x, y
        shown.append(b"ET\n")
        return b"\n".join(shown) if font is not None else b""

    def _new_strings(self, face: Face, size: float) -> WordStrings:
        strings = self._strings[face, size] = WordStrings(face, size, self.codes)
        return strings

    def _position(self, line: Line) -> tuple[int, int]:
        position = self._positions[line.x, line.y] = (across(line.x), above(line.y))
        return position
