"""Households to try a template with: one with all entries, one with hardly any."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from mailing.letters.text.vocabulary import LIST_ROW, PLACEHOLDERS
from mailing.model import Household, LetterFormat, Person

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mailing.letters.text.templates import Template

TRIAL_SALUTATION: Final = "Sehr geehrte Frau Muster,"
_ENTRIES: Final[Mapping[str, Any]] = {
    "bg_nummer": "23702//0000001",
    "kundennummer": "237A000001",
    "anrede": "Frau",
    "titel": "Dr.",
    "vorname": "Erika",
    "nachname": "Muster",
    "zusatz": "bei Beispiel",
    "strasse": "Musterstraße",
    "hausnummer": "1",
    "ortsteil": "Musterdorf",
    "plz": "30159",
    "ort": "Hannover",
    "land": "",
    "empfaenger": "",
}
_NEEDED: Final = ("vorname", "nachname", "strasse", "hausnummer", "plz", "ort")
_BARE_ENTRIES: Final[Mapping[str, Any]] = {name: _ENTRIES[name] if name in _NEEDED else "" for name in _ENTRIES}


def trial_households(template: Template) -> tuple[Household, Household]:
    """Return a household with all entries that the template may ask for, and one with hardly any."""
    site = next(iter(template.sites.values()), None)
    of_list = {name.removeprefix(f"{LIST_ROW}.") for name in template.placeholders if name.startswith(f"{LIST_ROW}.")}
    extra = [*of_list, *(name for name in template.placeholders if name not in PLACEHOLDERS)]
    erika, max_ = Person("Frau", "Dr.", "Erika", "Muster"), Person("Herr", "", "Max", "Muster")
    full = Household(
        index=0,
        row=2,
        **_ENTRIES,
        standort=site.standort if site else "",
        termin=datetime(2020, 6, 17, 9, 30),  # noqa: DTZ001 - lists name local times
        format=LetterFormat.STANDARD,
        mitglieder=(erika, max_),
        extra=dict.fromkeys(extra, "1"),
    )
    bare = Household(
        index=1,
        row=3,
        **_BARE_ENTRIES,
        standort="",
        termin=None,
        format=LetterFormat.STANDARD,
        mitglieder=(erika,),
        extra=dict.fromkeys(extra, ""),
    )
    return full, bare
