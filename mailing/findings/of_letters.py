"""The kinds of findings that the room `letters` makes."""

from __future__ import annotations

from mailing.base.messages import n_
from mailing.findings.kinds import FindingKind, Severity

SETTING_KINDS: tuple[FindingKind, ...] = (
    FindingKind(
        "letter.missing-glyph",
        Severity.ERROR,
        n_("Die Schrift hat das Zeichen „{characters}“ nicht"),
        n_("Das Zeichen in der Liste durch eines aus DIN 91379 ersetzen"),
    ),
    FindingKind(
        "letter.word-too-wide",
        Severity.ERROR,
        n_("Ein Wort ist breiter als die Zeile und lässt sich nicht trennen"),
        n_("Den Eintrag kürzen oder mit Leerzeichen oder Bindestrich gliedern"),
    ),
    FindingKind(
        "letter.information-too-wide",
        Severity.ERROR,
        n_("Der Eintrag „{label}“ ist breiter als der Informationsblock"),
        n_("Den Eintrag in der Liste kürzen"),
    ),
    FindingKind(
        "letter.address-too-wide",
        Severity.ERROR,
        n_("Eine Zeile der Anschrift ist auch schmal gesetzt breiter als die {most} mm im Fenster"),
        n_("Den Eintrag kürzen oder auf zwei Spalten der Liste verteilen"),
    ),
    FindingKind(
        "letter.address-too-long",
        Severity.ERROR,
        n_("Die Anschrift hat mehr als die {most} Zeilen, die im Fenster Platz haben"),
        n_("Zusatz oder Ortsteil kürzen oder weglassen"),
    ),
    FindingKind(
        "letter.address-line-beginning",
        Severity.ERROR,
        n_("Eine Zeile der Anschrift beginnt mit „{sign}“; das lesen Sortiermaschinen nicht"),
        n_("Das Zeichen am Anfang des Eintrags weglassen"),
    ),
    FindingKind(
        "letter.address-line-empty",
        Severity.ERROR,
        n_("Zeile {line} der Anschrift hat weder Buchstaben noch Ziffern"),
        n_("Namen und Anschrift in der Liste ergänzen"),
    ),
)

WRITING_KINDS: tuple[FindingKind, ...] = (
    FindingKind(
        "letter.no-appointment",
        Severity.ERROR,
        n_("Der Brief nennt einen Termin, aber die Zeile hat keinen"),
        n_("Tag und Uhrzeit in der Spalte „termin“ ergänzen"),
    ),
    FindingKind(
        "letter.no-site",
        Severity.ERROR,
        n_("Der Brief nennt den Standort, aber die Zeile hat keinen"),
        n_("Die Spalte „standort“ ergänzen"),
    ),
    FindingKind(
        "letter.unknown-site",
        Severity.ERROR,
        n_("Der Standort steht nicht in der Tabelle der Standorte"),
        n_("Die Schreibweise prüfen oder den Standort in der Tabelle ergänzen, die organisation.toml nennt"),
    ),
    FindingKind(
        "letter.value-unreadable",
        Severity.ERROR,
        n_("Der Filter „{filter}“ der Vorlage kann den Eintrag der Spalte „{column}“ nicht lesen"),
        n_("Den Eintrag in der Liste berichtigen: ein Tag wie 17.06.2020, eine Zahl wie 1.234,50"),
    ),
    FindingKind(
        "letter.value-unlike",
        Severity.ERROR,
        n_("Der Eintrag der Spalte „{column}“ ist {kind}; die Bedingung der Vorlage vergleicht ihn damit: {condition}"),
        n_("Den Eintrag in der Liste berichtigen oder leeren, oder die Bedingung in der Vorlage ändern"),
    ),
    FindingKind(
        "letter.values-too-long",
        Severity.ERROR,
        n_("Die Einträge der Zeile sind zusammen länger, als ein Brief sein kann"),
        n_("Prüfen, ob Text in die falsche Spalte geraten ist"),
    ),
    FindingKind(
        "letter.iban-wrong",
        Severity.ERROR,
        n_("Die IBAN für den QR-Code ist falsch: Land, Länge oder Prüfziffer stimmen nicht"),
        n_("Die IBAN berichtigen; sie muss zu einem Land im SEPA-Raum gehören"),
    ),
    FindingKind(
        "letter.code-amount",
        Severity.ERROR,
        n_("Der Betrag für den QR-Code ist keiner von 0,01 bis 999.999.999,99 Euro in ganzen Cent"),
        n_("Den Betrag berichtigen"),
    ),
    FindingKind(
        "letter.code-too-long",
        Severity.ERROR,
        n_("Was der QR-Code sagen soll, ist zu lang für ihn"),
        n_("Kürzen: eine Überweisung hat 140 Zeichen für den Zweck und 70 für den Namen, jeder Code 660 Bytes"),
    ),
    FindingKind(
        "letter.reply-code-too-long",
        Severity.ERROR,
        n_("Die Nummer des Haushalts ist zu lang für den Code der Rückantwort"),
        n_("Die Nummer prüfen: mit dem Namen der Vorlage hat der Code Platz für 62 Zeichen"),
    ),
    FindingKind(
        "letter.enclosure-twice",
        Severity.WARNING,
        n_("Mehrere Anlagen des Briefs heißen „{title}“"),
        n_("In letter.toml verschiedene Titel geben, oder Bedingungen (when), die einander ausschließen"),
    ),
    FindingKind(
        "letter.no-text",
        Severity.ERROR,
        n_("Die Einträge, aus denen Betreff oder Text bestehen, sind leer"),
        n_("Die Einträge in der Liste ergänzen, oder der Vorlage festen Text geben"),
    ),
    FindingKind(
        "template.branch-unreached",
        Severity.WARNING,
        n_("Auf keinen Haushalt der Liste trifft die Bedingung zu: {condition}"),
        n_("Prüfen, ob die Bedingung richtig geschrieben ist und die Liste die Angaben hat"),
    ),
    FindingKind(
        "template.else-unreached",
        Severity.INFO,
        n_("Die Bedingung trifft auf alle Haushalte der Liste zu: {condition}"),
        n_("Der Text für die übrigen steht in keinem Brief; das kann so gewollt sein"),
    ),
    FindingKind(
        "template.column-missing",
        Severity.WARNING,
        n_("Die Vorlage fragt nach der Spalte „{column}“, die die Liste nicht hat; sie gilt überall als leer"),
        n_("Die Spalte ergänzen, oder prüfen, ob die Liste sie anders nennt"),
    ),
    FindingKind(
        "template.no-salutation",
        Severity.WARNING,
        n_("Der Text hat keine Anrede"),
        n_("Den Text mit dem Platzhalter anrede_zeile beginnen"),
    ),
    FindingKind(
        "template.no-closing",
        Severity.WARNING,
        n_("Der Text hat keinen Schluss mit Gruß"),
        n_("Am Ende teile/gruss.md.j2 einschließen, oder den Schluss mit einer Zeile „---“ beginnen"),
    ),
)

