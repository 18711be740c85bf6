"""File notes as PDF/A-2u: for case files that are kept for ten years and more."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pikepdf
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from mailing.base.markup import escape
from mailing.press.officefonts import BOLD, REGULAR, register_arimo
from mailing.press.screen_colour import srgb

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mailing.model.file_notes import FileNote

LEFT, LABELS, TEXTS = 25 * mm, 48 * mm, 117 * mm
_TITLE = ParagraphStyle("title", fontName=BOLD, fontSize=15, leading=19, spaceAfter=10)
_LABEL = ParagraphStyle("label", fontName=BOLD, fontSize=10, leading=14)
_TEXT = ParagraphStyle("text", fontName=REGULAR, fontSize=10, leading=14)
_SMALL = ParagraphStyle("small", fontName=REGULAR, fontSize=6.5, leading=8.5, splitLongWords=1)
_LOOK = TableStyle(
    [
        ("FONT", (0, 0), (-1, -1), REGULAR),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
        ("TOPPADDING", (0, 0), (-1, -1), 3),
    ]
)


def file_note(note: FileNote) -> bytes:
    """Return the note as PDF/A-2u: fonts embedded, colours defined, told in its metadata."""
    register_arimo()
    stream = io.BytesIO()
    document = SimpleDocTemplate(
        stream,
        pagesize=A4,
        leftMargin=LEFT - 6,
        rightMargin=20 * mm - 6,
        topMargin=25 * mm,
        bottomMargin=20 * mm,
        title=note.title,
        author=note.program,
        creator=note.program,
        producer=note.program,
        lang="de-DE",
        invariant=1,
        initialFontName=REGULAR,
    )
    document.build(
        [
            Paragraph(escape(note.title), _TITLE),
            _table(note.lines, _LABEL, _TEXT),
            Spacer(1, 5 * mm),
            Paragraph(escape(note.foot), _TEXT),
            Spacer(1, 5 * mm),
            _table(note.proof, _SMALL, _SMALL),
        ]
    )
    return _archivable(stream, note)


def _table(lines: Sequence[tuple[str, str]], label: ParagraphStyle, text: ParagraphStyle) -> Table:
    rows = [(Paragraph(escape(name), label), Paragraph(escape(told), text)) for name, told in lines]
    return Table(rows, colWidths=(LABELS, TEXTS), style=_LOOK, hAlign="LEFT", splitInRow=1)


def _archivable(stream: io.BytesIO, note: FileNote) -> bytes:
    """Return the document with what PDF/A-2u (ISO 19005-2) asks for beside its pages."""
    done = io.BytesIO()
    with pikepdf.open(stream) as pdf:
        icc = pdf.make_stream(srgb(), N=3)
        intent = pikepdf.Dictionary(
            Type=pikepdf.Name.OutputIntent,
            S=pikepdf.Name.GTS_PDFA1,
            OutputConditionIdentifier="sRGB",
            Info="sRGB IEC61966-2.1",
            DestOutputProfile=icc,
        )
        pdf.Root.OutputIntents = pikepdf.Array([intent])
        pdf.Root.Lang = "de-DE"
        del pdf.trailer["/Info"]
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
            metadata["pdfaid:part"] = "2"
            metadata["pdfaid:conformance"] = "U"
            metadata["dc:title"] = note.title
            metadata["pdf:Producer"] = note.program
            metadata["xmp:CreateDate"] = note.day
        pdf.save(done, deterministic_id=True)
    return done.getvalue()
