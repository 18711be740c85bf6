"""The ceiling: a PDF writer by hand for this one letter, as fast as Python gets on one core.

No templates, codes, records, checks or kerning: what is left when all that a letter program is for is left out. What
letters share is drawn once, as two form XObjects; a letter's own lines are a compressed content stream. The code of a
character is its UTF-16 form, so that encoding a line is one call.
"""

from __future__ import annotations

import sys
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import letter
import sheet
import uharfbuzz as hb
from arimo import BOLD, EM, REGULAR, WordWidths, face

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

PAGES_A_NODE = 250
REGULAR_FONT, BOLD_FONT = b"/R", b"/B"
BETWEEN_LINES = "\uffff"
"""No character (Unicode, 23.7)."""
_IN_STRINGS = ((b"\\", b"\\\\"), (b"(", b"\\("), (b")", b"\\)"), (b"\r", b"\\r"), (b"\xff\xff", b")'("))
"""How strings hold what they can't hold as it is; a string ends, and the next begins, between lines."""
COMPRESSION = 4
"""A hundredth larger than zlib's default level, in two thirds of its time."""


class Pdf:
    """A PDF file on its way to a stream, object by object."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._position = 0
        self._places = [0]
        self._write(b"%PDF-1.6\n%\xe2\xe3\xcf\xd3\n")

    def _write(self, data: bytes) -> None:
        self._stream.write(data)
        self._position += len(data)

    def reserve(self) -> int:
        """Return a number for an object that is written later."""
        self._places.append(0)
        return len(self._places) - 1

    def put(self, number: int, body: bytes) -> None:
        """Write the object of a reserved number."""
        self._places[number] = self._position
        self._write(b"%d 0 obj%b\nendobj\n" % (number, body))

    def add(self, body: bytes) -> int:
        """Write an object; return its number."""
        number = self.reserve()
        self.put(number, body)
        return number

    def add_stream(self, content: bytes, entries: bytes = b"") -> int:
        """Write a compressed stream; return its number."""
        packed = zlib.compress(content, COMPRESSION)
        return self.add(
            b"<<%b/Filter/FlateDecode/Length %d>>stream\n%b\nendstream" % (entries, len(packed), packed),
        )

    def close(self, catalog: int) -> None:
        """Write the cross-reference table and the trailer."""
        start, size = self._position, len(self._places)
        self._write(b"xref\n0 %d\n0000000000 65535 f \n" % size)
        self._write(b"".join(b"%010d 00000 n \n" % place for place in self._places[1:]))
        self._write(b"trailer<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, catalog, start))


def text_at(x: float, y: float, size: float, lines: Iterable[str], *, font: bytes = REGULAR_FONT) -> bytes:
    """Return the operators that show lines one below the other, the first with its baseline at `y`."""
    codes = BETWEEN_LINES.join(lines).encode("utf-16-be")
    for mark, written in _IN_STRINGS:
        codes = codes.replace(mark, written)
    return b"BT%b %g Tf %g TL %.2f %.2f Td(%b)' ET\n" % (font, size, sheet.LEADING, x, y + sheet.LEADING, codes)


class LetterDrawing:
    """The page's content, from the two forms and the lines that were broken for this letter.

    Args:
        pdf: where the forms are written to.
        fonts: the resource dictionary of the fonts.
    """

    def __init__(self, pdf: Pdf, fonts: bytes) -> None:
        widths = WordWidths(REGULAR, sheet.SIZE)
        self.characters, self._broken = widths.characters, widths.broken
        paragraphs = [self._broken(paragraph, sheet.MEASURE) for paragraph in letter.FIXED]
        middle = [line for paragraph in paragraphs for line in (*paragraph, "")]
        self._middle_height = len(middle) * sheet.LEADING
        forms = {b"/H": _head(), b"/M": text_at(sheet.LEFT, 0, sheet.SIZE, middle)}
        entries = b"/Type/XObject/Subtype/Form/BBox[0 -842 596 842]/Resources<<%b>>" % fonts
        places = [b"%b %d 0 R" % (name, pdf.add_stream(form, entries)) for name, form in forms.items()]
        self.resources = b"<<%b/XObject<<%b>>>>" % (fonts, b"".join(places))

    def content(self, one: letter.Letter) -> bytes:
        """Return the content of the letter's page."""
        first = [one.salutation, "", *self._broken(one.first, sheet.MEASURE)]
        middle = sheet.TEXT - (len(first) + 1) * sheet.LEADING
        last = [*self._broken(one.last, sheet.MEASURE), "", letter.CLOSE[0], "", "", letter.CLOSE[1]]
        return b"/H Do\n%b%b%bq 1 0 0 1 0 %.2f cm/M Do Q\n" % (
            text_at(sheet.LEFT, sheet.ADDRESS, sheet.SIZE, one.address),
            text_at(sheet.LEFT, sheet.TEXT, sheet.SIZE, first),
            text_at(sheet.LEFT, middle - self._middle_height, sheet.SIZE, last),
            middle,
        )


def _head() -> bytes:
    marks = b"".join(
        b"%.2f %.2f %.2f %g re f\n" % (sheet.MARK_LEFT, y, sheet.MARK_WIDTH, sheet.MARK_HEIGHT)
        for y in sheet.FOLD_MARKS
    )
    return marks + b"".join(
        (
            text_at(sheet.LEFT, sheet.HEAD, sheet.HEAD_SIZE, [letter.SENDER], font=BOLD_FONT),
            text_at(sheet.LEFT, sheet.RETURN_LINE, sheet.SMALL, [letter.RETURN_LINE]),
            text_at(sheet.DATE_LEFT, sheet.DATE, sheet.SIZE, [letter.DATE]),
            text_at(sheet.LEFT, sheet.SUBJECT, sheet.SIZE, [letter.SUBJECT], font=BOLD_FONT),
            text_at(sheet.LEFT, sheet.FOOT, sheet.SMALL, [letter.SENDER]),
        )
    )


