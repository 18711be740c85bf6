"""What the tests of the intake share: lists in the making, and what a letter demands of them."""

from __future__ import annotations

import dataclasses
import os
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Any

from mailing.intake import Demands, ListSource, SideLists, take_in
from mailing.model import LetterFormat

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from mailing.findings import Finding
    from mailing.model import Household, Intake

DEMANDS = Demands(
    required=(),
    date=date(2020, 6, 15),
    formats=frozenset(LetterFormat),
    address_width=80.0,
    text_width=lambda text: 2.0 * len(text),
    unsettable=lambda text: "".join(character for character in text if character == "\u2603"),
)
"""A letter that needs no columns beyond an address; its font lacks nothing but the snowman."""

NAMES = ("bg_nummer", "rolle", "anrede", "vorname", "nachname", "strasse", "hausnummer", "plz", "ort")


def examples(few: int) -> int:
    """Return how many examples a property is tried with: a few each time, thousands by `make fuzz`."""
    return int(os.environ.get("MAILING_FUZZ_EXAMPLES", few))


def person(number: int, **entries: str) -> dict[str, str]:
    """Return a faultless row, with some entries of its own."""
    faultless = {
        "bg_nummer": f"23702//{number:07d}",
        "rolle": "Vertreter",
        "anrede": "Frau",
        "vorname": "Änne",
        "nachname": f"Weiß{'abcdefghijklmnopqrstuvwxyz'[number % 26]}",
        "strasse": "Lindenweg",
        "hausnummer": str(number),
        "plz": "30159",
        "ort": "Hannover",
    }
    return {**faultless, **entries}


def as_csv(rows: Iterable[Mapping[str, str]], delimiter: str = ";") -> str:
    """Return rows as CSV text under the names that any of them has, quoted where need be."""
    rows = list(rows)
    names = list(dict.fromkeys((*NAMES, *(name for row in rows for name in row))))
    lines = [names, *([row.get(name, "") for name in names] for row in rows)]
    return "".join(delimiter.join(_quoted(cell, delimiter) for cell in line) + "\r\n" for line in lines)


def _quoted(cell: str, delimiter: str) -> str:
    if any(mark in cell for mark in (delimiter, '"', "\n", "\r")):
        return '"' + cell.replace('"', '""') + '"'
    return cell


@dataclasses.dataclass(frozen=True)
class Taken:
    """What the intake made of a list, asked as tests ask."""

    intake: Intake

    @property
    def households(self) -> list[Household]:
        """The households in postal order."""
        return [each for chunk in self.intake.households.chunks(3) for each in chunk.households()]

    @property
    def codes(self) -> Counter[str]:
        """How often each kind of finding came."""
        return Counter(finding.code for finding in self.intake.findings)

    def finding(self, code: str) -> Finding:
        """The one finding of a kind."""
        (found,) = [finding for finding in self.intake.findings if finding.code == code]
        return found

    @property
    def fates(self) -> dict[int, tuple[str, str]]:
        """Row -> disposition and code."""
        ledger = self.intake.ledger
        return {
            row: (disposition, code)
            for row, disposition, code in zip(ledger.rows, ledger.dispositions, ledger.codes, strict=True)
        }


def take(
    path: Path,
    *,
    side: SideLists | None = None,
    source: Mapping[str, Any] | None = None,
    proposing: bool = False,
    **demands: Any,
) -> Taken:
    """Take a list in; `demands` replace those of the plain letter."""
    asked = dataclasses.replace(DEMANDS, **demands)
    return Taken(take_in(ListSource(path=path, **(source or {})), side or SideLists(), asked, proposing=proposing))


def take_rows(folder: Path, *rows: Mapping[str, str], **options: Any) -> Taken:
    """Take in a list of these rows; row 2 is the first."""
    path = folder / "liste.csv"
    path.write_bytes(as_csv(rows).encode())
    return take(path, **options)


def take_text(folder: Path, text: str, encoding: str = "utf-8", **options: Any) -> Taken:
    """Take in a list of this text."""
    path = folder / "liste.csv"
    path.write_bytes(text.encode(encoding))
    return take(path, **options)
