"""House numbers: which are usual, and what stands in their place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from intake_lists import person, take_rows

from mailing.intake.checks.house_numbers import house_number_rule

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    "number",
    [
        "5", "1 a", "12a", "7 a-c", "12-14", "33-35a", "8 1/2", "12/3", "5/5a", "10 bis 12", "10 u. 12", "Nr. 3", "A",
        "A 5", "IV", "o. Nr.", "ohne Hausnummer", "5/Whg. 3", "5 Haus 2", "19, Hs. 2", "5 // W 236", "12 // 3.OG",
        "5 (Hinterhaus)", "5, 2. OG li.", "5 EG rechts", "12, Zi. 3", "1-5 (Haus B)", "12 Rückgebäude", "5½",
    ],
)  # fmt: skip
def test_usual_house_numbers_carry_no_finding(number: str) -> None:
    """Letters, ranges, fractions, and where in the house."""
    assert house_number_rule(number) is None


@pytest.mark.parametrize(
    "number", ["Hannover", "5 Hannover", "Test", "12345", "5.1", "5,5", "-5", "'5", "1e5", "5 ABC"]
)
def test_what_is_no_house_number_is_told(tmp_path: Path, number: str) -> None:
    """The letter is made; the row is told with what was found."""
    taken = take_rows(tmp_path, person(1, hausnummer=number), person(2))
    assert [
        (found.row, found.field, found.seen) for found in taken.intake.findings if found.code == "house-number.odd"
    ] == [(2, "hausnummer", number)]


@pytest.mark.parametrize("number", ["03.05.", "3.5.", "03.05.2020", "2020-05-03"])
def test_a_day_is_no_house_number(number: str) -> None:
    """With its year or without."""
    verdict = house_number_rule(number)
    assert verdict is not None
    assert (verdict.code, verdict.proposal) == ("house-number.became-date", "3-5")


def test_endless_house_numbers_take_no_time() -> None:
    """However their parts could be divided."""
    assert house_number_rule("5" + " a" * 10_000 + "!") is not None


@pytest.mark.parametrize(
    ("field", "entry"), [("strasse", "999"), ("nachname", "4711"), ("vorname", "01.01.1970"), ("ort", "999")]
)
def test_figures_are_neither_names_nor_streets(tmp_path: Path, field: str, entry: str) -> None:
    """Entries have moved to another column: the letter waits."""
    assert take_rows(tmp_path, person(1, **{field: entry}), person(2)).fates[2] == ("rejected", "field.only-figures")


def test_the_code_of_a_post_box_is_judged_by_its_region(tmp_path: Path) -> None:
    """The directory lacks the codes of post boxes."""
    box = {"strasse": "Postfach 12 34", "hausnummer": ""}
    taken = take_rows(tmp_path, person(1, plz="30002", **box), person(2, plz="80002", **box))
    assert [found.row for found in taken.intake.findings if found.code == "plz.unknown"] == [3]
