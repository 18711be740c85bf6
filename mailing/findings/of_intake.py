"""The kinds of findings that the room `intake` makes: of lists, rows and households; `of_entries` has the rest."""

from __future__ import annotations

from mailing.base.messages import n_
from mailing.findings.kinds import FindingKind, Severity
from mailing.findings.of_addressees import ADDRESSEE_KINDS
from mailing.findings.of_entries import ENTRY_KINDS

HIDDEN_ROWS = "list.hidden-rows"
OTHER_SHEETS = "list.other-sheets"
NOT_AS_SHOWN = frozenset({HIDDEN_ROWS, OTHER_SHEETS})
"""What a workbook has that nobody sees who opens it, or that isn't read: a household too many, or too few."""

_ROWS = (
    FindingKind(
        "list.blank-rows",
        Severity.INFO,
        n_("{count} leere Zeilen zwischen den Einträgen wurden übergangen"),
        n_("Nichts zu tun; prüfen Sie nur, ob dort etwas fehlt"),
    ),
    FindingKind(
        HIDDEN_ROWS,
        Severity.WARNING,
        n_("{count} Zeilen der Arbeitsmappe sind ausgeblendet oder herausgefiltert und werden trotzdem gelesen{rows}"),
        n_("Löschen Sie in der Mappe, was keinen Brief bekommen soll: Ausblenden genügt nicht"),
    ),
    FindingKind(
        "list.merged-cells",
        Severity.WARNING,
        n_("Verbundene Zellen in {area}: nur die erste der verbundenen Zellen hat einen Inhalt"),
        n_("Heben Sie die Verbindung auf und füllen Sie jede Zeile"),
    ),
    FindingKind(
        OTHER_SHEETS,
        Severity.WARNING,
        n_("Gelesen wird nur das Blatt „{sheet}“; die Mappe hat weitere: {others}"),
        n_("Wählen Sie ein anderes Blatt mit --sheet"),
    ),
    FindingKind(
        "list.more-findings",
        Severity.INFO,
        n_("{count} weitere Zeilen haben den Befund {code}; sie sind nicht einzeln aufgeführt"),
        n_("Wenn es fast alle Zeilen betrifft, liegt es an der Ausgabe der Liste, nicht an den Einträgen"),
    ),
    FindingKind(
        "row.repeats-header",
        Severity.WARNING,
        n_("Die Zeile wiederholt die Kopfzeile und wurde ausgelassen"),
        n_("Prüfen Sie, ob zwei Listen aneinandergehängt wurden und niemand doppelt vorkommt"),
    ),
    FindingKind(
        "row.too-many-cells",
        Severity.ERROR,
        n_("Die Zeile hat {cells} Zellen, die Kopfzeile nur {columns}"),
        n_("Setzen Sie Einträge, die das Trennzeichen enthalten, in Anführungszeichen"),
    ),
    FindingKind(
        "row.more-delimiters",
        Severity.WARNING,
        n_("Die Zeile hat am Ende mehr Trennzeichen als die anderen ({cells} Zellen, die Kopfzeile {columns})"),
        n_("Prüfen Sie, ob sich in der Zeile Einträge um eine Spalte verschoben haben"),
    ),
    FindingKind(
        "row.too-few-cells",
        Severity.WARNING,
        n_("Die Zeile hat nur {cells} Zellen, die Kopfzeile {columns}; der Rest gilt als leer"),
        n_("Prüfen Sie, ob ein Zeilenumbruch die Zeile zerteilt hat"),
    ),
)

_HOUSEHOLDS = (
    FindingKind(
        "household.presumed-representative",
        Severity.INFO,
        n_("Die Liste nennt für diese BG keinen Vertreter; vermutet wird die erste Person (§ 38 SGB II)"),
        n_("Tragen Sie die Rolle ein, wenn eine andere Person die BG vertritt"),
    ),
    FindingKind(
        "household.two-representatives",
        Severity.WARNING,
        n_("Die BG hat mehrere Vertreter; der Brief geht an den ersten, Zeile {other}"),
        n_("Lassen Sie nur eine Person als Vertreter stehen"),
    ),
    FindingKind(
        "household.two-addresses",
        Severity.WARNING,
        n_("Die Anschrift ist eine andere als die des Vertreters in Zeile {other}; der Brief geht an dessen Anschrift"),
        n_("Klären Sie die Anschrift; wohnt die Person getrennt, gehört sie vielleicht nicht zu dieser BG"),
    ),
    FindingKind(
        "household.stranger",
        Severity.ERROR,
        n_("Die Nummer ist die von Zeile {other}, Nachname und Anschrift sind andere: kein Brief für diese Zeile"),
        n_("Prüfen Sie, ob die Nummer nach unten kopiert ist; wer dazugehört, ist in der Spalte rolle ein „Mitglied“"),
    ),
    FindingKind(
        "household.contradiction",
        Severity.WARNING,
        n_("Der Eintrag widerspricht dem des Vertreters in Zeile {other}; es gilt dessen Eintrag"),
        n_("Gleichen Sie die Einträge der BG an"),
    ),
    FindingKind(
        "household.representative-rejected",
        Severity.ERROR,
        n_("Die BG bekommt keinen Brief, weil die Zeile {other} ihres Vertreters einen Fehler hat"),
        n_("Berichtigen Sie die Zeile des Vertreters"),
    ),
    FindingKind(
        "duplicate.exact",
        Severity.INFO,
        n_("Die Zeile ist dieselbe wie Zeile {other} und wurde mit ihr zusammengeführt"),
        n_("Nichts zu tun"),
    ),
    FindingKind(
        "duplicate.near",
        Severity.WARNING,
        n_("Fast dieselbe Person an derselben Anschrift wie in Zeile {other} (Übereinstimmung {score} %)"),
        n_("Entscheiden Sie, ob es zwei BG sind; zusammengeführt wird nichts von selbst"),
    ),
)

