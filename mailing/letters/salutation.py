"""The salutation: one for everybody, by what the list says of the person."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mailing.model import Household

COUPLES = {"eheleute": "Eheleute", "ehepaar": "Ehepaar", "familie": "Familie"}
"""Entries of the column `anrede` that mean more than one person, as the letter writes them."""

SPOKEN_TITLES = ("Prof.", "Professor", "Professorin", "Dr.")
"""Titles that are spoken to; others (Dipl.-Ing., M.A.) stand in the address only (Duden, "Anrede")."""

TO_ALL = "Sehr geehrte Damen und Herren,"


class SalutationStyle(StrEnum):
    """How the office greets: `anrede` in `organisation.toml`."""

    BY_ENTRY = "nach-liste"
    GOOD_DAY = "guten-tag"


def salutation(household: Household, style: SalutationStyle = SalutationStyle.BY_ENTRY) -> str:
    """Return the salutation with its comma: to the authorised recipient, where there is one."""
    if household.empfaenger:
        return _to_recipient(household.empfaenger, style)
    return _to_person(household.anrede, household.titel, household.vorname, household.nachname, style)


def _to_person(anrede: str, titel: str, vorname: str, nachname: str, style: SalutationStyle) -> str:
    form = anrede.strip().casefold()
    if not nachname:
        return TO_ALL
    if style is SalutationStyle.GOOD_DAY or form not in _BY_FORM:
        names = (vorname, nachname) if form not in COUPLES else (COUPLES[form], nachname)
        return f"Guten Tag {_joined(_spoken(titel), *names)}," if names[0] else TO_ALL
    return f"{_BY_FORM[form]} {_joined(_spoken(titel), nachname)},"


_BY_FORM = {
    "frau": "Sehr geehrte Frau",
    "herr": "Sehr geehrter Herr",
    "herrn": "Sehr geehrter Herr",
    "eheleute": "Sehr geehrte Eheleute",
    "ehepaar": "Sehr geehrtes Ehepaar",
    "familie": "Sehr geehrte Familie",
}


def _to_recipient(recipient: str, style: SalutationStyle) -> str:
    """Greet an authorised recipient by the first line of the entry: a person if it begins with Frau or Herr."""
    words = recipient.splitlines()[0].split(",")[0].split()
    form = words[0].casefold() if words else ""
    if form not in ("frau", "herr", "herrn"):
        return TO_ALL
    titles = [word for word in words[1:] if word.endswith(".")]
    names = [word for word in words[1:] if not word.endswith(".")]
    first, last = (" ".join(names[:-1]), names[-1]) if names else ("", "")
    return _to_person(form, " ".join(titles), first, last, style)


def _spoken(titel: str) -> str:
    return " ".join(word for word in titel.split() if word in SPOKEN_TITLES)


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)
