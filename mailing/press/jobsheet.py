"""The job sheet: one PDF that tells a print shop what came, what to take, what the code means, what to send back."""

from __future__ import annotations

import io
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, Paragraph, SimpleDocTemplate, Spacer

from mailing.base.figures import decimal, grouped
from mailing.base.markup import escape
from mailing.base.messages import _, n_
from mailing.model import Route
from mailing.model.din5008 import FORMS
from mailing.model.orders import NO_ORDER
from mailing.press import jobsheet_style
from mailing.press.codes import code_text
from mailing.press.jobsheet_style import BODY, HEADING, LEAD, TITLE
from mailing.press.jobterms import order_rows
from mailing.press.officefonts import REGULAR, register_arimo
from mailing.press.parts import DataMatrixCode, NoCode, OmrCode, OmrMark
from mailing.press.sheetpicture import code_picture, regions, sheet_picture
from mailing.press.totals import envelopes_needed, grams_of, regions_of, sheets_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mailing.model import PressedFile, RunIdentity
    from mailing.model.orders import ShopOrder
    from mailing.press.profiles import ShopProfile

ROUTES = {
    Route.BULK: "",
    Route.LARGE_PRINT: n_("Großdruck"),
    Route.EASY_LANGUAGE: n_("Leichte Sprache"),
    Route.ABROAD: n_("Ausland"),
    Route.BLOCKED: n_("von Hand, getrennt vom Übrigen"),
    Route.GENERAL_DELIVERY: n_("postlagernd"),
}
"""What the shop has to know of a file's letters."""

MARKS = {
    OmrMark.BENCHMARK: n_("Grundmarke"),
    OmrMark.SAFETY: n_("Sicherung"),
    OmrMark.END: n_("Ende der Sendung"),
    OmrMark.SEQUENCE_4: n_("Folge 4"),
    OmrMark.SEQUENCE_2: n_("Folge 2"),
    OmrMark.SEQUENCE_1: n_("Folge 1"),
    OmrMark.PARITY: n_("Parität"),
}


def job_sheet(
    files: Sequence[PressedFile], profile: ShopProfile, identity: RunIdentity, order: ShopOrder = NO_ORDER
) -> bytes:
    """Return the job sheet as PDF; its bytes depend on the arguments only."""
    register_arimo()
    stream = io.BytesIO()
    document = SimpleDocTemplate(
        stream,
        pagesize=A4,
        leftMargin=jobsheet_style.MARGIN - 6,
        rightMargin=jobsheet_style.MARGIN - 6,
        topMargin=16 * mm,
        bottomMargin=18 * mm,
        title=f"{_('Auftragsblatt')} {identity.job_number:08d}",
        author=identity.program,
        lang="de-DE",
        invariant=1,
        initialFontName=REGULAR,
    )
    story = [
        *_opening(files, profile, identity, order.notice),
        _terms(order, profile),
        *_files(files, profile),
        *_enclosures(files),
        *_material(files, profile),
        *_code(profile, identity),
        *_zones(profile, identity),
        *_regions(files),
        *_checksums(files),
        *_returns(profile),
    ]
    foot = jobsheet_style.Foot(identity)
    document.build(story, onFirstPage=foot.draw, onLaterPages=foot.draw)
    return stream.getvalue()


def _opening(
    files: Sequence[PressedFile], profile: ShopProfile, identity: RunIdentity, notice: str
) -> Iterator[Flowable]:
    about = _("{title} · Briefe vom {date:%d.%m.%Y} · Profil {profile}: {about}").format(
        title=identity.title, date=identity.date, profile=profile.name, about=profile.title
    )
    contact = " · ".join(filter(None, (profile.contact.name, profile.contact.phone, profile.contact.email)))
    yield Paragraph(_("Auftragsblatt"), TITLE)
    if notice:
        yield Paragraph(escape(notice), HEADING)
    yield Paragraph(escape(about), LEAD)
    yield Paragraph(escape(_("An: {contact}").format(contact=contact)), LEAD)
    yield Spacer(1, 4 * mm)
    yield jobsheet_style.figures(
        (
            (_("Auftrag"), f"{identity.job_number:08d}"),
            (_("Dateien"), grouped(len(files))),
            (_("Sendungen"), grouped(sum(len(file.pieces) for file in files))),
            (_("Blätter"), grouped(sum(map(sheets_in, files)))),
            (_("Gewicht"), f"{decimal(sum(map(grams_of, files)) / 1000)} kg"),
        )
    )


