"""The letter that all programs of the comparison make, and the list that tells to whom.

One page: letterhead, return line, address, subject, salutation, a first paragraph that differs from letter to letter,
three that don't, a last one that differs again, the close. Names in braces are columns of the list.
"""

from __future__ import annotations

import csv
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

SENDER = "Jobcenter Region Hannover"
RETURN_LINE = "Musterstraße 1 · 30159 Hannover"
DATE = "15. Juni 2020"
TITLE = "Persönliche Beratung"
SUBJECT = "Wir beraten Sie wieder persönlich – mit Termin"
FIRST = (
    "diese Nachricht betrifft Ihre Bedarfsgemeinschaft mit der Nummer {bg_nummer}. Sie geht an {vorname} {nachname}, "
    "{strasse} {hausnummer} in {plz} {ort}. Seit dem 17. Juni 2020 beraten wir Sie Schritt für Schritt wieder "
    "persönlich. Damit Sie und unsere Beschäftigten gesund bleiben, haben Sie Zutritt nur mit einem Termin."
)
FIXED = (
    (
        "Einen Termin erhalten Sie, wenn sich Ihr Anliegen nicht auf anderem Weg klären lässt. Vor jedem Termin "
        "sprechen wir am Telefon miteinander: Oft genügt schon das Gespräch, und Sie sparen sich den Weg. Unter der "
        "zentralen Rufnummer (0511) 6559-2299 erreichen Sie uns mit allen Fragen."
    ),
    (
        "Anträge und Unterlagen senden Sie uns bitte mit der Post, werfen sie in unseren Hausbriefkasten oder schicken "
        "sie per E-Mail an Jobcenter-Region-Hannover.Corona-Hilfe@jobcenter-ge.de. Sie müssen dafür nicht zu uns "
        "kommen, und niemand hat Nachteile, wenn ein Schreiben länger unterwegs ist."
    ),
    (
        "In allen 19 Standorten tragen Sie bitte eine Mund-Nasen-Bedeckung; wenn Sie keine haben, bekommen Sie eine "
        "am Eingang. Bitte beachten Sie die markierten Bereiche, halten Sie Abstand zu anderen Menschen und folgen "
        "Sie dem Schutzkonzept des Standortes, das am Eingang aushängt."
    ),
)
LAST = (
    "Bitte nennen Sie bei jedem Anruf, in jeder E-Mail und auf allen Unterlagen die Nummer {bg_nummer}. Wohnt "
    "{vorname} {nachname} nicht mehr in der Wohnung {strasse} {hausnummer}, {plz} {ort}? Dann teilen Sie uns die neue "
    "Anschrift bitte gleich mit, denn ein Schreiben an die alte Anschrift erreicht Sie sonst nicht."
)
CLOSE = ("Mit freundlichen Grüßen", "Ihr Jobcenter Region Hannover")

MEMBER = "Mitglied"
COLUMNS = (
    "bg_nummer",
    "anrede",
    "titel",
    "vorname",
    "nachname",
    "zusatz",
    "strasse",
    "hausnummer",
    "plz",
    "ort",
    "empfaenger",
)
FORMS = {
    "Frau": ("Frau", "Sehr geehrte Frau"),
    "Herr": ("Herrn", "Sehr geehrter Herr"),
    "Herrn": ("Herrn", "Sehr geehrter Herr"),
}
"""By the list's entry: the form of address above the name, and in the salutation."""
GREETING_ALL = "Guten Tag"
GREETING_NOBODY = "Sehr geehrte Damen und Herren"
"""To an authorised recipient whose entry doesn't tell where the surname begins: "Frau Tina Dussen van"."""
GREETINGS = (GREETING_ALL, GREETING_NOBODY, ",", *(greeting for _, greeting in FORMS.values()))
NUMERAL = " II"
"""Behind a surname; it stands in the address, but nobody is greeted by it."""
FIRST_AND_LAST = 2


class Letter(NamedTuple):
    """What differs from letter to letter."""

    bg_nummer: str
    address: tuple[str, ...]
    salutation: str
    first: str
    last: str


def letters(path: Path) -> Iterator[Letter]:
    """Give the letter of each household of a list that `mailing sample` wrote, in the list's order."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = csv.reader(stream, delimiter=";")
        header = next(rows)
        role, chosen = header.index("rolle"), itemgetter(*map(header.index, COLUMNS))
        for row in rows:
            if row[role] != MEMBER:
                yield _letter(dict(zip(COLUMNS, chosen(row), strict=True)))


def _letter(row: Mapping[str, str]) -> Letter:
    recipient, salutation = _recipient(row)
    addition = (row["zusatz"],) if row["zusatz"] else ()
    return Letter(
        bg_nummer=row["bg_nummer"],
        address=(recipient, *addition, f"{row['strasse']} {row['hausnummer']}", f"{row['plz']} {row['ort']}"),
        salutation=salutation,
        first=FIRST.format_map(row),
        last=LAST.format_map(row),
    )


def _recipient(row: Mapping[str, str]) -> tuple[str, str]:
    """Return the address's first line and the salutation: an authorised recipient takes the household's place."""
    if row["empfaenger"]:
        form, name = row["empfaenger"].split(maxsplit=1)
        names = name.removesuffix(NUMERAL).split()
        if len(names) != FIRST_AND_LAST:
            return f"{FORMS[form][0]} {name}", f"{GREETING_NOBODY},"
        title, given, surname = "", *names
    else:
        form, title, given = row["anrede"], row["titel"], row["vorname"]
        name = _joined(title, given, row["nachname"])
        surname = row["nachname"].removesuffix(NUMERAL)
    if form not in FORMS:
        return name, f"{GREETING_ALL} {_joined(title, given, surname)},"
    address_form, greeting = FORMS[form]
    return f"{address_form} {name}", f"{greeting} {_joined(title, surname)},"


def _joined(*parts: str) -> str:
    return " ".join(filter(None, parts))
