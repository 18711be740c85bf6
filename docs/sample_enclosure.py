"""Draw the form that the letter `bewilligung` encloses, as an office would: `python docs/sample_enclosure.py`."""  # noqa: INP001

from __future__ import annotations

from pathlib import Path

from reportlab import rl_config
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from mailing.press.officefonts import BOLD, REGULAR, register_arimo

FORM = Path(__file__).parents[1] / "letter_templates" / "bewilligung" / "veraenderungsmitteilung.pdf"
BLUE = (0.12, 0.31, 0.47)
LEFT, RIGHT = 25 * mm, 190 * mm
PERSON = ("Familienname, Vorname", "Geburtsdatum", "Nummer der Bedarfsgemeinschaft", "Telefon (freiwillig)")
CHANGES = (
    ("Wir ziehen um.", ("Neue Anschrift", "Ab wann?")),
    ("Jemand zieht ein oder aus.", ("Name und Geburtsdatum", "Ab wann?")),
    ("Jemand nimmt eine Arbeit auf oder beendet sie.", ("Name", "Arbeitgeber", "Ab wann?")),
    ("Die Miete oder die Heizkosten ändern sich.", ("Neuer Betrag im Monat", "Ab wann?")),
)


def main() -> None:
    """Write the form: two A4 pages with embedded fonts, in the blue that offices like, and margins for a code."""
    rl_config.useA85 = 0
    register_arimo()
    sheet = Canvas(str(FORM), pagesize=A4, invariant=1, initialFontName=REGULAR)
    sheet.setTitle("Veränderungsmitteilung (Beispiel)")
    _head(sheet, "Veränderungsmitteilung", 1)
    y = _rows(sheet, PERSON, 235 * mm)
    sheet.setFont(BOLD, 11)
    sheet.drawString(LEFT, y - 6 * mm, "Was sich ändert (bitte ankreuzen)")
    y -= 18 * mm
    for text, rows in CHANGES[:2]:
        y = _choice(sheet, text, rows, y)
    sheet.showPage()
    _head(sheet, "Veränderungsmitteilung", 2)
    y = 240 * mm
    for text, rows in CHANGES[2:]:
        y = _choice(sheet, text, rows, y)
    sheet.setFont(REGULAR, 10)
    sheet.drawString(LEFT, y, "Nachweise liegen bei:  Mietvertrag,  Arbeitsvertrag,  Meldebestätigung,  anderes.")
    _rows(sheet, ("Ort, Datum", "Unterschrift"), y - 22 * mm)
    sheet.showPage()
    sheet.save()


def _head(sheet: Canvas, title: str, page: int) -> None:
    sheet.setFillColorRGB(*BLUE)
    sheet.rect(LEFT, 262 * mm, RIGHT - LEFT, 1.2 * mm, stroke=0, fill=1)
    sheet.setFont(BOLD, 15)
    sheet.drawString(LEFT, 266 * mm, title)
    sheet.setFont(REGULAR, 8)
    sheet.drawRightString(RIGHT, 266 * mm, f"Vordruck (Beispiel), Seite {page} von 2")
    sheet.setFillGray(0)


def _rows(sheet: Canvas, labels: tuple[str, ...], y: float) -> float:
    """Draw a line to write on for each label, from `y` pt downwards; return where the next thing may begin."""
    for label in labels:
        sheet.setStrokeGray(0.35)
        sheet.line(LEFT, y, RIGHT, y)
        sheet.setFont(REGULAR, 8)
        sheet.drawString(LEFT, y - 3.4 * mm, label)
        y -= 14 * mm
    return y


def _choice(sheet: Canvas, text: str, rows: tuple[str, ...], y: float) -> float:
    sheet.setStrokeColorRGB(*BLUE)
    sheet.rect(LEFT, y - 0.6 * mm, 4 * mm, 4 * mm)
    sheet.setFont(BOLD, 10)
    sheet.drawString(LEFT + 7 * mm, y, text)
    return _rows(sheet, rows, y - 14 * mm) - 4 * mm


if __name__ == "__main__":
    main()
