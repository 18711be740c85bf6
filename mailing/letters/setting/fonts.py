"""Arimo in four faces and Almarai in two, and the codes that stand for its glyphs in a PDF.

A glyph's code is its number in the face; a glyph that stands for another text than its own character (the dotless j
of j́, the hyphen at a line's end) has a code of its own above them. So codes never depend on the order of letters,
and text taken out of the PDF is the text that went in.
"""

from __future__ import annotations

import hashlib
import struct
import sys
import unicodedata
from array import array
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import fontpkg_almarai
import fontpkg_arimo
import uharfbuzz as hb

from mailing.base.errors import SurroundingsError
from mailing.base.files import sha256_of
from mailing.base.messages import _
from mailing.model import Face

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

EM = 1000
"""Units of all widths, kerns and offsets: PDF's thousandths of an em."""

FEATURES = {"liga": False, "clig": False}
"""OpenType features beside those that HarfBuzz applies by itself (kern, mark, mkmk, ccmp); ligatures would hide letters
from a search."""

SOFT_HYPHEN = "\u00ad"
"""What the hyphen at a line's end stands for, so that copied text joins the word again (ISO 32000-1, 14.8.2.2.3)."""

STAND_INS = {SOFT_HYPHEN: "-", "☐": "□"}
"""What is drawn as another character: the font has no box to tick (U+2610), but a square of its size (U+25A1)."""

SOFT_DOTTED = "ijįịɨɉʝіј"
"""Letters that lose their dot under an accent above (Unicode, Soft_Dotted; those that Arimo has)."""

ACUTE = "\u0301"
PRIVATE_USE = range(0xE000, 0xF900)

PRESENTATION_FORMS = (range(0xFB50, 0xFE00), range(0xFE70, 0xFF00))
"""Characters for the joined forms of Arabic letters: each of them is by itself another way to write its letters."""

STATIC = 0
"""The weight of a font that has only one."""

_SOURCES: dict[Face, tuple[str, int, str]] = {
    Face.REGULAR: ("Arimo[wght].ttf", 400, "Arimo-Regular"),
    Face.BOLD: ("Arimo[wght].ttf", 700, "Arimo-Bold"),
    Face.ITALIC: ("Arimo-Italic[wght].ttf", 400, "Arimo-Italic"),
    Face.BOLD_ITALIC: ("Arimo-Italic[wght].ttf", 700, "Arimo-BoldItalic"),
    Face.ARABIC: ("Almarai-Regular.ttf", STATIC, "Almarai-Regular"),
    Face.ARABIC_BOLD: ("Almarai-Bold.ttf", STATIC, "Almarai-Bold"),
}
FONT_HEADER, DIRECTORY_ENTRY, HEAD_SUM = 12, struct.Struct(">4sIII"), 2
"""An OpenType file begins with its directory: for each table a tag, a checksum, its offset and its size."""
FONT_FOLDERS: tuple[Path, Path] = (fontpkg_arimo.ROOT / "files", fontpkg_almarai.ROOT / "files")


@dataclass(frozen=True, slots=True, eq=False)
class Typeface:
    """One face of Arimo, an instance of its variable font.

    Attributes:
        name: its PostScript name without a subset tag.
        program: the instance with all its glyphs.
        font: the same, measuring in 1/1000 em.
        characters: all characters that have a glyph.
        own_texts: glyph -> the one character that it stands for by itself.
        form_codes: (glyph, text) -> code, for glyphs that stand for another text.
        widths: the glyphs' own advances in 1/1000 em.
    """

    face: Face
    name: str
    program: hb.Face
    font: hb.Font
    characters: frozenset[str]
    own_texts: Mapping[int, str]
    form_codes: Mapping[tuple[int, str], int]
    widths: tuple[int, ...]

    def code(self, glyph: int, text: str) -> int | None:
        """Return the code of `glyph` standing for `text`; None where it can't."""
        return glyph if self.own_texts.get(glyph) == text else self.form_codes.get((glyph, text))


