"""Text from right to left: its pieces, each joined or left as it is, and their order on the line.

A line is made in reading order like any other, and turned at last: in a paragraph from right to left all pieces stand
in reverse order, but what runs from left to right (names in Latin letters, numbers, a telephone number as a whole)
keeps its own (Unicode Standard Annex 9 with each of these in an isolate).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from mailing.letters.setting.fonts import typeface, unsettable
from mailing.letters.setting.shaping import JOINERS, shaped_from_right, shaper
from mailing.model import Face
from mailing.model.languages import is_right_to_left

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mailing.letters.blocks import Block
    from mailing.model import Word

_ARABIC_FACES: Final = {Face.BOLD: Face.ARABIC_BOLD, Face.BOLD_ITALIC: Face.ARABIC_BOLD}
"""Almarai has no italic, as Arabic has none."""
_PIECES: Final = re.compile(
    r"[ \u00a0]+"
    r"|\(\+?[0-9][0-9/.-]*\)"  # an area code in brackets, read with its number
    r"|\+?[A-Za-z\u00aa-\u024f\u0370-\u052f\u1e00-\u1eff0-9]"
    r"(?:[^\s\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]*[A-Za-z\u00aa-\u024f\u0370-\u052f\u1e00-\u1eff0-9])?(?:[%€°])?"
    r"|[\u0660-\u0669\u06f0-\u06f9]"
    r"|[\u0590-\u065f\u066e-\u06ef\u06fa-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u200c\u200d]+"
    r"|."
)
"""Blanks; what runs from left to right, from its first letter or figure to its last; figures of Arabic; Arabic; and
signs, one by one."""
WITHIN_FIGURES: Final = ".,:/-٫٬"
"""Signs that stand within a number, a day in figures or a time."""
LATIN: Final = "L"
FIGURES: Final = "F"
ARABIC: Final = "R"
BLANK: Final = "B"
SIGN: Final = "N"


def is_from_right(block: Block) -> bool:
    """Whether the block's text runs from right to left."""
    spans = block.spans or (block.cells[0][0] if block.cells and block.cells[0] else ())
    return bool(spans) and is_right_to_left(spans[0].language)


def words_from_right(text: str, face: Face) -> list[Word]:
    """Return a text in reading order as words, each in a font that has its letters.

    Raises:
        UnsettableError: no font has a character.
    """
    return [_word(piece, face) for piece in _PIECES.findall(text)]


def unsettable_from_right(text: str) -> str:
    """Return the characters that neither Arimo nor Almarai has, but for those that print nothing."""
    return "".join(character for character in unsettable(text, Face.ARABIC) if character not in JOINERS)


def in_visual_order(words: Sequence[Word]) -> tuple[Word, ...]:
    """Return a line's words as they stand from left to right."""
    return tuple([word for run in reversed(list(_runs(words))) for word in run])


@lru_cache(maxsize=30_000)
def kind_of(piece: str) -> str:
    """Return which of the kinds above a piece is; one with figures first is `FIGURES`."""
    if not piece.strip(" \u00a0"):
        return BLANK
    if any(unicodedata.bidirectional(character) in ("R", "AL") for character in piece):
        return ARABIC
    if any(character.isdecimal() for character in piece) and not any(map(str.isalpha, piece)):
        return FIGURES
    return LATIN if any(map(str.isalpha, piece)) else SIGN


def _word(piece: str, face: Face) -> Word:
    """Shape a piece: Arabic, its figures and its signs in Almarai, all else in Arimo."""
    kind = kind_of(piece)
    arabic = _ARABIC_FACES.get(face, Face.ARABIC)
    if kind == BLANK:
        return shaper(face)(" " * len(piece))
    if kind == ARABIC or (kind == SIGN and typeface(arabic).characters.issuperset(piece)):
        return shaped_from_right(piece, arabic)
    if kind == FIGURES and not piece.isascii() and typeface(arabic).characters.issuperset(piece):
        return shaper(arabic)(piece)
    return shaper(face)(piece)


def _runs(words: Iterable[Word]) -> Iterator[list[Word]]:
    """Give the words in reading order, those together that run from left to right as a whole."""
    run: list[Word] = []
    between: list[Word] = []
    for word in words:
        kind = kind_of(word.text)
        if kind in (LATIN, FIGURES):
            if run and not _joins(run[-1], between, kind):
                yield run
                yield from ([one] for one in between)
                run, between = [], []
            run += [*between, word]
            between = []
        elif run and kind in (BLANK, SIGN):
            between.append(word)
        else:
            if run:
                yield run
                yield from ([one] for one in between)
                run, between = [], []
            yield [word]
    if run:
        yield run
        yield from ([one] for one in between)


def _joins(before: Word, between: Sequence[Word], kind: str) -> bool:
    """Whether what stands on both sides is read on from left to right: over a blank, or between two Latin words."""
    kinds = [kind_of(word.text) for word in between]
    if kinds == [SIGN] and between[0].text in WITHIN_FIGURES:
        return kind == FIGURES and kind_of(before.text) == FIGURES
    return kinds in ([], [BLANK]) or (kind == LATIN and kind_of(before.text) == LATIN)
