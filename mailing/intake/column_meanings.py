"""What each of our columns means, for people."""

from __future__ import annotations

from typing import Final

from mailing.base.messages import n_
from mailing.intake.column_names import (
    BLOCK_FLAG,
    CODE_AND_PLACE,
    FIRST_NAME_FIRST,
    FLAT,
    GENDER,
    LIKELY_NAMES,
    NAME_2,
    NAME_ADDITION,
    NUMBER_PART,
    NUMBER_SUFFIX,
    OWN_NAMES,
    POSTBOX,
    STREET_2,
    STREET_AND_NUMBER,
    SURE_NAMES,
    SURNAME_FIRST,
    TIME_OF_DAY,
    WHOLE_ADDRESS,
)
from mailing.model import ColumnMeaning

MEANINGS: Final = {
    "bg_nummer": n_("Nummer der Bedarfsgemeinschaft; Zeilen mit derselben Nummer bekommen einen Brief"),
    "kundennummer": n_("Kundennummer der Person"),
    "rolle": n_("Vertreter oder Mitglied der Bedarfsgemeinschaft"),
    "anrede": n_("Frau, Herr, Divers, Familie, Eheleute, Firma; auch abgekürzt und mit Titel"),
    "titel": n_("Titel vor dem Namen (Dr.) und Grade dahinter (M.A.)"),
    "vorname": n_("Vornamen"),
    "nachname": n_("Nachname mit Vorsatz (von der Heide) und Zusatz (jun.)"),
    "zusatz": n_("weitere Zeile der Anschrift: c/o Meier, bei Schulz, Hinterhaus"),
    "strasse": n_("Straße, auch mit Hausnummer am Ende; Postfach"),
    "hausnummer": n_("Hausnummer mit Buchstabe"),
    "ortsteil": n_("Ortsteil, eine Zeile über der Straße"),
    "plz": n_("Postleitzahl"),
    "ort": n_("Ort"),
    "land": n_("Land, nur bei Anschriften im Ausland"),
    "standort": n_("zuständiger Standort, mit dem Kennwort aus der Tabelle der Standorte"),
    "termin": n_("Tag und Uhrzeit des Termins"),
    "format": n_("gewünschtes Format: Standard, Großdruck, Leichte Sprache, elektronisch"),
    "sprache": n_("Sprache neben Deutsch, als Kürzel (tr, uk, ar) oder in Worten (Türkisch)"),
    "empfaenger": n_("wer den Brief statt der Person bekommt: Betreuerin, Betreuer, Bevollmächtigte"),
    BLOCK_FLAG: n_("Auskunftssperre: ja oder nein; gesperrte Briefe kommen in eine eigene Datei"),
    POSTBOX: n_("Nummer des Postfachs; gilt, wo keine Straße steht"),
    NUMBER_SUFFIX: n_("Buchstabe oder Zusatz zur Hausnummer, in eigener Spalte"),
    NUMBER_PART: n_("Teilnummer der Hausnummer, in eigener Spalte"),
    FLAT: n_("Nummer der Wohnung; steht hinter der Hausnummer"),
    TIME_OF_DAY: n_("Uhrzeit des Termins, in eigener Spalte"),
    STREET_AND_NUMBER: n_("Straße und Hausnummer in einer Spalte"),
    CODE_AND_PLACE: n_("Postleitzahl und Ort in einer Spalte"),
    SURNAME_FIRST: n_("Nachname und Vorname in einer Spalte, mit oder ohne Komma"),
    FIRST_NAME_FIRST: n_("Vorname und Nachname in einer Spalte, auch mit Titel"),
    GENDER: n_("w, m oder d: ergibt die Anrede, wo keine steht"),
    NAME_ADDITION: n_("Zusatz zum Namen: von, Gräfin, jun., M.A.; anderes wird eine Zeile der Anschrift"),
    NAME_2: n_("zweite Namenszeile: c/o Schulz, z. Hd. Frau Ott"),
    STREET_2: n_("zweite Anschriftzeile über der Straße"),
    WHOLE_ADDRESS: n_("Straße, Hausnummer, Postleitzahl und Ort in einer Zelle, in einer Zeile oder mehreren"),
}
"""Our column -> what stands in it."""


def column_meanings() -> tuple[ColumnMeaning, ...]:
    """Return our columns in the order in which the program names them."""
    return tuple(
        ColumnMeaning(name, MEANINGS[name], (*SURE_NAMES.get(name, ()), *LIKELY_NAMES.get(name, ())))
        for name in OWN_NAMES
    )