PROOFREADING_KINDS: tuple[FindingKind, ...] = (
    FindingKind(
        "template.coarse-picture",
        Severity.WARNING,
        n_("{where}: Das Bild {file} hat bei {width} mm Breite nur {dpi} dpi; unscharf wird es unter 300"),
        n_("Eine größere Fassung des Bildes nehmen (am besten SVG), oder es kleiner drucken: width"),
    ),
    FindingKind(
        "template.second-greeting",
        Severity.WARNING,
        n_("Der Text hat außer der Anrede noch eine eigene"),
        n_("Die eigene Anrede aus dem Text nehmen; der Platzhalter anrede_zeile schreibt sie schon"),
    ),
    FindingKind(
        "template.doubled-salutation",
        Severity.WARNING,
        n_("Die Anrede steht doppelt"),
        n_("Den Platzhalter anrede_zeile nur einmal schreiben, ohne „Sehr geehrte“ davor"),
    ),
    FindingKind(
        "template.second-closing",
        Severity.WARNING,
        n_("Der Text grüßt zum Schluss zweimal"),
        n_("Einen der Grüße herausnehmen: teile/gruss.md.j2 bringt den seinen mit"),
    ),
    FindingKind(
        "template.day-past",
        Severity.WARNING,
        n_("Der {day} im Text liegt vor dem Datum des Schreibens ({date})"),
        n_("Prüfen, ob der Tag stimmt, und ob der Satz von ihm wie von Vergangenem spricht"),
    ),
    FindingKind(
        "template.day-impossible",
        Severity.WARNING,
        n_("Den Tag im Text gibt es nicht"),
        n_("Nachsehen, welcher Tag gemeint ist"),
    ),
    FindingKind(
        "template.weekday-wrong",
        Severity.WARNING,
        n_("Der Tag im Text fällt auf einen anderen Wochentag"),
        n_("Nachsehen, was gemeint ist; den Wochentag schreibt der Filter wochentag"),
    ),
    FindingKind(
        "template.unfilled-field",
        Severity.WARNING,
        n_("Im Text steht etwas wie ein Feld, das niemand ausgefüllt hat"),
        n_("Ausfüllen, herausnehmen, oder als Platzhalter schreiben: in doppelten geschweiften Klammern"),
    ),
    FindingKind(
        "letter.day-past",
        Severity.WARNING,
        n_("Der Brief spricht vom {day} wie von einem kommenden Tag; er liegt vor dem Datum des Schreibens ({date})"),
        n_("Den Eintrag in der Liste prüfen, oder das Datum des Schreibens"),
    ),
)

LETTER_KINDS: tuple[FindingKind, ...] = (*SETTING_KINDS, *WRITING_KINDS, *PROOFREADING_KINDS)
