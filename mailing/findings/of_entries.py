"""The kinds of findings that the room `intake` makes of single entries: what a field says, and whether it fits."""

from __future__ import annotations

from mailing.base.messages import n_
from mailing.findings.kinds import FindingKind, Severity
from mailing.findings.of_texts import TEXT_KINDS

_FIELDS = (
    FindingKind(
        "field.missing",
        Severity.ERROR,
        n_("Die Angabe fehlt"),
        n_("Ergänzen Sie die Angabe; ohne sie bekommt die Zeile keinen Brief"),
    ),
    FindingKind(
        "field.only-figures",
        Severity.ERROR,
        n_("Wo Wörter stehen müssen, stehen nur Ziffern"),
        n_("Prüfen Sie, ob die Einträge der Zeile in den richtigen Spalten stehen"),
    ),
    FindingKind(
        "field.swapped",
        Severity.ERROR,
        n_("Die Einträge von {field} und {other} sind vertauscht"),
        n_("Übernehmen Sie beide Vorschläge; ist es in allen Zeilen so, ordnen Sie die Spalten mit --column zu"),
    ),
    FindingKind(
        "bg.pattern",
        Severity.WARNING,
        n_("Die BG-Nummer hat nicht die übliche Form (fünf Ziffern, „//“ oder „BG“, sieben Ziffern)"),
        n_("Prüfen Sie die Nummer; sie fasst nur Zeilen mit gleichem Nachnamen und gleicher Anschrift zusammen"),
    ),
    FindingKind(
        "bg.placeholder",
        Severity.ERROR,
        n_("{label}: statt der Nummer steht hier ein Platzhalter"),
        n_("Tragen Sie die Nummer ein; ohne sie ist nicht klar, wer zusammengehört"),
    ),
    FindingKind(
        "bg.damaged-number",
        Severity.ERROR,
        n_("{label}: ein Tabellenprogramm hat die Nummer in eine Zahl verwandelt; Ziffern sind verloren"),
        n_("Geben Sie die Liste neu aus und formatieren Sie die Spalte als Text"),
    ),
    FindingKind(
        "customer.pattern",
        Severity.WARNING,
        n_("Die Kundennummer hat nicht die übliche Form (drei Ziffern, ein Buchstabe, sechs Ziffern)"),
        n_("Prüfen Sie die Nummer; der Brief wird trotzdem gemacht"),
    ),
    FindingKind(
        "role.unknown",
        Severity.WARNING,
        n_("Die Rolle ist weder Vertreter noch Mitglied"),
        n_("Tragen Sie Vertreter oder Mitglied ein; bis dahin gilt die Rolle als nicht angegeben"),
    ),
    FindingKind(
        "format.unknown",
        Severity.ERROR,
        n_("Das Format des Schreibens ist unbekannt"),
        n_("Tragen Sie Standard, Großdruck, Leichte Sprache oder elektronisch ein, oder lassen Sie das Feld leer"),
    ),
    FindingKind(
        "language.unknown",
        Severity.WARNING,
        n_("Die Sprache ist nicht bekannt: der Brief bleibt deutsch"),
        n_("Tragen Sie ein Kürzel wie tr, uk oder ar ein, oder den deutschen Namen der Sprache"),
    ),
    FindingKind(
        "language.not-offered",
        Severity.WARNING,
        n_("Die Vorlage gibt es nicht auf {language}: der Brief bleibt deutsch (es gibt: {offered})"),
        n_("Legen Sie die Übersetzung an, und nennen Sie sie in letter.toml unter variants"),
    ),
    FindingKind(
        "land.unknown",
        Severity.WARNING,
        n_("Das Land ist nicht bekannt"),
        n_("Schreiben Sie den deutschen Namen des Landes aus"),
    ),
)

