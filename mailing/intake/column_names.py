"""The names that lists give their columns: German, English, abbreviated, and those of XInneres.

Names are compared without case, umlauts, blanks and punctuation. A sure name wins over a likely one: where a list has
"Nachname" and "Name", the first is the surname and the second is kept for the template.
"""

from __future__ import annotations

import re
from functools import cache

from mailing.base import words
from mailing.model import LIST_COLUMNS

BLOCK_FLAG = "auskunftssperre"
POSTBOX = "postfach"
NUMBER_SUFFIX = "hausnummer_zusatz"
NUMBER_PART = "hausnummer_teil"
FLAT = "wohnungsnummer"
TIME_OF_DAY = "termin_uhrzeit"
STREET_AND_NUMBER = "strasse_hausnummer"
CODE_AND_PLACE = "plz_ort"
SURNAME_FIRST = "nachname_vorname"
FIRST_NAME_FIRST = "vorname_nachname"
GENDER = "geschlecht"
NAME_ADDITION = "namenszusatz"
NAME_2 = "name_2"
STREET_2 = "strasse_2"
WHOLE_ADDRESS = "anschrift_komplett"

OWN_NAMES = (
    *LIST_COLUMNS,
    BLOCK_FLAG,
    POSTBOX,
    NUMBER_SUFFIX,
    NUMBER_PART,
    FLAT,
    TIME_OF_DAY,
    STREET_AND_NUMBER,
    CODE_AND_PLACE,
    SURNAME_FIRST,
    FIRST_NAME_FIRST,
    GENDER,
    NAME_ADDITION,
    NAME_2,
    STREET_2,
    WHOLE_ADDRESS,
)
"""The columns that intake understands; those beyond `LIST_COLUMNS` are dissolved into them."""

