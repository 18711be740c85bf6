"""Fonts as objects of a file: Type 0 with TrueType outlines, two-byte codes, and the text that each code stands for."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from mailing.press.glyphs import FONT_NAMES
from mailing.press.pdffile import name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mailing.model import EmbeddedFont
    from mailing.press.pdffile import PdfFile

ENTRIES_A_BLOCK = 100
"""Entries that a block of a CMap may have (Adobe Technical Note 5014)."""

_NONSYMBOLIC, _ITALIC = 1 << 5, 1 << 6
_STEM, _BOLD_STEM = 88, 138


def font_resources(file: PdfFile, fonts: Sequence[EmbeddedFont]) -> bytes:
    """Write the fonts; return the resource dictionary that names them."""
    entries = [b"%b %d 0 R" % (FONT_NAMES[font.face], _font(file, font)) for font in fonts]
    return b"<<%b>>" % b"".join(entries)


def _font(file: PdfFile, font: EmbeddedFont) -> int:
    base = name(font.name)
    program = file.add_stream(font.program, b"/Length1 %d" % len(font.program))
    descriptor = file.add(
        b"<</Type/FontDescriptor/FontName%b/Flags %d/FontBBox[%d %d %d %d]/ItalicAngle %g/Ascent %d/Descent %d"
        b"/CapHeight %d/StemV %d/FontFile2 %d 0 R>>"
        % (
            base,
            _NONSYMBOLIC | (_ITALIC if font.italic_angle else 0),
            *font.bbox,
            font.italic_angle,
            font.ascent,
            font.descent,
            font.cap_height,
            _BOLD_STEM if font.is_bold else _STEM,
            program,
        )
    )
    descendant = file.add(
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont%b/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
        b"/Supplement 0>>/FontDescriptor %d 0 R/DW 0/W[%b]/CIDToGIDMap %d 0 R>>"
        % (base, descriptor, _widths(font.widths), file.add_stream(_glyph_map(font.glyph_ids)))
    )
    return file.add(
        b"<</Type/Font/Subtype/Type0/BaseFont%b/Encoding/Identity-H/DescendantFonts[%d 0 R]/ToUnicode %d 0 R>>"
        % (base, descendant, file.add_stream(_to_unicode(font.texts)))
    )


def _widths(widths: Mapping[int, int]) -> bytes:
    """Return the widths as runs of consecutive codes: `36 [667 667 722] 40 [611]`."""
    runs = groupby(enumerate(sorted(widths)), key=lambda placed: placed[1] - placed[0])
    arrays = []
    for _start, run in runs:
        codes = [code for _index, code in run]
        arrays.append(b"%d[%b]" % (codes[0], b" ".join(b"%d" % widths[code] for code in codes)))
    return b"".join(arrays)


def _glyph_map(glyph_ids: Mapping[int, int]) -> bytes:
    """Return two bytes for each code up to the last: the glyph in the font program."""
    return b"".join(glyph_ids.get(code, 0).to_bytes(2, "big") for code in range(max(glyph_ids, default=0) + 1))


def _to_unicode(texts: Mapping[int, str]) -> bytes:
    """Return the CMap from codes to text (ISO 32000-1, 9.10.3)."""
    entries = [
        b"<%04X> <%b>" % (code, texts[code].encode("utf-16-be").hex().upper().encode()) for code in sorted(texts)
    ]
    blocks = [b"%d beginbfchar\n%b\nendbfchar" % (len(block), b"\n".join(block)) for block in _blocks(entries)]
    return (
        b"/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        b"/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        b"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        b"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
        + b"\n".join(blocks)
        + b"\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    )


def _blocks(entries: list[bytes]) -> Iterator[list[bytes]]:
    for first in range(0, len(entries), ENTRIES_A_BLOCK):
        yield entries[first : first + ENTRIES_A_BLOCK]
