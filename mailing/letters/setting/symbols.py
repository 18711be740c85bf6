"""QR codes (ISO/IEC 18004): their modules, and a strip with one and the text beside it."""

from __future__ import annotations

from functools import lru_cache
from math import isqrt
from typing import TYPE_CHECKING, Final

from mailing.letters.blocks import CODE_LINE
from mailing.letters.setting.strips import Strip
from mailing.letters.setting.style import baseline, measure
from mailing.letters.setting.typesetting import Text
from mailing.model import Line, Symbol
from mailing.model.din5008 import LEFT_MARGIN, TEXT_WIDTH

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mailing.letters.blocks import Block
    from mailing.letters.setting.style import Style

MODULE: Final = 0.5
"""mm; a module of GS1 General Specifications (5.12.3.1) is 0.396 mm at least, a telephone reads half a millimetre."""
WIDEST: Final = 40.0
"""mm; a code of more modules has smaller ones: of 97 modules, the most there are, 0.41 mm."""
QUIET: Final = 4
"""So many modules stay free around a code (ISO/IEC 18004, 6.3.8)."""
ERROR_LEVEL: Final = "M"
"""15 % of a code may be lost (EPC069-12, 4 asks for M)."""
SYMBOLS_KEPT: Final = 1_000


class CodeSetter:
    """Sets a QR code and its text, with the values of one letter after the other."""

    def __init__(self, block: Block, style: Style) -> None:
        self._block = block
        self._style = style
        self._texts: dict[float, Text] = {}

    def strips(self, values: Sequence[str]) -> tuple[Strip, ...]:
        """Return the one strip: the code at the left margin, the text beside it; errors as of `BlockSetter.set`."""
        code = self._block.code
        assert code is not None  # noqa: S101 - blocks of this kind have one
        rows = symbol_rows(code.text if code.slot is None else values[code.slot])
        module = min(MODULE, WIDEST / len(rows))
        quiet, width = QUIET * module, len(rows) * module
        x, style = LEFT_MARGIN + width + 2 * quiet, self._style
        first = quiet + baseline(style.leading, style.size)
        lines = tuple(
            Line(x, first + number * style.leading, style.size, words)
            for number, words in enumerate(self._text(x).lines(values))
            if words
        )
        height = max(width, len(lines) * style.leading) + 2 * quiet
        return (Strip(height, lines, symbols=(Symbol(LEFT_MARGIN, quiet, module, rows),)),)

    def _text(self, x: float) -> Text:
        if x not in self._texts:
            across = measure(LEFT_MARGIN + TEXT_WIDTH - x, self._style.size)
            self._texts[x] = Text(self._block.spans, across, self._style.tolerated_slack)
        return self._texts[x]


@lru_cache(maxsize=SYMBOLS_KEPT)
def symbol_rows(said: str) -> tuple[str, ...]:
    """Return the rows of the code that says this, in UTF-8, "1" for each dark module."""
    import zxingcpp

    text = said.replace(CODE_LINE, "\n")
    encoding = {} if text.isascii() else {"eci": "UTF8"}
    barcode = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level=ERROR_LEVEL, **encoding)
    image = barcode.to_image(scale=1, add_quiet_zones=False)
    modules = "".join("0" if module else "1" for module in bytes(image))  # type: ignore[call-overload]  # as in codes.py
    side = isqrt(len(modules))
    return tuple(modules[start : start + side] for start in range(0, len(modules), side))
