"""The kinds of findings that the room `letters` makes."""

from __future__ import annotations

from mailing.findings.kinds import FindingKind, Severity
from mailing.messages import n_

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

LETTER_KINDS: tuple[FindingKind, ...] = SETTING_KINDS
