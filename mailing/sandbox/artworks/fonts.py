"""Fonts are taken with what PDF/A-2u asks of them: embedded, and a text for each code that is shown."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING, Final

import pikepdf
from fontTools import agl
from fontTools.ttLib import TTFont, TTLibError
from pikepdf import Name

from mailing.base.messages import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

PROGRAMS: Final = ("/FontFile", "/FontFile2", "/FontFile3")
ENCODINGS: Final = {"/WinAnsiEncoding": "cp1252", "/MacRomanEncoding": "mac_roman", "/StandardEncoding": "ascii"}
NO_TEXTS: Final = frozenset("\0\ufeff\ufffe")
"""ISO 19005-2, 6.2.11.7: these are no texts."""
MOST_CODES: Final = 1 << 16
ENTRIES_A_BLOCK: Final = 100
"""A block of a map of texts holds no more."""
_BLOCK = re.compile(rb"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)
_HEX = re.compile(rb"<([0-9A-Fa-f\s]*)>|(\[)|(\])")
_MAP: Final = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def
/CMapName/Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<{first}><{last}>
endcodespacerange
{blocks}endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""


class FontError(Exception):
    """A font that can't be printed as text; its message says why."""


class Font:
    """A font of the given document, its copy in the new one, and the codes that are shown with it.

    Raises:
        FontError: it isn't embedded, or its codes can't be told.
    """

    def __init__(self, font: pikepdf.Object, document: pikepdf.Pdf) -> None:
        self._title = str(font.get("/BaseFont", "/?"))[1:]
        self._is_composite = font.get("/Subtype") == Name.Type0
        if font.get("/Subtype") == Name.Type3:
            raise FontError(_("Die Schrift {font} besteht aus Zeichnungen (Type 3)").format(font=self._title))
        within = font.DescendantFonts[0] if self._is_composite else font
        descriptor = within.get("/FontDescriptor", pikepdf.Dictionary())
        if not any(key in descriptor for key in PROGRAMS):
            raise FontError(_("Die Schrift {font} ist nicht eingebettet").format(font=self._title))
        if self._is_composite and str(font.get("/Encoding")) not in ("/Identity-H", "/Identity-V"):
            raise self._textless()
        self._source, self._document = font, document
        self._program = next(descriptor[key] for key in PROGRAMS if key in descriptor)
        self._shown: set[int] = set()
        if not font.is_indirect:
            font = pikepdf.Dictionary(dict(font.items()))
        self.copy = document.copy_foreign(font) if font.is_indirect else document.make_indirect(_direct(font, document))
        self._clean()

    def show(self, string: bytes) -> None:
        """Keep in mind that a string's codes are shown."""
        width = 2 if self._is_composite else 1
        self._shown.update(int.from_bytes(string[at : at + width], "big") for at in range(0, len(string), width))

    def finish(self) -> None:
        """Give the copy a map of texts for the codes that are shown, and for no others.

        Raises:
            FontError: a code has no text.
        """
        told = self._told()
        texts = {code: told[code] for code in sorted(self._shown) if code in told}
        if len(texts) < len(self._shown) or any(NO_TEXTS & set(text) or not text for text in texts.values()):
            raise self._textless()
        self.copy.ToUnicode = self._document.make_stream(_to_unicode(texts, 4 if self._is_composite else 2))

    def _clean(self) -> None:
        """Drop lists of what the program holds, which are often wrong; say how glyphs are found."""
        within = self.copy.DescendantFonts[0] if self._is_composite else self.copy
        for key in ("/CIDSet", "/CharSet"):
            if key in within.FontDescriptor:
                del within.FontDescriptor[key]
        if within.get("/Subtype") == Name.CIDFontType2 and "/CIDToGIDMap" not in within:
            within.CIDToGIDMap = Name.Identity
        if "/Name" in self.copy:
            del self.copy["/Name"]

    def _told(self) -> Mapping[int, str]:
        """Return the texts of codes: as the font's own map tells them, then as its encoding or its program does."""
        given = self._source.get("/ToUnicode")
        pairs = _mapped(given.read_bytes()) if isinstance(given, pikepdf.Stream) else ()
        mapped = {code: text for code, text in pairs if text and not NO_TEXTS & set(text)}
        return {**(self._of_program() if self._is_composite else self._of_encoding()), **mapped}

    def _of_encoding(self) -> dict[int, str]:
        encoding = self._source.get("/Encoding")
        base = encoding.get("/BaseEncoding") if isinstance(encoding, pikepdf.Dictionary) else encoding
        symbolic = int(self._source.FontDescriptor.get("/Flags", 0)) & 4
        texts: dict[int, str] = {}
        if base is not None or not symbolic:
            codec = ENCODINGS.get(str(base), "ascii")
            texts = {code: bytes((code,)).decode(codec, "ignore") for code in range(32, 256)}
        code = 0
        for each in encoding.get("/Differences", []) if isinstance(encoding, pikepdf.Dictionary) else []:
            if isinstance(each, Name):
                texts[code] = agl.toUnicode(str(each)[1:])
                code += 1
            else:
                code = int(each)
        return {code: text for code, text in texts.items() if text}

    def _of_program(self) -> dict[int, str]:
        """Return the texts of a TrueType program's glyphs, where codes are glyphs."""
        within = self._source.DescendantFonts[0]
        if isinstance(within.get("/CIDToGIDMap"), pikepdf.Stream) or within.get("/Subtype") != Name.CIDFontType2:
            return {}
        try:
            with TTFont(BytesIO(self._program.read_bytes()), lazy=True) as program:
                table = program.getBestCmap() or {} if "cmap" in program else {}
                return {program.getGlyphID(glyph): chr(code) for code, glyph in sorted(table.items(), reverse=True)}
        except (TTLibError, KeyError, ValueError, AssertionError):
            return {}  # a program without readable names of its glyphs gives no texts: the caller refuses it

    def _textless(self) -> FontError:
        return FontError(_("Die Schrift {font} sagt nicht, welche Zeichen sie zeigt").format(font=self._title))


