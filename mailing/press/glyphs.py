"""Words as the strings that show them: two-byte codes, kerned by the numbers of a TJ array (ISO 32000-1, 9.4.3).

A word's bytes are what stands between the outer parentheses of such an array, as in `Gr)12(oß`: words that follow each
other are simply joined.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mailing.base.errors import ProgramFaultError
from mailing.base.messages import _
from mailing.model import Face, Gap

if TYPE_CHECKING:
    from mailing.model import Word

FONT_NAMES = {
    Face.REGULAR: b"/F1",
    Face.BOLD: b"/F2",
    Face.ITALIC: b"/F3",
    Face.BOLD_ITALIC: b"/F4",
    Face.ARABIC: b"/F5",
    Face.ARABIC_BOLD: b"/F6",
}
"""The faces' names in page content."""

RIGHT_TO_LEFT = frozenset({Face.ARABIC, Face.ARABIC_BOLD})

WORDS_KEPT = 100_000
"""How many words are remembered of a face in a size: some 30 MB at most."""

LONGEST_STEP = 90
"""A larger number in a TJ array is taken for a blank by some readers (pypdf from half a blank on, 139 in Arimo)."""


class WordStrings(dict["Word", bytes]):
    """The strings of words in lines of one face and size; a word of another face brings its font along.

    Attributes:
        font: the operator that sets the lines' font.
    """

    def __init__(self, face: Face, size: float, codes: dict[Face, set[int]]) -> None:
        super().__init__()
        self.font = _font(face, size)
        self._face = face
        self._size = size
        self._codes = codes

    def __missing__(self, word: Word) -> bytes:
        if isinstance(word, Gap):
            raise ProgramFaultError(_("Eine Lücke im Brief ist nicht gefüllt"))
        if len(self) >= WORDS_KEPT:
            self.clear()
        self._codes[word.face].update(word.codes)
        string = _placed(word, self._size) if word.offsets else _kerned(word)
        if word.face is not self._face:
            string = b")]TJ%b[(%b)]TJ%b[(" % (_font(word.face, self._size), string, self.font)
        self[word] = string
        return string


def _font(face: Face, size: float) -> bytes:
    return b"%b %g Tf" % (FONT_NAMES[face], size)


def _kerned(word: Word) -> bytes:
    if not any(word.kerns):
        return b"".join(map(_ESCAPED.__getitem__, word.codes))
    return b"".join(
        [
            _ESCAPED[code] + _KERNS[kern] if kern else _ESCAPED[code]
            for code, kern in zip(word.codes, word.kerns, strict=True)
        ]
    )


def _placed(word: Word, size: float) -> bytes:
    """Encode a word with moved glyphs: sideways by the array's numbers, up and down by the text rise.

    Readers guess words from where glyphs stand and would tear these apart, so the text is given too (ActualText).
    Right to left it isn't given: readers turn what they find from visual to logical order, and would turn it too.
    No string of these arrays is empty: PDFium drops the number at the end of an array that has an empty one.
    """
    shown = []
    ahead = height = 0
    for code, kern, (dx, dy) in zip(word.codes, word.kerns, word.offsets, strict=True):
        if dy != height:
            shown.append(b"]TJ %g Ts[" % round(dy * size / 1000, 4))
        shown.append(b"%b(%b)" % (_move(ahead + dx), _ESCAPED[code]))
        ahead, height = kern - dx, dy
    shown.append(_move(ahead))
    if height:
        shown.append(b"]TJ 0 Ts[")
    if word.face in RIGHT_TO_LEFT:
        return b")]TJ[%b]TJ[(" % b"".join(shown)
    text = word.text.encode("utf-16-be").hex().upper().encode()
    return b")]TJ/Span<</ActualText<FEFF%b>>>BDC[%b]TJ EMC[(" % (text, b"".join(shown))


def _move(by: int) -> bytes:
    """Return a move to the right, in 1/1000 em, in steps that no reader takes for a blank."""
    steps = []
    while by:
        step = max(-LONGEST_STEP, min(LONGEST_STEP, by))
        steps.append(b"%d" % -step)
        by -= step
    return b" ".join(steps)


class _Kerns(dict[int, bytes]):
    """Kerns as they stand between the strings of two glyphs; a face has some hundreds."""

    def __missing__(self, kern: int) -> bytes:
        string = self[kern] = b")%b(" % _move(kern)
        return string


class _Escaped(dict[int, bytes]):
    """Two-byte codes as they stand in a literal string; a face has some thousands."""

    def __missing__(self, code: int) -> bytes:
        string = self[code] = escaped(code)
        return string


_ESCAPES: Final = {ord(b"("): rb"\(", ord(b")"): rb"\)", ord(b"\\"): rb"\\", ord(b"\r"): rb"\r"}
_KERNS: Final = _Kerns()
_ESCAPED: Final = _Escaped()


def escaped(code: int) -> bytes:
    """Return a two-byte code as it stands in a literal string (ISO 32000-1, 7.3.4.2)."""
    return b"".join([_ESCAPES.get(byte) or bytes((byte,)) for byte in code.to_bytes(2, "big")])
