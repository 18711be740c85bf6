"""What the tests of setting letters share: a household, hand-made texts, an office, and measures taken off lines."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from mailing.letters.blocks import Block, BlockKind, Composition, Skeleton, Span
from mailing.letters.setter import VariantSetter
from mailing.letters.setting.fonts import EM, typeface
from mailing.letters.sheets import Setting
from mailing.letters.text.organisation import Organisation
from mailing.model import MM_PER_PT, Face, Household, LetterFormat, Line, Page, Rect

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

DAY = date(2020, 6, 15)

OFFICE = Organisation(
    name="Jobcenter Region Hannover",
    absender="Musterstraße 1 · 30159 Hannover",
    briefkopf=("Jobcenter Region Hannover", "Musterstraße 1, 30159 Hannover"),
    fusszeile=("Jobcenter Region Hannover\nMusterstraße 1", "Telefon (0511) 6559-2299"),
    strasse="Musterstraße",
    hausnummer="1",
    plz="30159",
    ort="Hannover",
    telefon="(0511) 6559-2299",
    email="Jobcenter-Region-Hannover.Corona-Hilfe@jobcenter-ge.de",
)

ORGANISATION = """
name = "Jobcenter Region Hannover"
absender = "Musterstraße 1 · 30159 Hannover"
briefkopf = ["Jobcenter Region Hannover"]
strasse = "Musterstraße"
hausnummer = "1"
plz = "30159"
ort = "Hannover"
telefon = "(0511) 6559-2299"
email = "post@beispiel.de"
"""
"""An office as `organisation.toml` tells it."""


def household(**entries: Any) -> Household:
    """Return Frau Yılmaz of Hannover, with other entries where given."""
    whole: dict[str, Any] = {
        "index": 0,
        "row": 2,
        "bg_nummer": "23702//0012345",
        "kundennummer": "237A012345",
        "anrede": "Frau",
        "titel": "",
        "vorname": "Ayşe",
        "nachname": "Yılmaz",
        "zusatz": "",
        "strasse": "Vahrenwalder Straße",
        "hausnummer": "12",
        "ortsteil": "",
        "plz": "30165",
        "ort": "Hannover",
        "land": "",
        "standort": "Mitte",
        "empfaenger": "",
        "termin": None,
        "format": LetterFormat.STANDARD,
        "mitglieder": (),
    }
    return Household(**(whole | entries))


def paragraph(text: str, kind: BlockKind = BlockKind.PARAGRAPH, **more: Any) -> Block:
    """Return a block of fixed text."""
    return Block(kind, (Span(text),), **more)


def skeleton(*blocks: Block, subject: str = "Beratung nur mit Termin", closing: bool = True) -> Skeleton:
    """Return a text: the salutation (slot 0), the blocks, the closing."""
    end = (
        paragraph("Mit freundlichen Grüßen", BlockKind.CLOSING, keeps_with_next=True),
        paragraph("Ihr Jobcenter Region Hannover", BlockKind.CLOSING),
    )
    salutation = Block(BlockKind.PARAGRAPH, (Span(slot=0),))
    return Skeleton((Span(subject),), (salutation, *blocks, *(end if closing else ())), frozenset())


class FixedComposer:
    """Gives every household the same text; slot 0 is the salutation, slot 1 the site."""

    def __init__(self, text: Skeleton) -> None:
        self.text = text

    def compose(self, of: Household, salutation: str) -> Composition:
        """Return the text with the household's values."""
        return Composition(self.text, (salutation, of.standort))


def make_up(
    text: Skeleton, *, size: float = 11.0, form: str = "B", office: Organisation = OFFICE, **setting: Any
) -> VariantSetter:
    """Return a setter of the text; `setting` as in `Setting`."""
    template: Any = SimpleNamespace(
        organisation=office,
        size=size,
        form=form,
        text_name="brief/letter.md.j2",
        information=(),
        enclosures=(),
        is_enclosed=False,
        is_slip=False,
    )
    return VariantSetter(Setting(template, DAY, **setting), template, FixedComposer(text))


def pages_of(text: Skeleton, of: Household | None = None, **setting: Any) -> tuple[Page, ...]:
    """Return the pages of a household's letter."""
    return make_up(text, **setting).letter(of or household(), set()).pages


def lines_of(page: Page) -> list[Line]:
    """Return all lines of a page, the plate's first."""
    return [*page.plate.lines, *page.lines]


def text_of(line: Line) -> str:
    """Return a line's text."""
    return "".join(word.text for word in line.words)


def texts_of(lines: Iterable[Line]) -> list[str]:
    """Return the texts of lines."""
    return [text_of(line) for line in lines]


def joined_words(words: Sequence[Any]) -> str:
    """Return the text of words."""
    return "".join(word.text for word in words)


def line_with(page: Page, text: str) -> Line:
    """Return the page's first line that holds `text`."""
    return next(line for line in lines_of(page) if text in text_of(line))


def right_end(line: Line) -> float:
    """Return where a line ends, in mm."""
    advance = sum(word.advance for word in line.words)
    return line.x + advance * line.size * MM_PER_PT / EM * line.stretch


def ink_of(line: Line) -> Rect:
    """Return the box of the line's ink, measured off the glyphs' outlines."""
    scale = line.size * MM_PER_PT / EM
    x = 0.0
    edges = []
    for word in line.words:
        source = typeface(word.face)
        forms = {code: glyph for (glyph, _text), code in source.form_codes.items()}
        for place, (code, kern) in enumerate(zip(word.codes, word.kerns, strict=True)):
            glyph = forms.get(code, code)
            box = source.font.get_glyph_extents(glyph)
            dx, dy = word.offsets[place] if word.offsets else (0, 0)
            left, top = x + dx + box.x_bearing, dy + box.y_bearing
            if box.width:
                edges.append((left, top, left + box.width, top + box.height))
            x += source.widths[glyph] + kern
    left = line.x + min(edge[0] for edge in edges) * scale * line.stretch
    right = line.x + max(edge[2] for edge in edges) * scale * line.stretch
    top = line.y - max(edge[1] for edge in edges) * scale
    bottom = line.y - min(edge[3] for edge in edges) * scale
    return Rect(left, top, right - left, bottom - top)


def own_text(face: Face, codes: Iterable[int]) -> str:
    """Return what glyph codes stand for, as a reader of the PDF would take it out."""
    source = typeface(face)
    forms = {code: text for (_glyph, text), code in source.form_codes.items()}
    return "".join(forms[code] if code in forms else source.own_texts[code] for code in codes)
