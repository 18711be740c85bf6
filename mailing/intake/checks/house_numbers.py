"""House numbers: missing, odd, turned into days by a spreadsheet, or exchanged with the street."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from mailing.intake.checks.placeholders import says_nothing
from mailing.intake.checks.rule_runner import Verdict, but, judged, judged_pairs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mailing.findings import Finding
    from mailing.intake.listtable import ListTable
    from mailing.intake.texts import Mask

_DATE = re.compile(r"(?:(\d{4})-(\d\d)-(\d\d)(?:[T ]00:00(?::00)?)?|(\d\d?)\.(\d\d?)\.(\d{4})?)")
_MONTHS = {"jan": 1, "feb": 2, "mär": 3, "mrz": 3, "apr": 4, "mai": 5, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9,
           "okt": 10, "oct": 10, "nov": 11, "dez": 12, "dec": 12}  # fmt: skip
_MONTH_AND_DAY = re.compile(r"(?P<month>[A-Za-zä]{3,})\.?[ -](?P<day>\d\d?)")
_NUMBER = r"(?>\d{1,4} ?(?:[a-z]{1,2}|[½¼¾²³]|\d/\d)?(?:\.(?!\d)|(?![^\W_])))"
_PART_OF_HOUSE = (
    r"(?:haus|hs|h|hinterhaus|vorderhaus|hh|vh|gh|gartenhaus|seitenflügel|sf|eingang|aufgang|block|gebäude|geb|bau|turm|"
    r"wohnung|whg|we|w|app|apartment|appartement|zimmer|zi|nr|no|tür|top|stock|stg|stiege|etage|og|eg|dg|ug|souterrain|"
    r"li|re|links|rechts|mitte|hinten|vorn|vorne|hof|laden|rückgebäude|rgb|rg|nebenhaus|nebeneingang|anbau|[ivx]{1,4})\b\.?"
)
_USUAL = re.compile(
    rf"(?:(?:nr|no|haus|hs|block)\b\.? ?)?{_NUMBER}"
    rf"(?:\s*(?:[-–/+&(]|,(?!\d)|//|bis|u\.|und|oder)?\s*(?:{_PART_OF_HOUSE}|{_NUMBER}|[a-z]\b)\)?)*+|"
    r"[a-z]{1,2}(?:\s?[-–/]?\s?\d{1,3})?|[ivx]{1,5}|(?:o\.|ohne) ?(?:nr\.?|nummer|hausnummer|hnr\.?)",
    re.IGNORECASE,
)
"""House numbers as they are: "12-14", "7 a-c", "5/Whg. 3", "12 Haus 2", "8 1/2", "Nr. 3", "A 5", "o. Nr."."""
_SERIAL = re.compile(r"[34]\d{4}")
"""Days as spreadsheets count them, of about 1982 to 2036; no house has such a number."""
_DIALLING_CODE = re.compile(r"(?<!\d)0[1-9]\d\d")
"""A number with a zero before three figures is a telephone's: "0511"."""
_FIRST_DAY = dt.date(1899, 12, 30)
_WITH_DECIMALS = re.compile(r"(\d+)[.,]0+")
_DAY_AND_MONTH = re.compile(r"(?P<day>\d\d?)\.?[ -](?P<month>[A-Za-zä]{3,})\.?")


def check_house_numbers(table: ListTable, rows: Mask) -> Iterator[Finding]:
    """Check house numbers: missing, turned into dates, or exchanged with the street."""
    figures = rows & table["strasse"].where(lambda text: text[:1].isdigit())
    swapped = list(judged_pairs(table, ("strasse", "hausnummer"), _street_swapped_rule, figures))
    yield from swapped
    rest = but(rows, table, swapped)
    yield from judged(table, "hausnummer", house_number_rule, rest & ~says_nothing(table, "hausnummer"))
    needs_number = table["strasse"].where(lambda text: bool(text) and not _stands_alone(text))
    yield from judged(
        table, "hausnummer", lambda text: None if text else Verdict("house-number.missing"), rest & needs_number
    )


def _stands_alone(street: str) -> bool:
    """Whether there is no house number by nature: a Postfach, or the number is in the street's text."""
    return street.casefold().startswith(("postfach", "postlagernd")) or any(map(str.isdigit, street))


def _street_swapped_rule(street: str, number: str) -> tuple[Verdict, ...]:
    if not re.fullmatch(r"[0-9]+ ?[a-z]?", street) or len(re.sub(r"[\W\d]", "", number)) < 3:  # noqa: PLR2004 - "12 bc"
        return ()
    return (
        Verdict("field.swapped", number, {"field": "strasse", "other": "hausnummer"}, "strasse"),
        Verdict("field.swapped", street, {"field": "hausnummer", "other": "strasse"}, "hausnummer"),
    )


def house_number_rule(text: str) -> Verdict | None:
    """Return what is wrong with a house number: a day or a decimal of a spreadsheet ("3-5" became the third of May)."""
    if decimal := _WITH_DECIMALS.fullmatch(text):
        return Verdict("house-number.damaged-number", decimal[1])
    range_meant = _range_behind_date(text)
    if range_meant:
        return Verdict("house-number.became-date", range_meant)
    is_usual = not text or (_USUAL.fullmatch(text) is not None and _DIALLING_CODE.search(text) is None)
    return None if is_usual else Verdict("house-number.odd")


def _range_behind_date(text: str) -> str:
    """Return "3-5" for a day as spreadsheets write it, "" for all else."""
    if found := _DATE.fullmatch(text):
        _year, month, day, german_day, german_month, _german_year = found.groups()
        return f"{int(day or german_day)}-{int(month or german_month)}"
    if _SERIAL.fullmatch(text):
        date = _FIRST_DAY + dt.timedelta(int(text))
        return f"{date.day}-{date.month}"
    for pattern in (_DAY_AND_MONTH, _MONTH_AND_DAY):
        found = pattern.fullmatch(text)
        if found and (month_number := _MONTHS.get(found["month"][:3].casefold())):
            return f"{int(found['day'])}-{month_number}"
    return ""
