"""The kinds of findings that the room `lifecycle` makes: what is wrong with a run's journal."""

from __future__ import annotations

from mailing.base.messages import n_
from mailing.findings.kinds import FindingKind, Severity

_CLARIFY = n_("Das Journal nicht ausbessern; klären, wer es verändert hat, und mit einer Sicherung vergleichen")


def _error(code: str, message: str, hint: str = _CLARIFY) -> FindingKind:
    return FindingKind(code, Severity.ERROR, message, hint)


LIFECYCLE_KINDS = (
    _error(
        "journal.missing",
        n_("Der Lauf hat kein Journal: was mit ihm geschah, lässt sich nicht belegen"),
        n_("Mit einer Sicherung vergleichen; brach mailing run ab, denselben Aufruf wiederholen"),
    ),
    _error("journal.broken", n_("Journal, Zeile {line}: kein Ereignis, wie das Programm es schreibt ({found})")),
    _error(
        "journal.chain", n_("Journal, Zeile {line} folgt nicht auf die davor: eine Zeile fehlt oder wurde verändert")
    ),
    _error(
        "journal.seal", n_("Das Journal passt nicht zu journal.sha256: am Ende fehlt eine Zeile oder steht anderes")
    ),
    _error("journal.manifest", n_("Journal, Zeile {line} gehört zu einem anderen Manifest als dem des Laufs")),
    _error("journal.not-allowed", n_("Journal, Zeile {line}: „{kind}“ war in diesem Stand nicht erlaubt: {found}")),
    _error("journal.signature", n_("{path}: unterschrieben wurde etwas anderes als Zeile {line} des Journals")),
    _error("journal.file-missing", n_("{path} fehlt; das Journal nennt die Datei")),
    _error("journal.file-changed", n_("{path} ist nicht die Datei, die das Journal nennt")),
    FindingKind(
        "journal.unfinished",
        Severity.WARNING,
        n_("Am Ende des Journals steht ein angefangener Eintrag: ein Aufruf wurde unterbrochen, bevor er galt"),
        n_("Den unterbrochenen Aufruf wiederholen; er entfernt den Rest"),
    ),
    FindingKind(
        "journal.clock",
        Severity.WARNING,
        n_("Journal, Zeile {line}: die Uhr ging vor dem Ereignis davor; die Reihenfolge sagt die Nummer"),
        n_("Die Uhr des Rechners prüfen"),
    ),
)
