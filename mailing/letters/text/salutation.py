"""The salutation: one for everybody, by what the list has of the person."""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from mailing.model.names import AND, read_form, read_leading, spoken_titles, without_suffix
from mailing.model.recipients import read_recipient

if TYPE_CHECKING:
    from mailing.model import Household

TO_ALL = "Sehr geehrte Damen und Herren,"

POLITE = {
    "Frau": "Sehr geehrte Frau",
    "Herr": "Sehr geehrter Herr",
    "Eheleute": "Sehr geehrte Eheleute",
    "Ehepaar": "Sehr geehrtes Ehepaar",
    "Familie": "Sehr geehrte Familie",
}
"""How the forms of address are greeted by their surname; all others by first name and surname."""
COUPLE = 2


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


@lru_cache(maxsize=10_000)
def greeting(anrede: str, titel: str, vorname: str, nachname: str, style: SalutationStyle) -> str:
    """Return the salutation of a person, or of a couple."""
    read = read_form(anrede)
    form = "" if read.rest else read.form
    name = read_leading(nachname)
    titles = spoken_titles(f"{read.titles} {titel} {name.titles}")
    surname = without_suffix(name.rest)[0]
    if not surname or form == "Firma":
        return TO_ALL
    if " und " in form and style is SalutationStyle.BY_ENTRY and not titles:
        return _to_couple(form, surname)
    called = f"{titles} {surname}".strip()
    polite = POLITE.get(form)
    if polite and style is SalutationStyle.BY_ENTRY:
        return f"{polite} {called},"
    if vorname:
        return f"Guten Tag {titles} {vorname} {surname},".replace("  ", " ")
    return f"Guten Tag {form} {called}," if polite else TO_ALL


def _to_couple(form: str, surname: str) -> str:
    """Return "Sehr geehrter Herr Meier, sehr geehrte Frau Schulz,"; one surname is that of both."""
    forms, surnames = form.split(" und "), AND.split(surname)
    if len(surnames) not in (1, COUPLE):
        return TO_ALL
    one, other = (f"{POLITE[word]} {name}" for word, name in zip(forms, surnames * COUPLE, strict=False))
    return f"{one}, {other[0].lower()}{other[1:]},"


@lru_cache(maxsize=1_000)
def _to_recipient(recipient: str, style: SalutationStyle) -> str:
    """Greet an authorised recipient: the person or the two whom the entry names with Frau or Herr."""
    read = read_recipient(recipient)
    if not read.is_sure or not 0 < len(read.persons) <= COUPLE:
        return TO_ALL
    greetings = [greeting(each.form, each.titles, each.given, each.surname, style) for each in read.persons]
    if TO_ALL in greetings:
        return TO_ALL
    one, *others = greetings
    return ", ".join([one.rstrip(","), *(f"{other[0].lower()}{other[1:]}".rstrip(",") for other in others)]) + ","
