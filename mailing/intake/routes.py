"""The way of a household's letter: by what its row says, the gravest reason first."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from mailing.base.words import NO, YES
from mailing.intake.checks.countries import is_home
from mailing.intake.checks.rule_runner import Verdict, judged
from mailing.intake.column_names import BLOCK_FLAG, folded
from mailing.model import LetterFormat, Route

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt

    from mailing.findings import Finding
    from mailing.intake.listtable import ListTable
    from mailing.intake.texts import Mask

    Numbers = npt.NDArray[np.int8]

ROUTES = tuple(Route)
FORMATS = tuple(LetterFormat)
UNKNOWN_FORMAT = -1
ADDRESS = ("zusatz", "strasse", "ortsteil", "ort")
"""Where an address may say that it is none."""

_FORMAT_WORDS = {
    LetterFormat.STANDARD: "standard normal normaldruck regulaer keine keins brief papier schwarzschrift nein regular",
    LetterFormat.LARGE_PRINT: "grossdruck gross grossschrift grosseschrift gd largeprint large grosserdruck",
    LetterFormat.EASY_LANGUAGE: "leichtesprache leicht ls inleichtersprache leichtersprache easylanguage easyread easy",
    LetterFormat.ELECTRONIC: "elektronisch email mail online epost digital electronic pdf jobcenterdigital demail",
}
_FORMAT_OF_WORD = {word: form for form, words in _FORMAT_WORDS.items() for word in words.split()}

_YES = YES | {"s", "gesperrt", "auskunftssperre", "§51bmg", "51bmg"}
_NO = NO | {"keine", "kein"}

_NO_ABODE = re.compile(
    r"\b(ohne\s+(festen|feste|fester)\s+(wohnsitz|wohnung|unterkunft|adresse)|ohne\s+wohnsitz|wohnungslos|obdachlos|"
    r"kein(en)?\s+(fester|festen)\s+wohnsitz)\b|^o\.?\s?f\.?\s?w\.?$",
    re.IGNORECASE,
)
_GENERAL_DELIVERY = re.compile(r"\b(postlagernd|poste\s+restante|general\s+delivery)\b", re.IGNORECASE)
_ADVICE_CENTRE = re.compile(
    r"\bc/o\b.*(beratungsstelle|fachstelle|tagestreff|tagesaufenthalt|wohnungslosenhilfe|obdachlosenhilfe|"
    r"kontaktladen|bahnhofsmission|\bzbs\b|\bzfa\b|ambulante hilfe)",
    re.IGNORECASE,
)


def letter_format(text: str) -> LetterFormat | None:
    """Return the format that a list's word means, however it is spelled; None where it means none."""
    if "?" in text:
        return None
    word = folded(text).replace("ß", "ss")
    return _FORMAT_OF_WORD.get(word) if word else LetterFormat.STANDARD


def is_electronic(text: str) -> bool:
    """Whether a household's word for its format asks for no paper at all."""
    return letter_format(text) is LetterFormat.ELECTRONIC


def format_numbers(table: ListTable) -> Numbers:
    """Return for every row the number of its format in `FORMATS`, or -1."""
    column = table["format"]
    known = [letter_format(text) for text in column.distinct]
    numbers = [UNKNOWN_FORMAT if form is None else FORMATS.index(form) for form in known]
    return column.looked_up(numbers, np.int8)


def check_formats(table: ListTable, rows: Mask) -> Iterator[Finding]:
    """Check the words for formats."""
    yield from judged(
        table, "format", lambda text: Verdict("format.unknown") if letter_format(text) is None else None, rows
    )


def is_blocked(text: str) -> bool:
    """Whether a cell of the block flag's column sets it; a reason or a date in it does, a plain no doesn't."""
    word = folded(text)
    return "?" in text or word in _YES or word not in _NO


def has_no_abode(text: str) -> bool:
    """Whether an address's entry says that there is no fixed abode."""
    return _NO_ABODE.search(text) is not None


def is_general_delivery(text: str) -> bool:
    """Whether an address's entry says that the letter waits at a post office or an advice centre."""
    return _GENERAL_DELIVERY.search(text) is not None or _ADVICE_CENTRE.search(text) is not None


def field_of_route(table: ListTable, position: int, route: Route) -> str:
    """Return the column by which a row takes its route."""
    says = {Route.NO_ABODE: has_no_abode, Route.GENERAL_DELIVERY: is_general_delivery}.get(route)
    if says:
        return next((field for field in ADDRESS if says(table[field][position])), "strasse")
    return {Route.BLOCKED: BLOCK_FLAG, Route.ABROAD: "land"}.get(route, "format")


def route_numbers(table: ListTable, formats: Numbers) -> Numbers:
    """Return for every row the number of its route in `ROUTES`: the gravest reason counts."""
    address = [table[field] for field in ADDRESS]
    by_format = {
        LetterFormat.LARGE_PRINT: Route.LARGE_PRINT,
        LetterFormat.EASY_LANGUAGE: Route.EASY_LANGUAGE,
        LetterFormat.ELECTRONIC: Route.ELECTRONIC,
    }
    reasons: list[tuple[Route, Mask]] = [
        (Route.BLOCKED, table[BLOCK_FLAG].where(is_blocked)),
        (Route.NO_ABODE, np.logical_or.reduce([column.where(has_no_abode) for column in address])),
        (Route.GENERAL_DELIVERY, np.logical_or.reduce([column.where(is_general_delivery) for column in address])),
        (Route.ABROAD, ~table["land"].where(is_home)),
        *((route, formats == FORMATS.index(form)) for form, route in by_format.items()),
    ]
    numbers = np.full(len(table), ROUTES.index(Route.BULK), np.int8)
    for route, rows in reversed(reasons):
        numbers[rows] = ROUTES.index(route)
    return numbers
