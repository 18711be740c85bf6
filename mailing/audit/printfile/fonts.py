"""Embedded fonts held against the fonts that they call themselves, glyph by glyph: text read is text seen.

A font in a file could draw an A for every code whose text is B. So for each code the outline that the file embeds is
compared with the outline of the same text in the named font, as installed. Read with fontTools, which the writer
doesn't use.
"""

from __future__ import annotations

import io
import re
import unicodedata
from functools import cache, lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import fontpkg_almarai
import fontpkg_arimo
import pikepdf
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.ttLib import TTFont

from mailing.audit.actual_text import texts_of_codes
from mailing.base.files import sha256_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

Outline: TypeAlias = tuple[Any, ...]
Source: TypeAlias = "tuple[Path, int]"
"""A font file, and the weight that is taken from it."""

UPRIGHT, ITALIC = (fontpkg_arimo.ROOT / "files" / f"{name}[wght].ttf" for name in ("Arimo", "Arimo-Italic"))
ARABIC, ARABIC_BOLD = (fontpkg_almarai.ROOT / "files" / f"Almarai-{face}.ttf" for face in ("Regular", "Bold"))
NAMED = {
    "Arimo-Regular": (UPRIGHT, 400),
    "Arimo-Bold": (UPRIGHT, 700),
    "Arimo-Italic": (ITALIC, 400),
    "Arimo-BoldItalic": (ITALIC, 700),
    "Almarai-Regular": (ARABIC, 400),
    "Almarai-Bold": (ARABIC_BOLD, 700),
}
DRAWN_AS = {"i": "\u0131", "j": "\u0237", "\u0456": "\u0131", "\u0458": "\u0237", "\u00ad": "-", "☐": "□"}
"""Under an accent letters lose their dot, and still stand for themselves; the font has a square, but no box to tick."""
PRESENTATION_FORMS = (range(0xFB50, 0xFE00), range(0xFE70, 0xFF00))
"""Unicode's characters for the joined forms of Arabic letters."""
MOST_FONTS = 64
"""Of which it is known what is wrong with them."""
ROUNDING = 1
"""Units of 1/2048 em by which instances of a variable font may differ."""
_TAG = re.compile(r"/(?:[A-Z]{6}\+)?(.+)")


class NamedFont(NamedTuple):
    """A face of the font as installed.

    Attributes:
        texts: character -> number of its glyph.
        forms: letters of Arabic -> the glyphs of their joined forms, by the characters that Unicode has for these.
    """

    font: TTFont
    glyphs: Any
    texts: Mapping[str, str]
    forms: Mapping[str, list[str]]

    def outline(self, name: str) -> Outline:
        """Return a glyph's outline."""
        return _drawn(self.glyphs, name)


class Drawn(NamedTuple):
    """A font as a file embeds it."""

    name: str
    encoding: str
    program: bytes

    @property
    def font(self) -> TTFont:
        """The program, read."""
        return TTFont(io.BytesIO(self.program), lazy=True)


def installed_fonts_sha256() -> str:
    """Return the hash over the installed font files, as the manifest's `settings.fonts` is made."""
    files = sorted((UPRIGHT, ITALIC, ARABIC, ARABIC_BOLD), key=lambda path: path.name)
    digests = map(sha256_of, files)
    return sha256("".join(digests).encode()).hexdigest()


def font_faults(fonts: tuple[Any, ...]) -> Iterator[str]:
    """Give which embedded fonts draw something else than they say, and for which texts; of a file's font objects."""
    for font in fonts:
        if font.get("/Subtype") in ("/CIDFontType0", "/CIDFontType2"):
            continue
        if not _is_comparable(font):
            continue
        called = _TAG.fullmatch(str(font.get("/BaseFont", "/?")))
        source = NAMED.get(called[1]) if called else None
        if source is None:
            yield f"{font.get('/BaseFont', '?')}: ?"
        elif font.get("/Subtype") == "/Type0":
            yield from _composite_faults(font, source)
        else:
            yield from _simple_faults(font, source)


def _is_comparable(font: Any) -> bool:
    """Whether there is a program and, for codes that aren't characters, texts: where not, other rules say so."""
    holder = font.DescendantFonts[0] if font.get("/Subtype") == "/Type0" else font
    has_program = isinstance(holder.get("/FontDescriptor", {}).get("/FontFile2"), pikepdf.Stream)
    return has_program and (font.get("/Subtype") != "/Type0" or isinstance(font.get("/ToUnicode"), pikepdf.Stream))


