"""Text to glyphs: every word is shaped by HarfBuzz, once, so kerning and combining marks are one mechanism."""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from operator import sub
from typing import TYPE_CHECKING

import uharfbuzz as hb

from mailing.letters.setting.fonts import EM, FEATURES, STAND_INS, Typeface, typeface, unsettable
from mailing.model import MM_PER_PT, Face, Word

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

WORDS_KEPT = 30_000
"""Words remembered of a face: more than a run's fixed text and common names need, some 20 MB at most."""

_DRAWN_AS = str.maketrans(STAND_INS)

JOINERS = frozenset("\u200c\u200d\u200e\u200f\u061c")
"""Characters that say how letters join and where they stand; nothing of them is printed."""

FIGURES_AT_ONCE = 3
"""Three of them are a thousand words, which stay at hand."""


class UnsettableError(Exception):
    """The font lacks characters of a text; the letter that holds it gets a finding.

    Args:
        characters: those that it lacks, or the text whose marks it can't position.
    """

    def __init__(self, characters: str) -> None:
        super().__init__(characters)
        self.characters = characters


@cache
def shaper(face: Face, *, kerned: bool = True) -> Callable[[str], Word]:
    """Return the function that shapes text in `face`; it remembers its last words.

    A word may hold its trailing blank. A soft hyphen is shown as a hyphen, which stands for a soft hyphen when the
    text is taken out of the PDF.
    """
    source = typeface(face)
    features = FEATURES if kerned else {**FEATURES, "kern": False}

    @lru_cache(maxsize=WORDS_KEPT)
    def shaped(text: str) -> Word:
        return _shaped(source, text, features)

    return shaped


def figures(text: str, face: Face = Face.REGULAR) -> tuple[Word, ...]:
    """Return a reference number as words: unkerned, so that its figures are of one width as in a table.

    Without kerning it can be cut anywhere; its parts recur in other numbers and cost a look-up.
    """
    shaped = shaper(face, kerned=False)
    if not text.isascii():
        return (shaped(text),)
    return tuple([shaped(text[start : start + FIGURES_AT_ONCE]) for start in range(0, len(text), FIGURES_AT_ONCE)])


@cache
def blank_width(face: Face) -> int:
    """Return how wide a blank of the face is by itself, in 1/1000 em."""
    return shaper(face)(" ").advance


def width(words: Iterable[Word], size: float) -> float:
    """Return how wide the words are side by side at `size` pt, in mm."""
    return sum([word.advance for word in words]) * size * (MM_PER_PT / EM)


def _shaped(source: Typeface, text: str, features: dict[str, bool]) -> Word:
    is_plain = text.isascii()
    if not is_plain:
        text = unicodedata.normalize("NFC", text)
    buffer = hb.Buffer()
    buffer.add_str(text if is_plain else text.translate(_DRAWN_AS))
    buffer.guess_segment_properties()
    hb.shape(source.font, buffer, features)
    glyphs = [info.codepoint for info in buffer.glyph_infos]
    positions = buffer.glyph_positions or ()
    advances = [position.x_advance for position in positions]
    moves = () if is_plain else tuple([(position.x_offset, position.y_offset) for position in positions])
    return Word(
        face=source.face,
        text=text,
        codes=_codes(source, glyphs, text),
        kerns=tuple(map(sub, advances, map(source.widths.__getitem__, glyphs))),
        offsets=moves if any(map(any, moves)) else (),
        advance=sum(advances),
    )


def _codes(source: Typeface, glyphs: list[int], text: str) -> tuple[int, ...]:
    """Return codes that stand for `text` when they are read in order.

    Mostly each glyph stands for itself; else glyph and character are paired off, and the pair has a code.
    """
    own = "".join([source.own_texts.get(glyph, "") for glyph in glyphs])
    if own == text or (len(own) != len(text) and unicodedata.normalize("NFC", own) == text):
        return tuple(glyphs)
    if len(glyphs) != len(text):
        raise UnsettableError(unsettable(text, source.face) or text)
    codes = [source.code(glyph, character) for glyph, character in zip(glyphs, text, strict=True)]
    found = tuple(code for code in codes if code is not None)
    if len(found) != len(codes):
        raise UnsettableError(unsettable(text, source.face) or text)
    return found


@lru_cache(maxsize=WORDS_KEPT)
def shaped_from_right(text: str, face: Face) -> Word:
    """Return a piece of right-to-left text, joined: its glyphs from left to right as they stand on the page.

    Each glyph is one letter's form or a ligature's, and stands for its letters; joiners have no glyph.

    Raises:
        UnsettableError: the face lacks a character.
    """
    source = typeface(face)
    text = unicodedata.normalize("NFC", text)
    lacking = unsettable("".join(character for character in text if character not in JOINERS), face)
    if lacking:
        raise UnsettableError(lacking)
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    buffer.direction = "rtl"
    hb.shape(source.font, buffer, FEATURES)
    drawn = [
        (info.codepoint, position)
        for info, position in zip(buffer.glyph_infos, buffer.glyph_positions or (), strict=True)
        if text[info.cluster] not in JOINERS
    ]
    glyphs = [glyph for glyph, _position in drawn]
    if any(glyph not in source.own_texts for glyph in glyphs):
        raise UnsettableError(text)
    moves = tuple([(position.x_offset, position.y_offset) for _glyph, position in drawn])
    advances = [position.x_advance for _glyph, position in drawn]
    return Word(
        face=face,
        text=text,
        codes=tuple(glyphs),
        kerns=tuple(map(sub, advances, [source.widths[glyph] for glyph in glyphs])),
        offsets=moves if any(map(any, moves)) else (),
        advance=sum(advances),
    )
