"""What stands behind the placeholders of one household, and how each is written where it stands alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from operator import attrgetter
from typing import TYPE_CHECKING, Final, NoReturn

from jinja2 import StrictUndefined, Undefined

from mailing.base.messages import _
from mailing.base.words import NO, folded
from mailing.findings import Finding
from mailing.letters.blocks import LetterFault
from mailing.letters.text.german import write_day, write_list, write_time
from mailing.letters.text.organisation import Organisation, Site, site_key
from mailing.letters.text.vocabulary import LIST_PLACEHOLDERS, LIST_ROW
from mailing.model import Person
from mailing.model.languages import GERMAN_TAG

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mailing.model import Household


LONGEST_NO: Final = max(map(len, NO))


class Unprintable(TypeError):  # noqa: N818 - it becomes a TemplateError with its line
    """A template prints what has no written form: a yes or no."""


@dataclass(frozen=True, slots=True)
class Appointment:
    """A household's appointment; in a text it stands for day and time."""

    beginn: datetime
    language: str = GERMAN_TAG

    @property
    def datum(self) -> str:
        """The day: "Mittwoch, 17. Juni 2020"."""
        return write_day(self.beginn.date(), language=self.language)

    @property
    def uhrzeit(self) -> str:
        """The time of day: "9:30 Uhr"."""
        return write_time(self.beginn.time(), self.language)

    def __str__(self) -> str:
        return f"{self.datum}, {self.uhrzeit}"


class Negative(str):
    """A "no" in a column of the list: printed as it stands there, but false where a condition asks for it.

    Lists hand on texts only: a FALSE of a workbook, Parquet file or database comes as "nein", the word of a text file.
    """

    __slots__ = ()

    def __bool__(self) -> bool:
        return False


class Absent:
    """An entry that the household lacks: a condition may ask for it, but no text can show it."""

    __slots__ = ("_finding",)

    def __init__(self, finding: Finding) -> None:
        self._finding = finding

    def __bool__(self) -> bool:
        return False

    def as_empty(self) -> str:
        """Return what a condition compares: the empty text; an entry that names what there isn't is told instead."""
        if self._finding.found:
            raise LetterFault(self._finding)
        return ""

    def __getattr__(self, part: str) -> NoReturn:
        raise LetterFault(self._finding)

    def __str__(self) -> str:
        raise LetterFault(self._finding)


class ListRow:
    """The entries that the list itself has for a household, whatever names the program gives."""

    __slots__ = ("_household",)

    def __init__(self, household: Household) -> None:
        self._household = household

    def __getattr__(self, name: str) -> object:
        if name in self._household.extra:
            return entry_of(self._household.extra[name])
        return getattr(self._household, name) if name in LIST_PLACEHOLDERS else StrictUndefined(name=name)


def text_of(value: object, language: str = GERMAN_TAG) -> str:
    """Write a value as it stands in a text where no filter says otherwise."""
    match value:
        case bool() | None:
            raise Unprintable(_("Ein Ja oder Nein lässt sich nicht drucken"))
        case Person():
            text = _full_name(value)
        case Organisation():
            text = value.name
        case datetime():
            text = str(Appointment(value, language))
        case date():
            text = write_day(value, "lang", language)
        case float():
            text = f"{Decimal(repr(value)):f}".replace(".", ",")
        case tuple() | list():
            text = write_list([text_of(item, language) for item in value], language)
        case str() | int() | Decimal() | Appointment() | Site() | Absent() | Undefined():
            text = str(value)
        case _:
            raise Unprintable(_("Das lässt sich nicht drucken"))
    return text


def getter_of(placeholder: str, sites: Mapping[str, Site], language: str = GERMAN_TAG) -> Callable[[Household], object]:
    """Return what gives the placeholder's value for a household; a name of no other kind is an extra column's."""

    def site(household: Household) -> object:
        return sites.get(site_key(household.standort)) or _site_missing(household)

    made: dict[str, Callable[[Household], object]] = {
        "standort": site,
        "termin": lambda household: _appointment(household, language),
        "name": _full_name,
        "personen": lambda household: len(household.mitglieder),
        "mitglieder": attrgetter("mitglieder"),
        LIST_ROW: ListRow,
    }
    if placeholder in made:
        return made[placeholder]
    if placeholder in LIST_PLACEHOLDERS:
        return attrgetter(placeholder)
    lacking = StrictUndefined(name=placeholder)

    def entry(household: Household) -> object:
        text = household.extra.get(placeholder)
        return lacking if text is None else entry_of(text)

    return entry


def entry_of(text: str) -> str:
    """Return an entry of the list's own column as templates see it: its text, false in a condition where it says no."""
    return Negative(text) if 0 < len(text) <= LONGEST_NO and folded(text) in NO else text


def _appointment(household: Household, language: str) -> object:
    if household.termin is None:
        return Absent(Finding("letter.no-appointment", row=household.row, field="termin"))
    return Appointment(household.termin, language)


def _site_missing(household: Household) -> Absent:
    if household.standort.strip():
        found = household.standort
        return Absent(Finding("letter.unknown-site", row=household.row, field="standort", found=found))
    return Absent(Finding("letter.no-site", row=household.row, field="standort"))


def _full_name(person: Person | Household) -> str:
    return " ".join(part for part in (person.titel, person.vorname, person.nachname) if part)
