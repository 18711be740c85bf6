"""The number of a Bedarfsgemeinschaft: five digits, `//`, seven digits; people and spreadsheets write it in many ways.

One normal form, "23702//0000001", is what list, suppression list, proposals, register and questions are compared by.
"""

from __future__ import annotations

import re

_MARKS = r"[/\\|_.:\-\u2010-\u2015\u2212]*"
_SPELLED = re.compile(
    rf"'?(?:BG(?:-?NUMMER|-?NR|-?ID)?{_MARKS})?([0-9]{{5}}){_MARKS}(?:BG{_MARKS})?([0-9]{{7}})(?:[.,]0)?", re.IGNORECASE
)
_NORMAL = re.compile(r"(?!([0-9])\1{4}//\1{7})[0-9]{5}//[0-9]{7}")
"""The normal form, but for digits that are all alike."""
_SCIENTIFIC = re.compile(r"[0-9](?:[.,][0-9]+)?E\+?[0-9]{1,3}", re.IGNORECASE)
_ROUNDED = re.compile(r"[0-9]{5}0{7}(?:[.,]0)?")
_BESIDE_FIGURES = re.compile(r"[\W_]+|BG", re.IGNORECASE)
_DIGIT = re.compile(r"[0-9]")
_DIGITS = 12


def normal_bg_number(text: str) -> str:
    """Return a BG number in its normal form, or "" where the text isn't a well-formed one.

    Blanks, case, `BG` before or within, strokes, hyphens or nothing between the two parts don't matter:
    "BG 23702/0000001", "23702-0000001", "23702BG0000001" and "237020000001" are "23702//0000001".
    """
    if _NORMAL.fullmatch(text):
        return text
    found = _SPELLED.fullmatch("".join(text.split()))
    if not found or is_no_bg_number(text) or is_rounded_bg_number(text):
        return ""
    return f"{found[1]}//{found[2]}"


def is_no_bg_number(text: str) -> bool:
    """Whether a text says that there is no number: empty, a word ("unbekannt", "NEU", "k.A."), a stroke, only zeros.

    So do twelve digits that are all alike: they fill a field that may not be empty.
    """
    if not _DIGIT.search(text):
        return True
    figures = _BESIDE_FIGURES.sub("", text)
    return not figures.strip("0") or (len(figures) == _DIGITS and len(set(figures)) == 1)


def is_rounded_bg_number(text: str) -> bool:
    """Whether a spreadsheet made a number of the BG number and lost digits: "2,3702E+11", or "237020000000" of it."""
    plain = "".join(text.split())
    return bool(_SCIENTIFIC.fullmatch(plain) or _ROUNDED.fullmatch(plain))


def number_of_household(number: str, *others: str) -> str:
    """Return what tells a household from all others: its number's normal form.

    A number that isn't well formed doesn't: the `others`, surname and address, belong to it then.
    """
    return normal_bg_number(number) or "\x1e".join((number, *others)).casefold()
