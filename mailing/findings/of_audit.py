"""The kinds of findings that the room `audit` makes: what a verification can say of a run.

Messages name pieces, rows, files and pages; never whom a letter is for.
"""

from __future__ import annotations

from mailing.base.messages import n_
from mailing.findings.kinds import FindingKind, Severity

_STOP = n_("Den Vorfall klären; was noch nicht gedruckt ist, nicht drucken, sondern den Lauf neu erzeugen")
_CHANGED = n_(
    "Sie wurde nach dem Lauf verändert: vor dem Druck den Lauf neu erzeugen, danach mit einer Sicherung vergleichen"
)
_NO_PROOF = n_("Der Nachweis gilt nicht für diesen Lauf; einen neuen mit mailing prove anfordern")
_CERTIFICATE = n_("Von der unterzeichnenden Stelle eine Unterschrift mit gültigem Zertifikat verlangen")
_LAYOUT = n_("Vorlage oder Druckereiprofil ändern und den Lauf neu erzeugen")


def _error(code: str, message: str, hint: str) -> FindingKind:
    return FindingKind(code, Severity.ERROR, message, hint)


def _info(code: str, message: str, hint: str) -> FindingKind:
    return FindingKind(code, Severity.INFO, message, hint)


SEAL_KINDS = (
    _error("audit.reprint-manifest", n_("Das Manifest des Nachdrucks ist nicht, was das Programm schrieb"), _STOP),
    _error(
        "audit.reprint-content", n_("Nachdruck, Stück {piece}: der Inhalt ist nicht der des ersten Exemplars"), _STOP
    ),
    _error(
        "audit.manifest-missing",
        n_("Der Lauf hat kein Manifest: er wurde nicht abgeschlossen"),
        n_("mailing run mit denselben Eingaben bringt ihn zu Ende"),
    ),
    _error("audit.manifest-broken", n_("Das Manifest stimmt nicht mit seinem Schema überein: {found}"), _STOP),
    _error("audit.file-missing", n_("Die Datei {path} fehlt"), _STOP),
    _error(
        "audit.file-stranger",
        n_("Die Datei {path} gehört nicht zum Lauf"),
        n_("Klären, woher sie kommt, und sie entfernen"),
    ),
    _error(
        "audit.file-kind",
        n_("{path} muss eine gewöhnliche Datei sein; gefunden: {found}"),
        n_("Nicht öffnen; klären, wer sie dorthin gelegt hat, und den Lauf neu erzeugen"),
    ),
    _error("audit.file-unreadable", n_("{path} lässt sich nicht lesen: {found}"), n_("Rechte und Datenträger prüfen")),
    _error(
        "audit.folder-stranger",
        n_("Der Ordner {path} gehört nicht zum Lauf"),
        n_("Klären, woher er kommt, und ihn entfernen"),
    ),
    _error("audit.file-size", n_("{path}: erwartet {expected} Byte, gefunden {found}"), _CHANGED),
    _error("audit.file-hash", n_("{path}: erwartet SHA-256 {expected}, gefunden {found}"), _CHANGED),
    _error(
        "audit.equation",
        n_("Die Schlussgleichung geht nicht auf: {what}, erwartet {expected}, gefunden {found}"),
        _STOP,
    ),
    _error(
        "audit.manifest-form",
        n_("Das Manifest ist nicht so geschrieben, wie das Programm es schreibt: es wurde verändert"),
        _STOP,
    ),
    _error(
        "audit.manifest-value",
        n_("Manifest, {field}: erwartet {expected}, gefunden {found}"),
        _STOP,
    ),
    _error("audit.merkle-root", n_("Merkle-Wurzel: erwartet {expected}, gefunden {found}"), _CHANGED),
    _error("audit.bag", n_("Das BagIt-Paket shop/ ist nicht gültig: {found}"), _CHANGED),
    _error(
        "audit.shop-data", n_("Die Angaben für die Druckerei widersprechen sich: {what}, {expected} und {found}"), _STOP
    ),
    _error(
        "audit.report-changed",
        n_("{path} wurde verändert"),
        n_("mailing report schreibt den Bericht neu"),
    ),
    _info(
        "audit.purged",
        n_("Der Lauf ist bereinigt: {count} Dateien wurden gelöscht, ihre Prüfsummen stehen im Manifest"),
        n_("Die Briefe selbst lassen sich nicht mehr prüfen"),
    ),
    _error(
        "audit.purge-incomplete",
        n_("Der Lauf gilt als bereinigt, aber {path} ist noch da"),
        n_("mailing purge noch einmal ausführen"),
    ),
    _error(
        "audit.purge-note",
        n_("{path} stammt nicht von mailing purge, oder das Manifest wurde danach verändert"),
        n_("Klären, wer den Lauf bereinigt hat; als bereinigt gilt er nicht"),
    ),
)

