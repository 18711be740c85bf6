"""The kinds of findings about names, columns and what stands where in a row."""

from __future__ import annotations

from mailing.base.messages import n_
from mailing.findings.kinds import FindingKind, Severity

ADDRESSEE_KINDS: tuple[FindingKind, ...] = (
    FindingKind(
        "name.no-form-of-address",
        Severity.WARNING,
        n_("Die Liste hat keine Spalte für die Anrede: alle Briefe grüßen ohne Frau und Herr"),
        n_("Ergänzen Sie eine Spalte anrede oder geschlecht, oder nennen Sie sie mit --column anrede=…"),
    ),
    FindingKind(
        "name.not-understood",
        Severity.WARNING,
        n_("Anrede und Name sind nicht sicher zu verstehen: der Brief grüßt neutral, der Name steht wie in der Liste"),
        n_("Anrede, Titel und Namen auf ihre Spalten verteilen; ganze Namen: --column vorname_nachname=…"),
    ),
    FindingKind(
        "name.contradiction",
        Severity.WARNING,
        n_("Vor dem Namen steht eine andere Anrede als in der Spalte {other}: der Brief grüßt neutral"),
        n_("Klären Sie, welche Anrede stimmt, und lassen Sie nur diese stehen"),
    ),
    FindingKind(
        "name.in-one-cell",
        Severity.WARNING,
        n_("Nachname und Vorname stehen zusammen in einer Spalte; so wurden sie verstanden"),
        n_("Übernehmen Sie die Vorschläge, oder ordnen Sie die Spalte zu: --column nachname_vorname=…"),
    ),
    FindingKind(
        "field.twice",
        Severity.WARNING,
        n_("Dieselbe Angabe steht auch in der Spalte {other}; gedruckt wird sie einmal"),
        n_("Übernehmen Sie den Vorschlag"),
    ),
    FindingKind(
        "address.in-one-cell",
        Severity.ERROR,
        n_("Mehrere Teile der Anschrift stehen zusammen in einer Spalte"),
        n_("Übernehmen Sie die Vorschläge für die Zeile, oder ordnen Sie die Spalte zu: --column anschrift_komplett=…"),
    ),
    FindingKind(
        "house-number.damaged-number",
        Severity.ERROR,
        n_("Ein Tabellenprogramm hat die Hausnummer als Kommazahl geschrieben"),
        n_("Übernehmen Sie den Vorschlag, und formatieren Sie die Spalte als Text"),
    ),
    FindingKind(
        "address.contradiction",
        Severity.ERROR,
        n_("Der Eintrag nennt etwas anderes als die Spalte {other}"),
        n_("Klären Sie, was stimmt, und berichtigen Sie die Liste"),
    ),
    FindingKind(
        "address.phone",
        Severity.ERROR,
        n_("In der Anschrift steht etwas wie eine Telefonnummer"),
        n_("Nehmen Sie sie heraus; prüfen Sie, ob die Hausnummer dasteht"),
    ),
    FindingKind(
        "person.deceased",
        Severity.ERROR,
        n_("Der Eintrag sagt, dass die Person verstorben ist"),
        n_("Klären Sie, wer den Brief bekommen soll; im Fenster und in der Anrede darf der Vermerk nicht stehen"),
    ),
    FindingKind(
        "row.remark",
        Severity.WARNING,
        n_("Die Liste vermerkt, dass hier kein Brief ankommt oder ankommen soll; er wird trotzdem gemacht"),
        n_("Klären Sie, ob der Brief gewollt ist; sonst die Zeile löschen oder die BG auf die Sperrliste setzen"),
    ),
    FindingKind(
        "land.state",
        Severity.ERROR,
        n_("In „land“ steht ein Bundesland, die Anschrift ist im Inland"),
        n_("Übernehmen Sie den Vorschlag: Das Feld bleibt im Inland leer"),
    ),
    FindingKind(
        "land.not-a-country",
        Severity.ERROR,
        n_("In „land“ steht kein Land, Postleitzahl und Ort sind deutsch"),
        n_("Übernehmen Sie den Vorschlag, wenn die Anschrift im Inland ist; sonst tragen Sie das Land ein"),
    ),
    FindingKind(
        "land.contradiction",
        Severity.WARNING,
        n_("„land“ nennt ein anderes Land, Postleitzahl und Ort sind aber deutsch"),
        n_("Klären Sie die Anschrift; der Brief liegt bei denen ins Ausland, im Inland bleibt das Feld leer"),
    ),
    FindingKind(
        "land.missing",
        Severity.ERROR,
        n_("Postleitzahl und Ort sind nicht deutsch, und das Land fehlt"),
        n_("Tragen Sie das Land ein; ist ein Vorschlag da, übernehmen Sie ihn, wenn er stimmt"),
    ),
    FindingKind(
        "column.hidden",
        Severity.WARNING,
        n_("Den Namen „{name}“ gibt das Programm selbst: die Spalte steht Vorlagen nur als liste.{name} zur Verfügung"),
        n_("Schreiben Sie in der Vorlage „liste.“ davor, wenn der Eintrag der Liste gemeint ist"),
    ),
    FindingKind(
        "column.same-name",
        Severity.WARNING,
        n_("Zwei Spalten ergeben denselben Platzhalter „{name}“; diese heißt für Vorlagen {other}"),
        n_("Benennen Sie eine der Spalten in der Liste um"),
    ),
    FindingKind(
        "column.beside",
        Severity.WARNING,
        n_("Auch diese Spalte könnte „{ours}“ sein; gelesen wird die Spalte „{theirs}“"),
        n_("Ist die andere gemeint, nennen Sie sie mit --column; sonst lassen Sie diese weg: --column -=…"),
    ),
    FindingKind(
        "mapping.new-column",
        Severity.WARNING,
        n_("Die Spalte kennt die gespeicherte Zuordnung „{mapping}“ nicht"),
        n_("Prüfen Sie, ob die Liste anders ausgegeben wurde; speichern Sie die Zuordnung neu: --save-mapping"),
    ),
    FindingKind(
        "mapping.column-gone",
        Severity.WARNING,
        n_("Die Spalte, die die gespeicherte Zuordnung „{mapping}“ nennt, hat die Liste nicht mehr"),
        n_("Prüfen Sie, ob die Liste anders ausgegeben wurde; speichern Sie die Zuordnung neu: --save-mapping"),
    ),
    FindingKind(
        "mapping.footer-row",
        Severity.INFO,
        n_("Zeile {number} beginnt mit „{word}“ und gehört laut Zuordnung nicht zur Liste: sie wurde übergangen"),
        n_("Nichts zu tun; prüfen Sie nur, ob dort wirklich keine Adresse steht"),
    ),
)
