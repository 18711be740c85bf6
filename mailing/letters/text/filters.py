"""The filters of templates, in German: `{{ termin.beginn | datum }}` gives "Mittwoch, 17. Juni 2020".

A value that a filter can't read is the row's fault, not the template's: `ValueUnreadable` ends that letter only.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, TypeVar

from mailing.base.messages import _, n_
from mailing.base.working_days import DEFAULT_STATE, plus_working_days
from mailing.letters.text import german, readers
from mailing.letters.text.values import Appointment, text_of
from mailing.model.languages import GERMAN_TAG

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

Read = TypeVar("Read")

MOST_DAYS: Final = 3_660
"""So many days a letter may count on: ten years."""
WORKING_DAYS: Final = "plus_werktage"
"""The filter that asks whose public holidays the office keeps."""
READING: Final = frozenset({"datum", "wochentag", "uhrzeit", "betrag", "zahl", "plus", WORKING_DAYS})
"""The filters that read what an entry says."""


SPOKEN: Final = ("datum", "wochentag", "uhrzeit", "betrag", "zahl", "aufzaehlung")
"""The filters that write as the text's language does."""


class ValueUnreadable(ValueError):  # noqa: N818 - it ends one letter, never the run
    """A filter got a value that it can't read."""

    def __init__(self, filter_name: str, found: str) -> None:
        super().__init__(filter_name)
        self.filter_name = filter_name
        self.found = found


def datum(value: object, form: str = "voll", language: str = GERMAN_TAG) -> str:
    """Write a day: "Mittwoch, 17. Juni 2020"; with "lang" "17. Juni 2020", with "kurz" "17.06.2020"."""
    return german.write_day(_day(value, "datum"), form, language)


def wochentag(value: object, language: str = GERMAN_TAG) -> str:
    """Name the day of the week: "Mittwoch"."""
    return german.write_weekday(_day(value, "wochentag"), language)


def uhrzeit(value: object, language: str = GERMAN_TAG) -> str:
    """Write a time of day: "9:30 Uhr"."""
    return german.write_time(_moment(value), language)


def plus(value: object, days: int) -> date:
    """Give the day so many days later; fewer than 0 are days earlier."""
    return _later(_day(value, "plus"), days, lambda day: day + timedelta(days=days))


def plus_werktage(value: object, days: int, land: str = DEFAULT_STATE) -> date:
    """Give the day so many working days later, Monday to Friday without the holidays of `land` (ISO 3166-2:DE)."""
    return _later(_day(value, WORKING_DAYS), days, lambda day: plus_working_days(day, days, land))


def telefon(value: object) -> str:
    """Write a telephone number by DIN 5008: "0511 6559-2299"."""
    return german.write_phone(text_of(value))


def betrag(value: object, language: str = GERMAN_TAG) -> str:
    """Write an amount of money: "1.234,50 €"."""
    return german.write_amount(amount_of(value), language)


def amount_of(value: object) -> Decimal:
    """Read an amount of money: "1.234,50 €", or a number."""
    return _number(value, "betrag")


def zahl(value: object, language: str = GERMAN_TAG) -> str:
    """Write a number: "58.624", "2,5"."""
    return german.write_number(_number(value, "zahl"), language)


def gross(value: object) -> str:
    """Write in capitals; "ß" becomes "ẞ" (official since 2017)."""
    return text_of(value).replace("ß", "ẞ").upper()


def klein(value: object) -> str:
    """Write in small letters."""
    return text_of(value).lower()


def anzahl(value: Sequence[object]) -> int:
    """Count persons, enclosures or other things of a list."""
    return len(value)


def aufzaehlung(value: Sequence[object], language: str = GERMAN_TAG) -> str:
    """Name all of a list: "Anna Müller, Ben Müller und Chris Weiß"."""
    return german.write_list([text_of(item, language) for item in value], language)


def zeilen(value: Sequence[object]) -> str:
    """Write all of a list, each on a line of its own."""
    return "\n".join(text_of(item) for item in value)


def sonst(value: object, other: str) -> object:
    """Give `other` where the value is empty; "nein" and "0" are not."""
    is_empty = value == "" if isinstance(value, str) else not value
    return other if is_empty else value


FILTERS: Final[Mapping[str, tuple[Callable[..., Any], str]]] = {
    "datum": (
        datum,
        n_('Tag mit Wochentag: „Mittwoch, 17. Juni 2020“; datum("lang") ohne Wochentag, datum("kurz") in Ziffern'),
    ),
    "wochentag": (wochentag, n_("Wochentag: „Mittwoch“")),
    "uhrzeit": (uhrzeit, n_("Uhrzeit: „9:30 Uhr“")),
    "plus": (plus, n_("so viele Tage später: datum | plus(14) | datum")),
    WORKING_DAYS: (
        plus_werktage,
        n_("so viele Werktage später, ohne Wochenenden und Feiertage: datum | plus_werktage(5) | datum"),
    ),
    "telefon": (telefon, n_("Telefonnummer nach DIN 5008: „0511 6559-2299“")),
    "betrag": (betrag, n_("Geldbetrag: „1.234,50 €“")),
    "zahl": (zahl, n_("Zahl mit Tausenderpunkten: „58.624“")),
    "gross": (gross, n_("GROSSBUCHSTABEN")),
    "klein": (klein, n_("kleinbuchstaben")),
    "anzahl": (anzahl, n_("wie viele es sind: mitglieder | anzahl")),
    "aufzaehlung": (aufzaehlung, n_("alle mit Komma und „und“: „Anna, Ben und Chris“")),
    "zeilen": (zeilen, n_("alle untereinander, jedes auf seiner Zeile")),
    "sonst": (sonst, n_('ein Ersatz, wenn nichts da ist: zusatz | sonst("ohne Zusatz")')),
}
"""The filters that templates know, with what they do in the office's words."""


def _day(value: object, filter_name: str) -> date:
    match value:
        case Appointment():
            return value.beginn.date()
        case datetime():
            return value.date()
        case date():
            return value
    return _read(readers.read_day, value, filter_name)


def _later(day: date, days: object, moved: Callable[[date], date]) -> date:
    if not isinstance(days, int) or abs(days) > MOST_DAYS:
        raise TypeError(_("Tage zählt ein Filter in ganzen Zahlen, höchstens {most}").format(most=MOST_DAYS))
    return moved(day)


def _moment(value: object) -> time:
    match value:
        case Appointment():
            return value.beginn.time()
        case datetime():
            return value.time()
    return _read(readers.read_time, value, "uhrzeit")


def _number(value: object, filter_name: str) -> Decimal:
    match value:
        case bool():
            pass
        case int() | Decimal():
            return Decimal(value)
        case float():
            return Decimal(repr(value))
    return _read(readers.read_number, value, filter_name)


def _read(reader: Callable[[str], Read], value: object, filter_name: str) -> Read:
    """Read the value's text; what can't be read is a `ValueUnreadable` with the filter's name."""
    text = text_of(value)
    try:
        return reader(text)
    except ValueError as error:
        raise ValueUnreadable(filter_name, text) from error