SIGNATURE_KINDS = (
    _error(
        "audit.signature-missing",
        n_("Das Manifest ist nicht unterschrieben"),
        n_("War er es, ist die Unterschrift entfernt worden: klären; sonst mit mailing sign unterschreiben"),
    ),
    _error("audit.signature-broken", n_("Die Unterschrift passt nicht zum Manifest: {found}"), _CHANGED),
    _error(
        "audit.certificate-expired",
        n_("Das Zertifikat gilt von {expected}, geprüft zum {found}"),
        _CERTIFICATE,
    ),
    _error(
        "audit.certificate-foreign",
        n_("Das Zertifikat „{found}“ stammt nicht von der angegebenen Stelle „{expected}“"),
        _CERTIFICATE,
    ),
    _error(
        "audit.certificate-path",
        n_("Der Weg vom Zertifikat zur angegebenen Stelle „{expected}“ hält nicht: {found}"),
        _CERTIFICATE,
    ),
    _error(
        "audit.certificate-purpose",
        n_("Das Zertifikat ist nicht zum Unterschreiben bestimmt: erwartet {expected}, gefunden {found}"),
        _CERTIFICATE,
    ),
    _info(
        "audit.signature-unchecked",
        n_("Das Manifest ist unterschrieben, aber die Unterschrift wurde nicht geprüft"),
        n_("Mit --ca ZERTIFIKAT angeben, wessen Unterschrift gelten soll"),
    ),
)

BOOK_KINDS = (
    _error("audit.row-disposition", n_("Zeile {row}: Verbleib {found} passt nicht, erwartet {expected}"), _STOP),
    _error("audit.row-twice", n_("Zeile {row} steht mehr als einmal in den Büchern des Laufs"), _STOP),
    _error("audit.change", n_("Zeile {row}, {field}: geändert, ohne dass ein Vorschlag dazu übernommen wurde"), _STOP),
    _error("audit.row-household", n_("Zeile {row} und Stück {piece} nennen verschiedene BG-Nummern"), _STOP),
    _error(
        "audit.piece-table", n_("Stück {piece}: {what} in pieces.csv, erwartet {expected}, gefunden {found}"), _STOP
    ),
    _error("audit.books-broken", n_("Die Bücher des Laufs lassen sich nicht lesen: {found}"), _STOP),
    _error("audit.piece-household", n_("Stück {piece}: der Haushalt in house/ passt nicht zum Manifest"), _STOP),
    _error(
        "audit.list-other",
        n_("Die Liste ist nicht die des Laufs: erwartet SHA-256 {expected}, gefunden {found}"),
        n_("Die Liste angeben, aus der der Lauf gemacht wurde"),
    ),
    _error("audit.list-rows", n_("Zeilen der Liste: erwartet {expected}, gefunden {found}"), _STOP),
    _error("audit.list-row", n_("Zeile {row}: {field} in der Liste ist anders als in den Büchern des Laufs"), _STOP),
)