def _terms(order: ShopOrder, profile: ShopProfile) -> Flowable:
    """Return what the office wants done with the job, as labels and texts beside them."""
    rows = [(f"<b>{escape(label)}</b>", text) for label, text in order_rows(order, profile)]
    table = jobsheet_style.table((_("Was"), _("Angabe")), rows, ((62, "l"), (112, "l")))
    return KeepTogether([Paragraph(_("Was zu tun ist"), HEADING), table])


def _files(files: Sequence[PressedFile], profile: ShopProfile) -> Iterator[Flowable]:
    head = (
        _("Datei in data/"),
        _("Stücke"),
        _("Sendungen"),
        _("Blatt je Sdg."),
        _("Seiten"),
        _("g je Sdg."),
        _("Produkt"),
    )
    rows = [
        (
            _named(file),
            f"{grouped(file.pieces[0].piece)} – {grouped(file.pieces[-1].piece)}",
            grouped(len(file.pieces)),
            grouped(file.sheet_class),
            grouped(file.pages),
            decimal(file.grams),
            escape(file.product),
        )
        for file in files
    ]
    columns = ((52, "l"), (29, "r"), (20, "r"), (16, "r"), (16, "r"), (16, "r"), (25, "l"))
    yield Paragraph(_("Dateien"), HEADING)
    yield jobsheet_style.table(head, rows, columns)
    around = _around(profile)
    if around:
        yield Paragraph(around, BODY)


def _around(profile: ShopProfile) -> str:
    """Return what is written of cover and end sheets."""
    match profile.cover_sheet, profile.end_sheet:
        case True, True:
            return _("Vor jede Datei gehört ihr Deckblatt (…_cover.pdf), hinter sie ihr Endblatt (…_end.pdf).")
        case True, False:
            return _("Vor jede Datei gehört ihr Deckblatt (…_cover.pdf).")
        case False, True:
            return _("Hinter jede Datei gehört ihr Endblatt (…_end.pdf).")
    return ""


def _named(file: PressedFile) -> str:
    """Return the file's name, with what its route asks of the shop."""
    note = ROUTES.get(file.route)
    name = escape(PurePosixPath(file.path).name)
    return f"{name}<br/><b>{_(note)}</b>" if note else name


def _enclosures(files: Sequence[PressedFile]) -> Iterator[Flowable]:
    """Tell for each file what its pieces enclose: what is printed already, and what the shop puts into each."""
    rows = [(_named(file), enclosure, where) for file in files for enclosure, where in _told_of(file)]
    if not rows:
        return
    head = (_("Datei in data/"), _("Anlage jeder Sendung"), _("Wo"))
    told = _("Alle Sendungen einer Datei haben dieselben Anlagen; beigelegt wird also nach Datei, nicht nach Sendung.")
    table = jobsheet_style.table(head, rows, ((52, "l"), (66, "l"), (56, "l")))
    yield KeepTogether([Paragraph(_("Anlagen"), HEADING), Paragraph(told, BODY), Spacer(1, 2 * mm), table])


def _told_of(file: PressedFile) -> Iterator[tuple[str, str]]:
    for each in file.enclosed:
        if each.is_insert:
            yield f"<b>{escape(each.title)}</b>", _("<b>beilegen</b>, {grams} g").format(grams=decimal(each.grams))
        else:
            last = each.first_page + each.pages - 1
            pages = f"{each.first_page}" if each.pages == 1 else f"{each.first_page}–{last}"
            yield escape(each.title), _("gedruckt, Seite {pages} der Sendung").format(pages=pages)


def _material(files: Sequence[PressedFile], profile: ShopProfile) -> Iterator[Flowable]:
    sheets = _("Papier: {name}").format(name=profile.paper.name)
    rows = [(escape(sheets), grouped(sum(map(sheets_in, files))))]
    for name, count in sorted(envelopes_needed(files, profile).items()):
        rows.append((escape(_("Umschlag: {name}").format(name=name)), grouped(count)))
    material = jobsheet_style.table((_("Was"), _("Menge")), rows, ((144, "l"), (30, "r")))
    yield KeepTogether([Paragraph(_("Material"), HEADING), material])


