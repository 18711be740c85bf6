"""Trying a template out: with a household that has all entries, and with one that has hardly any."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from mailing.base.errors import TemplateError
from mailing.base.messages import _
from mailing.letters.blocks import LetterFault
from mailing.letters.text.comparing import A_DAY, A_NUMBER, A_TIME, A_YES_OR_NO
from mailing.letters.text.composing import Composer
from mailing.letters.text.filters import WORKING_DAYS
from mailing.letters.text.script import read_script
from mailing.letters.text.vocabulary import LIST_ROW, PLACEHOLDERS
from mailing.model import Household, LetterFormat, Person

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping

    from mailing.findings import Finding
    from mailing.letters.text.script import Reading, Script
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


A_FIGURE: Final = "1"
_READ_AS: Final[Mapping[str, tuple[str, ...]]] = {
    "17.06.2020": ("datum", "wochentag", "plus", WORKING_DAYS, A_DAY),
    "9:30": ("uhrzeit", A_TIME),
    A_FIGURE: ("betrag", "zahl", A_NUMBER),
    "DE02120300000000202051": ("iban",),
}
"""An entry of each kind, with all that reads it."""


def try_out(template: Template, date: dt.date, script: Script) -> Iterator[TemplateError]:
    """Compose letters for households with all entries and with none: what can't be worked out shows."""
    yield from _read_in_two_ways(script)
    composer = Composer(template, date)
    for household in trial_households(template, script.readings):
        try:
            composer.compose(household, TRIAL_SALUTATION)
        except TemplateError as fault:
            yield fault
        except LetterFault as fault:
            of_all = _of_every_household(fault.finding, script)
            if of_all:
                yield of_all
                return


def _read_in_two_ways(script: Script) -> Iterator[TemplateError]:
    """Give the columns that are read as a day here and as a number there: no entry could be both."""
    for column in dict.fromkeys(reading.column for reading in script.readings):
        ways = [reading for reading in script.readings if reading.column == column]
        as_number = next((way for way in ways if way.how in _READ_AS[A_FIGURE]), None)
        as_moment = next((way for way in ways if way.how not in (*_READ_AS[A_FIGURE], A_YES_OR_NO)), None)
        if as_number and as_moment:
            yield TemplateError(
                _("Die Spalte „{column}“ wird hier als Zahl gelesen, an anderer Stelle als Tag oder Uhrzeit").format(
                    column=column
                ),
                where=str(as_number.source_line),
                hint=_("Die andere Stelle ist {place}").format(place=as_moment.source_line),
            )


def _of_every_household(finding: Finding, script: Script) -> TemplateError | None:
    """Return what forbids every letter: a condition that compares an entry of ours with what none can be."""
    column = str(finding.details.get("column", ""))
    if finding.code != "letter.value-unlike" or column not in PLACEHOLDERS:
        return None
    places = (reading.source_line for reading in script.readings if reading.column == column)
    return TemplateError(
        _("„{column}“ steht für etwas wie „{found}“ und lässt sich nicht so vergleichen: {condition}").format(
            column=column, found=finding.found, condition=finding.details["condition"]
        ),
        where=str(next(places, script.source_lines[0])),
        hint=_("Vergleichen oder verrechnen lässt sich nur, was von einer Art ist: Zahlen, Tage oder Texte"),
    )


def example_entries(template: Template, date: dt.date) -> Mapping[str, str]:
    """Return an entry for each column beyond ours that a letter may ask for: one that can be read as it is read.

    Raises:
        TemplateError: the template can't be read.
    """
    entries: dict[str, str] = {}
    for letter in (template, *template.others):
        if not any(name not in PLACEHOLDERS for name in letter.placeholders):
            continue
        full, _bare = trial_households(letter, read_script(letter, date).readings)
        entries |= full.extra
    return entries | {name: A_FIGURE for name in template.required_columns if name not in {*PLACEHOLDERS, *entries}}


def trial_households(template: Template, readings: Iterable[Reading] = ()) -> tuple[Household, Household]:
    """Return a household with all entries that the template may ask for, and one with hardly any.

    Args:
        template: the variant to be tried.
        readings: what its entries are read as: they are made so that they can be.
    """
    read_as = {
        reading.column.removeprefix("liste."): entry
        for reading in readings
        for entry, hows in _READ_AS.items()
        if reading.how in hows
    }
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
        extra={name: read_as.get(name, A_FIGURE) for name in extra},
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