_ROUTES = (
    FindingKind(
        "suppression.listed",
        Severity.INFO,
        n_("Die BG steht in Zeile {other} der Sperrliste und bekommt keinen Brief"),
        n_("Nichts zu tun; der Grund steht in der Sperrliste"),
    ),
    FindingKind(
        "suppression.expired",
        Severity.INFO,
        n_("Die Sperre in Zeile {other} der Sperrliste galt nur bis {until}; die BG bekommt einen Brief"),
        n_("Verlängern Sie die Sperre, wenn sie weiter gelten soll"),
    ),
    FindingKind(
        "suppression.unknown-number",
        Severity.INFO,
        n_("Die BG-Nummer in Zeile {other} der Sperrliste kommt in der Liste nicht vor"),
        n_("Prüfen Sie, ob die Nummer richtig geschrieben ist"),
    ),
    FindingKind(
        "route.blocked",
        Severity.INFO,
        n_("Auskunftssperre (§ 51 BMG): der Brief kommt in eine Datei für die Bearbeitung von Hand"),
        n_("Prüfen Sie die Anschrift vor dem Versand"),
    ),
    FindingKind(
        "route.no-abode",
        Severity.INFO,
        n_("Ohne festen Wohnsitz: es wird kein Brief gedruckt"),
        n_("Händigen Sie das Schreiben bei der nächsten Vorsprache aus, oder tragen Sie eine Zustellanschrift ein"),
    ),
    FindingKind(
        "route.general-delivery",
        Severity.INFO,
        n_("Postlagernd oder bei einer Beratungsstelle: der Brief kommt in eine eigene Datei"),
        n_("Prüfen Sie, ob die Stelle die Post noch annimmt"),
    ),
    FindingKind(
        "route.abroad",
        Severity.INFO,
        n_("Anschrift im Ausland: der Brief kommt in eine eigene Datei"),
        n_("Frankieren Sie diese Briefe für das Ausland"),
    ),
    FindingKind(
        "route.large-print",
        Severity.INFO,
        n_("Großdruck: der Brief kommt in eine eigene Datei"),
        n_("Nichts zu tun"),
    ),
    FindingKind(
        "route.easy-language",
        Severity.INFO,
        n_("Leichte Sprache: der Brief kommt in eine eigene Datei"),
        n_("Nichts zu tun"),
    ),
    FindingKind(
        "route.electronic",
        Severity.INFO,
        n_("Elektronische Zustellung ist gewünscht: der Brief wird nicht gedruckt"),
        n_("Er liegt in house/digital; stellen Sie ihn auf dem vereinbarten Weg zu"),
    ),
    FindingKind(
        "format.not-offered",
        Severity.WARNING,
        n_("Die Vorlage gibt es nicht in dem Format, das der Haushalt gewählt hat ({format}): kein Brief"),
        n_("Legen Sie die Fassung der Vorlage an, oder übermitteln Sie den Inhalt auf anderem Weg (§ 10 BGG)"),
    ),
)

_PROPOSALS = (
    FindingKind(
        "proposal.stale",
        Severity.WARNING,
        n_("Der angenommene Vorschlag passt nicht mehr: die Liste hat dort jetzt einen anderen Eintrag"),
        n_("Lassen Sie die Vorschläge mit mailing check neu schreiben"),
    ),
    FindingKind(
        "proposal.foreign",
        Severity.WARNING,
        n_("Zu dieser Zelle hat das Programm keinen Befund und keinen Vorschlag; die Änderung wurde nicht übernommen"),
        n_("Ändern Sie den Eintrag in der Liste selbst"),
    ),
    FindingKind(
        "proposal.identity",
        Severity.WARNING,
        n_("Der Vorschlag wurde in einem Feld geändert, das nicht Name oder Anschrift ist; er wurde nicht übernommen"),
        n_("Übernehmen Sie den Vorschlag, wie er war, oder ändern Sie den Eintrag in der Liste selbst"),
    ),
    FindingKind(
        "proposal.unclear-answer",
        Severity.WARNING,
        n_("In der Spalte „übernehmen“ steht weder ja noch nein; der Vorschlag wurde nicht übernommen"),
        n_("Schreiben Sie ja in die letzte Spalte, wenn der Vorschlag gelten soll"),
    ),
)

INTAKE_KINDS: tuple[FindingKind, ...] = (*_ROWS, *ENTRY_KINDS, *ADDRESSEE_KINDS, *_HOUSEHOLDS, *_ROUTES, *_PROPOSALS)
