"""What an address needs to arrive: PLZ and place, lines that machines read, and that fit the window."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from mailing.findings import Finding
from mailing.intake.checks.characters import code_points
from mailing.intake.checks.placeholders import says_nothing
from mailing.intake.checks.rule_runner import Verdict, but, judged, judged_pairs
from mailing.intake.checks.towns import codes_by_place, directory, folded_place, is_same_place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from mailing.intake.listtable import ListTable
    from mailing.intake.sources import Demands
    from mailing.intake.texts import Mask

CODE_LENGTH = 5
NO_LINE_BEGINS_WITH = frozenset('@()=[]"\\/,<>~')
"""What a public letter service's printers can't read at the beginning of an address line."""
LINES = (
    ("titel", "vorname", "nachname"),
    ("empfaenger",),
    ("zusatz",),
    ("ortsteil",),
    ("strasse", "hausnummer"),
    ("plz", "ort"),
)
"""The columns that share a line of the address."""
ALIKE = 70
"""From this likeness in percent on, a place is proposed for another."""
PLACES_NAMED = 5
SAME_REGION = 2
"""So many digits of a PLZ name its region."""

_CODE = re.compile(r"[0-9]{5}")
_AS_NUMBER = re.compile(r"([0-9]{4,5})[.,]0+|([0-9]{1,2})[.,]([0-9]{3})|([0-9])[.,]([0-9]{1,4})[eE]\+?0?([34])")
_PREFIXED = re.compile(r"(?:DE?|GER)\s*[-–]?\s*([0-9]{5})", re.IGNORECASE)


def check_postcodes(table: ListTable, rows: Mask) -> Iterator[Finding]:
    """Check the form of PLZ, and whether PLZ and place have changed places."""
    swapped = list(judged_pairs(table, ("plz", "ort"), _swapped_rule, rows))
    yield from swapped
    yield from judged(table, "plz", postcode_rule, but(rows, table, swapped))


def _swapped_rule(code: str, place: str) -> tuple[Verdict, ...]:
    if not re.fullmatch(r"[0-9]{4,5}", place) or any(map(str.isdigit, code)) or not code:
        return ()
    return (
        Verdict("field.swapped", place, {"field": "plz", "other": "ort"}, "plz"),
        Verdict("field.swapped", code, {"field": "ort", "other": "plz"}, "ort"),
    )


def postcode_rule(text: str) -> Verdict | None:
    """Return what is wrong with the form of a PLZ at home."""
    if not text or _CODE.fullmatch(text):
        return None
    if re.fullmatch(r"[0-9]{4}", text):
        return Verdict("plz.four-digits", f"0{text}")
    if number := _AS_NUMBER.fullmatch(text):
        return Verdict("plz.damaged-number", _meant_by_number(number))
    if prefixed := _PREFIXED.fullmatch(text):
        return Verdict("plz.country-prefix", prefixed[1])
    digits = unicodedata.normalize("NFKC", "".join(_as_digit(character) for character in text))
    if digits != text and _CODE.fullmatch(digits):
        strange = "".join(character for character in text if character not in "0123456789")
        return Verdict("plz.foreign-digits", digits, {"characters": code_points(strange)})
    return Verdict("plz.invalid", _without_blanks(text))


def _meant_by_number(number: re.Match[str]) -> str:
    whole, thousands, rest, first, decimals, power = number.groups()
    if whole:
        return str(whole).zfill(CODE_LENGTH)
    if thousands:
        return f"{thousands}{rest}".zfill(CODE_LENGTH)
    return f"{first}{decimals:0<{int(power)}}".zfill(CODE_LENGTH)


def _as_digit(character: str) -> str:
    """Return the digit that a character stands for or only looks like."""
    look_alikes = {"O": "0", "o": "0", "О": "0", "о": "0", "l": "1", "I": "1", "І": "1", "З": "3"}
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    return look_alikes.get(character, character)


def _without_blanks(text: str) -> str:
    """Return a proposal for "30 159": five digits among blanks and punctuation, else none."""
    digits = re.sub(r"[\s.\-]", "", text)
    return digits if _CODE.fullmatch(digits) else ""


def check_places(table: ListTable, rows: Mask) -> Iterator[Finding]:
    """Check whether the place fits the PLZ: never an error, for the directory is not the post's."""
    boxes = table["strasse"].where(lambda text: text.casefold().startswith("postfach"))
    yield from judged_pairs(table, ("plz", "ort"), _place_rule, rows & ~boxes)
    yield from judged_pairs(table, ("plz", "ort"), _box_rule, rows & boxes)


