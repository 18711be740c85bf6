"""The words that a template may use: placeholders, their parts, and what each gives.

One table for all who ask: the check that finds a misspelt word, `mailing templates`, and the test that holds
`docs/templates.md` complete.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

from mailing.base.messages import _, n_

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


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
    LIST_ROW = "list row"
    LOOP = "loop"


class Term(NamedTuple):
    """A placeholder, or a part of one: what it is, and what it gives in the office's words."""

    kind: Kind
    meaning: str


LIST_PLACEHOLDERS: Final[Mapping[str, Term]] = {
    "bg_nummer": Term(Kind.TEXT, n_("Nummer der Bedarfsgemeinschaft")),
    "kundennummer": Term(Kind.TEXT, n_("Kundennummer")),
    "anrede": Term(Kind.TEXT, n_("Frau, Herr oder eine andere Angabe, wie in der Liste")),
    "titel": Term(Kind.TEXT, n_("Titel, etwa „Dr.“")),
    "vorname": Term(Kind.TEXT, n_("Vorname der Empfängerin oder des Empfängers")),
    "nachname": Term(Kind.TEXT, n_("Nachname der Empfängerin oder des Empfängers")),
    "zusatz": Term(Kind.TEXT, n_("Zusatz zur Anschrift, etwa „bei Müller“")),
    "strasse": Term(Kind.TEXT, n_("Straße")),
    "hausnummer": Term(Kind.TEXT, n_("Hausnummer")),
    "ortsteil": Term(Kind.TEXT, n_("Ortsteil")),
    "plz": Term(Kind.TEXT, n_("Postleitzahl")),
    "ort": Term(Kind.TEXT, n_("Ort")),
    "land": Term(Kind.TEXT, n_("Land, bei Anschriften im Ausland")),
    "standort": Term(Kind.SITE, n_("der zuständige Standort; allein geschrieben sein Name")),
    "termin": Term(Kind.APPOINTMENT, n_("der Termin des Haushalts; allein geschrieben Tag und Uhrzeit")),
    "format": Term(Kind.TEXT, n_("das gewünschte Format, etwa „Großdruck“")),
    "sprache": Term(Kind.TEXT, n_("die Sprache neben Deutsch, als Kürzel: „tr“")),
    "empfaenger": Term(Kind.TEXT, n_("Betreuerin, Betreuer oder andere empfangsberechtigte Person")),
}
"""Placeholders that come from columns of the list, by the column's name."""

HOUSEHOLD_PLACEHOLDERS: Final[Mapping[str, Term]] = {
    "anrede_zeile": Term(Kind.TEXT, n_("die Anrede mit Komma: „Sehr geehrte Frau Müller,“")),
    "name": Term(Kind.TEXT, n_("Titel, Vorname und Nachname")),
    "personen": Term(Kind.NUMBER, n_("Zahl der Personen im Haushalt, soweit die Liste sie nennt")),
    "mitglieder": Term(Kind.PERSONS, n_("die Personen des Haushalts, für Schleifen und Aufzählungen")),
}
"""Placeholders that the program makes for each household."""

RUN_PLACEHOLDERS: Final[Mapping[str, Term]] = {
    "datum": Term(Kind.DATE, n_("das Datum des Briefes: „15. Juni 2020“")),
    "organisation": Term(Kind.ORGANISATION, n_("die Angaben aus organisation.toml; allein geschrieben der Name")),
    "fakten": Term(Kind.FACTS, n_("die eigenen Einträge aus dem Abschnitt [fakten] von organisation.toml")),
    "anlagen": Term(Kind.TEXTS, n_("die Anlagen aus letter.toml (enclosures)")),
}
"""Placeholders that say the same in all letters of a run."""

LIST_ROW: Final = "liste"
"""The namespace of the list's own columns."""
LIST_ROW_PLACEHOLDERS: Final[Mapping[str, Term]] = {
    LIST_ROW: Term(Kind.LIST_ROW, n_("die Spalten der Liste, auch die, deren Namen das Programm vergibt: liste.datum")),
}

MADE_BY_PROGRAM: Final = frozenset({*HOUSEHOLD_PLACEHOLDERS, *RUN_PLACEHOLDERS, *LIST_ROW_PLACEHOLDERS})
"""The names that hide a column of the list that is called so."""

