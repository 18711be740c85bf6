"""The job sheet: one PDF that tells a print shop what came, what to take, what the code means, what to send back."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor, white
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, KeepTogether, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from mailing.messages import _
from mailing.model import Route
from mailing.press.codes import code_text
from mailing.press.officefonts import BOLD, REGULAR, register_arimo
from mailing.press.profiles import DataMatrixCode, NoCode, OmrCode
from mailing.press.sheetpicture import code_picture, regions, sheet_picture
from mailing.press.shopfolder import envelopes_needed, regions_of, sheets_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mailing.model import PressedFile, RunIdentity
    from mailing.press.profiles import ShopProfile

INK, FAINT, ACCENT, BAND = HexColor(0x1F2933), HexColor(0x6B7684), HexColor(0x2F5D8A), HexColor(0xEEF2F6)
WIDTH = 174 * mm

TITLE = ParagraphStyle("title", fontName=BOLD, fontSize=22, leading=26, textColor=INK)
LEAD = ParagraphStyle("lead", fontName=REGULAR, fontSize=10.5, leading=14, textColor=FAINT)
HEADING = ParagraphStyle(
    "heading", fontName=BOLD, fontSize=12, leading=15, textColor=ACCENT, spaceBefore=12, spaceAfter=5, keepWithNext=1
)
BODY = ParagraphStyle("body", fontName=REGULAR, fontSize=9.5, leading=13, textColor=INK)
CELL = ParagraphStyle("cell", fontName=REGULAR, fontSize=8.5, leading=11, textColor=INK)
HEAD = ParagraphStyle("head", parent=CELL, fontName=BOLD, textColor=white)
FIGURE = ParagraphStyle("figure", parent=CELL, alignment=TA_RIGHT)
FIGURE_HEAD = ParagraphStyle("figure-head", parent=HEAD, alignment=TA_RIGHT)
BIG = ParagraphStyle("big", fontName=BOLD, fontSize=16, leading=19, textColor=INK)
DIGEST = ParagraphStyle("digest", parent=CELL, fontSize=6.6, leading=9)

ROUTES = {
    Route.BULK: "",
    Route.LARGE_PRINT: "Großdruck",
    Route.EASY_LANGUAGE: "Leichte Sprache",
    Route.ABROAD: "Ausland",
    Route.BLOCKED: "gesondert behandeln",
    Route.GENERAL_DELIVERY: "postlagernd",
}


def job_sheet(files: Sequence[PressedFile], profile: ShopProfile, identity: RunIdentity) -> bytes:
    """Return the job sheet as PDF; its bytes depend on the arguments only."""
    register_arimo()
    stream = io.BytesIO()
    document = SimpleDocTemplate(
        stream,
        pagesize=A4,
        leftMargin=18 * mm,
        rightMargin=18 * mm,
        topMargin=16 * mm,
        bottomMargin=18 * mm,
        title=f"{_('Auftragsblatt')} {identity.job_number:08d}",
        author=identity.program,
        lang="de-DE",
        invariant=1,
        initialFontName=REGULAR,
    )
    story = [
        *_opening(files, profile, identity),
        *_files(files),
        *_material(files, profile),
        *_code(profile, identity),
        *_zones(profile, identity),
        *_regions(files),
        *_checksums(files),
        *_returns(profile),
    ]
    foot = _Foot(identity)
    document.build(story, onFirstPage=foot.draw, onLaterPages=foot.draw)
    return stream.getvalue()


class _Foot:
    """Job and page number at the foot of each page."""

    def __init__(self, identity: RunIdentity) -> None:
        self._text = _("Auftrag {job} · {run}").format(job=f"{identity.job_number:08d}", run=identity.run_id)

    def draw(self, canvas: Canvas, document: SimpleDocTemplate) -> None:
        canvas.setFont(REGULAR, 7.5)
        canvas.setFillColor(FAINT)
        canvas.drawString(18 * mm, 10 * mm, self._text)
        canvas.drawRightString(192 * mm, 10 * mm, _("Seite {page}").format(page=document.page))


def _opening(files: Sequence[PressedFile], profile: ShopProfile, identity: RunIdentity) -> Iterator[Flowable]:
    yield Paragraph(_("Auftragsblatt"), TITLE)
    yield Paragraph(
        escape(
            _("{title} · Briefe vom {date:%d.%m.%Y} · Profil {profile}: {about}").format(
                title=identity.title, date=identity.date, profile=profile.name, about=profile.title
            )
        ),
        LEAD,
    )
    yield Spacer(1, 5 * mm)
    figures = (
        (_("Auftrag"), f"{identity.job_number:08d}"),
        (_("Dateien"), _grouped(len(files))),
        (_("Sendungen"), _grouped(sum(len(file.pieces) for file in files))),
        (_("Blätter"), _grouped(sum(map(sheets_in, files)))),
        (_("Gewicht"), _kilograms(sum(file.grams * len(file.pieces) for file in files))),
    )
    cells = [
        [Paragraph(label, LEAD) for label, _figure in figures],
        [Paragraph(figure, BIG) for _label, figure in figures],
    ]
    yield Table(
        cells, [WIDTH / len(figures)] * len(figures), style=TableStyle([("BACKGROUND", (0, 0), (-1, -1), BAND)])
    )


def _files(files: Sequence[PressedFile]) -> Iterator[Flowable]:
    yield Paragraph(_("Dateien"), HEADING)
    head = [
        _("Datei"),
        _("Stücke"),
        _("Sendungen"),
        _("Blatt je Sendung"),
        _("Seiten"),
        _("g je Sendung"),
        _("Produkt"),
    ]
    rows = [
        [
            _told(file),
            f"{_grouped(file.pieces[0].piece)} – {_grouped(file.pieces[-1].piece)}",
            _grouped(len(file.pieces)),
            str(file.sheet_class),
            _grouped(file.pages),
            _decimal(file.grams),
            file.product,
        ]
        for file in files
    ]
    yield _table(head, rows, (56, 30, 19, 17, 16, 16, 20), figures=(1, 2, 3, 4, 5))


def _told(file: PressedFile) -> str:
    note = ROUTES[file.route]
    return f"{escape(file.path)}<br/><b>{_(note)}</b>" if note else escape(file.path)


def _material(files: Sequence[PressedFile], profile: ShopProfile) -> Iterator[Flowable]:
    sheets = sum(map(sheets_in, files))
    sides = _("beidseitig") if profile.duplex else _("einseitig")
    rows = [[_("Papier: {name}, {sides}").format(name=profile.paper.name, sides=sides), _grouped(sheets)]]
    rows += [
        [_("Umschlag: {name}").format(name=name), _grouped(count)]
        for name, count in sorted(envelopes_needed(files, profile).items())
    ]
    yield KeepTogether(
        [Paragraph(_("Material"), HEADING), _table([_("Was"), _("Menge")], rows, (144, 30), figures=(1,))]
    )


def _code(profile: ShopProfile, identity: RunIdentity) -> Iterator[Flowable]:
    heading = Paragraph(_("Steuercode"), HEADING)
    match profile.code:
        case NoCode():
            yield KeepTogether(
                [heading, Paragraph(_("Auf den Blättern steht kein Code; die Druckerei druckt ihren eigenen."), BODY)]
            )
            return
        case DataMatrixCode() as code:
            said = code_text(identity.job_number, piece=1, sheet=1, sheets=1)
            told = [
                _(
                    "Data Matrix, 16 × 16 Module zu {module:g} mm, auf der Vorderseite jedes Blatts; 21 Ziffern, nichts Personenbezogenes."
                ).format(module=code.module),
                _("Muster (Stück 1, Blatt 1 von 1): <b>{job} {piece} {sheet} {sheets} {end} {check}</b>").format(
                    job=said[:8], piece=said[8:15], sheet=said[15:17], sheets=said[17:19], end=said[19], check=said[20]
                ),
                _(
                    "Auftrag (8), Stück (7), Blatt (2), Blätter der Sendung (2), 1 auf dem letzten Blatt, Prüfziffer nach ISO 7064 MOD 11,10 über die 20 Ziffern davor."
                ),
            ]
        case OmrCode() as omr:
            marks = ", ".join(_(mark.value) for mark in omr.marks)
            told = [
                _(
                    "Lesemarken, {length:g} × {thickness:g} mm im Abstand von {pitch:g} mm, auf der Vorderseite jedes Blatts; die Rückseite dahinter bleibt frei."
                ).format(length=omr.length, thickness=omr.thickness, pitch=omr.pitch),
                _("Von oben nach unten: {marks}.").format(marks=marks),
                _("Die Folge zählt Sendungen modulo 8; die Paritätsmarke macht die Zahl der Marken gerade."),
            ]
    picture = code_picture(profile, identity, scale=2.4 * mm)
    text = [Paragraph(line, BODY) for line in told]
    table = Table(
        [[picture, text]], [40 * mm, WIDTH - 40 * mm], style=TableStyle([("VALIGN", (0, 0), (-1, -1), "MIDDLE")])
    )
    yield KeepTogether([heading, table])


def _zones(profile: ShopProfile, identity: RunIdentity) -> Iterator[Flowable]:
    picture = sheet_picture(profile, identity, scale=0.33 * mm)
    legend = [[str(region.number), region.name, region.measures] for region in regions(profile)]
    table = _table([_("Nr."), _("Zone (mm, Vorderseite)"), _("Lage")], legend, (10, 42, 46), width=98)
    pair = Table(
        [[picture, table]], [74 * mm, WIDTH - 74 * mm], style=TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP")])
    )
    yield KeepTogether([Paragraph(_("Zonen des Blatts"), HEADING), pair])


def _regions(files: Sequence[PressedFile]) -> Iterator[Flowable]:
    counts = sorted(regions_of(files).items())
    told = ", ".join(f"<b>{region or _('Ausland')}</b> {_grouped(count)}" for region, count in counts)
    order = _(
        "Jede Datei liegt in der Folge der Leitregionen, Postleitzahlen und Straßen; Stücke zählen durch den Auftrag."
    )
    yield KeepTogether(
        [Paragraph(_("Sendungen je Leitregion"), HEADING), Paragraph(order, BODY), Paragraph(told, BODY)]
    )


def _checksums(files: Sequence[PressedFile]) -> Iterator[Flowable]:
    yield Paragraph(_("Prüfsummen (SHA-256)"), HEADING)
    yield Paragraph(_("Alle zusammen prüft im gelieferten Ordner: <b>sha256sum -c manifest-sha256.txt</b>"), BODY)
    yield Spacer(1, 2 * mm)
    rows = [[escape(file.path), file.sha256] for file in files]
    yield _table([_("Datei"), "SHA-256"], rows, (66, 108), small=(1,))


def _returns(profile: ShopProfile) -> Iterator[Flowable]:
    items = [Paragraph(f"☐ {escape(item)}".replace("☐", "–"), BODY) for item in profile.returns]
    contact = " · ".join(filter(None, (profile.contact.name, profile.contact.phone, profile.contact.email)))
    yield KeepTogether(
        [
            Paragraph(_("Bitte zurücksenden"), HEADING),
            *items,
            Spacer(1, 3 * mm),
            Paragraph(_("Ansprechstelle: {contact}").format(contact=escape(contact)), BODY),
        ]
    )


def _table(
    head: Sequence[str],
    rows: Sequence[Sequence[str]],
    widths: Sequence[float],
    *,
    figures: Sequence[int] = (),
    small: Sequence[int] = (),
    width: float = 174,
) -> Table:
    """Return a table with a head that is repeated on each page; `figures` are flush right, `small` in small print."""

    def style(column: int) -> ParagraphStyle:
        return FIGURE if column in figures else DIGEST if column in small else CELL

    heads = [Paragraph(text, FIGURE_HEAD if column in figures else HEAD) for column, text in enumerate(head)]
    body = [[Paragraph(text, style(column)) for column, text in enumerate(row)] for row in rows]
    share = width / sum(widths)
    return Table(
        [heads, *body],
        [each * share * mm for each in widths],
        repeatRows=1,
        style=TableStyle(
            [
                ("BACKGROUND", (0, 0), (-1, 0), ACCENT),
                ("ROWBACKGROUNDS", (0, 1), (-1, -1), [white, BAND]),
                ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
                ("TOPPADDING", (0, 0), (-1, -1), 2.5),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5),
            ]
        ),
    )


def _grouped(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def _decimal(number: float) -> str:
    return f"{number:.2f}".replace(".", ",")


def _kilograms(grams: float) -> str:
    return f"{_decimal(grams / 1000)} kg"
