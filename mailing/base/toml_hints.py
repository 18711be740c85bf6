"""What to write instead of a line that is no TOML: days, numbers, yes and no, and quotes as offices write them."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from mailing.base.messages import _

LONGEST_EXAMPLE: Final = 80
"""So many characters of a line are shown as they should be."""

_CLOSED: Final = re.compile(r""""(?:\\.|[^"\\])*"|'[^']*'|\#.*""")
_END: Final = r"\s*(?=[},\]]|$)"
_VALUE: Final = re.compile(r"""\s*(?P<key>[\w."'-]+)\s*=\s*(?P<quote>["'])(?P<text>.*)(?P=quote)\s*(?:\#.*)?""")
PRINTED_QUOTES: Final = re.compile("[“”„‟«»‹›‘’‚‛`´]")
"""What word processors make of a straight quote, and what people type for one."""
_DAY: Final = re.compile(r"=\s*(\d{1,2})\.\s*(\d{1,2})\.\s*(\d{4}|\d{2})\b")
_DAY_BACKWARDS: Final = re.compile(r"=\s*(\d{4})-(\d{1,2})-(\d{1,2})\b")
_LIKE_A_DAY: Final = re.compile(r"=\s*(?:\d{1,2}\.\s*[^\W\d_]+\.?\s+\d{2,4}|\d{1,4}[/-]\d{1,2}[/-]\d{1,4})" + _END)
_COMMA: Final = re.compile(r"=\s*([+-]?\d+),(\d+)\s*(?:[^\W\d_]+|[%€])?" + _END)
_UNIT: Final = re.compile(r"=\s*([+-]?\d+(?:\.\d+)?)\s*(?:[^\W\d_]+|[%€])" + _END)
_WORD: Final = re.compile(r"=\s*([^\W\d_]+)" + _END)
_YES: Final = frozenset({"ja", "wahr", "an", "yes", "on", "true"})
_NO: Final = frozenset({"nein", "falsch", "aus", "no", "off", "false"})
_EXAMPLE_DAY: Final = "2020-06-15"


def hint_for(line: str) -> str:
    """Return what to write instead of a faulty line, as far as one sees what was meant; "" where one doesn't."""
    outside = _CLOSED.sub("", line)
    return _quotes(line, outside) or _day(outside) or _number(outside) or _yes_or_no(outside)


def _quotes(line: str, outside: str) -> str:
    value = _VALUE.fullmatch(line)
    if value and "\\" not in line and value["quote"] in value["text"] and not re.search(r"[\"']\s*,\s*[\"']", line):
        other = {'"': "'", "'": '"'}[value["quote"]]
        example = f"{value['key']} = {other}{value['text']}{other}"
        if other not in value["text"] and len(example) <= LONGEST_EXAMPLE:
            return _("Innen stehen die gleichen Anführungszeichen wie außen: {example}").format(example=example)
        return _("Innen stehen die gleichen Anführungszeichen wie außen: {example}").format(example='"… \\" … \\" …"')
    if PRINTED_QUOTES.search(outside):
        return _("Außen gehören gerade Anführungszeichen hin, wie sie die Taste schreibt: {sign}").format(sign='"…"')
    return ""


def _day(outside: str) -> str:
    german, backwards = _DAY.search(outside), _DAY_BACKWARDS.search(outside)
    day = ""
    if german:
        day = _iso(year=german[3] if len(german[3]) > len("20") else f"20{german[3]}", month=german[2], day=german[1])
    elif backwards:
        day = _iso(year=backwards[1], month=backwards[2], day=backwards[3])
    elif _LIKE_A_DAY.search(outside):
        day = _EXAMPLE_DAY
    return _("Ein Tag steht ohne Anführungszeichen da, das Jahr zuerst: {day}").format(day=day) if day else ""


def _iso(*, year: str, month: str, day: str) -> str:
    try:
        return dt.date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return _EXAMPLE_DAY


def _number(outside: str) -> str:
    comma, unit = _COMMA.search(outside), _UNIT.search(outside)
    if comma:
        return _("Eine Zahl steht mit Punkt da und ohne Einheit: {number}").format(number=f"{comma[1]}.{comma[2]}")
    return _("Eine Zahl steht ohne Einheit da: {number}").format(number=unit[1]) if unit else ""


def _yes_or_no(outside: str) -> str:
    word = _WORD.search(outside)
    meant = word[1].lower() if word else ""
    if not word or meant not in _YES | _NO:
        return ""
    told = _("Für ja steht true, für nein false, klein und ohne Anführungszeichen: statt {word} also {meant}")
    return told.format(word=word[1], meant="true" if meant in _YES else "false")
