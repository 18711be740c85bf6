"""Entries moved from cell to cell: either the same letter comes out, or a finding says that it doesn't."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st
from intake_lists import Taken, examples, person, take_rows

from mailing.letters.text.addressing import address_lines
from mailing.letters.text.salutation import salutation

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Row = Mapping[str, str]

ROWS = st.fixed_dictionaries(
    {
        "anrede": st.sampled_from(["Frau", "Herr"]),
        "titel": st.sampled_from(["", "Dr.", "Prof. Dr."]),
        "vorname": st.sampled_from(["Anna", "Max", "Ayşe", "Karl-Heinz", "Anna Maria"]),
        "nachname": st.sampled_from(["Meier", "von der Heide", "Garcia Lopez", "O'Neil", "Graf", "Yılmaz"]),
        "zusatz": st.sampled_from(["", "Hinterhaus", "c/o Schulz"]),
        "strasse": st.sampled_from(["Hauptstraße", "Straße des 17. Juni", "Am Markt"]),
        "hausnummer": st.sampled_from(["5", "5a", "12 b", "16-20"]),
        "plz": st.just("30938"),
        "ort": st.just("Burgwedel"),
        "land": st.just(""),
    }
)


def joined(into: str, *fields: str, blank: str = " ", keeping: bool = False) -> Callable[[Row], dict[str, str]]:
    """Return what writes some fields into one cell; the others are emptied, or keep what they have."""

    def move(row: Row) -> dict[str, str]:
        whole = blank.join(row[field] for field in fields if row[field])
        left = {} if keeping else dict.fromkeys(fields, "")
        return {**row, **left, into: whole}

    return move


MOVES = {
    "anrede in vorname": joined("vorname", "anrede", "vorname"),
    "anrede in vorname too": joined("vorname", "anrede", "vorname", keeping=True),
    "anrede in nachname too": joined("nachname", "anrede", "nachname", keeping=True),
    "titel in anrede": joined("anrede", "anrede", "titel"),
    "titel in nachname": joined("nachname", "titel", "nachname"),
    "titel in nachname too": joined("nachname", "titel", "nachname", keeping=True),
    "vorname in nachname": joined("nachname", "vorname", "nachname"),
    "vorname in nachname too": joined("nachname", "vorname", "nachname", keeping=True),
    "nachname in vorname too": joined("vorname", "vorname", "nachname", keeping=True),
    "Nachname, Vorname": joined("nachname", "nachname", "vorname", blank=", "),
    "number in street": joined("strasse", "strasse", "hausnummer"),
    "number in street too": joined("strasse", "strasse", "hausnummer", keeping=True),
    "code in place": joined("ort", "plz", "ort"),
    "code in place too": joined("ort", "plz", "ort", keeping=True),
    "place in code too": joined("plz", "plz", "ort", keeping=True),
    "street in addition too": joined("zusatz", "strasse", "hausnummer", keeping=True),
    "Niedersachsen": lambda row: {**row, "land": "Niedersachsen"},
    "Nds.": lambda row: {**row, "land": "Nds."},
    "abroad": lambda row: {**row, "plz": "1010", "ort": "Wien"},
}
OTHER = person(9, land="", titel="", zusatz="")


def letter(taken: Taken) -> list[str]:
    """Return what the letter of the first row says; nothing where it has none."""
    return [
        line
        for household in taken.households
        if household.row == 2
        for line in (salutation(household), *address_lines(household))
    ]


@given(ROWS, st.sampled_from(sorted(MOVES)))
@settings(max_examples=examples(25), deadline=None)
def test_the_same_letter_or_a_finding(row: dict[str, str], move: str) -> None:
    """Whatever is moved; and nothing is found in the row as it was."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        before = take_rows(folder, person(1, **row), OTHER)
        assert not before.codes
        after = take_rows(folder, person(1, **MOVES[move](row)), OTHER)
    assert letter(after) == letter(before) or any(finding.row == 2 for finding in after.intake.findings)
