"""Findings lead the clerk to the place in her own list."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from intake_lists import person, take_rows, take_text

from mailing.findings import Finding
from mailing.intake import NoHouseholdError

if TYPE_CHECKING:
    from pathlib import Path

HEADER = "BG-Nr.;Vorname;Familienname;Straße und Hausnummer;PLZ Ort;Notiz\r\n"
GOOD = "23702//0000001;Änne;Weiß;Lindenweg 1;30159 Hannover;\r\n"


@pytest.mark.parametrize(
    ("row", "code", "column", "cell"),
    [
        (
            "23702//0000002;Änne;  MÃ¼ller ;Lindenweg 2;30159 Hannover;",
            "text.double-encoded",
            "Familienname",
            "  MÃ¼ller ",
        ),
        (
            "23702//0000002;Änne;Weiß;Lindenstr. 2;30159 Hannover;",
            "street.abbreviated",
            "Straße und Hausnummer",
            "Lindenstr. 2",
        ),
        ("23702//0000002;Änne;Weiß;Lindenweg 2;1067 Dresden;", "plz.four-digits", "PLZ Ort", "1067 Dresden"),
        ("23702//0000002;Änne;Weiß;Lindenweg 2;30159 Hannofer;", "plz.other-place", "PLZ Ort", "30159 Hannofer"),
        ("NEU;Änne;Weiß;Lindenweg 2;30159 Hannover;", "bg.placeholder", "BG-Nr.", "NEU"),
        ("23702//0000002;Änne;;Lindenweg 2;30159 Hannover;", "field.missing", "Familienname", ""),
        ("23702//0000002;Änne;Weiß;Lindenweg 2;30159 Hannover;a\u200bb", "text.hidden-characters", "Notiz", "a\u200bb"),
    ],
)
def test_a_finding_names_the_lists_own_column_and_cell(
    tmp_path: Path, row: str, code: str, column: str, cell: str
) -> None:
    """As they stand there, though the cell was cleaned or taken apart."""
    finding = take_text(tmp_path, HEADER + GOOD + row + "\r\n").finding(code)
    assert (finding.row, finding.column, finding.cell) == (3, column, cell)


def test_findings_of_letters_are_named_too(tmp_path: Path) -> None:
    """The other rooms know our names of columns only."""
    taken = take_text(tmp_path, HEADER + GOOD)
    (named,) = taken.intake.named([Finding("letter.no-site", 2, "nachname")])
    assert named.column == "Familienname"


def test_the_most_frequent_reason_is_one(tmp_path: Path) -> None:
    """Members who have no letter because of their representative outnumber the faults, and say nothing of them."""
    members = [person(1, vorname=name, rolle="Mitglied") for name in ("Eva", "Ute", "Ida")]
    with pytest.raises(NoHouseholdError, match="nur vier Ziffern") as caught:
        take_rows(tmp_path, person(1, plz="1067", ort="Dresden"), *members)
    assert "(1 Zeilen)" in str(caught.value)


def test_what_was_read_is_known_though_no_row_survives(tmp_path: Path) -> None:
    """With its findings: that is how the clerk learns what was misunderstood."""
    with pytest.raises(NoHouseholdError) as caught:
        take_text(tmp_path, HEADER + GOOD.replace("30159", "3"))
    assert caught.value.record is not None
    assert caught.value.record.detected["encoding"] == "utf-8"
    rows = [(finding.row, finding.column) for finding in caught.value.findings if finding.row]
    assert rows == [(2, "PLZ Ort")]
