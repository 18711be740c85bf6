"""The salutation: one for everybody, by what the list has of the person."""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mailing.model import Household

TO_ALL = "Sehr geehrte Damen und Herren,"

POLITE = {
    "frau": "Sehr geehrte Frau",
    "herr": "Sehr geehrter Herr",
    "herrn": "Sehr geehrter Herr",
    "eheleute": "Sehr geehrte Eheleute",
    "ehepaar": "Sehr geehrtes Ehepaar",
    "familie": "Sehr geehrte Familie",
}
"""How the entries of the column `anrede` are greeted by their surname; all others by first name and surname."""

SPOKEN_TITLES = frozenset({"Prof.", "Professor", "Professorin", "Dr."})
"""Titles that are spoken to; others (Dipl.-Ing., M.A.) stand in the address only (Duden, "Anrede")."""


class SalutationStyle(StrEnum):
    """How the office greets: `anrede` in `organisation.toml`."""

    BY_ENTRY = "nach-liste"
    GOOD_DAY = "guten-tag"


def salutation(household: Household, style: SalutationStyle = SalutationStyle.BY_ENTRY) -> str:
    """Return the salutation with its comma: to the authorised recipient, where there is one.

    Frau and Herr are greeted so; nobody is made to be one of them: other entries get "Guten Tag Vorname Nachname",
    and who has no first name or no name at all "Sehr geehrte Damen und Herren".
    """
    if household.empfaenger:
        return _to_recipient(household.empfaenger, style)
    return greeting(household.anrede, household.titel, household.vorname, household.nachname, style)


def greeting(anrede: str, titel: str, vorname: str, nachname: str, style: SalutationStyle) -> str:
    """Return the salutation of a person, or of a couple."""
    if not nachname:
        return TO_ALL
    name = f"{spoken_titles(titel)} {nachname}" if titel else nachname
    polite = POLITE.get(anrede.strip().casefold())
    if polite and style is SalutationStyle.BY_ENTRY:
        return f"{polite} {name.strip()},"
    if vorname:
        return f"Guten Tag {spoken_titles(titel)} {vorname} {nachname},".replace("  ", " ")
    return f"Guten Tag {polite.rpartition(' ')[2]} {name.strip()}," if polite else TO_ALL


@lru_cache(maxsize=1_000)
def _to_recipient(recipient: str, style: SalutationStyle) -> str:
    """Greet an authorised recipient: a person, if the entry's first line begins with Frau or Herr."""
    form, *words = recipient.splitlines()[0].split(",")[0].split()
    if form.casefold() not in ("frau", "herr", "herrn"):
        return TO_ALL
    titles = [word for word in words if word.endswith(".")]
    names = [word for word in words if not word.endswith(".")]
    surname = next((number for number, word in enumerate(names) if number and word[0].islower()), len(names) - 1)
    return greeting(form, " ".join(titles), " ".join(names[:surname]), " ".join(names[surname:]), style)


@lru_cache(maxsize=1_000)
def spoken_titles(titel: str) -> str:
    """Return those of the titles that a salutation names."""
    return " ".join(word for word in titel.split() if word in SPOKEN_TITLES)