@lru_cache(maxsize=1 << 16)
def _place_rule(code: str, place: str) -> tuple[Verdict, ...]:
    if not _CODE.fullmatch(code) or not place:
        return ()
    places = directory().get(code, ())
    if any(is_same_place(place, official) for official in places):
        return ()
    codes = codes_by_place().get(folded_place(place), ())
    if not places:
        return (Verdict("plz.unknown", codes[0] if len(codes) == 1 else ""),)
    named = ", ".join(places[:PLACES_NAMED]) + (", …" if len(places) > PLACES_NAMED else "")
    nearest, likeness = _nearest(place, places)
    if likeness < ALIKE and len(codes) == 1:
        return (Verdict("plz.other-place", codes[0], {"places": named}, "plz"),)
    return (Verdict("plz.other-place", nearest, {"places": named}, "ort"),)


def _box_rule(code: str, place: str) -> tuple[Verdict, ...]:
    """Judge the PLZ of a post box, which the directory lacks: it begins as the place's other ones do."""
    around = {known[:SAME_REGION] for known in codes_by_place().get(folded_place(place), ())}
    return () if code[:SAME_REGION] in around and code not in directory() else _place_rule(code, place)


def _nearest(place: str, places: Sequence[str]) -> tuple[str, float]:
    from rapidfuzz import fuzz

    return max(
        ((name, fuzz.ratio(folded_place(place), folded_place(name))) for name in places), key=lambda pair: pair[1]
    )


NEARLY = 0.9
"""From this share of the line on it is measured as a whole: kerning, which is mostly negative, changes far less."""


def check_lines(table: ListTable, demands: Demands, rows: Mask) -> Iterator[Finding]:
    """Check the address line by line: how it begins, what it holds, how wide it is."""
    for fields in LINES:
        present = [field for field in fields if field in table]
        before = np.zeros(len(table), np.bool_)
        for field in present:
            column = table[field]
            yield from judged(table, field, _line_rule, rows & ~before & ~says_nothing(table, field))
            before |= column.where(bool)
        if present:
            yield from _check_width(table, tuple(present), demands, rows)


def _line_rule(text: str) -> Verdict | None:
    """Return what keeps a machine from reading a line that begins with this text."""
    if text and not any(map(str.isalnum, text)):
        return Verdict("address.empty-line")
    if text[:1] in NO_LINE_BEGINS_WITH and text:
        return Verdict(
            "address.unreadable-line", text.lstrip("".join(NO_LINE_BEGINS_WITH) + " "), {"character": text[0]}
        )
    return None


def _check_width(table: ListTable, fields: tuple[str, ...], demands: Demands, rows: Mask) -> Iterator[Finding]:
    """Measure the lines that may be too wide: those whose letters side by side are."""
    letters = _LetterWidths(demands.text_width)
    entries = sum(
        table[field].looked_up([letters.width(text) for text in table[field].distinct], np.float64) for field in fields
    )
    wide = np.asarray(entries) > demands.address_width * NEARLY
    for position in np.flatnonzero(rows & wide).tolist():
        line = " ".join(text for field in fields if (text := table[field][position]))
        width = demands.text_width(line)
        if width > demands.address_width:
            details = {"width": width, "limit": demands.address_width}
            yield Finding("address.wide-line", int(table.rows[position]), fields[-1], line, details=details)


class _LetterWidths(dict[str, float]):
    """The widths of single letters, each measured once: a text is shaped in twenty times the time of adding these."""

    def __init__(self, measured: Callable[[str], float]) -> None:
        super().__init__()
        self._measured = measured

    def __missing__(self, letter: str) -> float:
        self[letter] = self._measured(letter)
        return self[letter]

    def width(self, text: str) -> float:
        """Return about how wide an entry is, with the blank behind it."""
        return sum(map(self.__getitem__, text)) + self[" "] if text else 0.0
