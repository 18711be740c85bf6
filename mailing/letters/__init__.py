"""The room `letters`: the office's texts, composed for each household and set on the sheet.

Setting: `Setter` lays letters out, `embedded_fonts` gives the fonts that their glyphs come from.
"""

from mailing.letters.fonts import embedded_fonts, fonts_sha256
from mailing.letters.setter import Setter, Setting

__all__ = ["Setter", "Setting", "embedded_fonts", "fonts_sha256"]