def _code(profile: ShopProfile, identity: RunIdentity) -> Iterator[Flowable]:
    text = [Paragraph(line, BODY) for line in _code_explained(profile, identity)]
    shown: list[Flowable] = text
    if not isinstance(profile.code, NoCode):
        shown = [jobsheet_style.side_by_side(code_picture(profile, identity, height=26 * mm), text, 38)]
    yield KeepTogether([Paragraph(_("Steuercode"), HEADING), *shown])


def _code_explained(profile: ShopProfile, identity: RunIdentity) -> Iterator[str]:
    match profile.code:
        case NoCode():
            yield _("Auf den Blättern steht kein Code; die Druckerei druckt ihren eigenen.")
        case DataMatrixCode() as code:
            digits = code_text(identity.job_number, piece=1, sheet=1, sheets=1)
            parts = " ".join((digits[:8], digits[8:15], digits[15:17], digits[17:19], digits[19], digits[20]))
            size = _("Data Matrix, 16 × 16 Module zu {module} mm, auf der Vorderseite jedes Blatts.")
            yield size.format(module=_millimetres(code.module))
            yield _("Muster (Stück 1, Blatt 1 von 1): <b>{parts}</b>").format(parts=parts)
            yield _(
                "Auftrag (8 Ziffern), Stück (7), Blatt (2), Blätter der Sendung (2), 1 auf dem letzten Blatt, "
                "Prüfziffer nach ISO 7064 MOD 11,10 über die 20 Ziffern davor. Nichts darin ist personenbezogen."
            )
        case OmrCode() as omr:
            size = _("Lesemarken, {} × {} mm alle {} mm, auf der Vorderseite jedes Blatts.")
            yield size.format(*map(_millimetres, (omr.length, omr.thickness, omr.pitch)))
            yield _("Von oben: {marks}.").format(marks=", ".join(_(MARKS[mark]) for mark in omr.marks))
            yield _(
                "Die Folge zählt Sendungen modulo 8; die Parität macht die Zahl der gedruckten Marken gerade. "
                "Auf der Rückseite ist hinter den Marken nichts gedruckt."
            )


def _zones(profile: ShopProfile, identity: RunIdentity) -> Iterator[Flowable]:
    """Show the sheet's zones, once for each form that the job's letters have."""
    columns = ((9, "l"), (45, "l"), (48, "l"))
    for form in map(FORMS.__getitem__, identity.forms):
        legend = [(str(region.number), escape(region.name), region.measures) for region in regions(profile, form)]
        table = jobsheet_style.table((_("Nr."), _("Zone der Vorderseite"), _("mm von links oben")), legend, columns)
        picture = sheet_picture(profile, identity, form, scale=0.31 * mm)
        is_only = len(identity.forms) == 1
        heading = _("Zonen des Blatts") if is_only else _("Zonen des Blatts, Form {form}").format(form=form.name)
        yield KeepTogether([Paragraph(heading, HEADING), jobsheet_style.side_by_side(picture, table, 72)])


def _regions(files: Sequence[PressedFile]) -> Iterator[Flowable]:
    counts = sorted(regions_of(files).items())
    text = " · ".join(f"<b>{region or _('Ausland')}</b>\u00a0{grouped(count)}" for region, count in counts)
    order = _("Jede Datei folgt Leitregion, Postleitzahl und Straße; die Stücknummern laufen durch den ganzen Auftrag.")
    heading = Paragraph(_("Sendungen je Leitregion"), HEADING)
    yield KeepTogether([heading, Paragraph(order, BODY), Paragraph(text, BODY)])


def _checksums(files: Sequence[PressedFile]) -> Iterator[Flowable]:
    text = _("Im gelieferten Ordner prüft <b>sha256sum -c manifest-sha256.txt</b> alle Dateien auf einmal.")
    yield Paragraph(_("Prüfsummen (SHA-256)"), HEADING)
    yield Paragraph(text, BODY)
    yield Spacer(1, 2 * mm)
    yield jobsheet_style.table(
        (_("Datei in data/"), "SHA-256"), [(_named(file), file.sha256) for file in files], ((66, "l"), (108, "s"))
    )


def _returns(profile: ShopProfile) -> Iterator[Flowable]:
    rows = [(escape(item), "") for item in profile.returns]
    table = jobsheet_style.table((_("Unterlage"), _("erledigt am, Zeichen")), rows, ((120, "l"), (54, "l")))
    yield KeepTogether([Paragraph(_("Bitte zurücksenden"), HEADING), table])


def _millimetres(length: float) -> str:
    return f"{length:g}".replace(".", ",")