SURE_NAMES: dict[str, tuple[str, ...]] = {
    "bg_nummer": (
        "BG-Nr.", "BG Nr", "BGNr", "BG", "BG-Nummer", "BG-Nummer/Aktenzeichen", "Nummer der Bedarfsgemeinschaft",
        "Bedarfsgemeinschaft", "Bedarfsgemeinschaftsnummer", "Bedarfsgemeinschaft Nr", "BG-Kennung", "BG ID",
        "bg_number", "household id", "household number", "benefit unit",
    ),
    "kundennummer": (
        "Kunden-Nr.", "Kundennr", "KdNr", "Kd.-Nr.", "Kunden ID", "customer number", "customer no", "customer id",
        "client number",
    ),
    "rolle": ("Rolle in der BG", "Funktion", "role", "BG-Rolle", "Personentyp", "Stellung in der BG", "Stellung"),
    "anrede": ("Anr.", "salutation", "form of address", "Anredeform"),
    GENDER: (
        "Geschl.", "w/m/d", "m/w/d", "w/m", "m/w", "d/m/w", "m/f/d", "gender", "sex",
        "Geschlechtskennzeichen",
    ),
    "titel": (
        "Doktorgrad", "akad. Titel", "akademischer Grad", "Akad. Grad", "academic title", "Namenstitel", "title",
        "Titel akad.", "akad. Grad",
    ),
    "vorname": (
        "Vornamen", "Vorn.", "first name", "given name", "given names", "forename", "firstname",
        "Vorname(n)", "Vorname Vertreter",
    ),
    "nachname": (
        "Familienname", "Zuname", "Nachn.", "Name (Familienname)", "Familienname oder Nachname", "surname", "last name",
        "family name", "lastname", "Familienn.", "Nachnamen",
    ),
    "zusatz": (
        "Adresszusatz", "Adress-Zusatz", "Anschriftenzusatz", "Anschriftzusatz", "Zusatzangaben", "Wohnungsinhaber",
        "c/o", "addition", "Zusatzangaben zur Anschrift",
    ),
    NAME_ADDITION: (
        "Namens-Zusatz", "Namenszusätze", "Namenspräfix", "Vorsatzwort", "Namensvorsatz", "Vorsatz", "Adelstitel",
        "name prefix", "name affix",
    ),
    NAME_2: ("Name2", "Firma 2", "company 2"),
    STREET_2: ("Str. 2", "Straße2", "address line 2", "address2", "Adresszeile 2", "Adresse 2", "street 2"),
    WHOLE_ADDRESS: ("vollständige Anschrift", "gesamte Anschrift", "full address", "Postanschrift"),
    "strasse": ("Str.", "Strassenname", "Strasse Name", "street", "street name", "streetname", "thoroughfare"),
    "hausnummer": (
        "Haus-Nr.", "Hausnr", "HNr", "H.-Nr.", "HsNr", "Hs.-Nr.", "Hausnummern", "Nr. Haus", "house number",
        "house no", "housenumber", "street number", "Hausnummer/Hausnummern", "HausNo",
    ),
    "ortsteil": (
        "Stadtteil", "Ortschaft", "OT", "wohnort.gemeindeteil", "Gemeindeteil", "Bezirk", "district", "suburb",
        "Stadtbezirk",
    ),
    "plz": (
        "Postleitzahl", "Post-Leitzahl", "PLZahl", "Postleitz.", "zip", "zip code", "zipcode", "postcode",
        "postal code", "post code", "PLZ-Nr", "Post-PLZ",
    ),
    "ort": (
        "Wohnort", "Stadt", "Gemeinde", "Ortsname", "city", "town", "place", "Postort", "locality", "Wohnort Ort",
        "Ort/Stadt", "Stadt/Gemeinde",
    ),
    "land": ("Staat", "Wohnsitzland", "Laendername", "country", "Land (Ausland)", "Zielland"),
    "standort": (
        "Jobcenter", "Jobcenter-Standort", "Standort Jobcenter", "Dienststelle", "Geschaeftsstelle", "site", "office",
        "Standortname", "zustaendiger Standort",
    ),
    "termin": (
        "Termin am", "Termin Datum", "Datum Termin", "Termindatum", "Termin (Datum, Uhrzeit)",
        "appointment", "appointment date", "Einladungstermin", "Datum/Uhrzeit",
    ),
    "format": (
        "Briefformat", "Ausgabeformat", "Schriftformat", "barrierefreies Format", "Format (barrierefrei)",
        "letter format", "Barrierefreiheit", "Format des Schreibens", "accessible format",
    ),
    "sprache": (
        "Briefsprache", "Korrespondenzsprache", "Muttersprache", "Sprache des Schreibens", "language",
        "preferred language",
    ),
    "empfaenger": (
        "Betreuer", "Betreuerin", "Betreuer/in", "gesetzlicher Betreuer", "Bevollmaechtigter", "Bevollmaechtigte",
        "Empfangsbevollmaechtigter", "Empfangsberechtigter", "abweichender Empfaenger", "recipient", "guardian",
        "authorised recipient", "Zustellempfaenger",
    ),
    BLOCK_FLAG: (
        "Auskunftssperren", "Sperrvermerk", "Uebermittlungssperre", "Adresssperre", "Auskunftssperre § 51 BMG",
        "Auskunftssperre gesetzt", "block flag", "blocked", "Sperre", "Sperrkennzeichen", "Ausk.-Sperre",
        "Auskunftssp.", "Meldesperre", "Sperrverm.", "AuskSp", "Sperre § 51", "gesperrt", "bedingter Sperrvermerk",
    ),
    POSTBOX: ("Postfachnummer", "Postfach-Nr.", "PO box", "P.O. Box"),
    NUMBER_SUFFIX: (
        "Hausnummernzusatz", "Hausnummer Zusatz", "Hausnr.-Zusatz", "Hausnummerzusatz", "HNr-Zusatz",
        "hausnummerBuchstabeZusatzziffer", "Buchstabe/Zusatzziffer", "Hausnummer-Buchstabe", "HNr-Zus.", "HsNr-Zusatz",
        "HsNr-Zus.", "Hausnr.-Zus.", "Haus-Nr.-Zusatz", "Zusatz Hausnummer", "Zusatz zur Hausnummer",
        "house number suffix",
    ),
    TIME_OF_DAY: ("Uhrzeit", "Termin Uhrzeit", "Terminzeit", "Termin um", "appointment time"),
    FLAT: (
        "Wohnungs-Nr.", "Wohnungsnr", "Whg.-Nr.", "stockwerks.wohnungsnummer", "Stockwerks-/Wohnungsnummer",
        "flat number",
    ),
    NUMBER_PART: ("teilnummerDerHausnummer", "Teilnummer der Hausnummer", "Teilnummer"),
    STREET_AND_NUMBER: (
        "Strasse und Hausnummer", "Strasse u. Hausnummer", "Strasse, Hausnummer", "Strasse/Hausnummer", "Strasse Nr.",
        "Strasse und Nr.", "Strasse u. Nr.", "Strasse Haus-Nr.", "Strasse Hausnr.", "Strasse und Hausnr.",
        "Str. und Hausnummer", "Str. Nr.", "Str. und Nr.", "Str./Nr.", "Str. Hausnr.", "Str. Hs.-Nr.", "Str. HNr",
        "Anschrift", "street address", "address", "address line 1", "address1", "street and number", "Adresse",
        "Adresszeile 1", "Strassenanschrift", "Straße 1",
    ),
    CODE_AND_PLACE: (
        "PLZ Ort", "PLZ/Ort", "PLZ und Ort", "PLZ, Ort", "PLZ u. Ort", "PLZ Wohnort", "PLZ/Wohnort",
        "Postleitzahl und Ort", "Postleitzahl/Ort", "Postleitzahl Ort", "zip city", "zip and city", "PLZ Stadt",
    ),
    SURNAME_FIRST: (
        "Name, Vorname", "Nachname, Vorname", "Familienname, Vorname", "Name Vorname", "Nachname Vorname",
        "Name/Vorname", "Nachname und Vorname", "last name, first name", "Zuname, Vorname",
    ),
    FIRST_NAME_FIRST: (
        "Vorname Name", "Vorname Nachname", "Vorname und Nachname", "Vorname u. Nachname", "Vor- und Nachname",
        "Vor- und Zuname", "Vorname, Name", "Vorname, Nachname", "full name", "fullname", "Vorname/Name",
        "Vorname und Name", "Vor- und Familienname", "Vorname Familienname",
    ),
}  # fmt: skip

