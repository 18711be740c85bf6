"""The words that a template may use: placeholders, their parts, and what each gives.

One table for all who ask: the check that finds a misspelt word, `mailing templates`, and the test that holds
`docs/templates.md` complete.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

from mailing.base.messages import n_

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Kind(StrEnum):
    """What a placeholder is: its parts depend on it."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    APPOINTMENT = "appointment"
    SITE = "site"
    PERSON = "person"
    PERSONS = "persons"
    TEXTS = "texts"
    ORGANISATION = "organisation"
    FACTS = "facts"
    LOOP = "loop"


class Word(NamedTuple):
    """A placeholder, or a part of one: what it is, and what it gives in the office's words."""

    kind: Kind
    meaning: str


LIST_WORDS: Final[Mapping[str, Word]] = {
    "bg_nummer": Word(Kind.TEXT, n_("Nummer der Bedarfsgemeinschaft")),
    "kundennummer": Word(Kind.TEXT, n_("Kundennummer")),
    "anrede": Word(Kind.TEXT, n_("Frau, Herr oder eine andere Angabe, wie in der Liste")),
    "titel": Word(Kind.TEXT, n_("Titel, etwa „Dr.“")),
    "vorname": Word(Kind.TEXT, n_("Vorname der Empfängerin oder des Empfängers")),
    "nachname": Word(Kind.TEXT, n_("Nachname der Empfängerin oder des Empfängers")),
    "zusatz": Word(Kind.TEXT, n_("Zusatz zur Anschrift, etwa „bei Müller“")),
    "strasse": Word(Kind.TEXT, n_("Straße")),
    "hausnummer": Word(Kind.TEXT, n_("Hausnummer")),
    "ortsteil": Word(Kind.TEXT, n_("Ortsteil")),
    "plz": Word(Kind.TEXT, n_("Postleitzahl")),
    "ort": Word(Kind.TEXT, n_("Ort")),
    "land": Word(Kind.TEXT, n_("Land, bei Anschriften im Ausland")),
    "standort": Word(Kind.SITE, n_("der zuständige Standort; allein geschrieben sein Name")),
    "termin": Word(Kind.APPOINTMENT, n_("der Termin des Haushalts; allein geschrieben Tag und Uhrzeit")),
    "format": Word(Kind.TEXT, n_("das gewünschte Format, etwa „Großdruck“")),
    "empfaenger": Word(Kind.TEXT, n_("Betreuerin, Betreuer oder andere empfangsberechtigte Person")),
}
"""Placeholders that come from columns of the list, by the column's name."""

MADE_WORDS: Final[Mapping[str, Word]] = {
    "anrede_zeile": Word(Kind.TEXT, n_("die Anrede mit Komma: „Sehr geehrte Frau Müller,“")),
    "name": Word(Kind.TEXT, n_("Titel, Vorname und Nachname")),
    "personen": Word(Kind.NUMBER, n_("Zahl der Personen im Haushalt, soweit die Liste sie nennt")),
    "mitglieder": Word(Kind.PERSONS, n_("die Personen des Haushalts, für Schleifen und Aufzählungen")),
}
"""Placeholders that the program makes for each household."""

RUN_WORDS: Final[Mapping[str, Word]] = {
    "datum": Word(Kind.DATE, n_("das Datum des Briefes: „15. Juni 2020“")),
    "organisation": Word(Kind.ORGANISATION, n_("die Angaben aus organisation.toml; allein geschrieben der Name")),
    "fakten": Word(Kind.FACTS, n_("die eigenen Einträge aus dem Abschnitt [fakten] von organisation.toml")),
    "anlagen": Word(Kind.TEXTS, n_("die Anlagen aus letter.toml (enclosures)")),
}
"""Placeholders that say the same in all letters of a run."""

PLACEHOLDERS: Final[Mapping[str, Word]] = {**LIST_WORDS, **MADE_WORDS, **RUN_WORDS}

PARTS: Final[Mapping[Kind, Mapping[str, Word]]] = {
    Kind.APPOINTMENT: {
        "beginn": Word(Kind.DATE, n_("Beginn, für die Filter datum, uhrzeit und wochentag")),
        "datum": Word(Kind.TEXT, n_("der Tag: „Mittwoch, 17. Juni 2020“")),
        "uhrzeit": Word(Kind.TEXT, n_("die Uhrzeit: „9:30 Uhr“")),
    },
    Kind.SITE: {
        "standort": Word(Kind.TEXT, n_("das Kennwort, mit dem die Liste ihn nennt")),
        "name": Word(Kind.TEXT, n_("Name")),
        "strasse": Word(Kind.TEXT, n_("Straße")),
        "hausnummer": Word(Kind.TEXT, n_("Hausnummer")),
        "plz": Word(Kind.TEXT, n_("Postleitzahl")),
        "ort": Word(Kind.TEXT, n_("Ort")),
        "anschrift": Word(Kind.TEXT, n_("Straße, Hausnummer, Postleitzahl und Ort auf einer Zeile")),
        "telefon": Word(Kind.TEXT, n_("Telefonnummer")),
        "schutz": Word(Kind.TEXT, n_("Schutzkonzept des Standorts in ganzen Sätzen")),
    },
    Kind.PERSON: {
        "anrede": Word(Kind.TEXT, n_("Frau, Herr oder eine andere Angabe")),
        "titel": Word(Kind.TEXT, n_("Titel")),
        "vorname": Word(Kind.TEXT, n_("Vorname")),
        "nachname": Word(Kind.TEXT, n_("Nachname")),
    },
    Kind.ORGANISATION: {
        "name": Word(Kind.TEXT, n_("Name der Organisation")),
        "anschrift": Word(Kind.TEXT, n_("Straße, Hausnummer, Postleitzahl und Ort auf einer Zeile")),
        "strasse": Word(Kind.TEXT, n_("Straße")),
        "hausnummer": Word(Kind.TEXT, n_("Hausnummer")),
        "plz": Word(Kind.TEXT, n_("Postleitzahl")),
        "ort": Word(Kind.TEXT, n_("Ort")),
        "telefon": Word(Kind.TEXT, n_("zentrale Telefonnummer")),
        "telefonzeiten": Word(Kind.TEXT, n_("Zeiten, zu denen das Telefon besetzt ist")),
        "email": Word(Kind.TEXT, n_("E-Mail-Adresse")),
        "internet": Word(Kind.TEXT, n_("Internetadresse")),
        "unterschrift": Word(Kind.TEXTS, n_("die Zeilen unter dem Gruß, für Schleifen")),
    },
    Kind.LOOP: {
        "index": Word(Kind.NUMBER, n_("die wievielte Runde der Schleife, ab 1")),
        "first": Word(Kind.NUMBER, n_("ob es die erste Runde ist")),
        "last": Word(Kind.NUMBER, n_("ob es die letzte Runde ist")),
        "length": Word(Kind.NUMBER, n_("wie viele Runden es sind")),
    },
}
"""The parts of placeholders: `standort.ort`, `termin.beginn`."""

ITEMS: Final[Mapping[Kind, Kind]] = {Kind.PERSONS: Kind.PERSON, Kind.TEXTS: Kind.TEXT}
"""What a loop over the kind goes through."""


def parts_of(kind: Kind, facts: Iterable[str]) -> Mapping[str, Word]:
    """Return the parts of a placeholder of that kind; `facts` are the names in the organisation's own table."""
    if kind is Kind.FACTS:
        return {fact: Word(Kind.TEXT, "") for fact in facts}
    return PARTS.get(kind, {})