def _composite_faults(font: Any, source: Source) -> tuple[str, ...]:
    """Return the codes of a composite font that draw another text than theirs, or have none."""
    descendant = font.DescendantFonts[0]
    drawn = Drawn(str(font.BaseFont), str(font.get("/Encoding")), _program_of(descendant))
    return _composite_faults_of(drawn, descendant.CIDToGIDMap.read_bytes(), font.ToUnicode.read_bytes(), source)


@lru_cache(MOST_FONTS)
def _composite_faults_of(drawn: Drawn, places: bytes, to_unicode: bytes, source: Source) -> tuple[str, ...]:
    """Return the same, by what the file has of the font: the files of a run have the same ones."""
    named, faults = _named(*source), []
    texts = texts_of_codes(to_unicode)
    if b"beginbfrange" in to_unicode or drawn.encoding != "/Identity-H":
        faults.append(f"{drawn.name}: /ToUnicode, /Encoding")
    embedded = drawn.font
    glyphs, order = embedded.getGlyphSet(), embedded.getGlyphOrder()
    for code in range(len(places) // 2):
        glyph = int.from_bytes(places[2 * code : 2 * code + 2], "big")
        if not glyph:
            continue
        seen = _drawn(glyphs, order[glyph]) if glyph < len(order) else ()
        if code not in texts or not any(_alike(seen, told) for told in _told(texts[code], code, named)):
            faults.append(f"{drawn.name}: <{code:04X}> {texts.get(code, '–')!r}")
    return tuple(faults)


def _simple_faults(font: Any, source: Source) -> tuple[str, ...]:
    """Return the codes of a simple font that draw another text than theirs."""
    drawn = Drawn(str(font.BaseFont), str(font.get("/Encoding")), _program_of(font))
    codes = range(int(font.get("/FirstChar", 0)), int(font.get("/LastChar", 255)) + 1)
    return _simple_faults_of(drawn, codes, source)


@lru_cache(MOST_FONTS)
def _simple_faults_of(drawn: Drawn, codes: range, source: Source) -> tuple[str, ...]:
    """Return the same, by what the file has of the font."""
    named, faults = _named(*source), []
    embedded = drawn.font
    glyphs, cmap = embedded.getGlyphSet(), embedded.getBestCmap() or {}
    if drawn.encoding != "/WinAnsiEncoding":
        faults.append(f"{drawn.name}: /Encoding")
    for code in codes:
        text = bytes((code,)).decode("cp1252", "ignore")
        if not text or ord(text) not in cmap:
            continue
        seen = _drawn(glyphs, cmap[ord(text)])
        if not any(_alike(seen, told) for told in _told(text, -1, named)):
            faults.append(f"{drawn.name}: <{code:02X}> {text!r}")
    return tuple(faults)


def _told(text: str, code: int, named: NamedFont) -> Iterator[Outline]:
    """Give the outlines in the named font that may stand for `text`."""
    for form in (text, DRAWN_AS.get(text, "")):
        if form in named.texts:
            yield named.outline(named.texts[form])
    for name in named.forms.get(text, ()):
        yield named.outline(name)
    order = named.font.getGlyphOrder()
    dotless = f"{named.texts.get(text)}.dotless"
    if dotless in order:
        yield named.outline(dotless)
    if len(text) != 1 and 0 <= code < len(order):
        yield named.outline(order[code])


def _program_of(font: Any) -> bytes:
    program: bytes = font.FontDescriptor.FontFile2.read_bytes()
    return program


@cache
def _named(file: Path, weight: int) -> NamedFont:
    font = TTFont(file, lazy=True)
    texts = {chr(code): name for code, name in font.getBestCmap().items()}
    forms: dict[str, list[str]] = {}
    for text, name in texts.items():
        if any(ord(text) in block for block in PRESENTATION_FORMS):
            forms.setdefault(unicodedata.normalize("NFKC", text), []).append(name)
    location = {"wght": weight} if "fvar" in font else None
    return NamedFont(font, font.getGlyphSet(location=location), texts, forms)


def _drawn(glyphs: Any, name: str) -> Outline:
    pen = DecomposingRecordingPen(glyphs)
    glyphs[name].draw(pen)
    return tuple(pen.value)


def _alike(one: Outline, other: Outline) -> bool:
    """Whether two outlines have the same curves through the same points, but for rounding."""
    return len(one) == len(other) and all(
        verb == other_verb
        and len(points) == len(other_points)
        and all(_near(point, other_point) for point, other_point in zip(points, other_points, strict=True))
        for (verb, points), (other_verb, other_points) in zip(one, other, strict=True)
    )


def _near(one: tuple[float, float] | None, other: tuple[float, float] | None) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one[0] - other[0]) <= ROUNDING and abs(one[1] - other[1]) <= ROUNDING