LIKELY_NAMES: dict[str, tuple[str, ...]] = {
    "nachname": ("Name", "Namen"),
    FIRST_NAME_FIRST: ("Name 1",),
    "vorname": ("Rufname", "gebräuchlicher Vorname"),
    "hausnummer": ("Nr.", "Nummer", "No."),
    "zusatz": ("Zusatz 1", "Zusätze"),
    "ort": ("Ort 1", "Ortsangabe"),
    TIME_OF_DAY: ("Zeit", "Beginn", "time"),
}

BESIDE = {"hausnummer": "strasse", TIME_OF_DAY: "termin"}
"""Likely names that count only right after another column: "Nr." elsewhere numbers the rows."""


def folded(name: str) -> str:
    """Return a column's name without case, umlauts, blanks and punctuation."""
    plain = words.folded(name)
    return re.sub(r"[\W_]+", "", plain)


@cache
def sure_meanings() -> dict[str, str]:
    """Return folded name -> our column, for the names that leave no doubt."""
    meanings = {folded(alias): ours for ours, aliases in SURE_NAMES.items() for alias in aliases}
    return meanings | {folded(ours): ours for ours in OWN_NAMES}


@cache
def likely_meanings() -> dict[str, str]:
    """Return folded name -> our column, for the names that stand for it where no sure one does."""
    return {folded(alias): ours for ours, aliases in LIKELY_NAMES.items() for alias in aliases}


def is_known(name: str) -> bool:
    """Whether a list's column name is one that intake understands."""
    key = folded(name)
    return key in sure_meanings() or key in likely_meanings()


def template_name(name: str) -> str:
    """Return the name under which a template finds a column that intake doesn't know: "E-Mail 2" is `e_mail_2`."""
    plain = words.folded(name)
    slug = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")
    return slug if slug[:1].isalpha() else f"spalte_{slug}".rstrip("_")
