"""The kinds of findings that the room `audit` makes of a run as a whole: its seals, books, proofs, and a rebuilt one.

Messages name pieces, rows, files and pages; never whom a letter is for.
"""

from __future__ import annotations

from mailing.base.messages import n_
from mailing.findings.kinds import FindingKind, Severity

STOP = n_("Den Vorfall klären; was noch nicht gedruckt ist, nicht drucken, sondern den Lauf neu erzeugen")
_CHANGED = n_(
    "Sie wurde nach dem Lauf verändert: vor dem Druck den Lauf neu erzeugen, danach mit einer Sicherung vergleichen"
)
_NO_PROOF = n_("Der Nachweis gilt nicht für diesen Lauf; einen neuen mit mailing prove anfordern")
_CERTIFICATE = n_("Von der unterzeichnenden Stelle eine Unterschrift mit gültigem Zertifikat verlangen")


def error(code: str, message: str, hint: str) -> FindingKind:
    """Return a kind that tells that the run isn't sound."""
    return FindingKind(code, Severity.ERROR, message, hint)


def info(code: str, message: str, hint: str) -> FindingKind:
    """Return a kind that tells what wasn't looked at, or differs without harm."""
    return FindingKind(code, Severity.INFO, message, hint)


SEAL_KINDS = (
    error("audit.reprint-manifest", n_("Das Manifest des Nachdrucks ist nicht, was das Programm schrieb"), STOP),
    error("audit.reprint-content", n_("Nachdruck, Stück {piece}: der Inhalt ist nicht der des ersten Exemplars"), STOP),
    error(
        "audit.manifest-missing",
        n_("Der Lauf hat kein Manifest: er wurde nicht abgeschlossen"),
        n_("mailing run mit denselben Eingaben bringt ihn zu Ende"),
    ),
    error("audit.manifest-broken", n_("Das Manifest stimmt nicht mit seinem Schema überein: {found}"), STOP),
    error("audit.file-missing", n_("Die Datei {path} fehlt"), STOP),
    error(
        "audit.file-stranger",
        n_("Die Datei {path} gehört nicht zum Lauf"),
        n_("Klären, woher sie kommt, und sie entfernen"),
    ),
    error(
        "audit.file-kind",
        n_("{path} muss eine gewöhnliche Datei sein; gefunden: {found}"),
        n_("Nicht öffnen; klären, wer sie dorthin gelegt hat, und den Lauf neu erzeugen"),
    ),
    error("audit.file-unreadable", n_("{path} lässt sich nicht lesen: {found}"), n_("Rechte und Datenträger prüfen")),
    error(
        "audit.folder-stranger",
        n_("Der Ordner {path} gehört nicht zum Lauf"),
        n_("Klären, woher er kommt, und ihn entfernen"),
    ),
    error("audit.file-size", n_("{path}: erwartet {expected} Byte, gefunden {found}"), _CHANGED),
    error("audit.file-hash", n_("{path}: erwartet SHA-256 {expected}, gefunden {found}"), _CHANGED),
    error(
        "audit.equation",
        n_("Die Schlussgleichung geht nicht auf: {what}, erwartet {expected}, gefunden {found}"),
        STOP,
    ),
    error(
        "audit.manifest-form",
        n_("Das Manifest ist nicht so geschrieben, wie das Programm es schreibt: es wurde verändert"),
        STOP,
    ),
    error(
        "audit.manifest-value",
        n_("Manifest, {field}: erwartet {expected}, gefunden {found}"),
        STOP,
    ),
    error("audit.merkle-root", n_("Merkle-Wurzel: erwartet {expected}, gefunden {found}"), _CHANGED),
    error("audit.bag", n_("Das BagIt-Paket shop/ ist nicht gültig: {found}"), _CHANGED),
    error(
        "audit.shop-data", n_("Die Angaben für die Druckerei widersprechen sich: {what}, {expected} und {found}"), STOP
    ),
    error(
        "audit.report-changed",
        n_("{path} wurde verändert"),
        n_("mailing report schreibt den Bericht neu"),
    ),
    info(
        "audit.purged",
        n_("Der Lauf ist bereinigt: {count} Dateien wurden gelöscht, ihre Prüfsummen stehen im Manifest"),
        n_("Die Briefe selbst lassen sich nicht mehr prüfen"),
    ),
    error(
        "audit.purge-incomplete",
        n_("Der Lauf gilt als bereinigt, aber {path} ist noch da"),
        n_("mailing purge noch einmal ausführen"),
    ),
    error(
        "audit.purge-note",
        n_("{path} stammt nicht von mailing purge, oder das Manifest wurde danach verändert"),
        n_("Klären, wer den Lauf bereinigt hat; als bereinigt gilt er nicht"),
    ),
)

