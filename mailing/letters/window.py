"""The address in the window: how its lines are made to fit, by a rule that is told.

A line that is too wide is first broken at its last blank or hyphen that fits, as long as there are lines left; else it
is set narrower, to `NARROWEST` of its width at most; what then doesn't fit forbids the letter. Nothing is ever cut.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailing.findings import Finding
from mailing.letters.addressing import FORBIDDEN_FIRST, LINES_THAT_IDENTIFY
from mailing.letters.blocks import LetterFault
from mailing.letters.din5008 import ADDRESS_LINES
from mailing.letters.fonts import EM
from mailing.letters.shaping import POINT, shaper
from mailing.letters.style import baseline
from mailing.model import Face, Line, Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mailing.letters.din5008 import Envelope, Form
    from mailing.letters.style import Style
    from mailing.model import Word

NARROWEST = 0.85
"""The least share of its width to which a line is narrowed."""


class AddressWindow:
    """Sets addresses for one form, envelope and style."""

    def __init__(self, form: Form, envelope: Envelope, style: Style, endorsement: str = "") -> None:
        visible = envelope.always_visible(form)
        self.width = min(form.field.right, visible.right) - form.address.x
        self._x = form.address.x
        self._size = style.address
        self._leading = style.address_leading
        self._top = form.address.y + baseline(style.address_leading, style.address)
        self._endorsements = self._endorsement_lines(endorsement)
        borrowed = int((form.address.y - visible.y) / self._leading + 1e-6) - len(self._endorsements)
        self._borrowable = max(borrowed, 0)
        self._scale = self._size * POINT / EM
        self._most = self.width / self._scale

    def _endorsement_lines(self, endorsement: str) -> tuple[Line, ...]:
        words = (shaper(Face.REGULAR)(endorsement),) if endorsement else ()
        return (Line(self._x, self._top - self._leading, self._size, words, Role.ENDORSEMENT),) if words else ()

    def text_width(self, text: str) -> float:
        """Return the width of `text` as a line of the address, in mm."""
        return sum(word.advance for word in words_of(text)) * self._scale

    def lines(self, texts: Sequence[str], row: int) -> list[Line]:
        """Return the address as lines on the sheet; a block of more than six lines begins higher.

        Raises:
            LetterFault: a line begins with a forbidden sign, or lines are too wide or too many.
        """
        check_beginnings(texts, row)
        spare = ADDRESS_LINES + self._borrowable - len(texts)
        if spare < 0:
            raise LetterFault(
                Finding("letter.address-too-long", row, details={"most": ADDRESS_LINES + self._borrowable})
            )
        y, x, size = self._top, self._x, self._size
        lines: list[Line] = []
        for text in texts:
            words = words_of(text)
            advance = 0
            for word in words:
                advance += word.advance
            if advance <= self._most:
                lines.append(Line(x, y, size, words, Role.ADDRESS))
                y += self._leading
                continue
            parts = self._fitted(text, spare, row)
            spare -= len(parts) - 1
            for part, stretch in parts:
                lines.append(Line(x, y, size, part, Role.ADDRESS, stretch))
                y += self._leading
        surplus = len(lines) - ADDRESS_LINES
        if surplus > 0:
            lines = [
                Line(x, line.y - surplus * self._leading, size, line.words, line.role, line.stretch) for line in lines
            ]
        return [*self._endorsements, *lines]

    def _fitted(self, text: str, spare: int, row: int) -> list[tuple[tuple[Word, ...], float]]:
        """Return a line that is too wide as two, or as a narrower one."""
        if spare > 0:
            for head, rest in divisions(text):
                head_words, rest_words = words_of(head), words_of(rest)
                if self._share(head_words) <= 1 and NARROWEST * self._share(rest_words) <= 1:
                    return [(head_words, 1.0), (rest_words, min(1.0, 1 / self._share(rest_words)))]
        words = words_of(text)
        stretch = 1 / self._share(words)
        if stretch < NARROWEST:
            raise LetterFault(Finding("letter.address-too-wide", row, found=text, details={"most": round(self.width)}))
        return [(words, stretch)]

    def _share(self, words: Sequence[Word]) -> float:
        return sum(word.advance for word in words) / self._most


def words_of(text: str) -> tuple[Word, ...]:
    """Return a line of the address as words: most of them stand in many addresses."""
    shaped = shaper(Face.REGULAR)
    *others, last = text.split(" ")
    return (*[shaped(word + " ") for word in others], shaped(last))


def divisions(text: str) -> list[tuple[str, str]]:
    """Return the ways to divide a line at a blank or behind a hyphen, the longest first part first."""
    places = [place for place, sign in enumerate(text) if sign in " -" and 0 < place < len(text) - 1]
    return [(text[: place + 1].rstrip(" "), text[place + 1 :]) for place in reversed(places)]


def check_beginnings(texts: Sequence[str], row: int) -> None:
    """Refuse lines that sorting machines can't take."""
    for number, text in enumerate(texts):
        if text[:1] in FORBIDDEN_FIRST:
            raise LetterFault(Finding("letter.address-line-beginning", row, found=text, details={"sign": text[:1]}))
        if number < LINES_THAT_IDENTIFY and not any(map(str.isalnum, text)):
            raise LetterFault(Finding("letter.address-line-empty", row, details={"line": number + 1}))
