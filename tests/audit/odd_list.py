"""A list of odd addresses that are right all the same, and what verifying a run of it finds."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

from mailing.audit.verification import VerifyOptions, verify

if TYPE_CHECKING:
    from pathlib import Path

HEADER = (
    "bg_nummer",
    "anrede",
    "titel",
    "vorname",
    "nachname",
    "zusatz",
    "strasse",
    "hausnummer",
    "ortsteil",
    "plz",
    "ort",
    "land",
    "format",
    "empfaenger",
)
HOUSEHOLDS = (
    (
        "Herr",
        "Dr.",
        "Łukasz",
        "Żółć-Müller",
        "c/o Beratung",
        "Kernberg",
        "17 // W 236",
        "Südstadt",
        "30171",
        "Hannover",
    ),
    ("Eheleute", "", "Anna und Otto", "Weiß", "", "Postfach", "890932", "", "30159", "Hannover"),
    ("Frau", "", "Marie", "Curie", "", "Rue de la Paix", "12", "", "75002", "Paris", "FR"),
    ("Frau", "", "Null", "None", "", "Straße des 17. Juni", "16-20", "", "10785", "Berlin"),
    (
        "Herr",
        "",
        "Karl Theodor Maria",
        "von und zu Guttenberg-Schwarzenberger",
        "",
        "Weg",
        "1",
        "",
        "30159",
        "Hannover",
    ),
    ("Herr", "", "Kind", "Müller", "", "Weg", "1", "", "30159", "Hannover", "", "", "Herr Betreuer Schmidt"),
    ("divers", "", "Kim", "O’Neill", "", "Pf. 12 34 5", "", "", "30159", "Hannover", "", "Großdruck"),
    ("Frau", "B.A.", "Eva", "Stein", "bei Meier", "Postlagernd", "", "", "30159", "Hannover"),
    ("Frau", "", "Jobcenter", "Bürgergeld", "", "Grundsicherungsweg", "3", "", "30159", "Hannover"),
    ("Frau", "", "Ana", "Silva", "", "Rua Augusta", "5", "", "1100-048", "Lisboa", "Portugal"),
)
"""The cases of the domain page: titles, couples, post boxes, abroad, guardians, subtenants, names that look empty."""


def households() -> list[tuple[str, ...]]:
    """Return the rows of a list with the odd households, each with its BG-Nummer and all columns."""
    width = len(HEADER) - 1
    return [
        (f"23702//{place:07d}", *entries, *("",) * (width - len(entries)))
        for place, entries in enumerate(HOUSEHOLDS, start=1)
    ]


def write_csv(path: Path, encoding: str = "utf-8-sig", delimiter: str = ";") -> Path:
    """Write the list as text."""
    with path.open("w", encoding=encoding, newline="", errors="replace") as text:
        csv.writer(text, delimiter=delimiter).writerows([HEADER, *households()])
    return path


def codes(run: Path, **options: Any) -> list[tuple[str, int | None]]:
    """Return code and row of all that verifying finds."""
    return [(finding.code, finding.row) for finding in verify(run, VerifyOptions(**options))]