def write_font(pdf: Pdf, number: int, weight: int, characters: Sequence[str]) -> None:
    """Write the subset of the face that shows `characters`, each coded by its UTF-16 form (ISO 32000-1, 9.7)."""
    order = hb.SubsetInput()
    order.unicode_set.update(map(ord, characters))
    order.flags = hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NO_LAYOUT_CLOSURE
    order.drop_table_tag_set.update(int.from_bytes(tag, "big") for tag in (b"GSUB", b"GPOS", b"GDEF", b"name", b"post"))
    program = order.subset(face(weight))
    font = hb.Font(program)
    font.scale = (EM, EM)
    glyphs = {character: font.get_nominal_glyph(ord(character)) for character in characters}
    ids = bytearray(2 * (1 + ord(characters[-1])))
    for character, glyph in glyphs.items():
        ids[2 * ord(character) : 2 * ord(character) + 2] = glyph.to_bytes(2, "big")
    widths = b"".join(b"%d[%d]" % (ord(c), font.get_glyph_h_advance(glyph)) for c, glyph in glyphs.items())
    name = b"/AAAAA%b+Arimo" % (b"A" if weight == REGULAR else b"B")
    data = program.blob.data
    file = pdf.add_stream(data, b"/Length1 %d" % len(data))
    descriptor = pdf.add(
        b"<</Type/FontDescriptor/FontName%b/Flags 4/FontBBox[-482 -303 2144 1027]/ItalicAngle 0/Ascent 905/Descent -212"
        b"/CapHeight 716/StemV 80/FontFile2 %d 0 R>>" % (name, file)
    )
    descendant = pdf.add(
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont%b/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
        b"/Supplement 0>>/FontDescriptor %d 0 R/W[%b]/CIDToGIDMap %d 0 R>>"
        % (name, descriptor, widths, pdf.add_stream(bytes(ids)))
    )
    pdf.put(
        number,
        b"<</Type/Font/Subtype/Type0/BaseFont%b/Encoding/Identity-H/DescendantFonts[%d 0 R]/ToUnicode %d 0 R>>"
        % (name, descendant, pdf.add_stream(_to_unicode(characters))),
    )


def _to_unicode(characters: Sequence[str]) -> bytes:
    """Return the character map that says that every code is the character it looks like (ISO 32000-1, 9.10.3)."""
    codes = [b"<%04X><%04X>\n" % (ord(character), ord(character)) for character in characters]
    blocks = (codes[start : start + 100] for start in range(0, len(codes), 100))
    return (
        b"/CIDInit/ProcSet findresource begin 12 dict begin begincmap\n"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n"
        b"/CMapName/Adobe-Identity-UCS def/CMapType 2 def\n"
        b"1 begincodespacerange<0000><FFFF>endcodespacerange\n"
        + b"".join(b"%d beginbfchar\n%bendbfchar\n" % (len(block), b"".join(block)) for block in blocks)
        + b"endcmap CMapName currentdict/CMap defineresource pop end end"
    )


def write_letters(letters: Iterable[letter.Letter], stream: BinaryIO) -> None:
    """Write the letters as one PDF, a page each."""
    pdf = Pdf(stream)
    root, regular, bold = pdf.reserve(), pdf.reserve(), pdf.reserve()
    drawing = LetterDrawing(pdf, b"/Font<</R %d 0 R/B %d 0 R>>" % (regular, bold))
    nodes: list[int] = []
    kids: list[int] = []
    shown = set("".join((letter.RETURN_LINE, letter.DATE, letter.SENDER, *letter.CLOSE, *letter.GREETINGS)))
    count = 0
    for one in letters:
        if not kids:
            nodes.append(pdf.reserve())
        content = pdf.add_stream(drawing.content(one))
        kids.append(pdf.add(b"<</Type/Page/Parent %d 0 R/Contents %d 0 R>>" % (nodes[-1], content)))
        shown.update(*one.address)
        count += 1
        if len(kids) == PAGES_A_NODE:
            _put_node(pdf, nodes[-1], root, kids)
            kids = []
    if kids:
        _put_node(pdf, nodes[-1], root, kids)
    write_font(pdf, regular, REGULAR, sorted(shown | drawing.characters))
    write_font(pdf, bold, BOLD, sorted(set(letter.SENDER + letter.SUBJECT)))
    children = b" ".join(b"%d 0 R" % node for node in nodes)
    pdf.put(
        root,
        b"<</Type/Pages/Count %d/Kids[%b]/MediaBox[0 0 595.28 841.89]/Resources%b>>"
        % (count, children, drawing.resources),
    )
    pdf.close(pdf.add(b"<</Type/Catalog/Pages %d 0 R/Lang(de-DE)>>" % root))


def _put_node(pdf: Pdf, node: int, parent: int, kids: Sequence[int]) -> None:
    references = b" ".join(b"%d 0 R" % kid for kid in kids)
    pdf.put(node, b"<</Type/Pages/Parent %d 0 R/Count %d/Kids[%b]>>" % (parent, len(kids), references))


if __name__ == "__main__":
    with Path(sys.argv[2]).open("wb") as output:
        write_letters(letter.letters(Path(sys.argv[1])), output)