_PLACES = (
    FindingKind(
        "plz.four-digits",
        Severity.ERROR,
        n_("Die Postleitzahl hat nur vier Ziffern"),
        n_("Meist ging die führende Null verloren: Übernehmen Sie den Vorschlag, wenn der Ort dazu passt"),
    ),
    FindingKind(
        "plz.damaged-number",
        Severity.ERROR,
        n_("Ein Tabellenprogramm hat die Postleitzahl als Zahl geschrieben"),
        n_("Übernehmen Sie den Vorschlag und formatieren Sie die Spalte künftig als Text"),
    ),
    FindingKind(
        "plz.country-prefix",
        Severity.ERROR,
        n_("Vor der Postleitzahl steht ein Länderkennzeichen"),
        n_("Im Inland steht vor der Postleitzahl nichts: Übernehmen Sie den Vorschlag"),
    ),
    FindingKind(
        "plz.foreign-digits",
        Severity.ERROR,
        n_("Die Postleitzahl enthält Zeichen, die nur wie Ziffern aussehen: {characters}"),
        n_("Übernehmen Sie den Vorschlag, oder geben Sie die Postleitzahl neu ein"),
    ),
    FindingKind(
        "plz.invalid",
        Severity.ERROR,
        n_("Die Postleitzahl hat nicht fünf Ziffern"),
        n_("Berichtigen Sie die Postleitzahl; bei Anschriften im Ausland tragen Sie das Land ein"),
    ),
    FindingKind(
        "plz.unknown",
        Severity.INFO,
        n_("Die Postleitzahl steht nicht im Verzeichnis"),
        n_("Postleitzahlen von Postfächern und Großempfängern fehlen dort; prüfen Sie alle anderen"),
    ),
    FindingKind(
        "plz.other-place",
        Severity.WARNING,
        n_("Postleitzahl und Ort passen nicht zusammen; zur Postleitzahl gehört: {places}"),
        n_("Übernehmen Sie den Vorschlag, wenn er stimmt; der Brief wird sonst gemacht, wie es in der Liste steht"),
    ),
    FindingKind(
        "street.abbreviated",
        Severity.INFO,
        n_("„Straße“ ist abgekürzt oder anders geschrieben"),
        n_("Übernehmen Sie den Vorschlag, wenn er stimmt; zugestellt wird auch so"),
    ),
    FindingKind(
        "house-number.missing",
        Severity.WARNING,
        n_("Die Hausnummer fehlt"),
        n_("Ergänzen Sie die Hausnummer, wenn die Straße welche hat"),
    ),
    FindingKind(
        "house-number.odd",
        Severity.WARNING,
        n_("Der Eintrag sieht nicht aus wie eine Hausnummer"),
        n_("Prüfen Sie, ob er vollständig ist und in der richtigen Spalte steht; gedruckt wird er so"),
    ),
    FindingKind(
        "house-number.became-date",
        Severity.ERROR,
        n_("Ein Tabellenprogramm hat die Hausnummer in ein Datum verwandelt"),
        n_("Übernehmen Sie den Vorschlag, wenn er stimmt, und formatieren Sie die Spalte als Text"),
    ),
    FindingKind(
        "address.unreadable-line",
        Severity.ERROR,
        n_("Eine Anschriftzeile beginnt mit „{character}“: Sortiermaschinen lesen sie nicht"),
        n_("Übernehmen Sie den Vorschlag, oder schreiben Sie die Zeile anders"),
    ),
    FindingKind(
        "address.empty-line",
        Severity.ERROR,
        n_("Der Eintrag enthält weder Buchstaben noch Ziffern"),
        n_("Tragen Sie die Angabe ein, oder lassen Sie das Feld leer, wenn es keine gibt"),
    ),
    FindingKind(
        "address.wide-line",
        Severity.WARNING,
        n_("Die Anschriftzeile ist {width:.0f} mm breit, im Fenster sind es {limit:.0f} mm: sie wird umbrochen"),
        n_("Kürzen Sie den Eintrag, wenn es geht; abgeschnitten wird nichts"),
    ),
)

_APPOINTMENTS = (
    FindingKind(
        "appointment.unreadable",
        Severity.ERROR,
        n_("Der Termin ist nicht zu lesen, oder Wochentag und Datum widersprechen sich"),
        n_("Schreiben Sie einen Tag und eine Uhrzeit wie 17.06.2020 09:30, keine Spanne"),
    ),
    FindingKind(
        "appointment.serial-number",
        Severity.ERROR,
        n_("Ein Tabellenprogramm hat den Termin in eine laufende Zahl verwandelt"),
        n_("Übernehmen Sie den Vorschlag, wenn er stimmt"),
    ),
    FindingKind(
        "appointment.without-time",
        Severity.ERROR,
        n_("Dem Termin fehlt die Uhrzeit"),
        n_("Ergänzen Sie die Uhrzeit, wie in 17.06.2020 09:30"),
    ),
    FindingKind(
        "appointment.past",
        Severity.ERROR,
        n_("Der Termin liegt vor dem Datum des Schreibens"),
        n_("Berichtigen Sie den Termin, oder prüfen Sie das Datum des Schreibens (--date)"),
    ),
    FindingKind(
        "appointment.weekend",
        Severity.WARNING,
        n_("Der Termin liegt am Wochenende ({day})"),
        n_("Prüfen Sie den Termin; der Brief wird trotzdem gemacht"),
    ),
    FindingKind(
        "appointment.holiday",
        Severity.WARNING,
        n_("Der Termin liegt auf einem Feiertag in Niedersachsen ({day})"),
        n_("Prüfen Sie den Termin; der Brief wird trotzdem gemacht"),
    ),
    FindingKind(
        "appointment.odd-hour",
        Severity.WARNING,
        n_("Der Termin liegt außerhalb von 6 bis 20 Uhr ({time})"),
        n_("Prüfen Sie die Uhrzeit; der Brief wird trotzdem gemacht"),
    ),
    FindingKind(
        "appointment.far",
        Severity.WARNING,
        n_("Der Termin liegt mehr als fünf Jahre nach dem Datum des Schreibens ({day})"),
        n_("Prüfen Sie das Jahr; der Brief wird trotzdem gemacht"),
    ),
    FindingKind(
        "appointment.doubtful",
        Severity.WARNING,
        n_("Der Termin ist nicht zu lesen oder liegt vor dem Datum des Schreibens"),
        n_("Dieses Schreiben braucht ihn nicht und wird gemacht; berichtigen Sie ihn für das nächste"),
    ),
)

ENTRY_KINDS: tuple[FindingKind, ...] = (*TEXT_KINDS, *_FIELDS, *_PLACES, *_APPOINTMENTS)
