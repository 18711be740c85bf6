"""What a letter must show of its household, as texts that can be looked for, however lines were broken or spaced."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mailing.audit.books import HouseholdEntry, PieceEntry

BG_NUMBER = re.compile(r"(?<!\d)\d{3,6}(?://|bg)\d{6,8}(?!\d)", re.IGNORECASE)
"""What looks like a BG-Nummer; in squeezed text it would run together with a figure beside it."""

ADDRESS_WORDS = frozenset({"frau", "herrn", "herr", "familie", "eheleute", "eheleuten", "und", "postfach"})
"""Words that an address may have beside the household's own entries, squeezed."""

MOST_ENTRIES = 8_192
"""Entries that are kept squeezed: towns, streets and names come again and again."""

# Blanks, commas, hyphens and dashes, soft hyphens, joiners, PDFium's marks for a hyphen at a line's end.
_DROPPED = re.compile("[\\s,\\-\u00ad\u2010-\u2014\u200b-\u200d\u2060\ufeff\ufffe\x02]+")
_LINE_END = re.compile(r"[;\n]")
_POST_BOX = re.compile(r"^(?:postfach|pf\.?)(\d+)$")
_ADDRESS_FIELDS = ("vorname", "nachname", "ortsteil", "plz", "ort")
_ALL_FIELDS = ("anrede", "titel", *_ADDRESS_FIELDS, "empfaenger", "zusatz", "strasse", "hausnummer", "land")


class Expectation(NamedTuple):
    """A piece's pages and what they must show; small to pickle.

    Attributes:
        file: the manifest's path of its PDF.
        first_page: from 0.
        content_sha256: what the manifest says of its pages.
        needles: field -> what must stand in the window; empty where the household isn't known.
        vocabulary: all of the household's own entries, squeezed: what else may stand in the window.
        bg_number: squeezed.
        reply_number: what a reply slip's code says of the household, as its entry is written.
        name: the surname, squeezed.
        is_abroad: its last line is a country's German name, which no entry need spell like that.
    """

    piece: int
    file: str
    first_page: int
    pages: int
    sheets: int
    content_sha256: str
    needles: Mapping[str, str]
    vocabulary: str
    bg_number: str
    name: str
    is_abroad: bool
    reply_number: str = ""


def squeezed(text: str) -> str:
    """Return `text` without blanks, hyphens and commas, in one case and one normal form."""
    plain = _DROPPED.sub("", text).casefold()
    return plain if plain.isascii() else unicodedata.normalize("NFC", plain)


_squeezed_entry = lru_cache(MOST_ENTRIES)(squeezed)


def expectation(entry: PieceEntry, content_sha256: str, household: HouseholdEntry | None) -> Expectation:
    """Return what the pages of a piece must show."""
    fields = household.fields if household else {}
    return Expectation(
        piece=entry.piece,
        file=entry.file,
        first_page=entry.first_page - 1,
        pages=entry.pages,
        sheets=entry.sheets,
        content_sha256=content_sha256,
        needles=needles(fields) if fields else {},
        vocabulary=_vocabulary(fields),
        bg_number=squeezed(fields.get("bg_nummer", "")),
        name=squeezed(fields.get("nachname", "")),
        is_abroad=bool(fields.get("land", "")),
        reply_number=fields.get("bg_nummer", "") or fields.get("kundennummer", ""),
    )


def _vocabulary(fields: Mapping[str, str]) -> str:
    """Return all entries, squeezed, street and number as one: a post box is grouped anew.

    An entry that ends with a hyphen stands before every other one too: readers join its line with the next.
    """
    entries = [_squeezed_entry(fields.get(name, "")) for name in _ALL_FIELDS]
    entries.append(_squeezed_entry(fields.get("strasse", "") + fields.get("hausnummer", "")))
    cut = [entry for name, entry in zip(_ALL_FIELDS, entries, strict=False) if fields.get(name, "").endswith("-")]
    return "|".join((*entries, *(first + second for first in cut for second in entries)))


def needles(fields: Mapping[str, str]) -> dict[str, str]:
    """Return what must stand in the window for a household with these entries: an authorised recipient in its place."""
    own = dict(fields)
    if own.get("empfaenger"):
        own["vorname"] = own["nachname"] = ""
        recipient = _recipient(own["empfaenger"])
    else:
        recipient = {}
    street = own.get("strasse", "") + own.get("hausnummer", "")
    found = {
        **recipient,
        **{name: _squeezed_entry(own.get(name, "")) for name in _ADDRESS_FIELDS},
        "strasse": _squeezed_entry(street),
    }
    box = _POST_BOX.match(found["strasse"])
    if box:
        found["strasse"] = "postfach" + box[1]
    return {name: needle for name, needle in found.items() if needle}


def missing_from(window: str, needles: Mapping[str, str]) -> list[str]:
    """Return the fields whose entries don't stand in the squeezed window text."""
    return [name for name, needle in needles.items() if needle not in window]


def has_stranger(lines: Iterable[str], expected: Expectation, endorsement: str) -> bool:
    """Whether a word of the address is neither the household's nor of the organisation's order to the post."""
    shown = [line for line in lines if line.strip()]
    if expected.is_abroad:
        shown = shown[:-1]
    allowed = ADDRESS_WORDS.union(map(squeezed, endorsement.split()))
    words = (squeezed(word) for line in shown for word in line.split())
    return any(word not in expected.vocabulary and word not in allowed for word in words)


def _recipient(entry: str) -> dict[str, str]:
    """Return what must stand in the window for an authorised recipient: a semicolon begins another line."""
    lines = _LINE_END.split(entry)
    return {
        "empfaenger" if number == 1 else f"empfaenger {number}": _without_form(line)
        for number, line in enumerate(lines, 1)
    }


def _without_form(line: str) -> str:
    """Return a recipient's line without a leading form of address, which the letter inflects."""
    first, _blank, rest = line.strip().partition(" ")
    return squeezed(rest if first.casefold() in {"herr", "herrn", "frau"} else line)
