"""The characters of DIN 91379, by data type: which a name, a place or another field may hold.

Binding for German administrations since 1 November 2024. Letters that are sequences of two or three code points are
allowed only as these sequences.
"""

from __future__ import annotations

import re
from enum import Enum
from functools import cache
from pathlib import Path

TABLE = Path(__file__).parent / "data" / "din91379_1.3.txt"


class DataType(Enum):
    """The standard's normative data types, each with the groups of characters that it holds."""

    NAMES = ("bll", "bnlreq")
    """Type A: names of persons; Latin letters and 18 other signs, no digits."""
    PLACES = ("bll", "bnlreq", "bnl")
    """Type B: other names, as of streets and places."""
    GENERAL = ("bll", "bnlreq", "bnl", "bnlopt", "bnlnot")
    """Type C: everything normative."""

    @property
    def letter(self) -> str:
        """The standard's own name of the type."""
        return {DataType.NAMES: "A", DataType.PLACES: "B", DataType.GENERAL: "C"}[self]


@cache
def entries() -> tuple[tuple[str, str], ...]:
    """Return the standard's entries: each with its group."""
    lines = (line.split("; ") for line in TABLE.read_text("utf-8").splitlines() if not line.startswith("#"))
    return tuple(
        (group, "".join(chr(int(point, 16)) for point in re.findall(r"[0-9A-F]{4,6}", points)))
        for group, _kind, points, *_rest in lines
    )


@cache
def _allowed(kind: DataType) -> re.Pattern[str]:
    """Return what matches one allowed letter; the longest sequences first."""
    texts = {text for group, text in entries() if group in kind.value}
    sequences = sorted((text for text in texts if len(text) > 1), key=len, reverse=True)
    singles = "".join(re.escape(text) for text in sorted(texts) if len(text) == 1)
    alone = f"[{singles}](?![{_marks()}])"
    return re.compile(f"(?:{'|'.join(map(re.escape, sequences))}|{alone})")


@cache
def _marks() -> str:
    return "".join(text for group, text in entries() if group == "dc")


@cache
def _whole(kind: DataType) -> re.Pattern[str]:
    return re.compile(f"{_allowed(kind).pattern}*")


def is_within(text: str, kind: DataType) -> bool:
    """Whether the text, in NFC, holds nothing but the data type's characters and sequences."""
    return _whole(kind).fullmatch(text) is not None


def outside(text: str, kind: DataType) -> str:
    """Return the characters of the text that the data type doesn't hold, each once."""
    return "".join(dict.fromkeys(_allowed(kind).sub("", text)))


def code_points(characters: str) -> str:
    """Return the characters as code points for people: "U+200B"."""
    return " ".join(f"U+{ord(character):04X}" for character in characters)