PAGE_KINDS = (
    _error("audit.pdf-broken", n_("{path} lässt sich nicht als PDF lesen: {found}"), _STOP),
    _error("audit.page-count", n_("{path}: erwartet {expected} Seiten, gefunden {found}"), _STOP),
    _error("audit.content-hash", n_("Stück {piece}: Seiteninhalt mit SHA-256 {found}, erwartet {expected}"), _STOP),
    _info(
        "audit.fonts-other",
        n_("Hier ist eine andere Fassung der Schrift installiert: die eingebetteten Zeichen wurden nicht verglichen"),
        n_("Mit den Paketen prüfen, die versions im Manifest nennt"),
    ),
    _error(
        "audit.twice",
        n_("{found} sind gleich, jedes Stück und jede Datei darf es nur einmal geben"),
        _STOP,
    ),
    _error(
        "audit.ink",
        n_("Stück {piece}: auf der Seite steht, womit sich Text verbergen lässt und was kein Brief braucht: {found}"),
        _STOP,
    ),
    _error("audit.covered", n_("Stück {piece}, Seite {page}: Text bei {found} ist verdeckt"), _STOP),
    _error(
        "audit.address",
        n_("Stück {piece}: im Fenster steht nicht sein Haushalt (Zeile {expected}), sondern {found}; es fehlt {what}"),
        _STOP,
    ),
    _error("audit.address-extra", n_("Stück {piece}: im Fenster steht mehr als die Anschrift seines Haushalts"), _STOP),
    _error("audit.letter-household", n_("Stück {piece}: weder BG-Nummer noch Name seines Haushalts im Text"), _STOP),
    _error(
        "audit.letter-foreign",
        n_("Stück {piece}: die BG-Nummer eines anderen Haushalts (Zeile {found}) im Text"),
        _STOP,
    ),
    _error(
        "audit.enclosure",
        n_("Stück {piece}, Seite {page}: das ist nicht die Anlage „{title}“: erwartet {expected}, gefunden {found}"),
        _STOP,
    ),
    _error("audit.slip-code-missing", n_("Stück {piece}, Seite {page}: kein lesbarer Code auf der Rückantwort"), _STOP),
    _error(
        "audit.slip-code",
        n_("Stück {piece}, Seite {page}: der Code der Rückantwort nennt nicht die Nummer seines Haushalts"),
        _STOP,
    ),
    _error(
        "audit.slip-address",
        n_("Stück {piece}, Seite {page}: im Anschriftfeld der Rückantwort steht nicht die Anschrift der Behörde"),
        _STOP,
    ),
    _error(
        "audit.fixed-text",
        n_("Stück {piece}: fester Text anders als in den übrigen Briefen: erwartet „{expected}“, gefunden „{found}“"),
        _STOP,
    ),
    _error(
        "audit.picture", n_("{path}: ein Logo, eine Unterschrift oder ein Bild ist nicht das des Amts: {found}"), _STOP
    ),
    _error(
        "audit.picture-place",
        n_("{path}, Seite {page}: Logo, Unterschrift oder Bild nicht an seinem Platz oder nicht so groß: {found}"),
        _STOP,
    ),
    _error("audit.code-missing", n_("Stück {piece}, Blatt {sheet}: kein lesbarer Steuercode an seinem Platz"), _STOP),
    _error("audit.code", n_("Stück {piece}, Blatt {sheet}: Steuercode {found}, erwartet {expected}"), _STOP),
)

