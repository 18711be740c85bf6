"""The kinds of findings that the room `audit` makes of pages: what they say, where it stands, accessible copies.

Messages name pieces, rows, files and pages; never whom a letter is for.
"""

from __future__ import annotations

from mailing.base.messages import n_
from mailing.findings.of_audit import STOP, error, info

_LAYOUT = n_("Vorlage oder Druckereiprofil ändern und den Lauf neu erzeugen")

PAGE_KINDS = (
    error("audit.pdf-broken", n_("{path} lässt sich nicht als PDF lesen: {found}"), STOP),
    error("audit.page-count", n_("{path}: erwartet {expected} Seiten, gefunden {found}"), STOP),
    error("audit.content-hash", n_("Stück {piece}: Seiteninhalt mit SHA-256 {found}, erwartet {expected}"), STOP),
    info(
        "audit.fonts-other",
        n_("Hier ist eine andere Fassung der Schrift installiert: die eingebetteten Zeichen wurden nicht verglichen"),
        n_("Mit den Paketen prüfen, die versions im Manifest nennt"),
    ),
    error(
        "audit.twice",
        n_("{found} sind gleich, jedes Stück und jede Datei darf es nur einmal geben"),
        STOP,
    ),
    error(
        "audit.ink",
        n_("Stück {piece}: auf der Seite steht, womit sich Text verbergen lässt und was kein Brief braucht: {found}"),
        STOP,
    ),
    error("audit.covered", n_("Stück {piece}, Seite {page}: Text bei {found} ist verdeckt"), STOP),
    error(
        "audit.address",
        n_("Stück {piece}: im Fenster steht nicht sein Haushalt (Zeile {expected}), sondern {found}; es fehlt {what}"),
        STOP,
    ),
    error("audit.address-extra", n_("Stück {piece}: im Fenster steht mehr als die Anschrift seines Haushalts"), STOP),
    error("audit.letter-household", n_("Stück {piece}: weder BG-Nummer noch Name seines Haushalts im Text"), STOP),
    error(
        "audit.letter-foreign",
        n_("Stück {piece}: die BG-Nummer eines anderen Haushalts (Zeile {found}) im Text"),
        STOP,
    ),
    error(
        "audit.enclosure",
        n_("Stück {piece}, Seite {page}: das ist nicht die Anlage „{title}“: erwartet {expected}, gefunden {found}"),
        STOP,
    ),
    error("audit.slip-code-missing", n_("Stück {piece}, Seite {page}: kein lesbarer Code auf der Rückantwort"), STOP),
    error(
        "audit.slip-code",
        n_("Stück {piece}, Seite {page}: der Code der Rückantwort nennt nicht die Nummer seines Haushalts"),
        STOP,
    ),
    error(
        "audit.slip-address",
        n_("Stück {piece}, Seite {page}: im Anschriftfeld der Rückantwort steht nicht die Anschrift der Behörde"),
        STOP,
    ),
    error(
        "audit.fixed-text",
        n_("Stück {piece}: fester Text anders als in den übrigen Briefen: erwartet „{expected}“, gefunden „{found}“"),
        STOP,
    ),
    error(
        "audit.picture", n_("{path}: ein Logo, eine Unterschrift oder ein Bild ist nicht das des Amts: {found}"), STOP
    ),
    error(
        "audit.picture-place",
        n_("{path}, Seite {page}: Logo, Unterschrift oder Bild nicht an seinem Platz oder nicht so groß: {found}"),
        STOP,
    ),
    error("audit.code-missing", n_("Stück {piece}, Blatt {sheet}: kein lesbarer Steuercode an seinem Platz"), STOP),
    error("audit.code", n_("Stück {piece}, Blatt {sheet}: Steuercode {found}, erwartet {expected}"), STOP),
)

MEASURE_KINDS = (
    error(
        "measure.address-hidden",
        n_("Stück {piece}: Anschrift reicht bis {found}, im Fenster sicher sichtbar ist {expected}"),
        _LAYOUT,
    ),
    error(
        "measure.window-stranger",
        n_("Stück {piece}: außer Anschrift und Absender im Fensterbereich {expected} gefunden: {found}"),
        _LAYOUT,
    ),
    error(
        "measure.window-word", n_("Stück {piece}: verräterisches Wort „{found}“ im Fenster, erwartet keines"), _LAYOUT
    ),
    error(
        "measure.blocked-zone",
        n_("Stück {piece}, Seite {page}: Druck bei {found} in der Sperrzone {zone}, frei bleiben muss {expected}"),
        _LAYOUT,
    ),
    error(
        "measure.margin",
        n_("Stück {piece}, Seite {page}: Text bei {found} außerhalb der Ränder {expected}"),
        _LAYOUT,
    ),
    error(
        "measure.overfull-line",
        n_("Stück {piece}, Seite {page}: eine Zeile reicht bis {found}, der Satzspiegel bis {expected}"),
        _LAYOUT,
    ),
    error("measure.text-over-text", n_("Stück {piece}, Seite {page}: bei {found} steht Text über Text"), _LAYOUT),
    error("measure.mark", n_("Stück {piece}, Seite {page}: Marken bei {found}, erwartet {expected}"), _LAYOUT),
)

_COPY = n_("Den elektronischen Brief nicht versenden; den Lauf neu erzeugen und den Vorfall klären")

COPY_KINDS = (
    error("audit.copy-untagged", n_("{path} sagt nicht, was ein Vorleseprogramm wissen muss: {found}"), _COPY),
    error("audit.copy-unread", n_("{path}: nicht alles auf der Seite wird vorgelesen, Seite {found}"), _COPY),
    error("audit.copy-heading", n_("{path}: die Überschriften überspringen eine Ebene: {found}"), _COPY),
    error("audit.copy-list", n_("{path}: eine Liste ist keine: {found}"), _COPY),
    error("audit.copy-table", n_("{path}: eine Tabelle hat keinen Kopf oder ungleiche Zeilen: {found}"), _COPY),
    error("audit.copy-link", n_("{path}: ein Verweis führt nirgendwohin: {found}"), _COPY),
    error("audit.copy-figure", n_("{path}: ein Bild hat keine Beschreibung: {found}"), _COPY),
    error("audit.copy-empty", n_("{path}: ein Teil des Briefs ist leer: {found}"), _COPY),
    error("audit.copy-other", n_("{path} ist nicht der Brief des Haushalts, der in house/rows.csv steht"), _COPY),
    error("audit.copy-contrast", n_("{path}: Text hebt sich zu wenig ab, Seite und Kontrast {found}"), _COPY),
)

AUDITED_PAGE_KINDS = (*PAGE_KINDS, *MEASURE_KINDS, *COPY_KINDS)