PLACEHOLDERS: Final[Mapping[str, Term]] = {
    **LIST_PLACEHOLDERS,
    **HOUSEHOLD_PLACEHOLDERS,
    **RUN_PLACEHOLDERS,
    **LIST_ROW_PLACEHOLDERS,
}

PARTS: Final[Mapping[Kind, Mapping[str, Term]]] = {
    Kind.APPOINTMENT: {
        "beginn": Term(Kind.DATE, n_("Beginn, für die Filter datum, uhrzeit und wochentag")),
        "datum": Term(Kind.TEXT, n_("der Tag: „Mittwoch, 17. Juni 2020“")),
        "uhrzeit": Term(Kind.TEXT, n_("die Uhrzeit: „9:30 Uhr“")),
    },
    Kind.SITE: {
        "standort": Term(Kind.TEXT, n_("das Kennwort, mit dem die Liste ihn nennt")),
        "name": Term(Kind.TEXT, n_("Name")),
        "strasse": Term(Kind.TEXT, n_("Straße")),
        "hausnummer": Term(Kind.TEXT, n_("Hausnummer")),
        "plz": Term(Kind.TEXT, n_("Postleitzahl")),
        "ort": Term(Kind.TEXT, n_("Ort")),
        "anschrift": Term(Kind.TEXT, n_("Straße, Hausnummer, Postleitzahl und Ort auf einer Zeile")),
        "telefon": Term(Kind.TEXT, n_("Telefonnummer")),
        "schutz": Term(Kind.TEXT, n_("Schutzkonzept des Standorts in ganzen Sätzen")),
    },
    Kind.PERSON: {
        "anrede": Term(Kind.TEXT, n_("Frau, Herr oder eine andere Angabe")),
        "titel": Term(Kind.TEXT, n_("Titel")),
        "vorname": Term(Kind.TEXT, n_("Vorname")),
        "nachname": Term(Kind.TEXT, n_("Nachname")),
    },
    Kind.ORGANISATION: {
        "name": Term(Kind.TEXT, n_("Name der Organisation")),
        "anschrift": Term(Kind.TEXT, n_("Straße, Hausnummer, Postleitzahl und Ort auf einer Zeile")),
        "strasse": Term(Kind.TEXT, n_("Straße")),
        "hausnummer": Term(Kind.TEXT, n_("Hausnummer")),
        "plz": Term(Kind.TEXT, n_("Postleitzahl")),
        "ort": Term(Kind.TEXT, n_("Ort")),
        "telefon": Term(Kind.TEXT, n_("zentrale Telefonnummer")),
        "telefonzeiten": Term(Kind.TEXT, n_("Zeiten, zu denen das Telefon besetzt ist")),
        "email": Term(Kind.TEXT, n_("E-Mail-Adresse")),
        "internet": Term(Kind.TEXT, n_("Internetadresse")),
        "unterschrift": Term(Kind.TEXTS, n_("die Zeilen unter dem Gruß, für Schleifen")),
    },
    Kind.LOOP: {
        "index": Term(Kind.NUMBER, n_("die wievielte Runde der Schleife, ab 1")),
        "first": Term(Kind.NUMBER, n_("ob es die erste Runde ist")),
        "last": Term(Kind.NUMBER, n_("ob es die letzte Runde ist")),
        "length": Term(Kind.NUMBER, n_("wie viele Runden es sind")),
    },
}
"""The parts of placeholders: `standort.ort`, `termin.beginn`."""

ITEMS: Final[Mapping[Kind, Kind]] = {Kind.PERSONS: Kind.PERSON, Kind.TEXTS: Kind.TEXT}
"""What a loop over the kind goes through."""


def written_names(names: Mapping[str, Term]) -> Iterator[tuple[str, str]]:
    """Give placeholders as texts write them, parts behind them, each with what it gives in the user's language."""
    for name, term in names.items():
        yield name, _(term.meaning)
        if term.kind in {Kind.APPOINTMENT, Kind.SITE, Kind.ORGANISATION}:
            yield from ((f"{name}.{part}", _(of_part.meaning)) for part, of_part in PARTS[term.kind].items())


def parts_of(kind: Kind, facts: Iterable[str]) -> Mapping[str, Term]:
    """Return the parts of a placeholder of that kind; `facts` are the names in the organisation's own table."""
    if kind is Kind.FACTS:
        return {fact: Term(Kind.TEXT, "") for fact in facts}
    return PARTS.get(kind, {})
