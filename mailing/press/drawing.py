"""Drawing: laid-out letters become page content. Nothing is decided here; every line is placed already."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from mailing.model import DrawnLetter, DrawnPage, Face, FilledForm, Form, Gap, PlateDrawing
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
FORMS_KEPT = 10_000
"""Likewise forms: some 5 MB."""
MOVES_KEPT = 10_000


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
        self._forms: dict[Form, _DrawnForm] = {}
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
        text = self._texts(page.texts)
        return text + symbols_content(page.symbols) if page.symbols else text

    def text(self, lines: Iterable[Line]) -> bytes:
        """Return lines as one text object."""
        return self._texts([FilledForm(Form(tuple(lines)))])

    def _texts(self, texts: Iterable[FilledForm]) -> bytes:
        """Return lines as one text object, each by a move from the one before."""
        shown = [b"BT\n"]
        at = _BEGINNING
        for text in texts:
            form = self._forms.get(text.form) or self._form(text.form)
            if form.begin is not None and form.end is not None:
                shown.append(_move_to_form(at, form.begin))
                for before, strings, gap in form.gaps:
                    shown.append(before)
                    shown += map(strings.__getitem__, text.fills[gap])
                shown.append(form.rest)
                at = form.end
        shown.append(b"ET\n")
        return b"".join(shown) if at is not _BEGINNING else b""

    def _form(self, form: Form) -> _DrawnForm:
        """Draw a form as far as its letters share it; what has no gaps is one letter's own, and not kept."""
        begin: _State | None = None
        at: _State | None = None
        gaps: list[tuple[bytes, WordStrings, int]] = []
        shown: list[bytes] = []
        for line in form.lines:
            if not line.words:
                continue
            strings = self._strings_of(line.words[0].face, line.size)
            x, y = self._positions.get((line.x, line.y)) or self._position(line)
            before, at = at, _State(strings.font, line.stretch, x, y)
            if before is None:
                begin = at
            else:
                shown.append(_move(before, at))
            shown.append(b"[(")
            if form.measure is None:
                shown += map(strings.__getitem__, line.words)
            else:
                for word in line.words:
                    if isinstance(word, Gap):
                        gaps.append((b"".join(shown), strings, word.number))
                        shown = []
                    else:
                        shown.append(strings[word])
            shown.append(b")]TJ\n")
        drawn = _DrawnForm(begin, tuple(gaps), b"".join(shown), at)
        if form.measure is not None:
            if len(self._forms) >= FORMS_KEPT:
                self._forms.clear()
            self._forms[form] = drawn
        return drawn

    def _strings_of(self, face: Face, size: float) -> WordStrings:
        strings = self._strings.get((face, size))
        if strings is None:
            strings = self._strings[face, size] = WordStrings(face, size, self.codes)
        return strings

    def _position(self, line: Line) -> tuple[int, int]:
        position = self._positions[line.x, line.y] = (across(line.x), above(line.y))
        return position


@dataclass(frozen=True, slots=True, eq=False)
class _State:
    """What is set before a line's words: the operator of its font, how far it is narrowed, the position in 1/100 pt."""

    font: bytes
    stretch: float
    x: int
    y: int


_BEGINNING: Final = _State(b"", 1.0, 0, 0)


class _DrawnForm(NamedTuple):
    """A form's content.

    Attributes:
        begin: the state in which its first words are shown; None where it has no words. Likewise `end`.
        gaps: of each gap what stands before it, how words are encoded there, and the fill's number.
        rest: what stands behind the last gap.
    """

    begin: _State | None
    gaps: tuple[tuple[bytes, WordStrings, int], ...]
    rest: bytes
    end: _State | None


def _move(before: _State, after: _State) -> bytes:
    """Return what leads from one line's state to that of the next."""
    font = b"%b\n" % after.font if after.font != before.font else b""
    stretch = b"%g Tz\n" % (100 * after.stretch) if after.stretch != before.stretch else b""
    return b"%b%b%b %b Td" % (font, stretch, number(after.x - before.x), number(after.y - before.y))


@lru_cache(maxsize=MOVES_KEPT)
def _move_to_form(before: _State, after: _State) -> bytes:
    """Return what leads from one form to the next; the same ones follow each other in many letters."""
    return _move(before, after)