def _direct(font: pikepdf.Object, document: pikepdf.Pdf) -> pikepdf.Dictionary:
    """Return a copy of a font that is no object of its own."""
    return pikepdf.Dictionary(
        {
            key: document.copy_foreign(value) if getattr(value, "is_indirect", False) else value
            for key, value in font.items()
        }
    )


def _mapped(given: bytes) -> Iterator[tuple[int, str]]:
    """Give the codes and texts of a map of texts."""
    left = MOST_CODES
    for block in _BLOCK.finditer(given):
        parts = [(_text_of(found[1]), found[2], found[3]) for found in _HEX.finditer(block[2])]
        each = iter(parts)
        for code, *_rest in each:
            if block[1] == b"bfchar":
                yield int.from_bytes(code, "big"), _decoded(next(each, (b"", None, None))[0])
                continue
            first, last = int.from_bytes(code, "big"), int.from_bytes(next(each, (b"", None, None))[0], "big")
            start, opens, _closes = next(each, (b"", None, None))
            left -= max(0, last - first)
            if left < 0:
                raise ValueError("map of texts")
            yield from _list_texts(first, each) if opens else _range_texts(first, last, start)


def _list_texts(first: int, each: Iterator[tuple[bytes, bytes | None, bytes | None]]) -> Iterator[tuple[int, str]]:
    for code, (text, _opens, closes) in enumerate(each, first):
        if closes:
            return
        yield code, _decoded(text)


def _range_texts(first: int, last: int, start: bytes) -> Iterator[tuple[int, str]]:
    if start:
        for code in range(first, last + 1):
            yield code, _decoded(start[:-1] + bytes(((start[-1] + code - first) & 255,)))


def _text_of(digits: bytes | None) -> bytes:
    plain = b"".join((digits or b"").split())
    return bytes.fromhex((plain + b"0" * (len(plain) % 2)).decode())


def _decoded(text: bytes) -> str:
    return text.rjust(2, b"\0").decode("utf-16-be", "ignore")


def _to_unicode(texts: Mapping[int, str], digits: int) -> bytes:
    entries = [f"<{code:0{digits}X}><{text.encode('utf-16-be').hex().upper()}>\n" for code, text in texts.items()]
    blocks = [entries[at : at + ENTRIES_A_BLOCK] for at in range(0, len(entries), ENTRIES_A_BLOCK)]
    written = "".join(f"{len(block)} beginbfchar\n{''.join(block)}endbfchar\n" for block in blocks)
    return _MAP.format(first="0" * digits, last="F" * digits, blocks=written).encode()


class Fonts:
    """The fonts of a document, each taken once for all its pages."""

    def __init__(self, document: pikepdf.Pdf) -> None:
        self._document = document
        self._taken: dict[tuple[int, int], tuple[Font, Callable[[str], Exception]]] = {}
        self._direct: list[tuple[Font, Callable[[str], Exception]]] = []

    def take(self, font: pikepdf.Object, refused: Callable[[str], Exception]) -> Font:
        """Return a font ready for being shown; `refused` makes the error for the page that shows it first."""
        if font.is_indirect and font.objgen in self._taken:
            return self._taken[font.objgen][0]
        try:
            taken = Font(font, self._document)
        except FontError as fault:
            raise refused(str(fault)) from fault
        if font.is_indirect:
            self._taken[font.objgen] = taken, refused
        else:
            self._direct.append((taken, refused))
        return taken

    def finish(self) -> None:
        """Write what is known only once all pages are read."""
        for font, refused in (*self._taken.values(), *self._direct):
            try:
                font.finish()
            except FontError as fault:
                raise refused(str(fault)) from fault
