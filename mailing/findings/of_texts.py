"""The kinds of findings that the room `intake` makes of an entry's characters, and of what stands instead of one."""

from __future__ import annotations

from mailing.base.messages import n_
from mailing.findings.kinds import FindingKind, Severity

_TEXT = (
    FindingKind(
        "text.broken-encoding",
        Severity.ERROR,
        n_("Der Eintrag enthält Bytes, die in der Zeichenkodierung der Liste kein Zeichen sind"),
        n_("Tragen Sie den Text neu ein; meist wurden zwei Listen mit verschiedener Kodierung aneinandergehängt"),
    ),
    FindingKind(
        "text.cleaned",
        Severity.INFO,
        n_("In {count} Zeilen wurden Leerzeichen, Unicode-Form oder Kommas am Ende vereinheitlicht"),
        n_("Nichts zu tun: Am Text ändert es nichts"),
    ),
    FindingKind(
        "text.hidden-characters",
        Severity.WARNING,
        n_("Unsichtbare Zeichen wurden entfernt: {characters}"),
        n_("Prüfen Sie, ob der Eintrag vollständig ist; solche Zeichen kommen beim Kopieren hinein"),
    ),
    FindingKind(
        "text.line-break",
        Severity.INFO,
        n_("Ein Zeilenumbruch in der Zelle wurde zum Leerzeichen"),
        n_("Verteilen Sie die Angaben auf die Spalten, wenn es zwei verschiedene sind"),
    ),
    FindingKind(
        "text.double-encoded",
        Severity.ERROR,
        n_("Umlaute oder Sonderzeichen sind doppelt kodiert („MÃ¼ller“ statt „Müller“)"),
        n_("Übernehmen Sie den Vorschlag, oder geben Sie die Liste mit richtiger Kodierung neu aus"),
    ),
    FindingKind(
        "text.outside-din91379",
        Severity.ERROR,
        n_("Zeichen außerhalb der DIN 91379: {characters}"),
        n_("Tragen Sie die lateinische Schreibweise ein, wie sie im Ausweis steht"),
    ),
    FindingKind(
        "text.outside-data-type",
        Severity.WARNING,
        n_("Zeichen, die die DIN 91379 hier nicht vorsieht (Datentyp {type}): {characters}"),
        n_("Prüfen Sie, ob der Eintrag in der richtigen Spalte steht"),
    ),
    FindingKind(
        "text.typographic",
        Severity.WARNING,
        n_("Ein typografisches Zeichen steht für eines der DIN 91379: {characters}"),
        n_("Übernehmen Sie den Vorschlag; gedruckt wird sonst, was in der Liste steht"),
    ),
    FindingKind(
        "text.missing-glyph",
        Severity.ERROR,
        n_("Die Schrift hat diese Zeichen nicht: {characters}"),
        n_("Ersetzen Sie das Zeichen; ein leeres Kästchen wird nie gedruckt"),
    ),
    FindingKind(
        "text.all-capitals",
        Severity.WARNING,
        n_("Der Eintrag ist ganz in Großbuchstaben geschrieben"),
        n_(
            "Übernehmen Sie den Vorschlag, wenn er stimmt: Aus Großbuchstaben geht die Schreibweise nicht sicher hervor"
        ),
    ),
)

_PLACEHOLDERS = (
    FindingKind(
        "cell.error",
        Severity.ERROR,
        n_("In der Zelle steht der Fehler einer Formel, oder eine Formel ohne Ergebnis"),
        n_("Öffnen Sie die Liste im Tabellenprogramm, berichtigen Sie die Zelle und speichern Sie sie neu"),
    ),
    FindingKind(
        "cell.error-unused",
        Severity.WARNING,
        n_("In einer Zelle, die das Schreiben nicht braucht, steht der Fehler einer Formel oder eine ohne Ergebnis"),
        n_("Prüfen Sie, ob auch andere Zellen falsch berechnet sind"),
    ),
    FindingKind(
        "text.nothing",
        Severity.WARNING,
        n_("Der Eintrag sagt nur, dass es keinen gibt; gedruckt wird er trotzdem"),
        n_("Übernehmen Sie den Vorschlag „leer“: er leert die Zelle"),
    ),
    FindingKind(
        "field.placeholder",
        Severity.ERROR,
        n_("Statt einer Angabe steht hier ein Platzhalter"),
        n_("Tragen Sie die Angabe ein; ohne sie bekommt die Zeile keinen Brief"),
    ),
    FindingKind(
        "text.became-number",
        Severity.ERROR,
        n_("Ein Tabellenprogramm hat den Eintrag in eine Zahl verwandelt; Ziffern sind verloren"),
        n_("Tragen Sie den Eintrag neu ein, und formatieren Sie die Spalte als Text"),
    ),
    FindingKind(
        "text.lost-letter",
        Severity.ERROR,
        n_("Ein Fragezeichen steht, wo ein Buchstabe verloren ging"),
        n_("Tragen Sie den Buchstaben ein; meist wurde die Liste in einer Kodierung gespeichert, die ihn nicht hat"),
    ),
    FindingKind(
        "text.escaped-quote",
        Severity.ERROR,
        n_("Vor einem Anführungszeichen steht ein Schrägstrich, der nicht gedruckt werden soll"),
        n_("Übernehmen Sie den Vorschlag, oder geben Sie die Liste mit verdoppelten Anführungszeichen aus"),
    ),
    FindingKind(
        "text.stray-quote",
        Severity.WARNING,
        n_("Ein Anführungszeichen steht allein"),
        n_("Übernehmen Sie den Vorschlag, oder ergänzen Sie das andere Anführungszeichen"),
    ),
)

TEXT_KINDS: tuple[FindingKind, ...] = (*_TEXT, *_PLACEHOLDERS)