@cache
def typeface(face: Face) -> Typeface:
    """Return the face, made once in a process (about 20 ms).

    Raises:
        SurroundingsError: the font's file is damaged.
    """
    file, weight, name = _SOURCES[face]
    variable = _read(_path(file))
    order = hb.SubsetInput()
    order.keep_everything()
    if weight != STATIC:
        order.pin_axis_location(variable, "wght", weight)
    program = order.subset(variable)
    font = hb.Font(program)
    font.scale = (EM, EM)
    glyphs = {chr(code): font.get_nominal_glyph(code) for code in program.unicodes}
    own_texts = _own_texts(glyphs)
    twins = {(glyph, text) for text, glyph in glyphs.items() if own_texts[glyph] != letters_of(text)} | set(
        _dotless(font, glyphs)
    )
    drawn = [(glyphs[other], text) for text, other in STAND_INS.items() if text not in glyphs and other in glyphs]
    forms = [*sorted(twins), *drawn]
    return Typeface(
        face=face,
        name=name,
        program=program,
        font=font,
        characters=frozenset([*glyphs, *(text for text, other in STAND_INS.items() if other in glyphs)]),
        own_texts=own_texts,
        form_codes={form: program.glyph_count + number for number, form in enumerate(forms)},
        widths=tuple(font.get_glyph_h_advance(glyph) for glyph in range(program.glyph_count)),
    )


def _path(file: str) -> Path:
    folder: Path = FONT_FOLDERS[file.startswith("Almarai")]
    return folder / file


def _read(path: Path) -> hb.Face:
    content = path.read_bytes()
    if not _is_whole(content):
        raise SurroundingsError(
            _("Die Schriftdatei ist beschädigt"), where=str(path), hint=_("Das Paket fontpkg-arimo neu installieren")
        )
    return hb.Face(content)


def _is_whole(content: bytes) -> bool:
    """Whether each of the font's tables is there with its checksum (OpenType, "Table Directory")."""
    tables = struct.unpack_from(">H", content, 4)[0] if len(content) > FONT_HEADER else 0
    directory = content[FONT_HEADER : FONT_HEADER + tables * DIRECTORY_ENTRY.size]
    if not tables or len(directory) < tables * DIRECTORY_ENTRY.size:
        return False
    return all(
        _sum(content[start : start + size], tag) == checksum
        for tag, checksum, start, size in DIRECTORY_ENTRY.iter_unpack(directory)
    )


def _sum(table: bytes, tag: bytes) -> int:
    """Return the table's checksum: its words added up, without the word in which the whole font's sum stands."""
    words = array("I", table + b"\0" * (-len(table) % 4))
    if sys.byteorder == "little":
        words.byteswap()
    if tag == b"head" and len(words) > HEAD_SUM:
        words[HEAD_SUM] = 0
    return sum(words) & 0xFFFFFFFF


def _own_texts(glyphs: Mapping[str, int]) -> dict[int, str]:
    """Give each glyph the first of its characters; private-use ones come last."""
    own: dict[int, str] = {}
    for text in sorted(glyphs, key=lambda text: (ord(text) in PRIVATE_USE, text)):
        own.setdefault(glyphs[text], letters_of(text))
    return own


def letters_of(character: str) -> str:
    """Return the letter that a joined form of Arabic writes; any other character is its own.

    A ligature of two letters stays one character: readers turn a line character by character, and would turn the two
    of them round (PDFium and poppler do; tried).
    """
    is_form = any(ord(character) in forms for forms in PRESENTATION_FORMS)
    letters = unicodedata.normalize("NFKC", character) if is_form else character
    return letters if len(letters) == 1 else character


def _dotless(font: hb.Font, glyphs: Mapping[str, int]) -> Iterator[tuple[int, str]]:
    """Give the glyphs that replace soft-dotted letters under an accent, with the letter."""
    for letter in SOFT_DOTTED:
        buffer = hb.Buffer()
        buffer.add_str(letter + ACUTE)
        buffer.guess_segment_properties()
        hb.shape(font, buffer, FEATURES)
        first = buffer.glyph_infos[0].codepoint
        if len(buffer.glyph_infos) == len(letter + ACUTE) and first != glyphs.get(letter):
            yield first, letter


@cache
def fonts_sha256() -> str:
    """Return the hex SHA-256 over the font files that the faces are made from."""
    digest = hashlib.sha256()
    for file in sorted({file for file, _weight, _name in _SOURCES.values()}):
        digest.update(sha256_of(_path(file)).encode())
    return digest.hexdigest()


def unsettable(text: str, face: Face = Face.REGULAR) -> str:
    """Return the characters of `text` that the face lacks, each once, in order."""
    characters = typeface(face).characters
    return "" if characters.issuperset(text) else "".join(dict.fromkeys(c for c in text if c not in characters))
