"""Drawing: laid-out letters become page content. Nothing is decided here; every line has its place already."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from typing import TYPE_CHECKING

from mailing.model import DrawnLetter, DrawnPage, Face, PlateDrawing
from mailing.press.geometry import above, across, number, rectangle

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mailing.model import Letter, Line, Plate, Rule, Word
    from mailing.press.profiles import ShopProfile

FONT_NAMES = {
    Face.REGULAR: b"/F1",
    Face.BOLD: b"/F2",
    Face.ITALIC: b"/F3",
    Face.BOLD_ITALIC: b"/F4",
}
"""The faces' names in page content."""

WORDS_KEPT = 100_000
PLATES_KEPT = 10_000
"""How many encoded words and drawn plates a drawer remembers: some 30 and 40 MB at most."""


class Drawer:
    """Turns letters into page content; words and plates are encoded once.

    Attributes:
        codes: the glyph codes drawn so far, by face.
    """

    def __init__(self, profile: ShopProfile) -> None:
        self.profile = profile
        self.codes: dict[Face, set[int]] = defaultdict(set)
        self._words: dict[tuple[Word, float], bytes] = {}
        self._plates: dict[Plate, str] = {}
        self._new_plates: list[PlateDrawing] = []

    def draw(self, letter: Letter) -> DrawnLetter:
        """Return the letter as page contents."""
        return DrawnLetter(
            letter.household,
            tuple([DrawnPage(self._plate(page.plate), self._text(page.lines)) for page in letter.pages]),
        )

    def take_plates(self) -> tuple[PlateDrawing, ...]:
        """Return the plates drawn since the last call."""
        plates, self._new_plates = tuple(self._new_plates), []
        return plates

    def _plate(self, plate: Plate) -> str:
        """Return the key of the plate's drawing."""
        key = self._plates.get(plate)
        if key is None:
            content = _fills(plate.rules) + self._text(plate.lines)
            key = hashlib.sha256(content).hexdigest()
            if len(self._plates) >= PLATES_KEPT:
                self._plates.clear()
            self._plates[plate] = key
            self._new_plates.append(PlateDrawing(key, content))
        return key

    def _text(self, lines: Iterable[Line]) -> bytes:
        """Return lines as one text object, each by a move from the one before."""
        shown = []
        at_x = at_y = 0
        font = (Face.REGULAR, 0.0)
        stretch = 1.0
        for line in lines:
            if not line.words:
                continue
            x, y = across(line.x), above(line.y)
            shown.append(b"%b %b Td" % (number(x - at_x), number(y - at_y)))
            at_x, at_y = x, y
            if line.stretch != stretch:
                stretch = line.stretch
                shown.append(b"%g Tz" % (100 * stretch))
            font = self._show(line, font, shown)
        return b"BT %b ET\n" % b" ".join(shown) if shown else b""

    def _show(self, line: Line, font: tuple[Face, float], shown: list[bytes]) -> tuple[Face, float]:
        """Append what shows the line's words; return the font that is set then."""
        size = line.size
        words = self._words
        string: list[bytes] = []
        for word in line.words:
            if (word.face, size) != font:
                if string:
                    shown.append(b"[(%b)]TJ" % b"".join(string))
                    string = []
                font = (word.face, size)
                shown.append(b"%b %g Tf" % (FONT_NAMES[word.face], size))
            string.append(words.get((word, size)) or self._encoded(word, size))
        shown.append(b"[(%b)]TJ" % b"".join(string))
        return font

    def _encoded(self, word: Word, size: float) -> bytes:
        """Return the word's glyphs as the inner part of a TJ array's strings: `…)-12(…`."""
        self.codes[word.face].update(word.codes)
        if len(self._words) >= WORDS_KEPT:
            self._words.clear()
        encoded = _placed(word, size) if word.offsets else _kerned(word)
        self._words[word, size] = encoded
        return encoded


def _kerned(word: Word) -> bytes:
    return b"".join(
        _escaped(code) + (b")%d(" % -kern if kern else b"") for code, kern in zip(word.codes, word.kerns, strict=True)
    )


def _placed(word: Word, size: float) -> bytes:
    """Encode a word whose glyphs are moved: sideways by the array's numbers, up and down by the text rise."""
    parts = []
    for code, kern, (dx, dy) in zip(word.codes, word.kerns, word.offsets, strict=True):
        glyph = _escaped(code)
        if dx:
            glyph = b")%d(%b)%d(" % (-dx, glyph, dx)
        if dy:
            glyph = b")]TJ %g Ts[(%b)]TJ 0 Ts[(" % (round(dy * size / 1000, 4), glyph)
        parts.append(glyph + (b")%d(" % -kern if kern else b""))
    return b"".join(parts)


_ESCAPES = {ord(b"("): rb"\(", ord(b")"): rb"\)", ord(b"\\"): rb"\\", ord(b"\r"): rb"\r"}


def _escaped(code: int) -> bytes:
    """Return a two-byte code as it stands in a literal string (ISO 32000-1, 7.3.4.2)."""
    return b"".join(_ESCAPES.get(byte, bytes((byte,))) for byte in code.to_bytes(2, "big"))


def _fills(rules: Iterable[Rule]) -> bytes:
    """Return filled rectangles, in DeviceGray; black is set again for what follows."""
    filled = []
    gray = 0.0
    for rule in rules:
        if rule.gray != gray:
            gray = rule.gray
            filled.append(b"%g g" % gray)
        area = rule.area
        filled.append(rectangle(area.x, area.y, area.width, area.height) + b" f")
    if gray:
        filled.append(b"0 g")
    return b" ".join(filled) + b"\n" if filled else b""