SIGNATURE_KINDS = (
    error(
        "audit.signature-missing",
        n_("Das Manifest ist nicht unterschrieben"),
        n_("War er es, ist die Unterschrift entfernt worden: klären; sonst mit mailing sign unterschreiben"),
    ),
    error("audit.signature-broken", n_("Die Unterschrift passt nicht zum Manifest: {found}"), _CHANGED),
    error(
        "audit.certificate-expired",
        n_("Das Zertifikat gilt von {expected}, geprüft zum {found}"),
        _CERTIFICATE,
    ),
    error(
        "audit.certificate-foreign",
        n_("Das Zertifikat „{found}“ stammt nicht von der angegebenen Stelle „{expected}“"),
        _CERTIFICATE,
    ),
    error(
        "audit.certificate-path",
        n_("Der Weg vom Zertifikat zur angegebenen Stelle „{expected}“ hält nicht: {found}"),
        _CERTIFICATE,
    ),
    error(
        "audit.certificate-purpose",
        n_("Das Zertifikat ist nicht zum Unterschreiben bestimmt: erwartet {expected}, gefunden {found}"),
        _CERTIFICATE,
    ),
    info(
        "audit.signature-unchecked",
        n_("Das Manifest ist unterschrieben, aber die Unterschrift wurde nicht geprüft"),
        n_("Mit --ca ZERTIFIKAT angeben, wessen Unterschrift gelten soll"),
    ),
)

BOOK_KINDS = (
    error("audit.row-disposition", n_("Zeile {row}: Verbleib {found} passt nicht, erwartet {expected}"), STOP),
    error("audit.row-twice", n_("Zeile {row} steht mehr als einmal in den Büchern des Laufs"), STOP),
    error("audit.change", n_("Zeile {row}, {field}: geändert, ohne dass ein Vorschlag dazu übernommen wurde"), STOP),
    error("audit.row-household", n_("Zeile {row} und Stück {piece} nennen verschiedene BG-Nummern"), STOP),
    error("audit.piece-table", n_("Stück {piece}: {what} in pieces.csv, erwartet {expected}, gefunden {found}"), STOP),
    error("audit.books-broken", n_("Die Bücher des Laufs lassen sich nicht lesen: {found}"), STOP),
    error("audit.piece-household", n_("Stück {piece}: der Haushalt in house/ passt nicht zum Manifest"), STOP),
    error(
        "audit.list-other",
        n_("Die Liste ist nicht die des Laufs: erwartet SHA-256 {expected}, gefunden {found}"),
        n_("Die Liste angeben, aus der der Lauf gemacht wurde"),
    ),
    error("audit.list-rows", n_("Zeilen der Liste: erwartet {expected}, gefunden {found}"), STOP),
    error("audit.list-row", n_("Zeile {row}: {field} in der Liste ist anders als in den Büchern des Laufs"), STOP),
)

PROOF_KINDS = (
    error("audit.proof-other", n_("Der Nachweis gehört zu Lauf {found}, erwartet {expected}"), _NO_PROOF),
    error("audit.proof-path", n_("Der Nachweis führt zur Wurzel {found}, erwartet {expected}"), _NO_PROOF),
    error(
        "audit.proof-piece", n_("Der Nachweis nennt für Stück {piece} andere Prüfsummen als das Manifest"), _NO_PROOF
    ),
)

REBUILD_KINDS = (
    error(
        "audit.template-differs",
        n_("Die Vorlage {path} des Amts ist eine andere als die Kopie, aus der der Lauf gemacht ist"),
        n_("Klären, welche Fassung freigegeben ist"),
    ),
    error("audit.rebuild-missing", n_("Beim Nachbau fehlt die Datei {path}"), STOP),
    error("audit.rebuild-extra", n_("Beim Nachbau entsteht die Datei {path}, die der Lauf nicht hat"), STOP),
    error("audit.rebuild-bytes", n_("{path}: im Nachbau SHA-256 {found}, im Lauf {expected}"), STOP),
)

AUDIT_KINDS: tuple[FindingKind, ...] = (
    *SEAL_KINDS,
    *SIGNATURE_KINDS,
    *BOOK_KINDS,
    *PROOF_KINDS,
    *REBUILD_KINDS,
)
