"""What a proofreader marks in a template's text: greetings too many, and days that are over when the letter is read.

All of it is for a human to decide on: none of it stops a run.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from mailing.findings import Finding
from mailing.letters.text.comparing import A_DAY, kind_of
from mailing.letters.text.environment import FIRST_SLOT
from mailing.letters.text.marking import FIRST_FIXED
from mailing.letters.text.parsing import PRIVATE_USE
from mailing.letters.text.readers import TEXTS_KEPT, read_day
from mailing.letters.text.rehearsal import SALUTATION_SLOT

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from mailing.letters.text.source_text import SourceText

_OPENING: Final = r"(?:Sehr geehrte|Liebe[rs]? |Guten (?:Tag|Morgen|Abend)|Hallo|Moin|Grüß Gott|Werte[rs]? )"
_OWN_GREETING: Final = re.compile(
    rf"^[ *_]*(?:Sehr geehrte|{_OPENING}[^.;:?\n]*(?:[,!][ *_\\]*$|\n[ ]*\n))", re.MULTILINE
)
"""A salutation that the text has of its own, on a line that it begins."""
_DOUBLED: Final = re.compile(rf"{_OPENING}[^.!?\n{SALUTATION_SLOT}]*{SALUTATION_SLOT}")
"""A salutation before the salutation: "Sehr geehrte Sehr geehrte Frau …"."""
_FAREWELL: Final = re.compile(
    r"^[ *_]*(?:Mit (?:\w+ )?(?:freundlich|best|herzlich|lieb|viel)\w* (?:Grüßen|Gruß|Grüssen)"
    r"|(?:Freundliche|Beste|Herzliche|Liebe|Viele) (?:Grüße|Grüsse)|Hochachtungsvoll|MfG)\b",
    re.MULTILINE | re.IGNORECASE,
)
_DAY: Final = re.compile(r"\b\d{1,2}\. ?(?:\d{1,2}\. ?|[A-ZÄÖÜa-zäöü]{3,9} )\d{4}\b|\b\d{4}-\d{2}-\d{2}\b")
_LATE_DAY: Final = re.compile(r"(?:29|30|31)\. ?(?:0?[1-9]\.|1[0-2]\.|[^\W\d_])")
"""The last days of a month, which not all months have: "31.06.2020", "30. Februar 2021"."""
WEEKDAYS: Final = ("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag")
_WEEKDAY: Final = re.compile(rf"\b(?P<name>{'|'.join(WEEKDAYS)})s?,?\s+(?:de[nm]\s+)?[*_]*\Z", re.IGNORECASE)
_LEADS: Final = re.compile(
    r"\b(?:(?P<back>vom|von|seit|seitdem|stand|fassung|v|geboren|geb|geburts\w+|zuletzt|rückwirkend)|bis|spätestens|am|ab|zum)\b",
    re.IGNORECASE,
)
"""Words that lead to a day; those that look back say that it may be over: "Ihr Antrag vom 3. Mai 2020"."""
_PAST_TENSE: Final = re.compile(
    r"\b(?:war|waren|wurden?|hatten?)\b"
    r"|\b(?:haben?|hat|ist|sind)\b.*(?<!zu )\b(?:(?:be|er|ver|ent|miss|zer)\w+|(?!\w*zuge)\w*ge\w+)(?:t|en)"
    r"(?= *(?:[,;:)]|$| und ))",
    re.IGNORECASE | re.DOTALL,
)
"""Verbs that tell of the past: "war", "haben … erhalten", "ist … in Kraft getreten"; not "haben … zu zahlen"."""
_TO_A_DAY: Final = re.compile(r" *(?:bis|–|-)(?: zum)? *\d")
"""Behind the first day of a time: only its last day may be over."""
_MARKS: Final = re.compile("[\U00100000-\U0010ffff]")
_SLOT: Final = re.compile("[\U000f0000-\U000ffffd]")
_SENTENCE_END: Final = re.compile(r"(?<!\d)(?<!\bgeb)(?<!\bv)[.!?]\s|\n\s*\n|\n[-|#]|\|")


def proofread(source: SourceText, fixed: Sequence[str], day: dt.date) -> Iterator[Finding]:
    """Give what there is to say of a subject or text as one way through its conditions leaves it (`rehearsal`).

    Args:
        source: the text; the last of the slots stands for the salutation.
        fixed: the texts that are the same in all letters.
        day: the letters' date.
    """
    text = "\n".join(source.lines)
    yield from _greetings(source, text)
    yield from _days(source, text.translate(dict(enumerate(fixed, FIRST_FIXED))), day)


def _greetings(source: SourceText, text: str) -> Iterator[Finding]:
    slots = [found.start() for found in re.finditer(SALUTATION_SLOT, text)]
    own = [found.start() for found in _OWN_GREETING.finditer(text)]
    farewells = [found.start() for found in _FAREWELL.finditer(text)]
    doubled = [found.start() for found in _DOUBLED.finditer(text)]
    for code, places in (
        ("template.doubled-salutation", doubled or slots[1:]),
        ("template.second-greeting", [] if doubled else own if slots else own[1:]),
        ("template.second-closing", farewells if len(farewells) > 1 else []),
    ):
        if places:
            yield Finding(code, field=_where(source, text, places[0]), found=_line(text, places[0]))


def _days(source: SourceText, text: str, day: dt.date) -> Iterator[Finding]:
    """Give the days of a text that are over, that the calendar hasn't, or that fall on another day of the week."""
    for found in _DAY.finditer(text):
        where = _where(source, text, found.start())
        try:
            said = read_day(found[0])
        except ValueError:
            if _LATE_DAY.match(found[0]):  # others are figures that look like a day
                yield Finding("template.day-impossible", field=where, found=found[0])
            continue
        weekday = _WEEKDAY.search(text, 0, found.start())
        if weekday is not None and WEEKDAYS.index(weekday["name"].casefold()) != said.weekday():
            yield Finding("template.weekday-wrong", field=where, found=f"{weekday[0]}{found[0]}")
        if said < day and not looks_back(text, found.start(), found.end()):
            details = {"day": f"{said:%d.%m.%Y}", "date": f"{day:%d.%m.%Y}"}
            yield Finding("template.day-past", field=where, found=found[0], details=details)