MEASURE_KINDS = (
    _error(
        "measure.address-hidden",
        n_("Stück {piece}: Anschrift reicht bis {found}, im Fenster sicher sichtbar ist {expected}"),
        _LAYOUT,
    ),
    _error(
        "measure.window-stranger",
        n_("Stück {piece}: außer Anschrift und Absender im Fensterbereich {expected} gefunden: {found}"),
        _LAYOUT,
    ),
    _error(
        "measure.window-word", n_("Stück {piece}: verräterisches Wort „{found}“ im Fenster, erwartet keines"), _LAYOUT
    ),
    _error(
        "measure.blocked-zone",
        n_("Stück {piece}, Seite {page}: Druck bei {found} in der Sperrzone {zone}, frei bleiben muss {expected}"),
        _LAYOUT,
    ),
    _error(
        "measure.margin",
        n_("Stück {piece}, Seite {page}: Text bei {found} außerhalb der Ränder {expected}"),
        _LAYOUT,
    ),
    _error(
        "measure.overfull-line",
        n_("Stück {piece}, Seite {page}: eine Zeile reicht bis {found}, der Satzspiegel bis {expected}"),
        _LAYOUT,
    ),
    _error("measure.text-over-text", n_("Stück {piece}, Seite {page}: bei {found} steht Text über Text"), _LAYOUT),
    _error("measure.mark", n_("Stück {piece}, Seite {page}: Marken bei {found}, erwartet {expected}"), _LAYOUT),
)

_COPY = n_("Den elektronischen Brief nicht versenden; den Lauf neu erzeugen und den Vorfall klären")

COPY_KINDS = (
    _error("audit.copy-untagged", n_("{path} sagt nicht, was ein Vorleseprogramm wissen muss: {found}"), _COPY),
    _error("audit.copy-unread", n_("{path}: nicht alles auf der Seite wird vorgelesen, Seite {found}"), _COPY),
    _error("audit.copy-heading", n_("{path}: die Überschriften überspringen eine Ebene: {found}"), _COPY),
    _error("audit.copy-list", n_("{path}: eine Liste ist keine: {found}"), _COPY),
    _error("audit.copy-table", n_("{path}: eine Tabelle hat keinen Kopf oder ungleiche Zeilen: {found}"), _COPY),
    _error("audit.copy-link", n_("{path}: ein Verweis führt nirgendwohin: {found}"), _COPY),
    _error("audit.copy-figure", n_("{path}: ein Bild hat keine Beschreibung: {found}"), _COPY),
    _error("audit.copy-empty", n_("{path}: ein Teil des Briefs ist leer: {found}"), _COPY),
    _error("audit.copy-other", n_("{path} ist nicht der Brief des Haushalts, der in house/rows.csv steht"), _COPY),
    _error("audit.copy-contrast", n_("{path}: Text hebt sich zu wenig ab, Seite und Kontrast {found}"), _COPY),
)

PROOF_KINDS = (
    _error("audit.proof-other", n_("Der Nachweis gehört zu Lauf {found}, erwartet {expected}"), _NO_PROOF),
    _error("audit.proof-path", n_("Der Nachweis führt zur Wurzel {found}, erwartet {expected}"), _NO_PROOF),
    _error(
        "audit.proof-piece", n_("Der Nachweis nennt für Stück {piece} andere Prüfsummen als das Manifest"), _NO_PROOF
    ),
)

REBUILD_KINDS = (
    _error(
        "audit.template-differs",
        n_("Die Vorlage {path} des Amts ist eine andere als die Kopie, aus der der Lauf gemacht ist"),
        n_("Klären, welche Fassung freigegeben ist"),
    ),
    _error("audit.rebuild-missing", n_("Beim Nachbau fehlt die Datei {path}"), _STOP),
    _error("audit.rebuild-extra", n_("Beim Nachbau entsteht die Datei {path}, die der Lauf nicht hat"), _STOP),
    _error("audit.rebuild-bytes", n_("{path}: im Nachbau SHA-256 {found}, im Lauf {expected}"), _STOP),
)

AUDIT_KINDS: tuple[FindingKind, ...] = (
    *SEAL_KINDS,
    *SIGNATURE_KINDS,
    *BOOK_KINDS,
    *PAGE_KINDS,
    *MEASURE_KINDS,
    *COPY_KINDS,
    *PROOF_KINDS,
    *REBUILD_KINDS,
)