def slots_ahead(rendered: str) -> tuple[int, ...]:
    """Return the slots whose sentence leads to a day that is to come: "bis zum …", "am …"; by their number."""
    text = _MARKS.sub("", rendered)
    return tuple(
        ord(slot[0]) - FIRST_SLOT
        for slot in _SLOT.finditer(text)
        if _leads_of(text, slot.start()) and not looks_back(text, slot.start(), slot.end())
    )


def days_past(values: Sequence[str], slots: Sequence[int], day: dt.date, row: int) -> tuple[Finding, ...]:
    """Return a finding for each of these values that is a day before the letter's."""
    past = {values[slot]: said for slot in slots if (said := _day_said(values[slot])) and said < day}
    return tuple(
        Finding("letter.day-past", row, found=text, details={"day": f"{said:%d.%m.%Y}", "date": f"{day:%d.%m.%Y}"})
        for text, said in past.items()
    )


@lru_cache(maxsize=TEXTS_KEPT)
def _day_said(text: str) -> dt.date | None:
    return read_day(text) if kind_of(text) == A_DAY else None


def looks_back(text: str, start: int, end: int) -> bool:
    """Whether the sentence around the day at `start` to `end` speaks of the past anyway."""
    leads = _leads_of(text, start)
    sentence = _SENTENCE_END.split(text[:start])[-1] + _SENTENCE_END.split(text[end:])[0]
    return bool(leads and leads[-1]["back"]) or bool(_TO_A_DAY.match(text, end) or _PAST_TENSE.search(sentence))


def _leads_of(text: str, start: int) -> list[re.Match[str]]:
    return list(_LEADS.finditer(_SENTENCE_END.split(text[:start])[-1]))


def _where(source: SourceText, text: str, position: int) -> str:
    """Return file and line of a place; texts put in have no line breaks, so lines are the source's own."""
    return str(source.source_lines[text.count("\n", 0, position)])


def _line(text: str, position: int) -> str:
    start = text.rfind("\n", 0, position) + 1
    line = text[start:].partition("\n")[0].strip()
    return PRIVATE_USE.sub("…", line)
